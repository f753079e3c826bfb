// Package sitetest renders complete sites for tests:
//
//	files := sitetest.Render(t, s)
//	page, ok := files.Get("401/token-expired/index.html")
package sitetest

import (
	"maps"
	"slices"
	"testing"

	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/site"
)

// Files are the files of a site, by path.
type Files map[string][]byte

// Render renders every file of a site.
func Render(t testing.TB, s *site.Site) Files {
	t.Helper()
	paths := s.Paths()
	data, errs := make([][]byte, len(paths)), make([]error, len(paths))
	workers.Each(len(paths), func(i int) { data[i], errs[i] = s.Render(paths[i]) })
	files := make(Files, len(paths))
	for i, path := range paths {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if _, ok := files[path]; ok {
			t.Fatalf("the site has two files at %s", path)
		}
		files[path] = data[i]
	}
	return files
}

// Get returns a file, and whether the site has it.
func (f Files) Get(path string) ([]byte, bool) {
	data, ok := f[path]
	return data, ok
}

// Paths returns the paths of all files, sorted.
func (f Files) Paths() []string { return slices.Sorted(maps.Keys(f)) }
