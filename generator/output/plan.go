package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/errdocs/errdocs/generator/stamp"
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

// pieces are buffers for reading files.
var pieces = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// holds reports whether a file has a content, and returns its stamp. One that is gone by
// now has not.
func holds(root *os.Root, name string, want []byte) (stamp.Stamp, bool, error) {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return stamp.Stamp{}, false, nil
	}
	if err != nil {
		return stamp.Stamp{}, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(want)) {
		return stamp.Stamp{}, false, err
	}
	buf := pieces.Get().(*[32 << 10]byte)
	defer pieces.Put(buf)
	for len(want) > 0 {
		n, err := io.ReadFull(f, buf[:min(len(buf), len(want))])
		if !bytes.Equal(buf[:n], want[:n]) || err != nil {
			if err == io.EOF || err == io.ErrUnexpectedEOF { // cut short since
				err = nil
			}
			return stamp.Stamp{}, false, err
		}
		want = want[n:]
	}
	return stamp.Of(info), true, nil
}
