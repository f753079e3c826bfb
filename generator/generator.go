// Package generator is the pipeline of errdocs: load, check, render, write.
//
//	src, err := generator.Find("")                        // where is the catalog?
//	c, findings := generator.Load(src)                    // load and check
//	files, err := generator.Site(c, generator.SiteOptions{}, findings) // render, in memory
//	plan, err := output.WriteSite(ctx, "public", files, output.Options{}) // write
//
// Each stage is a pure function of the one before. With an error among the findings
// nothing may be rendered from the catalog.
package generator

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/output"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site"
	"github.com/errdocs/errdocs/generator/twin"
	"github.com/errdocs/errdocs/generator/workers"
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
func Site(c *catalog.Catalog, o SiteOptions, l *diag.List) (*output.FileSet, error) {
	if o.Theme == "" {
		return render(c, o, errdocs.Files, l)
	}
	t, err := openTheme(o.Theme)
	if err != nil {
		return nil, err
	}
	set, err := render(c, o, t.files, l)
	return set, t.explain(err)
}

// render renders the site with the given templates and assets.
func render(c *catalog.Catalog, o SiteOptions, files fs.FS, l *diag.List) (*output.FileSet, error) {
	if !o.Drafts {
		c = c.Release()
	}
	r, err := newRenderers(c, o, files)
	if err != nil {
		return nil, err
	}
	var set output.FileSet
	if err := r.entries(&set, l); err != nil {
		return nil, err
	}
	if err := r.lists(&set); err != nil {
		return nil, err
	}
	if err := r.whole(&set); err != nil {
		return nil, err
	}
	l.Sort()
	return &set, nil
}

// renderers are the two outputs of a site, and what they share.
type renderers struct {
	c        *catalog.Catalog
	pages    *page.Builder
	html     *site.Renderer
	twins    *twin.Renderer
	versions map[string]string // of entries, by path
	listed   []listed          // the pages of the site, in the order of llms.txt
	place    map[string]int    // of pages in listed that are rendered later
	found    []*site.Found     // for search, in the order of the site
}

// listed is a page that indexes list.
type listed struct {
	path, updated string
	twin          []byte
}

func newRenderers(c *catalog.Catalog, o SiteOptions, files fs.FS) (*renderers, error) {
	opt := page.Options{Base: o.Base, Asks: o.Asks}
	if c.Has("go") {
		opt.Code = func(e *catalog.Entry) (server, client string) { return gogen.Example(c, e, c.Go.Package) }
	}
	b := page.New(c, opt)
	html, err := site.New(b.Site, files, site.Options{FileStyle: c.Site.URLStyle == "file", Offline: o.Offline})
	if err != nil {
		return nil, err
	}
	twins, err := twin.New(c, b, files)
	if err != nil {
		return nil, err
	}
	return &renderers{c: c, pages: b, html: html, twins: twins, versions: map[string]string{}, place: map[string]int{}}, nil
}

// rendered is what one entry becomes.
type rendered struct {
	html, twin, json []byte
	version          string
	found            *site.Found
	err              error
}

