package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	stagingDir = ".errdocs-new"      // the staging directory
	markerName = ".errdocs-new.json" // the first file in it: errdocs created the directory
	bothName   = ".errdocs-mix.json" // the staged manifest of the old files and the new ones
)

// staging is the directory for new files until they are published. Its files have the
// paths that they will have in the directory that contains it.
type staging struct {
	root *os.Root // the directory that the files are for
	o    *Options
	open func() error // creates the staging directory, once

	before fs.FileInfo     // root without the staging directory; nil: it was not created
	moving bool            // files are renamed from now on
	dirs   map[string]bool // directories of files that were renamed: whether they were moved
}

func newStaging(root *os.Root, o *Options) *staging {
	s := &staging{root: root, o: o, dirs: map[string]bool{}}
	s.open = sync.OnceValue(s.create)
	return s
}

func staged(name string) string { return stagingDir + "/" + name }

func (s *staging) create() error {
	before, err := s.root.Stat(".")
	if err == nil {
		err = s.root.Mkdir(stagingDir, 0o755)
	}
	if errors.Is(err, fs.ErrExist) {
		return s.inTheWay()
	}
	if err != nil {
		return err
	}
	s.before = before
	return s.writeFile(markerName, manifest{}.encode())
}

func (s *staging) inTheWay() error {
	return &InTheWayError{filepath.Join(s.root.Name(), stagingDir)}
}

// write stages a file. It is safe for concurrent use.
func (s *staging) write(name string, data []byte) error {
	if err := s.open(); err != nil {
		return err
	}
	return s.writeFile(name, data)
}

