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
		return nil, fmt.Errorf("open the directory: %w", err)
	}
	defer root.Close()
	old, err := root.ReadFile(c.Path)
	if err != nil {
		return nil, fmt.Errorf("read the old file: %w", err)
	}
	return diff.Diff(c.Path, old, c.Path+" (new)", p.edited[c.Path]), nil
}

// buffers are for reading files.
var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// contains reports whether a file is a regular file with that content.
func contains(root *os.Root, name string, data []byte) (bool, error) {
	c, err := compare(root, name)
	if c == nil || err != nil {
		return false, err
	}
	defer c.close()
	if c.size != int64(len(data)) {
		return false, nil
	}
	_, err = c.Write(data)
	if errors.Is(err, errDiffers) {
		return false, nil
	}
	return err == nil, err
}

// compare opens a file to compare it. It returns nil if the file is not a regular file, or was removed
// after the directory was read.
func compare(root *os.Root, name string) (*comparer, error) {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, err
	}
	return &comparer{f: f, size: info.Size(), buf: buffers.Get().(*[32 << 10]byte)}, nil
}

// comparer is a writer that accepts only the content of a file.
type comparer struct {
	f    *os.File
	size int64 // of the file
	read int64 // bytes that are equal
	buf  *[32 << 10]byte
}

func (c *comparer) close() {
	buffers.Put(c.buf)
	c.f.Close()
}

var errDiffers = errors.New("the content differs")

// Write returns errDiffers after the bytes that are equal.
func (c *comparer) Write(data []byte) (n int, err error) {
	for n < len(data) {
		m, err := io.ReadFull(c.f, c.buf[:min(len(c.buf), len(data)-n)])
		if !bytes.Equal(c.buf[:m], data[n:n+m]) || err == io.EOF || err == io.ErrUnexpectedEOF { // the file was truncated meanwhile
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
