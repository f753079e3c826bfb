package site_test

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/site"
)

// newSite returns the site of a catalog.
func newSite(t *testing.T, files fs.FS) *site.Site {
	t.Helper()
	var l diag.List
	c := load.Load(files, "catalog", &l)
	if l.HasErrors() {
		t.Fatal(l.All()[0])
	}
	s, err := site.New(c, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// catalogs are a small site, and one whose indexes have several files.
func catalogs() map[string]fs.FS {
	return map[string]fs.FS{"built-in": os.DirFS("../../catalog"), "large": generatortest.Catalog(320)}
}

// A file has the same bytes whichever files were rendered before it, and at the same time.
func TestRenderInAnyOrder(t *testing.T) {
	for name, files := range catalogs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := sitetest.Render(t, newSite(t, files))
			for seed := range uint64(3) {
				s := newSite(t, files)
				paths := s.Paths()
				paths = append(paths, paths...)
				rand.New(rand.NewPCG(seed, 0)).Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
				workers.Each(len(paths), func(i int) {
					if data, err := s.Render(paths[i]); err != nil || string(data) != string(want[paths[i]]) {
						t.Errorf("seed %d: %s differs, or fails: %v", seed, paths[i], err)
					}
				})
			}
		})
	}
}

// Find finds every file of Paths and every page, and nothing else.
func TestFind(t *testing.T) {
	for name, files := range catalogs() {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, files)
			for _, path := range s.Paths() {
				page, file := s.Find(path)
				if file != path {
					t.Errorf("%s: the file is %q", path, file)
				}
				if page == nil {
					continue
				}
				if found, file := s.Find(page.Path); path != catalog.NotFoundPath && (found != page || file != "") {
					t.Errorf("%s is a form of the page %q, where Find returns another page, or the file %q", path, page.Path, file)
				}
			}
			for _, path := range []string{"nothing", "401/nothing", "401/nothing.md", "401.json", "static", "static/", "search-index/", "llms-.txt", "/"} {
				if page, file := s.Find(path); page != nil || file != "" {
					t.Errorf("%s: found %v, %q", path, page, file)
				}
				if _, err := s.Render(path); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s: the error is %v", path, err)
				}
			}
		})
	}
}

// The twins that were rendered so far are checked for their length.
func TestFindings(t *testing.T) {
	long := "title: Long\nsummary: It is long.\ndescription: "
	for range 600 {
		long += "Ten chars."
	}
	s := newSite(t, fstest.MapFS{
		"errdocs.yaml":  {Data: []byte("name: X\nbase: https://x.example/\n")},
		"409/long.yaml": {Data: []byte(long + "\n")}, "409/short.yaml": {Data: []byte("title: Short\n")},
	})
	count := func(render ...string) int {
		for _, path := range render {
			if _, err := s.Render(path); err != nil {
				t.Fatal(err)
			}
		}
		var l diag.List
		s.Findings(&l)
		return len(l.All())
	}
	if n := count("409/short.md", "409/long/index.html"); n != 0 {
		t.Errorf("%d findings before the long twin was rendered", n)
	}
	if n := count("409/long.md", "409/long.md"); n != 1 {
		t.Errorf("%d findings about one long twin", n)
	}
}