func (s *staging) writeFile(name string, data []byte) error {
	f, err := s.createFile(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// createFile creates a file in the staging directory, which must be open.
func (s *staging) createFile(name string) (*stagedFile, error) {
	var f *os.File
	err := s.inDir(staged(name), func() (err error) {
		f, err = s.root.OpenFile(staged(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &stagedFile{f, s.o.write}, nil
}

// stagedFile is a new file of a site.
type stagedFile struct {
	f     *os.File
	write func(*os.File, []byte) (int, error) // Options.write
}

func (s *stagedFile) Write(data []byte) (int, error) {
	if s.write != nil {
		return s.write(s.f, data)
	}
	return s.f.Write(data)
}

func (s *stagedFile) Close() error { return s.f.Close() }

// inDir calls do, which puts a file at a path. If the directory of the path is missing,
// inDir creates it and calls do again.
func (s *staging) inDir(name string, do func() error) error {
	err := do()
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return do()
}

// close removes the staging directory, if it was created. If no file was moved, it restores
// the time of the directory that contains it: a build that fails changes nothing.
func (s *staging) close() error {
	if s.before == nil {
		return nil
	}
	err := s.remove()
	if !s.moving {
		_ = s.root.Chtimes(".", time.Time{}, s.before.ModTime())
	}
	s.before = nil
	return err
}

// remove removes the staging directory, the marker last: if this run is killed, the next run
// still recognizes the directory. A nonempty directory without a marker is not ours.
func (s *staging) remove() error {
	info, err := s.root.Lstat(stagingDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return s.inTheWay()
	}
	list, err := readDir(s.root, stagingDir)
	if err != nil {
		return err
	}
	isMarker := func(d fs.DirEntry) bool { return d.Name() == markerName && d.Type().IsRegular() }
	if len(list) > 0 && !slices.ContainsFunc(list, isMarker) {
		return s.inTheWay()
	}
	for _, d := range list {
		if isMarker(d) {
			continue
		}
		if err := s.root.RemoveAll(staged(d.Name())); err != nil {
			return err
		}
	}
	return s.root.RemoveAll(stagingDir)
}

// publish makes changes, sorted by path, whose files are staged. Replaced are foreign files that
// give way. It reorders the changes.
func (s *staging) publish(changes []Change, replaced []string) error {
	s.moving = true
	stale, err := s.clearWay(changes, replaced)
	if err != nil {
		return err
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(rank(a), rank(b)) })
	for _, c := range changes {
		if c.Kind == Stale || s.moveDir(c.Path) {
			continue
		}
		if err := s.moveFile(c); err != nil {
			return err
		}
	}
	return s.removeFiles(stale)
}

// rank orders changes, so that no page links to a file that does not exist yet.
func rank(c Change) int {
	switch {
	case strings.HasPrefix(c.Path, "static/"):
		return 0
	case c.Kind == Missing:
		return 1
	}
	return 2
}

// moveDir moves the topmost new directory of a path, with all files that are staged in it.
// It reports whether it did so, for this path or for an earlier one. To publish the first
// build of 10,000 entries takes 0.2 s of CPU time like this, and 0.9 s file by file.
func (s *staging) moveDir(name string) bool {
	for i := range len(name) {
		if name[i] != '/' {
			continue
		}
		dir := name[:i]
		moved, known := s.dirs[dir]
		if !known {
			info, err := s.root.Lstat(dir)
			if err == nil && !info.IsDir() && s.setAside(dir) == nil { // it has appeared since the site was read
				err = fs.ErrNotExist
			}
			moved = errors.Is(err, fs.ErrNotExist) && s.root.Rename(staged(dir), dir) == nil
			s.dirs[dir] = moved
		}
		if moved {
			return true
		}
	}
	return false
}

// moveFile renames a staged file into place. An empty directory gives way. Anything else
// that has appeared there since the site was read is set aside.
func (s *staging) moveFile(c Change) error {
	if c.Kind == Missing {
		info, err := s.root.Lstat(c.Path)
		gone := err != nil || info.IsDir() && s.root.Remove(c.Path) == nil
		if !gone {
			if err := s.setAside(c.Path); err != nil {
				return err
			}
		}
	}
	return s.rename(c.Path, c.Path)
}

func (s *staging) rename(name, to string) error {
	return s.inDir(to, func() error { return s.root.Rename(staged(name), to) })
}

// setAside renames a file to a free name.
func (s *staging) setAside(name string) error {
	for i := 1; i <= 10_000; i++ {
		free := fmt.Sprintf("%s.errdocs-%d", name, i)
		if _, err := s.root.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			s.o.note("%s changed during the build: that version is now %s", printable(name), printable(free))
			return s.root.Rename(name, free)
		}
	}
	return fmt.Errorf("preserve %s: all 10,000 names for a copy are taken", printable(name))
}

// clearWay removes what blocks a new file or its directories: foreign files that give way,
// and stale files where a file becomes a directory or the reverse. It returns the other
// stale files, which can wait until all pages are in place.
func (s *staging) clearWay(changes []Change, replaced []string) (stale []string, err error) {
	var files paths
	for _, c := range changes {
		if c.Kind != Stale {
			files = append(files, c.Path)
		}
	}
	var blockers []string
	for _, name := range replaced {
		if info, err := s.root.Lstat(name); files.below(name) || err == nil && !info.Mode().IsRegular() {
			blockers = append(blockers, name)
		}
	}
	for _, c := range changes {
		switch {
		case c.Kind != Stale:
		case files.below(c.Path) || files.above(c.Path) != "":
			blockers = append(blockers, c.Path)
		default:
			stale = append(stale, c.Path)
		}
	}
	return stale, s.removeFiles(blockers)
}

// removeFiles removes files, and the directories that they leave empty.
func (s *staging) removeFiles(names []string) error {
	for _, name := range names {
		if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		s.removeEmpty(path.Dir(name))
	}
	return nil
}

// removeEmpty removes a directory, if it is empty, and its parents that are empty then.
func (s *staging) removeEmpty(dir string) {
	for dir != "." && s.root.Remove(dir) == nil {
		dir = path.Dir(dir)
	}
}
