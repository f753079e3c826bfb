package gogen_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
)

var update = flag.Bool("update", false, "rewrite the golden packages in testdata")

const module = "github.com/errdocs/errdocs/generator/gogen"

// loaded returns the catalog in a file system and fails the test on any finding of the
// Go target.
func loaded(t testing.TB, fsys fs.FS) *catalog.Catalog {
	t.Helper()
	var l diag.List
	c := load.Load(fsys, "catalog", &l)
	gogen.Check(c, &l)
	if l.HasErrors() {
		var b bytes.Buffer
		l.Sort()
		_ = diag.Print(&b, diag.FormatText, &l)
		t.Fatal(b.String())
	}
	return c.Release()
}

// TestGolden holds the packages up for review: each folder of testdata has a catalog
// and the package that is made of it.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*/catalog")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, folder := range cases {
		name := filepath.Base(filepath.Dir(folder))
		t.Run(name, func(t *testing.T) {
			c := loaded(t, os.DirFS(folder))
			out := filepath.Join("testdata", name, c.Go.Package)
			files, err := gogen.Render(c, gogen.Options{
				Package: c.Go.Package,
				Import:  module + "/testdata/" + name + "/" + c.Go.Package,
			})
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				write(t, out, files)
			}
			compare(t, out, files)
		})
	}
}

// write makes the folder hold the files and no others.
func write(t *testing.T, folder string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// compare reports files that differ, are missing, or should not exist.
func compare(t *testing.T, folder string, files map[string][]byte) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		if _, ok := files[filepath.ToSlash(rel)]; !ok {
			t.Errorf("%s: should not exist", path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		seen++
		if line, got, want := firstDifference(string(got), string(want)); line > 0 {
			t.Errorf("%s:%d: out of date\n  file: %s\n  made: %s", filepath.Join(folder, name), line, got, want)
		}
	}
	if t.Failed() {
		t.Log("run: go test ./generator/gogen -update")
	}
}

// firstDifference returns the first line, from 1, in which two texts differ; 0 if
// they are equal.
func firstDifference(a, b string) (line int, inA, inB string) {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(as), len(bs)) {
		inA, inB = "(end)", "(end)"
		if i < len(as) {
			inA = as[i]
		}
		if i < len(bs) {
			inB = bs[i]
		}
		if inA != inB {
			return i + 1, inA, inB
		}
	}
	return 0, "", ""
}
