package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator"
)

// resources are what this process has used of the machine. What the system does not tell is 0.
type resources struct {
	user, system time.Duration
	memory       int64 // bytes, at the peak
}

// printStats prints what a build did, and how long it took.
func printStats(w io.Writer, s *generator.Stats, used resources) {
	row := func(name, time, rate, rendered string) {
		line := fmt.Sprintf("%-34s %10s %10s %10s", name, time, rate, rendered)
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	row("stage", "time", "entries/s", "rendered")
	all := generator.Stage{Name: "in all"}
	for _, stage := range s.Stages {
		row(stage.Name, duration(stage.Time), rate(stage), rendered(stage))
		for _, part := range stage.Parts {
			row("  "+part.Name+", of all cores", duration(part.Time), "", "")
		}
		all.Time += stage.Time
		all.Made += stage.Made
	}
	anew, kept := s.Entries()
	all.Entries = anew + kept
	row(all.Name, duration(all.Time), rate(all), rendered(all))
	fmt.Fprintf(w, "entries: %s made anew, %s kept\n", grouped(anew), grouped(kept))
	if s.Files.Written+s.Files.Kept > 0 {
		fmt.Fprintf(w, "files: %s written (%s), %s kept\n", grouped(s.Files.Written), size(s.Files.Bytes), grouped(s.Files.Kept))
	}
	if used.user+used.system > 0 {
		fmt.Fprintf(w, "CPU time: %s user, %s system\n", duration(used.user), duration(used.system))
	}
	if used.memory > 0 {
		fmt.Fprintf(w, "memory: %s at the peak\n", size(used.memory))
	}
}

// rate returns how many entries a stage went through in a second.
func rate(s generator.Stage) string {
	if s.Entries == 0 || s.Time == 0 {
		return ""
	}
	return grouped(int(float64(s.Entries) / s.Time.Seconds()))
}

func rendered(s generator.Stage) string {
	if s.Made == 0 {
		return ""
	}
	return size(s.Made)
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

// grouped returns a number that is no less than 0 with a comma before each three digits.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
