package output

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync/atomic"

	"github.com/errdocs/errdocs/generator/stamp"
	"github.com/errdocs/errdocs/generator/workers"
)

// Left is how a run left a site, so that the next one need not look through all of it.
// It is of use while nobody else has written there.
type Left struct {
	Files   []Known // that errdocs wrote, by path
	Folders []Known // that hold them
	Foreign bool    // there was more
}

// Known is a file or folder that a run knows.
type Known struct {
	Path  string
	Stamp stamp.Stamp
}

// Left returns how Publish left the site. It is for the run that has published.
func (w *Writer) Left(p *Plan) *Left {
	l := &Left{Foreign: len(p.list.Kept) > 0 || len(p.folders) > 0}
	for _, name := range p.names {
		l.Files = append(l.Files, Known{name, w.files[name].stamp})
	}
	for _, name := range slices.Sorted(maps.Keys(foldersOf(p.names))) {
		l.Folders = append(l.Folders, Known{Path: name})
	}
	l.Folders = append(l.Folders, Known{Path: "."})
	workers.Each(len(l.Folders), func(i int) {
		if info, err := os.Lstat(filepath.Join(w.dir, l.Folders[i].Path)); err == nil {
			l.Folders[i].Stamp = folderStamp(info)
		}
	})
	return l
}

// folderStamp is the stamp of a folder, whose size says nothing.
func folderStamp(info os.FileInfo) stamp.Stamp {
	s := stamp.Of(info)
	s.Size = 0
	return s
}

// Changed returns the files of a site that are not as they were left, and whether its
// folders hold other names than they did.
func (l *Left) Changed(dir string) (files []string, folders bool) {
	folder, err := stamp.OpenFolder(dir)
	if err != nil {
		for _, f := range l.Files {
			files = append(files, f.Path)
		}
		return files, len(l.Folders) > 0
	}
	defer folder.Close()
	changed := make([]bool, len(l.Files))
	workers.Each(len(l.Files), func(i int) {
		now, mode, ok := folder.Look(l.Files[i].Path)
		changed[i] = !ok || !mode.IsRegular() || now != l.Files[i].Stamp
	})
	for i, is := range changed {
		if is {
			files = append(files, l.Files[i].Path)
		}
	}
	var other atomic.Bool
	workers.Each(len(l.Folders), func(i int) {
		now, mode, ok := folder.Look(l.Folders[i].Path)
		now.Size = 0 // as folderStamp has it
		if !ok || !mode.IsDir() || now != l.Folders[i].Stamp {
			other.Store(true)
		}
	})
	return files, other.Load()
}

// tree is what a folder holds that is as it was left.
func (l *Left) tree() *tree {
	t := &tree{files: make(map[string]os.FileMode, len(l.Files))}
	for _, f := range l.Files {
		t.files[f.Path] = 0
	}
	for _, f := range l.Folders {
		if f.Path != "." {
			t.folders = append(t.folders, path.Clean(f.Path))
		}
	}
	return t
}
