package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/rogpeppe/go-internal/diff"
)

// Kind is how a file on disk differs from the file that was rendered.
type Kind int8

// The kinds of differences.
const (
	Edited  Kind = iota // different content
	Missing             // not on disk
	Stale               // written by an earlier run, and no longer rendered
)

// Change is a file that differs.
type Change struct {
	Path string
	Kind Kind
}

// String returns the path and what is wrong with the file.
func (c Change) String() string {
	switch c.Kind {
	case Missing:
		return c.Path + ": missing"
	case Stale:
		return c.Path + ": should not exist"
	}
	return c.Path + ": out of date"
}

// Plan is what changes in a directory.
type Plan struct {
	Dir       string
	Changes   []Change // by path
	Unchanged int

	edited map[string][]byte // the new content of edited files, for Diff
}

// Empty reports whether the directory is up to date.
func (p *Plan) Empty() bool { return len(p.Changes) == 0 }

// Count returns the number of files to write and to remove.
func (p *Plan) Count() (written, removed int) {
	for _, c := range p.Changes {
		if c.Kind == Stale {
			removed++
		}
	}
	return len(p.Changes) - removed, removed
}

// Diff returns the difference of an edited file as a unified diff. It works for the plans
// of Look and PlanGoPackage.
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
	return diff.Diff(c.Path, old, c.Path+" (new)", p.edited[c.Path]), nil
}

// buffers are for reading files.
var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// contains reports whether a file is a regular file with the content that write writes, which has a
// size; -1 if that is not known. A file that was removed since the directory was read is not.
func contains(root *os.Root, name string, size int64, write func(io.Writer) error) (bool, error) {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || size >= 0 && info.Size() != size {
		return false, err
	}
	c := comparer{f: f, buf: buffers.Get().(*[32 << 10]byte)}
	defer buffers.Put(c.buf)
	if err := write(&c); err != nil {
		if errors.Is(err, errDiffers) {
			err = nil
		}
		return false, err
	}
	return c.read == info.Size(), nil
}

// comparer is a writer that accepts only the content of a file.
type comparer struct {
	f    *os.File
	buf  *[32 << 10]byte
	read int64
}

var errDiffers = errors.New("the content differs")

func (c *comparer) Write(data []byte) (n int, err error) {
	for n < len(data) {
		m, err := io.ReadFull(c.f, c.buf[:min(len(c.buf), len(data)-n)])
		if !bytes.Equal(c.buf[:m], data[n:n+m]) || err == io.EOF || err == io.ErrUnexpectedEOF { // cut short since
			return n, errDiffers
		}
		if err != nil {
			return n, err
		}
		n += m
		c.read += int64(m)
	}
	return n, nil
}
