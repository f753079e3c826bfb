// Package markdown renders what agents read as text: the Markdown twin of every page, llms.txt,
// sitemap.md, AGENTS.md and an agent skill.
//
//	r, err := markdown.New(c, builder, files)
//	twin, err := r.Entry(builder.Entry(e), version)
//
// A page is rendered in sections, one for each second-level heading. Everything that shows a
// page or a part of it is made of them:
//
//	twin           front matter, a line for agents, the sections, a section with links
//	llms-full.txt  the address of the page, the same sections
//	CheckSize      counts their characters
//	passages       one for each section, or for each of its items, such as a fix; they are
//	               what a server returns for ?ask=, and the MCP tool search_errors
package markdown

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"text/template"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// Renderer renders the twins of one site. It is safe for concurrent use.
type Renderer struct {
	site      *page.Site
	pages     *page.Builder
	c         *catalog.Catalog
	md        *template.Template
	directive string    // the line of every twin that links to llms.txt
	writers   sync.Pool // of *writer
}

// New parses the templates of files (templates/*.md).
func New(c *catalog.Catalog, b *page.Builder, files fs.FS) (*Renderer, error) {
	site := b.Site
	r := &Renderer{site: site, pages: b, c: c}
	r.directive = "> " + site.Words.Agents + ": [llms.txt](" + markup.Destination(site.URL(catalog.LLMS)) + ")" + site.Announcement()
	var err error
	r.md, err = template.New("twin").Option("missingkey=error").Funcs(r.funcs()).ParseFS(files, "templates/*.md")
	if err != nil {
		return nil, fmt.Errorf("parse the templates: %w", err)
	}
	return r, nil
}

// Twin is the twin of a page.
type Twin struct {
	Text     []byte
	url      string    // of the page
	sections []section // of Text; the last one only links to other pages
}

// Full returns what llms-full.txt contains of the page: its address and its sections.
func (t *Twin) Full() []byte {
	body := t.Text[t.sections[0].start:t.sections[len(t.sections)-2].end]
	return slices.Concat([]byte("Source: "+t.url+"\n\n"), body)
}

// Entry renders the twin of an entry's page. The version is the one of the entry's JSON.
func (r *Renderer) Entry(p *page.Entry, version string) (*Twin, error) {
	w := r.writer(p.Path)
	w.head(r.entryFrontMatter(p, version))
	w.entry(p)
	w.place(p.Breadcrumbs[1:]) // without the home page
	return w.twin(p.URL())
}

// List renders the twin of a page that lists entries.
func (r *Renderer) List(p *page.List, version string) (*Twin, error) {
	w := r.writer(p.Path)
	w.head(r.listFrontMatter(p, version))
	w.list(p)
	var above []page.Link
	if p.Path != "" {
		above = []page.Link{{Text: r.site.Words.Home}}
	}
	w.place(above)
	return w.twin(p.URL())
}

// Stub renders the twin of an old address, which links to the new one.
func (r *Renderer) Stub(p *page.Stub) ([]byte, error) { return r.render("stub.md", p, p.Path) }

// FullBetween separates two pages in llms-full.txt.
const FullBetween = "\n"

// render executes a template for the page at a path.
func (r *Renderer) render(name string, data any, path string) ([]byte, error) {
	w := r.writer(path)
	w.execute(name, data)
	return w.done()
}
