package serve

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// debounce is how long a Watcher waits for more changes: editors write a file in
// several steps.
const debounce = 20 * time.Millisecond

// Watcher reports changes of the files below a directory.
type Watcher struct {
	dir    string // absolute
	events *fsnotify.Watcher
	lost   chan struct{} // signals that events may have been lost
}

// NewWatcher returns a Watcher that reports every change from now on. The directory may be
// removed and created again.
func NewWatcher(dir string) (*Watcher, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	w := &Watcher{abs, events, make(chan struct{}, 1)}
	go w.receiveErrors()
	if err := w.addTree(abs); err != nil {
		_ = events.Close()
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	_ = events.Add(filepath.Dir(abs)) // to notice that the directory was created again
	return w, nil
}

// Run calls changed after files have changed, one call at a time, until the context ends.
// The names are paths below the directory; nil means that any file may have changed. Changes
// during a call cause another call.
func (w *Watcher) Run(ctx context.Context, changed func(names []string)) {
	defer w.events.Close()
	var timer <-chan time.Time
	names, all := map[string]bool{}, true // all: names has every changed file
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-w.events.Events:
			if !ok {
				return
			}
			if !w.concerns(e.Name) {
				continue
			}
			if e.Has(fsnotify.Create) {
				_ = w.addTree(e.Name) // a new directory; a file is watched with its directory
			}
			name, err := filepath.Rel(w.dir, e.Name)
			names[filepath.ToSlash(name)] = true
			all = all && err == nil
			timer = time.After(debounce)
		case <-w.lost:
			all = false
			timer = time.After(debounce)
		case <-timer:
			timer = nil
			list := slices.Sorted(maps.Keys(names))
			if !all {
				list = nil
			}
			names, all = map[string]bool{}, true
			_ = w.addTree(w.dir)
			changed(list)
		}
	}
}

// receiveErrors receives errors immediately: fsnotify may hold a lock that Add and Close need
// until an error is received.
func (w *Watcher) receiveErrors() {
	for range w.events.Errors {
		select {
		case w.lost <- struct{}{}:
		default: // Run has not received the last signal yet
		}
	}
}

// concerns reports whether a name is the directory or a path in it. It ignores names that
// begin with a dot: editors and errdocs write them.
func (w *Watcher) concerns(name string) bool {
	if name == w.dir {
		return true
	}
	return strings.HasPrefix(name, w.dir+string(filepath.Separator)) && !strings.HasPrefix(filepath.Base(name), ".")
}

// addTree watches a directory and its subdirectories. A catalog has no deeper directories.
func (w *Watcher) addTree(dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if err := w.events.Add(dir); err != nil {
		return err
	}
	for _, d := range list {
		if !d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			continue
		}
		if err := w.events.Add(filepath.Join(dir, d.Name())); err != nil {
			return err
		}
	}
	return nil
}
