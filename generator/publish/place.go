package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// place is where a site lies, and the names that a build uses beside it. While it is
// open no other build can write there.
type place struct {
	o     Options
	root  *os.Root // the folder that holds the site
	held  *os.File // the same folder, locked
	path  string   // of the site on disk, without links
	site  string   // the name of the site in root
	fresh string   // the name by which the next site is made
	spare string   // that of the last one, where two folders cannot be exchanged
	alone bool     // root is the site itself, since the folder that holds it cannot be read
}

// freshOf and spareOf return the names that a build uses beside a site.
func freshOf(site string) string { return "." + site + staging }
func spareOf(site string) string { return "." + site + ".errdocs-old" }

// Unfinished reports whether a build was killed that wrote to the folder, or is just
// writing, or something else stands where a build makes a site.
func Unfinished(dir string) bool {
	at, err := locate(dir)
	if err != nil {
		return true
	}
	beside := filepath.Dir(at)
	name := filepath.Base(at)
	for _, p := range []string{filepath.Join(beside, freshOf(name)), filepath.Join(beside, spareOf(name)), filepath.Join(at, staging)} {
		if _, err := os.Lstat(p); err == nil {
			return true
		}
	}
	return false
}

// openPlace waits until no other build writes to the folder.
func openPlace(ctx context.Context, dir string, o Options) (*place, error) {
	at, err := locate(dir)
	if err != nil {
		return nil, err
	}
	s := &place{o: o, path: at}
	waiting := func() { o.note("waiting for another build of %s", dir) }
	name := filepath.Base(at)
	s.site, s.fresh, s.spare = name, freshOf(name), spareOf(name)
	err = s.take(ctx, filepath.Dir(at), waiting)
	if errors.Is(err, fs.ErrPermission) {
		s.site, s.fresh, s.alone = ".", staging, true
		err = s.take(ctx, at, waiting)
	}
	if err != nil {
		return nil, fmt.Errorf("open the output folder: %w", err)
	}
	return s, nil
}

// take opens and locks the folder that holds the site.
func (s *place) take(ctx context.Context, dir string, waiting func()) (err error) {
	if s.root, err = os.OpenRoot(dir); err != nil {
		return err
	}
	if s.held, err = lock(ctx, dir, waiting); err != nil {
		s.root.Close()
	}
	return err
}

func (s *place) close() {
	s.root.Close()
	s.held.Close() // and with it goes the lock
}

// exists reports whether there is a site.
func (s *place) exists() bool {
	_, err := s.root.Lstat(s.site)
	return err == nil
}

// clearUp clears up after a build that was killed: a site that was moved aside comes
// back, and folders that were being filled or emptied go.
func (s *place) clearUp() error {
	if !s.alone {
		if _, err := s.root.Lstat(s.spare); err == nil && !s.exists() {
			if err := s.root.Rename(s.spare, s.site); err != nil {
				return err
			}
		}
		for _, name := range []string{s.spare, s.fresh} {
			if err := s.empty(name, nil, nil); err != nil {
				return err
			}
		}
	}
	if !s.exists() {
		return nil
	}
	err := s.within(func(inner *place) error { return inner.empty(staging, nil, nil) })
	if errors.As(err, new(*InTheWayError)) { // a foreign file like any other
		return nil
	}
	return err
}

// within calls a function with the site as a place of its own.
func (s *place) within(work func(inner *place) error) error {
	root, err := s.root.OpenRoot(s.site)
	if err != nil {
		return err
	}
	defer root.Close()
	return work(alone(root, s.o))
}

// alone is a place whose site is the folder itself.
func alone(root *os.Root, o Options) *place {
	return &place{o: o, root: root, path: root.Name(), site: ".", fresh: staging, alone: true}
}

// rooted says why the folder of a site must stay where it is; "" if it need not, or is
// not there yet.
func (s *place) rooted() string {
	if !s.exists() {
		return ""
	}
	wd, _ := os.Getwd()
	wd, _ = filepath.EvalSymlinks(wd)
	_, git := s.root.Lstat(path.Join(s.site, ".git"))
	switch {
	case s.alone:
		return "lies in a folder that cannot be read"
	case git == nil:
		return "is a git checkout"
	case !writable(s.held, s.site):
		return "cannot be written"
	case wd == s.path || strings.HasPrefix(wd, s.path+string(filepath.Separator)):
		return "is the working folder, or holds it"
	}
	for _, point := range mountPoints() {
		if point == s.path || strings.HasPrefix(point, s.path+string(filepath.Separator)) {
			return "is a mount point, or holds one"
		}
	}
	return ""
}
