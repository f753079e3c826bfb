package publish

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"sync/atomic"

	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/stamp"
)

// Left is how a run left a site, so that the next one need not look through all of it.
// It is of use while nobody else has written there.
type Left struct {
	Files   []Known // that errdocs wrote, by path
	Folders []Known // that hold them
	Foreign bool    // there was more

	intact []bool // the files, when Unchanged looked at them
	names  bool   // the folders hold the names that they held, and no more
}

// Known is a file or folder that a run knows.
type Known struct {
	Path  string
	Stamp stamp.Stamp
}

// Left returns how Publish left the site. It is for the run that has published.
func (w *Writer) Left(p *Plan) *Left {
	l := &Left{Foreign: len(p.list.Kept) > 0 || len(p.folders) > 0, Files: make([]Known, 0, len(p.names))}
	for _, f := range w.list {
		if f.taken {
			l.Files = append(l.Files, Known{f.name, f.stamp})
		}
	}
	touched := []string{"."}
	if w.known && p.sameNames() { // all other folders are as Unchanged found them
		l.Folders = slices.Clone(w.o.Left.Folders)
		for _, c := range p.Changes {
			touched = append(touched, path.Dir(c.Path))
		}
	} else {
		touched = slices.AppendSeq(touched, maps.Keys(foldersOf(p.names)))
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	now := make([]Known, len(touched))
	folder, err := stamp.OpenFolder(w.dir)
	if err != nil {
		return &Left{} // which is of no use
	}
	defer folder.Close()
	workers.Each(len(touched), func(i int) {
		s, _, _ := folder.Look(touched[i])
		now[i] = Known{touched[i], folderStamp(s)}
	})
	if l.Folders == nil {
		l.Folders = now
		return l
	}
	for _, k := range now {
		if i, ok := slices.BinarySearchFunc(l.Folders, k.Path, func(f Known, path string) int { return cmp.Compare(f.Path, path) }); ok {
			l.Folders[i] = k
		}
	}
	return l
}

// sameNames reports whether the folders of the site were left where they are, with the names
// that they hold.
func (p *Plan) sameNames() bool {
	return p.Empty() || p.inPlace && !slices.ContainsFunc(p.Changes, func(c Change) bool { return c.Kind != Edited })
}

// folderStamp is the stamp of a folder, whose size says nothing.
func folderStamp(s stamp.Stamp) stamp.Stamp {
	s.Size = 0
	return s
}

// Unchanged reports whether a site is as it was left, and remembers what is not.
func (l *Left) Unchanged(dir string) bool {
	l.intact, l.names = make([]bool, len(l.Files)), false
	folder, err := stamp.OpenFolder(dir)
	if err != nil {
		return false
	}
	defer folder.Close()
	var changed, other atomic.Bool
	workers.Each(len(l.Files), func(i int) {
		now, mode, ok := folder.Look(l.Files[i].Path)
		l.intact[i] = ok && mode.IsRegular() && now == l.Files[i].Stamp
		if !l.intact[i] {
			changed.Store(true)
		}
	})
	workers.Each(len(l.Folders), func(i int) {
		now, mode, ok := folder.Look(l.Folders[i].Path)
		if !ok || !mode.IsDir() || folderStamp(now) != l.Folders[i].Stamp {
			other.Store(true)
		}
	})
	l.names = !other.Load() && !l.Foreign
	return l.names && !changed.Load() && len(l.Files) > 0
}

// listed reports whether the list of a site's files is as it was left, and with it all names
// that the folder holds.
func (l *Left) listed() bool {
	if l == nil || !l.names {
		return false
	}
	i, ok := slices.BinarySearchFunc(l.Files, ManifestName, func(f Known, name string) int { return cmp.Compare(f.Path, name) })
	return ok && l.intact[i]
}

// manifest returns the list.
func (l *Left) manifest() *manifest {
	m := &manifest{Files: make([]string, 0, len(l.Files))}
	for _, f := range l.Files {
		if f.Path != ManifestName {
			m.Files = append(m.Files, f.Path)
		}
	}
	return m
}
