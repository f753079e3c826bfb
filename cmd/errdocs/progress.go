package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/errdocs/errdocs/generator/diag"
)

// The time before the progress of a build is shown, and the time between updates.
const (
	shownAfter = time.Second
	shownEvery = time.Second / 10
)

// progress shows the progress of a build in one line of a terminal. Write other output to
// the progress while it is shown: it clears its line first.
type progress struct {
	terminal io.Writer
	now      func() (stage string, done, of int) // the stage of the build, and the number of files it renders
	stop     chan struct{}
	running  sync.WaitGroup

	mu   sync.Mutex // guards the fields below
	line string     // the line on the screen
}

// showProgress shows progress until end is called.
func showProgress(terminal io.Writer, now func() (stage string, done, of int)) *progress {
	p := &progress{terminal: terminal, now: now, stop: make(chan struct{})}
	p.running.Go(p.run)
	return p
}

func (p *progress) run() {
	select {
	case <-p.stop:
		return
	case <-time.After(shownAfter):
	}
	ticker := time.NewTicker(shownEvery)
	defer ticker.Stop()
	for {
		p.show(p.text())
		select {
		case <-p.stop:
			return
		case <-ticker.C:
		}
	}
}

// end clears the line. Nothing is shown after that.
func (p *progress) end() {
	close(p.stop)
	p.running.Wait()
	p.show("")
}

// Write writes complete lines that stay on the terminal.
func (p *progress) Write(data []byte) (int, error) {
	p.show("")
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.terminal.Write(data)
}

func (p *progress) text() string {
	stage, done, of := p.now()
	switch {
	case stage == "":
		return ""
	case of > 0:
		return fmt.Sprintf("errdocs: rendering %s of %s files", diag.Thousands(done), diag.Thousands(of))
	}
	return "errdocs: " + stage
}

// show replaces the line. It overwrites the old one with spaces, which work on all terminals.
func (p *progress) show(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if line == p.line {
		return
	}
	rest := strings.Repeat(" ", max(len(p.line)-len(line), 0))
	back := ""
	if line == "" {
		back = "\r"
	}
	fmt.Fprintf(p.terminal, "\r%s%s%s", line, rest, back)
	p.line = line
}
