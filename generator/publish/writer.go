package publish

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"

	"github.com/errdocs/errdocs/generator/stamp"
)

// Writer brings a site's folder to a new state, file by file: no file need stay in
// memory. What differs from the folder waits beside it until Publish.
//
//	w, err := publish.Open(ctx, "public", publish.Options{})
//	defer w.Close() // and what was not published is gone
//	w.Add("401/token-expired.md", page)
//	plan, err := w.Publish()
//
// Add, Keep and Get are safe for concurrent use.
type Writer struct {
	ctx     context.Context
	dir     string // as the user gave it
	o       Options
	place   *place   // nil: the folder is looked at, and nothing is written
	root    *os.Root // what holds the site
	site    string   // its name there
	old     *manifest
	known   bool     // the folder holds what Options.Left says
	foreign []string // files that are not ours
	empty   []string // folders that hold nothing

	mu    sync.Mutex
	files map[string]*file  // of the folder and of the new site
	list  []*file           // the same
	shown map[string][]byte // the new content of edited files, where differences are shown
	tray  *tray             // nil until something differs
	err   firstError
}

// Open waits until no other run writes to the folder, and clears up after one that was
// killed.
func Open(ctx context.Context, dir string, o Options) (*Writer, error) {
	s, err := openPlace(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	w := &Writer{ctx: ctx, dir: dir, o: o, place: s, root: s.root, site: s.site, files: map[string]*file{}}
	if err := s.clearUp(); err != nil {
		s.close()
		return nil, fmt.Errorf("clear up after a build that was killed: %w", err)
	}
	if err := w.look(s.exists()); err != nil {
		s.close()
		return nil, err
	}
	return w, nil
}

// Look returns a Writer that writes nothing and takes foreign files as they are: its plan
// says what a build would do. The folder need not exist.
func Look(ctx context.Context, dir string, o Options) (*Writer, error) {
	w := &Writer{ctx: ctx, dir: dir, o: o, site: ".", files: map[string]*file{}, shown: map[string][]byte{}}
	exists, err := isFolder(dir)
	if err == nil && exists {
		if w.root, err = os.OpenRoot(dir); err != nil {
			err = fmt.Errorf("open the output folder: %w", err)
		}
	}
	if err == nil {
		err = w.look(exists)
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Close gives up what was not published, and lets others write to the folder.
func (w *Writer) Close() {
	if w.tray != nil {
		_ = w.tray.discard()
	}
	if w.place != nil {
		w.place.close()
	} else if w.root != nil {
		w.root.Close()
	}
}

// Add adds a file, whose bytes may change afterwards. A path that was added before keeps
// its first content. What goes wrong is the error of Publish.
func (w *Writer) Add(name string, data []byte) {
	f, ok := w.start(name)
	if !ok {
		return
	}
	var made stamp.Stamp
	same := false
	if f.there {
		var err error
		made, same, err = holds(w.root, path.Join(w.site, name), data)
		if err != nil {
			w.err.set(fmt.Errorf("read the output folder: %w", err))
			return
		}
	}
	switch {
	case same:
	case w.place == nil:
		w.show(name, data)
	default:
		t, err := w.openedTray()
		if err == nil {
			made, err = t.create(name, data)
		}
		if err != nil {
			w.err.set(w.failed(err))
			return
		}
	}
	w.note(f, made, same)
}

// Stream adds a file that fill writes piece by piece, since it may be large. Unless it is
// known to differ from the one on disk, fill writes at first to be compared with that, then
// again if it is another one.
func (w *Writer) Stream(name string, differs bool, fill func(io.Writer) error) {
	if w.place == nil {
		var b bytes.Buffer
		if err := fill(&b); err != nil {
			w.err.set(err)
		}
		w.Add(name, b.Bytes())
		return
	}
	f, ok := w.start(name)
	if !ok {
		return
	}
	if f.there && !differs {
		if made, same := w.holdsStream(name, fill); same {
			w.note(f, made, same)
			return
		}
	}
	var made stamp.Stamp
	t, err := w.openedTray()
	if err == nil {
		made, err = t.stream(name, func(to io.Writer) error {
			b := bufio.NewWriterSize(to, 64<<10)
			return errors.Join(fill(b), b.Flush())
		})
	}
	if err != nil {
		w.err.set(w.failed(err))
		return
	}
	w.note(f, made, false)
}

// start takes a file into the new site, if it is not there yet.
func (w *Writer) start(name string) (f *file, ok bool) {
	mustBeLocal(name)
	if w.ctx.Err() != nil {
		w.err.set(w.failed(errInterrupted))
	}
	if w.err.get() != nil {
		return nil, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	f = w.files[name]
	if f == nil {
		f = &file{name: name}
		w.files[name] = f
	}
	if f.taken {
		return nil, false
	}
	f.taken = true
	return f, true
}

func (w *Writer) note(f *file, made stamp.Stamp, same bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f.stamp, f.same = made, same
}

// Keep notes that a file on disk is the one to be there, if it is as the run before left it.
func (w *Writer) Keep(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[name]
	if f == nil || !f.intact {
		return false
	}
	f.taken, f.same = true, true
	return true
}

// Intact reports whether a file of the site is as the run before left it.
func (w *Writer) Intact(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.files[name]
	return f != nil && f.intact
}

// Old opens a file of the site as it is before Publish.
func (w *Writer) Old(name string) (*os.File, error) { return w.root.Open(path.Join(w.site, name)) }

// Get returns the content of a file that was added or kept.
func (w *Writer) Get(name string) ([]byte, bool) {
	w.mu.Lock()
	f := w.files[name]
	taken := f != nil && f.taken
	same := taken && f.same
	shown, isShown := w.shown[name]
	tray := w.tray
	w.mu.Unlock()
	var data []byte
	err := fs.ErrNotExist
	switch {
	case !taken:
	case same:
		data, err = w.root.ReadFile(path.Join(w.site, name))
	case w.place == nil:
		return shown, isShown
	case tray != nil:
		data, err = tray.root.ReadFile(tray.at(name))
	}
	return data, err == nil
}

// show remembers the new content of a file, whose difference may be asked for.
func (w *Writer) show(name string, data []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shown[name] = bytes.Clone(data)
}

// openedTray returns the tray, and makes it where it is not there yet.
func (w *Writer) openedTray() (t *tray, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tray != nil {
		return w.tray, nil
	}
	if t, err = w.place.openTray(w.ctx); err == nil {
		w.tray = t
	}
	return t, err
}

func (w *Writer) failed(err error) error { return fmt.Errorf("write %s: %w", w.dir, err) }

// Publish brings the folder to the state of the files that were added, and returns what
// it did. Where the folder holds foreign files the error is a *ForeignError, unless they
// are to be kept.
func (w *Writer) Publish() (*Plan, error) {
	if err := w.err.get(); err != nil {
		return nil, err
	}
	p, err := w.plan()
	if err != nil || p.Empty() || w.place == nil { // whatever is on the tray goes with Close
		return p, err
	}
	if n := p.leftOver(); n > 0 && w.o.AddOnly {
		return nil, &RemovesError{w.dir, n}
	}
	t, err := w.openedTray() // which is not there where files are to be removed alone
	if err != nil {
		return nil, w.failed(err)
	}
	w.tray = nil
	if err := w.place.publish(p, t); err != nil {
		return nil, w.failed(err)
	}
	changed := p.changed()
	for _, name := range p.dropped {
		if p.names.has(name) && !changed[name] { // it said the same
			continue
		}
		w.o.note("replaced %s/%s, which errdocs did not write", w.dir, printable(name))
	}
	return p, nil
}

// mustBeLocal refuses paths that lead out of the folder.
func mustBeLocal(name string) {
	if !isLocal(name) {
		panic(fmt.Sprintf("output: %q is not a local path", name))
	}
}
