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

// Watcher notices changes of the files below a folder.
type Watcher struct {
	dir    string // absolute
	events *fsnotify.Watcher
	lost   chan struct{} // there may be changes without an event
}

// NewWatcher returns a Watcher that notices every change from now on. The folder may
// be removed and come back later.
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
	go w.takeErrors()
	if err := w.addTree(abs); err != nil {
		_ = events.Close()
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	_ = events.Add(filepath.Dir(abs)) // for the folder itself; without it all but its return is noticed
	return w, nil
}

// Run calls changed after files have changed, one call at a time, until the context
// ends, with their paths below the folder; with none where it cannot tell. Changes during
// a call lead to one more.
func (w *Watcher) Run(ctx context.Context, changed func(names []string)) {
	defer w.events.Close()
	var timer <-chan time.Time
	names, all := map[string]bool{}, true // all of them are known
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
				_ = w.addTree(e.Name) // a new folder; a file is watched with its folder
			}
			name, err := filepath.Rel(w.dir, e.Name)
			names[filepath.ToSlash(name)] = true
			all = all && err == nil
			timer = time.After(debounce)
		case <-w.lost:
			all = false // look at everything again
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

// takeErrors takes errors as soon as there are any: fsnotify may hold what Add and Close
// wait for until somebody does.
func (w *Watcher) takeErrors() {
	for range w.events.Errors {
		select {
		case w.lost <- struct{}{}:
		default: // Run has yet to hear of the last one
		}
	}
}

// concerns reports whether a name is that of the folder or of something in it; names
// that begin with a dot are those of editors and of errdocs itself.
func (w *Watcher) concerns(name string) bool {
	if name == w.dir {
		return true
	}
	return strings.HasPrefix(name, w.dir+string(filepath.Separator)) && !strings.HasPrefix(filepath.Base(name), ".")
}

// addTree watches a folder and those in it. A catalog has no folders below these.
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
