package generator_test

import (
	"path"
	"strings"
	"testing"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
	sitehtml "github.com/errdocs/errdocs/generator/site/html"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// BenchmarkEntry measures each step from YAML to bytes, as CPU time per entry. Run it with
// -cpu 1, because the first two steps use all cores. Each pass renders a complete catalog with
// new renderers, so that work which entries share counts once, as in a build.
func BenchmarkEntry(b *testing.B) {
	const n = 200
	files := generatortest.Catalog(n)
	for name, f := range files { // give all entries different texts
		f.Data = []byte(strings.NewReplacer("token", "token"+path.Base(name), " the ", " the "+path.Base(name)+" ").Replace(string(f.Data)))
	}
	var (
		c      *catalog.Catalog
		pages  *page.Builder
		html   *sitehtml.Renderer
		twins  *markdown.Renderer
		values *data.Renderer
		made   []*page.Entry
	)
	read := func() {
		var l diag.List
		c = load.Load(files, "catalog", &l)
	}
	prepare := func() {
		read()
		pages = page.New(c, page.Options{Code: func(e *catalog.Entry) (server, client string) { return gogen.Example(c, e, c.Go.Package) }})
		var err error
		if html, err = sitehtml.New(pages.Site, errdocs.Files, false); err != nil {
			b.Fatal(err)
		}
		if twins, err = markdown.New(c, pages, errdocs.Files); err != nil {
			b.Fatal(err)
		}
		values = data.New(c, pages)
	}
	render := func() {
		made = made[:0]
		for _, e := range c.Entries {
			made = append(made, pages.Entry(e))
		}
	}
	each := func(p func(*page.Entry) error) {
		for _, e := range made {
			if err := p(e); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, step := range []struct {
		name        string
		before, run func()
	}{
		{"decode", nil, read},
		{"check", read, func() {
			var l diag.List
			check.All(c, &l)
			page.Check(c, &l)
			gogen.Check(c, &l)
			if l.HasErrors() {
				b.Fatal(l.All()[0])
			}
		}},
		{"page", prepare, render},
		{"html", func() { prepare(); render() }, func() {
			each(func(p *page.Entry) (err error) { _, err = html.Entry(p); return err })
		}},
		{"twin", func() { prepare(); render() }, func() {
			each(func(p *page.Entry) (err error) { _, err = twins.Entry(p, "0123456789ab"); return err })
		}},
		{"json", func() { prepare(); render() }, func() {
			each(func(p *page.Entry) (err error) { _, err = values.Entry(p.Entry); return err })
		}},
	} {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if step.before != nil {
					b.StopTimer()
					step.before()
					b.StartTimer()
				}
				step.run()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n*b.N), "µs/entry")
		})
	}
}
