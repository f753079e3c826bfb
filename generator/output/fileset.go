// Package output holds what a run has made, path by path, and brings a folder on disk
// to that state without losing anything that is not its own.
//
//	var set output.FileSet
//	set.Add("401/token-expired.md", page)
//	plan, err := output.PlanSite("public", &set) // what --check looks at
//	if plan.Empty() { return } // the folder is current
//	plan, err = output.WriteSite(ctx, "public", &set, output.Options{})
//
// Build, --check, serve and the tests share the FileSet; they differ in what they do
// with it.
package output

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// FileSet is a set of files in memory, by path with slashes. The zero FileSet is ready
// to use. It is safe for concurrent use.
type FileSet struct {
	mu    sync.RWMutex
	files map[string][]byte
}

// Add adds a file. A path that is there already with other bytes, or that is not
// local and clean, is a bug of the caller.
func (s *FileSet) Add(path string, data []byte) {
	mustBeLocal(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.files[path]; ok {
		if !bytes.Equal(old, data) {
			panic(fmt.Sprintf("output: two files at %q", path))
		}
		return
	}
	if s.files == nil {
		s.files = map[string][]byte{}
	}
	s.files[path] = data
}

// Get returns the content of a file.
func (s *FileSet) Get(path string) ([]byte, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	data, ok := s.files[path]
	return data, ok
}

// Paths returns the paths of all files, sorted.
func (s *FileSet) Paths() []string { return slices.Sorted(maps.Keys(s.files)) }

// Len returns the number of files.
func (s *FileSet) Len() int { return len(s.files) }

// Bytes returns the size of all files together.
func (s *FileSet) Bytes() int {
	n := 0
	for _, data := range s.files {
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
