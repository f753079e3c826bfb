package main

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// screen is the content of a terminal.
type screen struct {
	mu     sync.Mutex
	rows   [][]byte
	column int
	writes int
}

func (s *screen) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	if s.rows == nil {
		s.rows = [][]byte{nil}
	}
	row := &s.rows[len(s.rows)-1]
	for _, b := range data {
		switch {
		case b == '\r':
			s.column = 0
		case b == '\n':
			s.rows = append(s.rows, nil)
			row, s.column = &s.rows[len(s.rows)-1], 0
		case s.column < len(*row):
			(*row)[s.column] = b
			s.column++
		default:
			*row = append(*row, b)
			s.column++
		}
	}
	return len(data), nil
}

// shows fails unless the screen has these rows, except for trailing spaces, and the cursor
// is at the end of the last one.
func (s *screen) shows(t *testing.T, want ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var rows []string
	for _, row := range s.rows {
		rows = append(rows, string(bytes.TrimRight(row, " ")))
	}
	if !slices.Equal(rows, want) {
		t.Fatalf("after %d writes the screen shows %q, not %q", s.writes, rows, want)
	}
	if n := len(rows); n > 0 && rows[n-1] == "" && s.column != 0 {
		t.Errorf("what is written next begins in column %d", s.column)
	}
}

// count returns the number of writes since the last call.
func (s *screen) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.writes
	s.writes = 0
	return n
}

// work is the progress of a simulated build.
type work struct {
	mu       sync.Mutex
	stage    string
	done, of int
}

func (w *work) set(stage string, done, of int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stage, w.done, w.of = stage, done, of
}

func (w *work) now() (stage string, done, of int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stage, w.done, w.of
}

// pass advances the fake clock of the test.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// TestProgress simulates a build at a terminal.
func TestProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s screen
		var w work
		w.set("reading the catalog", 0, 0)
		p := showProgress(&s, w.now)
		pass(shownAfter - 1)
		s.shows(t)
		pass(1)
		s.shows(t, "errdocs: reading the catalog")
		w.set("rendering files", 9_999, 1_010_000)
		pass(shownEvery)
		s.shows(t, "errdocs: rendering 9,999 of 1,010,000 files")

		fmt.Fprintln(p, "errdocs: note: short")
		s.shows(t, "errdocs: note: short", "")
		pass(shownEvery)
		s.shows(t, "errdocs: note: short", "errdocs: rendering 9,999 of 1,010,000 files")

		s.count()
		for i := range 1000 {
			w.set("rendering files", 10_000+i, 1_010_000)
			pass(time.Millisecond)
		}
		if n := s.count(); n != 10 {
			t.Errorf("the line was written %d times in a second", n)
		}
		pass(shownEvery)
		s.count()
		pass(time.Minute)
		if n := s.count(); n != 0 {
			t.Errorf("the line was written %d times while nothing went on", n)
		}

		w.set("publishing", 0, 0)
		pass(shownEvery)
		s.shows(t, "errdocs: note: short", "errdocs: publishing")
		p.end()
		s.shows(t, "errdocs: note: short", "")
		fmt.Fprintln(&s, "2 warnings")
		w.set("saving the state", 0, 0)
		pass(time.Minute)
		s.shows(t, "errdocs: note: short", "2 warnings", "")
	})
}

// TestProgressOfQuickBuild checks that a quick build shows no progress.
func TestProgressOfQuickBuild(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s screen
		var w work
		w.set("publishing", 0, 0)
		p := showProgress(&s, w.now)
		pass(shownAfter - 1)
		fmt.Fprintln(p, "errdocs: note: short")
		p.end()
		s.shows(t, "errdocs: note: short", "")
		if n := s.count(); n != 1 {
			t.Errorf("%d writes", n)
		}
	})
}
