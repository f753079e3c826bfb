package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator"
)

// resources are what this process has used of the machine; 0 if the system does not report it.
type resources struct {
	user, system time.Duration
	memory       int64 // bytes, at the peak
}

// printStats prints what a build did and how long it took.
func printStats(w io.Writer, s *generator.Stats, used resources) {
	row := func(name, time, rate, rendered string) {
		line := fmt.Sprintf("%-24s %10s %10s %10s", name, time, rate, rendered)
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	row("stage", "time", "files/s", "rendered")
	total := time.Duration(0)
	for _, stage := range s.Stages {
		rate, rendered := "", ""
		if stage.Files > 0 {
			rate, rendered = grouped(int(float64(stage.Files)/stage.Time.Seconds())), size(stage.Bytes)
		}
		row(stage.Name, duration(stage.Time), rate, rendered)
		total += stage.Time
	}
	row("total", duration(total), "", "")
	if s.Written+s.Removed+s.Unchanged > 0 {
		fmt.Fprintf(w, "files: %s written, %s removed, %s unchanged\n", grouped(s.Written), grouped(s.Removed), grouped(s.Unchanged))
	}
	if used.user+used.system > 0 {
		fmt.Fprintf(w, "CPU time: %s user, %s system\n", duration(used.user), duration(used.system))
	}
	if used.memory > 0 {
		fmt.Fprintf(w, "memory: %s at the peak\n", size(used.memory))
	}
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1e3)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func size(bytes int64) string {
	n := float64(bytes)
	switch {
	case n < 1e3:
		return fmt.Sprintf("%d B", bytes)
	case n < 1e6:
		return fmt.Sprintf("%.1f kB", n/1e3)
	case n < 1e9:
		return fmt.Sprintf("%.1f MB", n/1e6)
	}
	return fmt.Sprintf("%.1f GB", n/1e9)
}

// grouped returns a number, which is not negative, with a comma between each three digits.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
