// Package publish brings a directory on disk to the state that a run rendered, and never
// loses a file that errdocs did not write.
//
//	w, err := publish.Open(ctx, "public", publish.Options{})
//	if err != nil {
//		return err
//	}
//	defer w.Close() // discards what was not published
//	w.Add("401/token-expired.md", page)
//	plan, err := w.Publish()
//
// There is one way to publish a site:
//
//  1. Open locks the site and reads its manifest, .errdocs.json, which lists the files
//     that errdocs wrote. All other files are foreign.
//  2. Add compares a rendered file with the file on disk. If they differ, it stages the
//     rendered file: it writes it to the directory .errdocs-new in the site. A full disk
//     or a missing permission fails here and changes nothing.
//  3. Publish renames the staged files into place: first assets, then new pages, then the
//     pages and indexes that may link to them. Then it removes the files that errdocs
//     wrote before and no longer renders. It writes the manifest last.
//
// Readers see complete files at any time. While files are renamed, the manifest lists the
// old files and the new ones, so the next build repairs what a killed build left behind.
//
// A Go package shares its directory with code that was written by hand. It is staged and
// renamed in the same way, but without a manifest: see WriteGoPackage.
package publish

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Options are the choices of a user for writing a site.
type Options struct {
	Force   bool              // preserve foreign files, and replace those that are in the way
	AddOnly bool              // fail with a RemovesError instead of removing files
	Note    func(text string) // receives what a user should know; may be nil

	write func(f *os.File, data []byte) (int, error) // simulates a full disk in tests
}

