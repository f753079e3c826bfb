package serve

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWatcherReceivesErrors reports system errors while a callback runs. fsnotify may hold a
// lock that Add and Close need until its error is received, for example after a directory
// was moved and removed. So the Watcher must receive errors immediately.
func TestWatcherReceivesErrors(t *testing.T) {
	dir := t.TempDir()
	w, err := NewWatcher(dir)
	if err != nil {
		t.Fatal(err)
	}
	entered, release := make(chan []string), make(chan bool)
	go w.Run(t.Context(), func(names []string) {
		entered <- names
		<-release
	})
	late := time.After(2 * time.Minute)
	next := func() []string {
		select {
		case names := <-entered:
			return names
		case <-late:
			t.Fatal("nothing was noticed")
			return nil
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if names := next(); len(names) != 1 || names[0] != "a.yaml" {
		t.Errorf("changed: %q", names)
	}
	for range 3 {
		select {
		case w.events.Errors <- errors.New("some events were lost"):
		case <-late:
			t.Fatal("the error was not received")
		}
	}
	release <- true
	if names := next(); names != nil { // any file may have changed
		t.Errorf("changed: %q", names)
	}
	release <- true
}
