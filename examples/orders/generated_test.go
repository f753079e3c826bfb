package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
)

// TestGenerated compares the committed package with the catalog.
func TestGenerated(t *testing.T) {
	var l diag.List
	c := load.Load(os.DirFS("../../catalog"), "catalog", &l)
	if l.HasErrors() {
		t.Fatal("the catalog has errors; run: go run ./cmd/errdocs check")
	}
	files, err := gogen.Render(c.Release(), gogen.Options{
		Package: "apierr",
		Import:  "github.com/errdocs/errdocs/examples/orders/apierr",
	})
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir("apierr", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel("apierr", path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		got, err := os.ReadFile(path)
		if want := files[name]; want == nil || !bytes.Equal(got, want) {
			t.Errorf("%s: out of date", path)
		}
		delete(files, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		t.Errorf("apierr/%s: missing", name)
	}
	if t.Failed() {
		t.Log("run: go generate ./examples/...")
	}
}

// TestReadme compares the response in README.md with the catalog.
func TestReadme(t *testing.T) {
	var l diag.List
	c := load.Load(os.DirFS("../../catalog"), "catalog", &l)
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	e := c.Entry("401/token-expired", nil)
	if e == nil {
		t.Fatal("the catalog has no 401/token-expired")
	}
	if want := e.Scenarios()[0].Response().String(); !bytes.Contains(readme, []byte("```http\n"+want+"```\n")) {
		t.Errorf("README.md shows another response than this:\n%s", want)
	}
}