func (o *Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

// errInterrupted reports that the user stopped the run.
var errInterrupted = errors.New("interrupted")

// Writer brings the directory of a site to a new state, file by file. It keeps no file in
// memory, and nothing that a reader of the site sees changes before Publish. Only Add is
// safe for concurrent use.
type Writer struct {
	ctx     context.Context
	dir     string // as the user wrote it
	o       Options
	siteDir string   // the same directory without links; "" for a Writer of Look
	lock    *os.File // nil for a Writer of Look
	created bool     // Open created the directory
	root    *os.Root // nil if Look found no directory
	staging *staging // nil for a Writer of Look

	old     *manifest
	foreign []string // files that errdocs did not write, sorted
	empty   []string // empty directories

	seed  maphash.Seed
	mu    sync.Mutex
	files map[string]*file // on disk or added, by path
	err   error            // the first error of Add
}

// file is a file of the directory, of the new site, or of both.
type file struct {
	onDisk  bool   // it is a regular file of the directory
	ours    bool   // and errdocs wrote it
	added   bool   // it is a file of the new site
	same    bool   // and the file on disk has the same content
	hash    uint64 // of the content that was added
	content []byte // that was added, if Plan.Diff needs it
}

// Open waits until no other run writes to the directory, and removes what a killed run
// left in it. The directory need not exist.
func Open(ctx context.Context, dir string, o Options) (*Writer, error) {
	siteDir, err := locate(dir)
	if err != nil {
		return nil, err
	}
	w := newWriter(ctx, dir)
	w.o, w.siteDir = o, siteDir
	waiting := func() { o.note("waiting for another build of %s", dir) }
	w.lock, err = lock(ctx, filepath.Dir(siteDir), waiting)
	if errors.Is(err, fs.ErrPermission) {
		w.lock, err = lock(ctx, siteDir, waiting)
	}
	if err != nil {
		return nil, fmt.Errorf("open the output directory: %w", err)
	}
	if err := w.openSite(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func newWriter(ctx context.Context, dir string) *Writer {
	return &Writer{ctx: ctx, dir: dir, old: &manifest{}, seed: maphash.MakeSeed(), files: map[string]*file{}}
}

// openSite opens the directory of the site, which is locked.
func (w *Writer) openSite() error {
	err := os.Mkdir(w.siteDir, 0o755)
	w.created = err == nil
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("create the output directory: %w", err)
	}
	if w.root, err = os.OpenRoot(w.siteDir); err != nil {
		return fmt.Errorf("open the output directory: %w", err)
	}
	w.staging = newStaging(w.root, &w.o)
	if err := w.staging.remove(); err != nil {
		return fmt.Errorf("remove the files of a killed build: %w", err)
	}
	return w.readSite()
}

// Look returns a Writer that writes nothing and takes no lock: its plan is what a build
// would do. It accepts foreign files. The directory need not exist.
func Look(dir string) (*Writer, error) {
	exists, err := isDir(dir)
	if err != nil {
		return nil, err
	}
	w := newWriter(context.Background(), dir)
	if !exists {
		return w, nil
	}
	if w.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("open the output directory: %w", err)
	}
	if err := w.readSite(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Close discards unpublished files and releases the lock.
func (w *Writer) Close() {
	if w.staging != nil {
		_ = w.staging.close() // the next build removes what is left
	}
	if w.root != nil {
		w.root.Close()
	}
	if w.created {
		_ = os.Remove(w.siteDir) // fails unless it is empty: nothing was published
	}
	if w.lock != nil {
		w.lock.Close()
	}
}

// Add adds a file to the new site: a path with slashes, relative to the directory. A path
// that leaves the directory, or two contents for one path, are bugs of the caller: Add
// panics. Publish reports what goes wrong on disk. Add does not keep data, except for a
// Writer of Look.
func (w *Writer) Add(name string, data []byte) {
	f := w.start(name, data)
	if f == nil {
		return
	}
	var err error
	if f.onDisk {
		f.same, err = contains(w.root, name, data)
		err = readError(err)
	}
	switch {
	case f.same || err != nil:
	case w.staging != nil:
		err = w.failed(w.staging.write(name, data))
	case f.onDisk:
		f.content = slices.Clone(data)
	}
	w.fail(err)
}

// AddLarge adds a file that write writes piece by piece, because it is too large for memory.
func (w *Writer) AddLarge(name string, write func(io.Writer) error) {
	if w.staging == nil {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			w.fail(err)
			return
		}
		w.Add(name, b.Bytes())
		return
	}
	f := w.start(name, nil)
	if f == nil {
		return
	}
	l := &largeFile{w: w, name: name}
	var err error
	if f.onDisk {
		l.old, err = compare(w.root, name)
		err = readError(err)
	}
	if err == nil {
		err = write(l)
	}
	f.same, err = l.close(err)
	w.fail(err)
}

// largeFile compares a file with the one on disk while it is written. The first difference starts a
// new file.
type largeFile struct {
	w    *Writer
	name string
	old  *comparer   // nil if there is no regular file
	new  *stagedFile // nil while all bytes are those of old
}

func (l *largeFile) Write(data []byte) (n int, err error) {
	if l.new == nil && l.old != nil {
		if n, err = l.old.Write(data); !errors.Is(err, errDiffers) {
			return n, readError(err)
		}
	}
	if l.new == nil {
		if err := l.stage(); err != nil {
			return n, l.w.failed(err)
		}
	}
	m, err := l.new.Write(data[n:])
	return n + m, l.w.failed(err)
}

// stage starts the new file with the bytes that are those of the old one.
func (l *largeFile) stage() error {
	err := l.w.staging.open()
	if err != nil {
		return err
	}
	if l.new, err = l.w.staging.createFile(l.name); err != nil || l.old == nil {
		return err
	}
	_, err = io.Copy(l.new, io.NewSectionReader(l.old.f, 0, l.old.read))
	return err
}

// close reports whether the file on disk has the content that was written. The error is that of the
// writing so far.
func (l *largeFile) close(err error) (same bool, _ error) {
	same = l.old != nil && l.new == nil && l.old.read == l.old.size
	if err == nil && !same && l.new == nil { // it is empty, or shorter than the old one
		err = l.w.failed(l.stage())
	}
	if l.new != nil {
		err = cmp.Or(err, l.w.failed(l.new.Close()))
	}
	if l.old != nil {
		l.old.close()
	}
	return same && err == nil, err
}

func readError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read the output directory: %w", err)
}

// fail remembers the first error, which Publish returns.
func (w *Writer) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = cmp.Or(w.err, err)
}

