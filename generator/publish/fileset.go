// Package output holds what a run has made, path by path, and brings a folder on disk
// to that state without losing anything that is not its own.
//
//	var set publish.FileSet
//	set.Add("401/token-expired.md", page)
//	plan, err := publish.PlanSite("public", &set) // what --check looks at
//	if plan.Empty() { return } // the folder is current
//	plan, err = publish.WriteSite(ctx, "public", &set, publish.Options{})
//
// A FileSet is for what fits into memory; a Writer takes the files of a site one by one.
package publish

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// FileSet is a set of files in memory, by path with slashes. The zero FileSet is ready
// to use. It is safe for concurrent use.
type FileSet struct {
	mu    sync.RWMutex
	files map[string]content
	later map[*promise]bool
}

// content is a file: its bytes, or how they are made.
type content struct {
	data  []byte
	later *promise
}

// promise makes some files when one of them is asked for. Sets may share it.
type promise struct {
	done atomic.Bool
	keep func() map[string][]byte
}

// Add adds a file. A path that is there already with other bytes, or that is not
// local and clean, is a bug of the caller.
func (s *FileSet) Add(path string, data []byte) {
	mustBeLocal(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.files[path]; ok {
		if !bytes.Equal(old.data, data) {
			panic(fmt.Sprintf("output: two files at %q", path))
		}
		return
	}
	s.add(path, content{data: data})
}

func (s *FileSet) add(path string, c content) {
	if s.files == nil {
		s.files = map[string]content{}
	}
	s.files[path] = c
	if c.later != nil {
		if s.later == nil {
			s.later = map[*promise]bool{}
		}
		s.later[c.later] = true
	}
}

// Later adds files that are made when one of them is asked for. There may be more of them
// then, or fewer.
func (s *FileSet) Later(paths []string, make func() map[string][]byte) {
	p := &promise{}
	p.keep = sync.OnceValue(func() map[string][]byte {
		defer p.done.Store(true)
		return make()
	})
	c := content{later: p}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, path := range paths {
		s.add(path, c)
	}
}

// Clone returns a set of the same files.
func (s *FileSet) Clone() *FileSet {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &FileSet{files: maps.Clone(s.files), later: maps.Clone(s.later)}
}

// Put adds a file, or gives one other bytes.
func (s *FileSet) Put(path string, data []byte) {
	mustBeLocal(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(path, content{data: data})
}

// Drop removes files, and what was promised of no others.
func (s *FileSet) Drop(paths []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, path := range paths {
		delete(s.files, path)
	}
	s.later = nil
	for path, c := range s.files {
		if c.later != nil {
			s.add(path, c)
		}
	}
}

// Get returns the content of a file.
func (s *FileSet) Get(path string) ([]byte, bool) {
	s.mu.RLock()
	c, ok := s.files[path]
	s.mu.RUnlock()
	switch {
	case !ok:
		return s.unforeseen(path)
	case c.later != nil:
		data, ok := c.later.keep()[path]
		return data, ok
	}
	return c.data, true
}

// unforeseen looks for a file that came with others when they were made. Nobody knows of
// it before: those others lead to it.
func (s *FileSet) unforeseen(path string) ([]byte, bool) {
	s.mu.RLock()
	promises := slices.Collect(maps.Keys(s.later))
	s.mu.RUnlock()
	for _, p := range promises {
		if p.done.Load() {
			if data, ok := p.keep()[path]; ok {
				return data, true
			}
		}
	}
	return nil, false
}

// Has reports whether there are files of all paths, without making any.
func (s *FileSet) Has(paths ...string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, path := range paths {
		if _, ok := s.files[path]; !ok {
			return false
		}
	}
	return true
}

// Paths returns the paths of all files, sorted.
func (s *FileSet) Paths() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.files))
}

// Len returns the number of files.
func (s *FileSet) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.files)
}

// Bytes returns the size of all files together.
func (s *FileSet) Bytes() int {
	n := 0
	for _, path := range s.Paths() {
		data, _ := s.Get(path)
		n += len(data)
	}
	return n
}

// isLocal reports whether a path stays inside its folder and has one spelling.
func isLocal(path string) bool {
	if path == "" || strings.HasPrefix(path, "/") || strings.ContainsAny(path, "\\\x00:") {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}
