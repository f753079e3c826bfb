package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/errdocs/errdocs/generator/stamp"
)

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
