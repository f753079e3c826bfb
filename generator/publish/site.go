package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/errdocs/errdocs/generator/internal/workers"
)

// Options say how a site is compared and written.
type Options struct {
	Force      bool                                // keep foreign files, and replace those in the way
	InPlace    bool                                // replace files one by one, so that the folder stays the same
	TwoRenames bool                                // as on a disk that cannot exchange two folders in one step
	AddOnly    bool                                // refuse to remove pages
	Sync       bool                                // survive a power cut, too
	Left       *Left                               // how the run before left the folder, which Unchanged has looked at
	Note       func(text string)                   // is told what a user should know; may be nil
	write      func(*os.File, []byte) (int, error) // plays a full disk in tests
}

// writerOf returns what writes to a file.
func (o *Options) writerOf(f *os.File) io.Writer {
	if o.write == nil {
		return f
	}
	return hooked{f, o.write}
}

// hooked is a file on a disk that tests play.
type hooked struct {
	f     *os.File
	write func(*os.File, []byte) (int, error)
}

func (h hooked) Write(data []byte) (int, error) { return h.write(h.f, data) }

func (o *Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

// RemovesError says that a build would remove pages, and must not.
type RemovesError struct {
	Dir   string
	Files int
}

func (e *RemovesError) Error() string {
	return fmt.Sprintf("%s is the site of another catalog: %d of its files would be removed", e.Dir, e.Files)
}

// isFolder reports whether there is a folder.
func isFolder(dir string) (bool, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		link, err := os.Lstat(dir)
		switch {
		case err != nil:
			return false, nil
		case link.Mode()&fs.ModeSymlink == 0: // another build has made it meanwhile
			return isFolder(dir)
		}
		return false, fmt.Errorf("%s is a link that leads nowhere", dir)
	case err != nil:
		return false, fmt.Errorf("look at the output folder: %w", err)
	case !info.IsDir():
		return false, fmt.Errorf("%s is not a folder", dir)
	}
	return true, nil
}

// locate returns the place of a folder on disk, without links, and makes the folders
// above it.
func locate(dir string) (string, error) {
	exists, err := isFolder(dir)
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the output folder: %w", err)
	}
	if exists {
		real, err := filepath.EvalSymlinks(abs)
		if !errors.Is(err, fs.ErrNotExist) { // else another build is exchanging it in two steps
			return real, err
		}
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return "", fmt.Errorf("create the output folder: %w", err)
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
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
