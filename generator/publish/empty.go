package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/errdocs/errdocs/generator/internal/workers"
)

// empty removes a folder that a build has filled, by the list in it. What is in no list
// came there while the build ran, and moves to the site: nothing that errdocs did not
// write is lost. Placed are the foreign files of the site that are known to be older
// than those of the folder, dropped those that were given up.
func (s *place) empty(dir string, placed map[string]fs.FileInfo, dropped map[string]bool) error {
	info, err := s.root.Lstat(dir)
	if err != nil { // no build made it
		return nil
	}
	inTheWay := &InTheWayError{filepath.Join(s.root.Name(), dir)}
	if !info.IsDir() {
		return inTheWay
	}
	t, err := scan(s.root, dir)
	if err != nil {
		return err
	}
	own, err := ownIn(s.root, dir, t)
	if err != nil {
		return err
	}
	if own == nil {
		return inTheWay
	}
	for name := range dropped {
		own.files[name] = true
	}
	if err := s.remove(dir, t, own); err != nil {
		return err
	}
	return s.merge(dir, s.site, ".", placed)
}

// owned says what in a folder is errdocs's.
type owned struct {
	files   map[string]bool
	folders map[string]bool
	all     bool // all of it is
}

// ownIn returns what in a folder is errdocs's; nil if the folder is not. In one that was
// never completed that is all of it: foreign files are in it as links to those of the
// site, or copies. In a complete one, foreign files are what they are.
func ownIn(root *os.Root, dir string, t *tree) (*owned, error) {
	m, err := readManifest(root, dir, stagedBy)
	if err == nil {
		return &owned{files: map[string]bool{}, all: true}, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		m, err = readManifest(root, dir, ManifestName)
	}
	if err == nil {
		own := &owned{files: map[string]bool{}, folders: foldersOf(m.Files)}
		for _, name := range m.Files {
			own.files[name] = t.files[name].IsRegular()
		}
		return own, nil
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.As(err, new(*DamagedError)) {
		return nil, err
	}
	for name := range t.files {
		if !isList(name) {
			return nil, nil
		}
	}
	return &owned{files: map[string]bool{}}, nil // stopped before there was anything to list
}

// isList reports whether a name is that of a manifest, at the top of a folder.
func isList(name string) bool {
	return name == stagedBy || name == between || name == ManifestName
}

// remove removes what is errdocs's, and the folders that hold nothing else.
func (s *place) remove(dir string, t *tree, own *owned) error {
	var names []string
	for name := range t.files {
		if own.all || own.files[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	errs := make([]error, len(names))
	workers.Each(len(names), func(i int) { errs[i] = gone(s.root.Remove(path.Join(dir, names[i]))) })
	empty := setOf(t.empty)
	for _, name := range slices.Backward(t.folders) {
		if own.all || own.folders[name] || !empty[name] {
			_ = s.root.Remove(path.Join(dir, name)) // unless something is left in it
		}
	}
	return first(errs)
}

// gone returns the error of a removal; it is none that somebody was faster.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// tries is how often a folder is looked through again in which files keep appearing.
const tries = 100

// merge moves what a folder holds to another, and removes it. The lists at the top go
// last, so that a folder is known for what it is as long as it holds anything.
func (s *place) merge(from, to, below string, placed map[string]fs.FileInfo) error {
	for try := 1; ; try++ {
		list, err := readFolder(s.root, from)
		if err != nil {
			return gone(err)
		}
		for _, d := range list {
			name := path.Join(below, d.Name())
			if isList(name) {
				continue
			}
			if err := s.move(path.Join(from, d.Name()), path.Join(to, d.Name()), name, placed); err != nil {
				return err
			}
		}
		if below == "." {
			for _, name := range []string{ManifestName, between, stagedBy} {
				if err := gone(s.root.Remove(path.Join(from, name))); err != nil {
					return err
				}
			}
		}
		if err := gone(s.root.Remove(from)); err == nil || try == tries {
			return err
		}
	}
}

// move moves a file or folder to the site. What is there already stays there, beside it
// under another name, unless it is the same, or known to be older.
func (s *place) move(from, to, name string, placed map[string]fs.FileInfo) error {
	info, err := s.root.Lstat(from)
	if err != nil {
		return gone(err)
	}
	there, err := s.root.Lstat(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := s.root.MkdirAll(path.Dir(to), 0o755); err != nil {
			return err
		}
		return s.root.Rename(from, to)
	case err != nil:
		return err
	case info.IsDir() && there.IsDir():
		return s.merge(from, to, name, placed)
	case info.IsDir() && s.root.Remove(from) == nil: // nothing in it
		return nil
	case s.same(from, to, info, there):
		return s.root.Remove(from)
	case placed[name] != nil && unchanged(placed[name], there) && !info.IsDir():
		return s.root.Rename(from, to)
	}
	return s.aside(from, to)
}

// same reports whether two files are one, or say the same.
func (s *place) same(a, b string, infoA, infoB fs.FileInfo) bool {
	if os.SameFile(infoA, infoB) {
		return true
	}
	if infoA.Mode().Type() != infoB.Mode().Type() {
		return false
	}
	if infoA.Mode()&fs.ModeSymlink != 0 {
		toA, errA := s.root.Readlink(a)
		toB, errB := s.root.Readlink(b)
		return errA == nil && errB == nil && toA == toB
	}
	if !infoA.Mode().IsRegular() || infoA.Size() != infoB.Size() {
		return false
	}
	dataA, errA := s.root.ReadFile(a)
	dataB, errB := s.root.ReadFile(b)
	return errA == nil && errB == nil && bytes.Equal(dataA, dataB)
}

// unchanged reports whether a file is as it was.
func unchanged(was, is fs.FileInfo) bool {
	return os.SameFile(was, is) && was.Size() == is.Size() && was.ModTime().Equal(is.ModTime())
}

// aside gives a file a name that is free.
func (s *place) aside(from, to string) error {
	for i := 1; ; i++ {
		free := fmt.Sprintf("%s.errdocs-%d", to, i)
		if _, err := s.root.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			s.o.note("%s was changed while a build ran: that version is now %s", printable(to), printable(free))
			return s.root.Rename(from, free)
		}
		if i > 10_000 {
			return fmt.Errorf("keep %s: every free name is taken", printable(to))
		}
	}
}
