package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"

	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/stamp"
)

// errInterrupted says that the user stopped a build.
var errInterrupted = errors.New("interrupted")

// stage fills a folder that nobody else uses. It never opens a file for writing under a
// name that exists, so a file that two folders share is never changed.
type stage struct {
	ctx  context.Context
	o    *Options
	root *os.Root
	dir  string
}

// fill completes a folder whose new files are in it: all others are links to those of
// the old site, so that they stay the same files. The list that says that the folder is
// not complete goes last. It returns the foreign files as they were placed.
func (s *stage) fill(p *Plan, site string) (placed map[string]fs.FileInfo, err error) {
	changed := p.changed()
	err = s.each(len(p.names), func(i int) error {
		if name := p.names[i]; !changed[name] {
			return s.link(path.Join(site, name), name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if placed, err = s.keep(p, site); err != nil {
		return nil, err
	}
	if s.o.Sync {
		if err := syncFolders(s.root, s.dir); err != nil {
			return nil, err
		}
	}
	return placed, s.root.Remove(s.at(stagedBy))
}

func (s *stage) at(name string) string { return path.Join(s.dir, name) }

// each runs a piece of work for each of n files, on all cores, until one fails.
func (s *stage) each(n int, work func(i int) error) error {
	errs := make([]error, n)
	workers.Each(n, func(i int) {
		if s.ctx.Err() != nil {
			errs[i] = errInterrupted
			return
		}
		errs[i] = work(i)
	})
	if err := first(errs); err != nil || s.ctx.Err() == nil {
		return err
	}
	return errInterrupted
}

// inFolder does what puts a file into a folder; where the folder is missing, once again
// when it is made.
func (s *stage) inFolder(name string, do func() error) error {
	err := do()
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.root.MkdirAll(path.Dir(s.at(name)), 0o755); err != nil {
			return err
		}
		err = do()
	}
	return err
}

// create writes a new file and returns its stamp.
func (s *stage) create(name string, data []byte) (stamp.Stamp, error) {
	return s.stream(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// stream writes a new file, piece by piece, and returns its stamp.
func (s *stage) stream(name string, fill func(io.Writer) error) (made stamp.Stamp, err error) {
	if s.ctx.Err() != nil {
		return made, errInterrupted
	}
	err = s.write(name, 0o644, func(f *os.File) error {
		if err := fill(s.o.writerOf(f)); err != nil {
			return err
		}
		info, err := f.Stat()
		if err == nil {
			made = stamp.Of(info)
		}
		return err
	})
	return made, err
}

func (s *stage) write(name string, mode fs.FileMode, fill func(*os.File) error) error {
	var f *os.File
	err := s.inFolder(name, func() (err error) {
		f, err = s.root.OpenFile(s.at(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		return err
	})
	if err != nil {
		return err
	}
	err = fill(f)
	if err == nil && s.o.Sync {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// link puts a page that stays as it is into the folder; where the system cannot link,
// a copy that is as old.
func (s *stage) link(from, name string) error {
	if s.inFolder(name, func() error { return s.root.Link(from, s.at(name)) }) == nil {
		return nil
	}
	return s.copy(from, name, 0o644)
}

// date gives a file the time of another, unless that is gone.
func (s *stage) date(from, name string) error {
	info, err := s.root.Lstat(from)
	if err != nil {
		return nil
	}
	return s.root.Chtimes(s.at(name), info.ModTime(), info.ModTime())
}

// keep puts the foreign files of a site into the folder, with their folders.
func (s *stage) keep(p *Plan, site string) (map[string]fs.FileInfo, error) {
	placed := map[string]fs.FileInfo{}
	folders := map[string]bool{".": true}
	for _, name := range p.folders {
		if err := s.root.MkdirAll(s.at(name), 0o755); err != nil {
			return nil, err
		}
		for ; name != "."; name = path.Dir(name) {
			folders[name] = true
		}
	}
	for _, name := range p.list.Kept {
		info, err := s.keepFile(path.Join(site, name), name)
		if errors.Is(err, fs.ErrNotExist) { // removed since
			continue
		}
		if err != nil {
			return nil, err
		}
		placed[name] = info
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for name := range folders {
		if err := s.like(path.Join(site, name), s.at(name)); err != nil {
			return nil, err
		}
	}
	return placed, nil
}

// keepFile places a foreign file, and returns what was placed.
func (s *stage) keepFile(from, name string) (fs.FileInfo, error) {
	info, err := s.root.Lstat(from)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := s.root.Readlink(from)
		if err != nil {
			return nil, err
		}
		err = s.inFolder(name, func() error { return s.root.Symlink(target, s.at(name)) })
		if err != nil {
			return nil, err
		}
		return s.root.Lstat(s.at(name))
	}
	err = s.inFolder(name, func() error { return s.root.Link(from, s.at(name)) })
	if err == nil || !info.Mode().IsRegular() {
		return info, err
	}
	if err := s.copy(from, name, info.Mode()); err != nil {
		return nil, err
	}
	return s.root.Lstat(s.at(name))
}

func (s *stage) copy(from, name string, mode fs.FileMode) error {
	in, err := s.root.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	err = s.write(name, mode.Perm(), func(f *os.File) error {
		_, err := io.Copy(f, in)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.root.Chmod(s.at(name), mode); err != nil { // what the umask took
		return err
	}
	return s.date(from, name)
}

// like gives a folder the mode and, where that is allowed, the owner of the one that it
// takes the place of.
func (s *stage) like(from, to string) error {
	info, err := s.root.Lstat(from)
	if err != nil || !info.IsDir() { // there was none
		return nil
	}
	if uid, gid, ok := ownerOf(info); ok {
		_ = s.root.Chown(to, uid, gid)
	}
	return s.root.Chmod(to, info.Mode())
}

// syncFolder makes the names in a folder survive a power cut.
func syncFolder(root *os.Root, dir string) error {
	if runtime.GOOS == "windows" { // whose folders cannot be opened for it
		return nil
	}
	f, err := root.Open(dir)
	if err != nil {
		return fmt.Errorf("sync a folder: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}
