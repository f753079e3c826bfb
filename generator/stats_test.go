package generator_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
)

// TestStats compares the figures of a build with its site.
func TestStats(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	stats := &generator.Stats{}
	o := generator.BuildOptions{
		Source: generator.Source{FS: generatortest.Catalog(30), Shown: "catalog"}, Dir: dir, Note: func(text string) { t.Error(text) }, Stats: stats,
	}
	if _, err := generator.Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	files, bytes := 0, int64(0)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		files++
		bytes += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.Stat(filepath.Join(dir, ".errdocs.json"))
	if err != nil {
		t.Fatal(err)
	}
	if stats.Written != files || stats.Removed != 0 || stats.Unchanged != 0 {
		t.Errorf("%d files written, %d removed, %d unchanged; the site has %d", stats.Written, stats.Removed, stats.Unchanged, files)
	}
	rendered := stats.Stages[1]
	if rendered.Files != files-1 || rendered.Bytes != bytes-manifest.Size() {
		t.Errorf("%+v; the site has %d files with %d bytes without the manifest", rendered, files-1, bytes-manifest.Size())
	}
	if stage, _, of := stats.Progress(); stage != "" || of != 0 {
		t.Errorf("after the build: %q, %d files", stage, of)
	}

	again := &generator.Stats{}
	o.Stats = again
	if _, err := generator.Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if again.Written != 0 || again.Removed != 0 || again.Unchanged != files {
		t.Errorf("again: %d files written, %d removed, %d unchanged", again.Written, again.Removed, again.Unchanged)
	}
}
