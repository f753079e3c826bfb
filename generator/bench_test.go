package generator_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/generatortest"
	"github.com/errdocs/errdocs/generator/output"
)

// build runs the whole pipeline into a folder.
func build(tb testing.TB, files fstest.MapFS, dir string) {
	tb.Helper()
	c, l := generator.Load(generator.Source{FS: files, Folder: "catalog"})
	if l.HasErrors() {
		tb.Fatal(l.All()[0])
	}
	set, err := generator.Site(c, generator.SiteOptions{}, l)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := output.WriteSite(tb.Context(), dir, set, output.Options{}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkBuild runs a cold build, from YAML in memory to files on disk, to be looked
// at with -cpuprofile. TestSpeed of cmd/errdocs measures the command.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{50, 1000, 10_000} {
		files := generatortest.Catalog(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				build(b, files, filepath.Join(b.TempDir(), "public"))
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}