// start registers a file of the new site. It returns nil if the file was added before or the
// build has failed.
func (w *Writer) start(name string, data []byte) *file {
	if !isLocal(name) {
		panic(fmt.Sprintf("publish: %q is not a local path", name))
	}
	hash := maphash.Bytes(w.seed, data)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil && w.ctx.Err() != nil {
		w.err = w.failed(errInterrupted)
	}
	f := w.files[name]
	if f == nil {
		f = &file{}
		w.files[name] = f
	}
	if f.added && f.hash != hash {
		panic(fmt.Sprintf("publish: two files at %q", name))
	}
	if f.added || w.err != nil {
		return nil
	}
	f.added, f.hash = true, hash
	return f
}

// failed adds the site to an error, if there is one.
func (w *Writer) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write %s: %w", w.dir, err)
}

// Publish brings the directory to the state of the files that were added, and returns
// what it changed. If the directory contains foreign files that were not preserved
// before, the error is a *ForeignError, unless Options.Force is set.
func (w *Writer) Publish() (*Plan, error) {
	if w.err != nil {
		return nil, w.err
	}
	next, replaced, err := w.nextManifest()
	if err != nil {
		return nil, err
	}
	w.Add(ManifestName, next.encode())
	if w.err != nil {
		return nil, w.err
	}
	p := w.plan()
	if w.staging == nil || p.Empty() {
		return p, nil
	}
	if _, n := p.Count(); w.o.AddOnly && n > 0 {
		return nil, &RemovesError{w.dir, n}
	}
	if err := w.failed(w.publish(p, next, replaced)); err != nil {
		return nil, err
	}
	for _, name := range replaced {
		if !w.files[name].same {
			w.o.note("replaced %s/%s, which errdocs did not write", w.dir, printable(name))
		}
	}
	return p, nil
}

// publish changes the site. Once it has renamed a file, no signal stops it but SIGKILL.
func (w *Writer) publish(p *Plan, next manifest, replaced []string) error {
	relisted := !w.files[ManifestName].same
	if relisted {
		both := manifest{Files: slices.Concat(w.old.Files, next.Files), Preserved: next.Preserved}
		slices.Sort(both.Files)
		both.Files = slices.Compact(both.Files)
		if err := w.staging.write(bothName, both.encode()); err != nil {
			return err
		}
		if err := w.staging.rename(bothName, ManifestName); err != nil {
			return err
		}
	}
	for _, dir := range w.empty {
		if paths(w.old.Files).below(dir) { // a killed build left it
			w.staging.removeEmpty(dir)
		}
	}
	changes := slices.DeleteFunc(slices.Clone(p.Changes), func(c Change) bool { return c.Path == ManifestName })
	if err := w.staging.publish(changes, replaced); err != nil {
		return err
	}
	if relisted {
		if err := w.staging.rename(ManifestName, ManifestName); err != nil {
			return err
		}
	}
	return w.staging.close()
}

// nextManifest returns the manifest of the new site, and the foreign files that give way
// to it.
func (w *Writer) nextManifest() (next manifest, replaced []string, err error) {
	for name, f := range w.files {
		if f.added {
			next.Files = append(next.Files, name)
		}
	}
	slices.Sort(next.Files)
	own := paths(next.Files)
	preserved := w.old.Preserved
	if w.staging != nil {
		if err := w.old.accept(w.dir, w.foreign, own, w.o.Force); err != nil {
			return next, nil, err
		}
		preserved = w.foreign
	}
	next.Preserved = slices.DeleteFunc(slices.Clone(preserved), own.block)
	for _, name := range w.foreign {
		if own.block(name) {
			replaced = append(replaced, name)
		}
	}
	return next, replaced, nil
}

// plan compares the new site with the directory.
func (w *Writer) plan() *Plan {
	p := &Plan{Dir: w.dir, edited: map[string][]byte{}}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		switch f := w.files[name]; {
		case f.added && f.same:
			p.Unchanged++
		case f.added && f.onDisk:
			p.Changes = append(p.Changes, Change{name, Edited})
			p.edited[name] = f.content
		case f.added:
			p.Changes = append(p.Changes, Change{name, Missing})
		case f.ours:
			p.Changes = append(p.Changes, Change{name, Stale})
		}
	}
	return p
}
