package publish

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/rogpeppe/go-internal/diff"
)

// Kind says how a file on disk differs from the set.
type Kind int8

// The differences.
const (
	Edited   Kind = iota // other bytes
	Missing              // not there
	LeftOver             // written by an earlier run, and no longer made
)

// Change is a file that differs.
type Change struct {
	Path string
	Kind Kind
}

// String says what is wrong with the file.
func (c Change) String() string {
	switch c.Kind {
	case Missing:
		return c.Path + ": missing"
	case LeftOver:
		return c.Path + ": should not exist"
	}
	return c.Path + ": out of date"
}

// Plan is what has to change in a folder.
type Plan struct {
	Dir       string
	Changes   []Change // by path
	Unchanged int
	names     names             // the files of the set, with the manifest
	shown     map[string][]byte // the new content of edited files
	list      manifest          // the files of the set, and the foreign ones that stay
	old       []string          // the files that earlier runs wrote
	dropped   []string          // foreign files that are given up
	folders   []string          // empty folders that stay
	inPlace   bool              // files were replaced one by one
}

// Empty reports whether the folder is current.
func (p *Plan) Empty() bool { return len(p.Changes) == 0 }

// leftOver returns how many files are to be removed.
func (p *Plan) leftOver() int {
	n := 0
	for _, c := range p.Changes {
		if c.Kind == LeftOver {
			n++
		}
	}
	return n
}

// Diff returns the difference of an edited file in unified form.
func (p *Plan) Diff(c Change) ([]byte, error) {
	root, err := os.OpenRoot(p.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	old, err := root.ReadFile(c.Path)
	if err != nil {
		return nil, fmt.Errorf("read what is out of date: %w", err)
	}
	return diff.Diff(c.Path, old, c.Path+" (new)", p.shown[c.Path]), nil
}

// changed returns the files that are to be written.
func (p *Plan) changed() map[string]bool {
	names := make(map[string]bool, len(p.Changes))
	for _, c := range p.Changes {
		if c.Kind != LeftOver {
			names[c.Path] = true
		}
	}
	return names
}

// first returns the first error in the order of the paths, whichever came first in time.
func first(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
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