// entries renders the pages of all entries, on all cores.
func (r *renderers) entries(set *output.FileSet, l *diag.List) error {
	results := make([]rendered, len(r.c.Entries))
	workers.Each(len(results), func(i int) { results[i] = r.entry(r.c.Entries[i]) })
	for i, e := range r.c.Entries {
		res := &results[i]
		if res.err != nil {
			return res.err
		}
		r.versions[e.Path()] = res.version
		r.found = append(r.found, res.found)
		set.Add(r.html.PageFile(e.Path()), res.html)
		set.Add(site.TwinFile(e.Path()), res.twin)
		set.Add(e.Path()+".json", res.json)
		twin.CheckSize(e, r.published(res.twin), l)
	}
	for _, s := range r.c.Statuses {
		r.place[s.Path()] = len(r.listed) // the page of the status comes before its entries
		r.listed = append(r.listed, listed{path: s.Path()})
		for _, e := range s.Entries {
			if !e.Draft {
				twin, _ := set.Get(site.TwinFile(e.Path()))
				r.listed = append(r.listed, listed{e.Path(), e.Updated, twin})
			}
		}
	}
	return nil
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

func (r *renderers) entry(e *catalog.Entry) (out rendered) {
	p := r.pages.Entry(e)
	out.found = site.FoundIn(p)
	if out.json, out.version, out.err = r.twins.EntryJSON(e); out.err != nil {
		return out
	}
	if out.html, out.err = r.html.Entry(p); out.err != nil {
		return out
	}
	out.twin, out.err = r.twins.Entry(p, out.version)
	return out
}

// lists renders the pages that lead to entries, and those of old addresses.
func (r *renderers) lists(set *output.FileSet) error {
	add := func(p *page.List, entries []*catalog.Entry) error {
		html, err := r.html.List(p)
		if err != nil {
			return err
		}
		md, err := r.twins.List(p, r.versionOf(entries))
		if err != nil {
			return err
		}
		set.Add(r.html.PageFile(p.Path), html)
		set.Add(site.TwinFile(p.Path), md)
		if i, reserved := r.place[p.Path]; reserved {
			r.listed[i].updated, r.listed[i].twin = p.Updated, md
			return nil
		}
		r.listed = append(r.listed, listed{p.Path, p.Updated, md})
		return nil
	}
	for _, s := range r.c.Statuses {
		if err := add(r.pages.Status(s), s.Entries); err != nil {
			return err
		}
	}
	if err := add(r.pages.Home(), r.c.Entries); err != nil {
		return err
	}
	for i := range r.c.Families {
		f := &r.c.Families[i]
		entries := r.pages.FamilyEntries(f)
		if len(entries) == 0 {
			continue
		}
		if err := add(r.pages.Family(f), entries); err != nil {
			return err
		}
	}
	for _, t := range r.pages.Tags() {
		if err := add(r.pages.Tag(t), r.pages.TagEntries(t)); err != nil {
			return err
		}
	}
	notFound, err := r.html.List(r.pages.NotFound())
	if err != nil {
		return err
	}
	set.Add("404.html", notFound)
	return r.stubs(set)
}

func (r *renderers) stubs(set *output.FileSet) error {
	stubs := r.pages.Stubs()
	for _, s := range stubs {
		html, err := r.html.Stub(s)
		if err != nil {
			return err
		}
		md, err := r.twins.Stub(s)
		if err != nil {
			return err
		}
		data, _ := set.Get(s.To.Path + ".json")
		set.Add(r.html.PageFile(s.Path), html)
		set.Add(site.TwinFile(s.Path), md)
		set.Add(s.Path+".json", data)
	}
	if len(stubs) > 0 {
		set.Add("_redirects", r.html.Redirects(stubs))
	}
	return nil
}

// versionOf returns the version of a page that lists entries: it changes with them.
func (r *renderers) versionOf(entries []*catalog.Entry) string {
	parts := make([][]byte, len(entries))
	for i, e := range entries {
		parts[i] = []byte(r.versions[e.Path()])
	}
	return twin.Version(parts...)
}

// whole renders the files that cover the whole site.
func (r *renderers) whole(set *output.FileSet) error {
	indexed := make([]site.Indexed, len(r.listed))
	full := make([]twin.FullPage, len(r.listed))
	for i, p := range r.listed {
		indexed[i] = site.Indexed{Path: p.path, Updated: p.updated}
		full[i] = twin.FullPage{Path: p.path, Twin: p.twin}
	}
	sitemaps, err := r.html.Sitemaps(indexed)
	if err != nil {
		return err
	}
	for path, data := range sitemaps {
		set.Add(path, data)
	}
	feed, err := r.html.Feed(r.pages, r.c.Entries)
	if err != nil {
		return err
	}
	if feed != nil {
		set.Add(r.pages.Site.Feed, feed)
	}
	set.Add("robots.txt", r.html.Robots(r.c.Site.ContentSignal))
	set.Add("_headers", r.html.Headers())
	set.Add("sitemap.md", r.twins.SitemapMD())
	set.Add("llms-full.txt", r.twins.Full(full))
	for path, data := range r.twins.LLMS() {
		set.Add(path, data)
	}
	agents, err := r.twins.Agents()
	if err != nil {
		return err
	}
	for path, data := range agents {
		set.Add(path, data)
	}
	catalogJSON, err := r.twins.CatalogJSON(r.versions)
	if err != nil {
		return fmt.Errorf("render catalog.json: %w", err)
	}
	set.Add("catalog.json", catalogJSON)
	index, err := r.html.Index(r.c, r.found)
	if err != nil {
		return err
	}
	for path, data := range index {
		set.Add(path, data)
	}
	schemas, err := r.twins.Schemas()
	if err != nil {
		return fmt.Errorf("render the schemas: %w", err)
	}
	for path, data := range schemas {
		set.Add(path, data)
	}
	for name, data := range r.html.Assets() {
		set.Add("static/"+name, data)
	}
	return nil
}
