package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/errdocs/errdocs/generator/diag"
)

// How long a build takes before its progress is shown, and how often that is brought up
// to date.
const (
	shownAfter = time.Second
	shownEvery = time.Second / 10
)

// progress shows what a build does, in one line of a terminal. What else is to be printed
// there meanwhile is written to the progress, which takes its line away first.
type progress struct {
	terminal io.Writer
	now      func() (stage string, done, of int) // what the build does, and how many files it renders
	stop     chan struct{}
	over     sync.WaitGroup

	mu   sync.Mutex // of what follows
	line string     // that is shown
}

// showProgress shows progress until it is ended.
func showProgress(terminal io.Writer, now func() (stage string, done, of int)) *progress {
	p := &progress{terminal: terminal, now: now, stop: make(chan struct{})}
	p.over.Go(p.run)
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

// end takes the line away. Nothing is shown after it.
func (p *progress) end() {
	close(p.stop)
	p.over.Wait()
	p.show("")
}

// Write writes what stays on the terminal: whole lines.
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

// show replaces the line. It does so with spaces, which all terminals understand.
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
