package output

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"

	"github.com/errdocs/errdocs/generator/stamp"
	"github.com/errdocs/errdocs/generator/workers"
)

// Writer brings a site's folder to a new state, file by file: no file need stay in
// memory. What differs from the folder waits beside it until Publish.
//
//	w, err := output.Open(ctx, "public", output.Options{})
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
	tree    *tree
	regular map[string]bool

	mu    sync.Mutex
	files map[string]file
	shown map[string][]byte // the new content of edited files, where differences are shown
	tray  *tray             // nil until something differs
	err   firstError
}

// file is a file of the new site.
type file struct {
	change Kind
	same   bool // it is on disk already
	stamp  stamp.Stamp
}

// Open waits until no other run writes to the folder, and clears up after one that was
// killed.
func Open(ctx context.Context, dir string, o Options) (*Writer, error) {
	s, err := openPlace(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	w := &Writer{ctx: ctx, dir: dir, o: o, place: s, root: s.root, site: s.site, files: map[string]file{}}
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
	w := &Writer{ctx: ctx, dir: dir, o: o, site: ".", files: map[string]file{}, shown: map[string][]byte{}}
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

// look reads what the folder holds.
func (w *Writer) look(exists bool) (err error) {
	w.old, w.tree = &manifest{}, &tree{}
	if !exists {
		return nil
	}
	old, err := readManifest(w.root, w.site, ManifestName)
	switch {
	case err == nil:
		w.old = old
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read the manifest of %s: %w", w.dir, err)
	}
	if w.o.Left != nil && !w.o.Left.Foreign {
		w.tree = w.o.Left.tree()
	} else if w.tree, err = scan(w.root, w.site, ".git", lockName); err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	w.regular = w.tree.regular()
	return nil
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
	if f.change == Edited {
		var err error
		f.stamp, f.same, err = holds(w.root, path.Join(w.site, name), data)
		if err != nil {
			w.err.set(fmt.Errorf("read the output folder: %w", err))
			return
		}
	}
	switch {
	case f.same:
	case w.place == nil:
		w.show(name, data)
	default:
		t, err := w.openedTray()
		if err == nil {
			f.stamp, err = t.create(name, data)
		}
		if err != nil {
			w.err.set(w.failed(err))
			return
		}
	}
	w.note(name, f)
}

// Stream adds a file that fill writes piece by piece, since it may be large: at first to
// be compared with the one on disk, then again if it is another one.
func (w *Writer) Stream(name string, fill func(io.Writer) error) {
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
	if f.change == Edited {
		if f.stamp, f.same = w.holdsStream(name, fill); f.same {
			w.note(name, f)
			return
		}
	}
	t, err := w.openedTray()
	if err == nil {
		f.stamp, err = t.stream(name, func(to io.Writer) error {
			b := bufio.NewWriterSize(to, 64<<10)
			return errors.Join(fill(b), b.Flush())
		})
	}
	if err != nil {
		w.err.set(w.failed(err))
		return
	}
	w.note(name, f)
}

// holdsStream reports whether a file of the site has the content that fill writes, and
// returns its stamp.
func (w *Writer) holdsStream(name string, fill func(io.Writer) error) (stamp.Stamp, bool) {
	f, err := w.Old(name)
	if err != nil { // gone since
		return stamp.Stamp{}, false
	}
	defer f.Close()
	c := comparer{with: f}
	b := bufio.NewWriterSize(&c, len(c.buf))
	if errors.Join(fill(b), b.Flush()) != nil {
		return stamp.Stamp{}, false
	}
	info, err := f.Stat()
	if err != nil || info.Size() != c.read {
		return stamp.Stamp{}, false
	}
	return stamp.Of(info), true
}

// comparer is a writer that takes nothing but the content of a file.
type comparer struct {
	with io.Reader
	read int64
	buf  [64 << 10]byte
}

var errDiffers = errors.New("another content")

func (c *comparer) Write(data []byte) (n int, err error) {
	for n < len(data) {
		piece := data[n:min(n+len(c.buf), len(data))]
		if _, err := io.ReadFull(c.with, c.buf[:len(piece)]); err != nil || !bytes.Equal(piece, c.buf[:len(piece)]) {
			return n, errDiffers
		}
		n += len(piece)
		c.read += int64(len(piece))
	}
	return n, nil
}

// start says how a file that is about to be added differs, if it is the same file.
func (w *Writer) start(name string) (f file, ok bool) {
	mustBeLocal(name)
	if w.ctx.Err() != nil {
		w.err.set(w.failed(errInterrupted))
	}
	if w.err.get() != nil {
		return f, false
	}
	f.change = Missing
	if w.regular[name] {
		f.change = Edited
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, twice := w.files[name]
	if !twice {
		w.files[name] = f
	}
	return f, !twice
}

func (w *Writer) note(name string, f file) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[name] = f
}

// Keep notes that the file on disk is the one to be there, which has the given stamp.
func (w *Writer) Keep(name string, s stamp.Stamp) bool {
	if !w.regular[name] {
		return false
	}
	w.note(name, file{same: true, stamp: s})
	return true
}

// Old opens a file of the site as it is before Publish.
func (w *Writer) Old(name string) (*os.File, error) { return w.root.Open(path.Join(w.site, name)) }

// Get returns the content of a file that was added or kept.
func (w *Writer) Get(name string) ([]byte, bool) {
	w.mu.Lock()
	f, ok := w.files[name]
	shown, isShown := w.shown[name]
	tray := w.tray
	w.mu.Unlock()
	var data []byte
	err := fs.ErrNotExist
	switch {
	case !ok:
	case f.same:
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

// plan compares the new site with the folder.
func (w *Writer) plan() (*Plan, error) {
	p := &Plan{Dir: w.dir, old: w.old.Files, shown: w.shown}
	p.names = make(names, 0, len(w.files)+1)
	for name := range w.files {
		p.names = append(p.names, name)
	}
	slices.Sort(p.names)
	own := slices.Clone(p.names)
	foreign := w.old.foreign(w.tree)
	stay := w.old.Kept
	if w.place != nil {
		if err := w.old.refuse(w.dir, foreign, own, w.o.Force); err != nil {
			return nil, err
		}
		stay = foreign
	}
	var kept []string
	for _, name := range stay {
		if !own.inTheWay(name) {
			kept = append(kept, name)
		}
	}
	for _, name := range foreign {
		if own.inTheWay(name) {
			p.dropped = append(p.dropped, name)
		}
	}
	ours := foldersOf(w.old.Files)
	for _, name := range w.tree.empty {
		if !own.inTheWay(name) && !ours[name] {
			p.folders = append(p.folders, name)
		}
	}
	p.list = manifest{Files: own, Kept: kept}
	w.Add(ManifestName, p.list.encode())
	if err := w.err.get(); err != nil {
		return nil, err
	}
	i, _ := slices.BinarySearch(p.names, ManifestName)
	p.names = slices.Insert(p.names, i, ManifestName)
	for _, name := range p.names {
		if f := w.files[name]; f.same {
			p.Unchanged++
		} else {
			p.Changes = append(p.Changes, Change{name, f.change})
		}
	}
	for _, name := range w.old.Files {
		if w.regular[name] && !p.names.has(name) {
			p.Changes = append(p.Changes, Change{name, LeftOver})
		}
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return p, nil
}

// PlanSite compares a set with a site's folder, which need not exist, and takes foreign
// files as they are.
func PlanSite(dir string, set *FileSet) (*Plan, error) {
	w, err := Look(context.Background(), dir, Options{})
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.all(set)
}

// WriteSite brings a site's folder to the state of a set. Two calls at once, in any
// processes, write one after the other.
func WriteSite(ctx context.Context, dir string, set *FileSet, o Options) (*Plan, error) {
	w, err := Open(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.all(set)
}

// all adds a set and publishes it.
func (w *Writer) all(set *FileSet) (*Plan, error) {
	paths := set.Paths()
	workers.Each(len(paths), func(i int) {
		data, _ := set.Get(paths[i])
		w.Add(paths[i], data)
	})
	return w.Publish()
}

// mustBeLocal refuses paths that lead out of the folder.
func mustBeLocal(name string) {
	if !isLocal(name) {
		panic(fmt.Sprintf("output: %q is not a local path", name))
	}
}
