// Package generator is the pipeline of errdocs: load, check, render, write.
//
//	src, err := generator.Find("") // where is the catalog?
//	run := generator.Run{Source: src, Dir: "public"}
//	built, err := run.Build(ctx) // findings, and what was written
//
// Each stage is a pure function of the one before. With an error among the findings nothing
// is written. A Run goes through the stages entry by entry, and leaves out what an earlier
// one has made already; Load and Site go through them with the whole catalog in memory.
package generator

import (
	"io/fs"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/site/data"
	"github.com/errdocs/errdocs/generator/site/html"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// Load reads a catalog and checks it. The findings are sorted.
func Load(src Source) (*catalog.Catalog, *diag.List) {
	var l diag.List
	c := catalog.Load(src.FS, src.Folder, &l)
	c.Folder = src.name()
	catalog.Check(c, &l)
	page.Check(c, &l)
	if c.Has("go") {
		gogen.Check(c, &l)
	}
	l.Sort()
	return c, &l
}

// SiteOptions say how to render a site.
type SiteOptions struct {
	Base    string // where the pages will live; default: the catalog's base
	Drafts  bool   // with pages for drafts
	Offline bool   // with links that work in a folder, without a server
	Theme   string // folder whose templates and assets replace the built-in ones
	Asks    bool   // the server of the site answers questions, which its pages say
}

// Site renders a catalog without errors as a site, in memory. What only a rendered
// page can show, such as its length, is added to the findings.
func Site(c *catalog.Catalog, o SiteOptions, l *diag.List) (*publish.FileSet, error) {
	to := newMemory(nil)
	_, err := renderSite(c, o, nil, &Record{}, to, nil, l, &Stats{})
	return to.set, err
}

// renderers are the two outputs of a site, and what they share.
type renderers struct {
	c     *catalog.Catalog
	pages *page.Builder
	html  *html.Renderer
	twins *markdown.Renderer
	data  *data.Renderer
}

func newRenderers(c *catalog.Catalog, o SiteOptions, files fs.FS) (*renderers, error) {
	opt := page.Options{Base: o.Base, Asks: o.Asks}
	if c.Has("go") {
		opt.Code = func(e *catalog.Entry) (server, client string) { return gogen.Example(c, e, c.Go.Package) }
	}
	b := page.New(c, opt)
	renderer, err := html.New(b.Site, files, html.Options{FileStyle: c.Site.URLStyle == "file", Offline: o.Offline})
	if err != nil {
		return nil, err
	}
	twins, err := markdown.New(c, b, files)
	if err != nil {
		return nil, err
	}
	return &renderers{c: c, pages: b, html: renderer, twins: twins, data: data.New(c, b)}, nil
}

// published returns a twin as the catalog's own site has it: its length depends on the
// addresses in it, and findings do not depend on where the pages live.
func (r *renderers) published(twin []byte) []byte {
	if r.pages.Site.Base == r.c.Base && !r.pages.Site.Asks {
		return twin
	}
	text := strings.Replace(string(twin), r.pages.Site.Announcement(), "", 1)
	return []byte(strings.ReplaceAll(text, r.pages.Site.Base, r.c.Base))
}
