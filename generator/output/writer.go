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
	"maps"
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

// file is a file of the folder, or of the new site.
type file struct {
	name   string
	stamp  stamp.Stamp
	there  bool // in the folder, as a regular file
	ours   bool // which errdocs wrote
	intact bool // and which is as the run before left it
	taken  bool // into the new site
	same   bool // and is on disk already
}

// change says how a file of the new site differs from the folder, if it does.
func (f *file) change() Kind {
	if f.there {
		return Edited
	}
	return Missing
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

// look reads what the folder holds.
func (w *Writer) look(exists bool) error {
	w.old = &manifest{}
	if !exists {
		return nil
	}
	left := w.o.Left
	if left.listed() {
		w.known, w.old = true, left.manifest()
		w.expect(len(left.Files))
		files := make([]file, len(left.Files))
		for i, k := range left.Files {
			files[i] = file{name: k.Path, stamp: k.Stamp, there: true, ours: true, intact: left.intact[i]}
			w.add(&files[i])
		}
		return nil
	}
	old, err := readManifest(w.root, w.site, ManifestName)
	switch {
	case err == nil:
		w.old = old
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read the manifest of %s: %w", w.dir, err)
	}
	t, err := scan(w.root, w.site, ".git", lockName)
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	w.empty = t.empty
	w.expect(len(t.files))
	for name, mode := range t.files {
		w.add(&file{name: name, there: mode.IsRegular()})
	}
	for _, name := range w.old.Files {
		if f := w.files[name]; f != nil {
			f.ours = f.there
		}
	}
	for _, f := range w.list {
		if f.name != ManifestName && !f.ours {
			w.foreign = append(w.foreign, f.name)
		}
	}
	slices.Sort(w.foreign)
	if left == nil {
		return nil
	}
	for i, k := range left.Files {
		if f := w.files[k.Path]; f != nil && f.there && left.intact[i] {
			f.intact, f.stamp = true, k.Stamp
		}
	}
	return nil
}

// expect makes room for files.
func (w *Writer) expect(n int) { w.files, w.list = make(map[string]*file, n), make([]*file, 0, n) }

func (w *Writer) add(f *file) {
	w.files[f.name] = f
	w.list = append(w.list, f)
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

// plan compares the new site with the folder.
func (w *Writer) plan() (*Plan, error) {
	p := &Plan{Dir: w.dir, old: w.old.Files, shown: w.shown}
	own := make(names, 0, len(w.list))
	for _, f := range w.sorted() {
		if f.taken {
			own = append(own, f.name)
		}
	}
	stay := w.old.Kept
	if w.place != nil {
		if err := w.old.refuse(w.dir, w.foreign, own, w.o.Force); err != nil {
			return nil, err
		}
		stay = w.foreign
	}
	var kept []string
	for _, name := range stay {
		if !own.inTheWay(name) {
			kept = append(kept, name)
		}
	}
	for _, name := range w.foreign {
		if own.inTheWay(name) {
			p.dropped = append(p.dropped, name)
		}
	}
	if len(w.empty) > 0 {
		ours := foldersOf(w.old.Files)
		for _, name := range w.empty {
			if !own.inTheWay(name) && !ours[name] {
				p.folders = append(p.folders, name)
			}
		}
	}
	p.list = manifest{Files: own, Kept: kept}
	if !p.list.says(w.old) || !w.Keep(ManifestName) {
		w.Add(ManifestName, p.list.encode())
	}
	if err := w.err.get(); err != nil {
		return nil, err
	}
	i, _ := slices.BinarySearch(own, ManifestName)
	p.names = slices.Insert(slices.Clone(own), i, ManifestName)
	for _, f := range w.sorted() {
		switch {
		case f.taken && f.same:
			p.Unchanged++
		case f.taken:
			p.Changes = append(p.Changes, Change{f.name, f.change()})
		case f.ours:
			p.Changes = append(p.Changes, Change{f.name, LeftOver})
		}
	}
	return p, nil
}

// sorted returns all files, by path.
func (w *Writer) sorted() []*file {
	byName := func(a, b *file) int { return cmp.Compare(a.name, b.name) }
	if len(w.list) != len(w.files) { // some have come
		w.list = slices.AppendSeq(w.list[:0], maps.Values(w.files))
	}
	if !slices.IsSortedFunc(w.list, byName) {
		slices.SortFunc(w.list, byName)
	}
	return w.list
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
