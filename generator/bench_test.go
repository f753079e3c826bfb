package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/serve"
)

// BenchmarkBuild runs a cold build, from YAML in memory to files on disk. Use it with
// -cpuprofile; TestSpeed of generator/speed measures the command.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{50, 1000, 10_000, 50_000} {
		src := generator.Source{FS: generatortest.Catalog(n), Shown: "catalog"}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				o := generator.BuildOptions{Source: src, Dir: filepath.Join(b.TempDir(), "public")}
				if built, err := generator.Build(b.Context(), o); err != nil || built.Findings.HasErrors() {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

// BenchmarkEdit measures how long a server takes to serve an edited entry.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{50, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			if err := generatortest.Write(dir, n); err != nil {
				b.Fatal(err)
			}
			live := &generator.Live{
				Source: generator.Source{Shown: "catalog", Dir: dir}, Address: "127.0.0.1:8401", Options: generator.SiteOptions{Drafts: true},
				Handler: serve.NewHandler("127.0.0.1:8401", serve.Site{}),
			}
			if _, l, err := live.Refresh(nil); err != nil || l.HasErrors() {
				b.Fatal(err, l.All())
			}
			file := generatortest.EntryFile(n / 2)
			for i := 0; b.Loop(); i++ {
				text := strings.Replace(generatortest.Entry(n/2), "lifetime is over", fmt.Sprintf("lifetime %d is over", i), 1)
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
					b.Fatal(err)
				}
				if _, l, err := live.Refresh([]string{file}); err != nil || l.HasErrors() {
					b.Fatal(err, l.All())
				}
			}
		})
	}
}
