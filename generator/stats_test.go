package generator_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
)

// TestStats holds what a build says of itself against its site.
func TestStats(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := filepath.Join(t.TempDir(), "public")
	stats := &generator.Stats{}
	run := &generator.Run{
		Source: generator.Source{FS: generatortest.Catalog(30), Folder: "catalog"}, Dir: dir, Anew: true, Note: func(text string) { t.Error(text) }, Stats: stats,
	}
	if _, err := run.Build(t.Context()); err != nil {
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
	if f := stats.Files; f.Written != files || f.Bytes != bytes || f.Kept != 0 {
		t.Errorf("%+v, but there are %d files of %d bytes", f, files, bytes)
	}
	manifest, err := os.Stat(filepath.Join(dir, ".errdocs.json"))
	if err != nil {
		t.Fatal(err)
	}
	rendered := int64(0)
	for _, s := range stats.Stages {
		rendered += s.Made
		if s.Name == "checking and rendering entries" && (s.Entries != 30 || s.Made == 0 || len(s.Parts) == 0) {
			t.Errorf("%+v", s)
		}
	}
	if rendered != bytes-manifest.Size() {
		t.Errorf("%d bytes were rendered of %d, all but the %d of the manifest", rendered, bytes, manifest.Size())
	}
	if anew, kept := stats.Entries(); anew != 30 || kept != 0 {
		t.Errorf("%d entries made anew, %d kept", anew, kept)
	}
	if stage, done, of := stats.Progress(); stage != "" || done != 0 || of != 0 {
		t.Errorf("after the build: %s, %d of %d", stage, done, of)
	}

	// all files are the same: a Stream that compares at first is counted once
	again := &generator.Stats{}
	run.Stats = again
	if _, err := run.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f := again.Files; f.Written != 0 || f.Bytes != 0 || f.Kept != files {
		t.Errorf("again: %+v", f)
	}
	for i, s := range again.Stages {
		if was := stats.Stages[i]; s.Name != was.Name || s.Made != was.Made {
			t.Errorf("again: %+v, not %+v", s, was)
		}
	}
}
