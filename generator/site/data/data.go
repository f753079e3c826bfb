// Package data has the JSON contracts of errdocs: every document that a program or an agent
// reads. It describes each document once, as a Go type, and derives its JSON Schema from it.
//
//	r := data.New(c, pages)
//	json, err := r.Entry(e)     // 401/token-expired.json
//	err = r.Catalog(w)          // catalog.json
//	files, err := r.Schemas()   // schema/entry-1.json, schema/catalog-1.json
//
// The package renders what the site publishes. The other documents are filled in by the
// packages that know their content: [Report] by package match, the results of the tools by
// package mcp.
package data

import (
	"strings"
	"sync"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// Renderer renders the data of one catalog. All its addresses begin with the catalog's base,
// so the bytes do not depend on where the pages are published. It is safe for concurrent use.
type Renderer struct {
	c        *catalog.Catalog
	md       *markup.Renderer
	versions sync.Map // of *catalog.Entry to string
}

// New returns a Renderer for a checked catalog. Its texts are those of the pages that b makes.
func New(c *catalog.Catalog, b *page.Builder) *Renderer {
	return &Renderer{c: c, md: b.Texts(baseLinks(c.Base))}
}

// baseLinks resolves the links of texts against the catalog's base.
type baseLinks string

func (l baseLinks) HTML(path string) string { return string(l) + strings.TrimPrefix(path, "/") }
func (l baseLinks) Markdown(path string) string {
	return string(l) + catalog.TwinFile(strings.TrimPrefix(path, "/"))
}

// text returns a Markdown text with absolute links.
func (r *Renderer) text(md string) string { return r.md.Portable(md) }

// Recovery is the recovery advice of an entry.
type Recovery struct {
	Retry    catalog.Retry    `json:"retry,omitempty" jsonschema:"Whether and when to retry the request."`
	Reaction catalog.Reaction `json:"reaction,omitempty" jsonschema:"What to do."`
	Actor    catalog.Actor    `json:"actor,omitempty" jsonschema:"Who must act."`
	Stop     string           `json:"stop,omitempty" jsonschema:"When to give up, in Markdown."`
}

// RecoveryOf returns the recovery advice of an entry, or nil if it has none. The function
// text prepares a Markdown text, such as (*markup.Renderer).Portable.
func RecoveryOf(e *catalog.Entry, text func(md string) string) *Recovery {
	if e.Recovery == nil {
		return nil
	}
	return &Recovery{e.Recovery.Retry, e.Recovery.Reaction, e.Recovery.Actor, text(e.Recovery.Stop)}
}

// Retryable reports whether the same request, unchanged, may succeed later.
func Retryable(e *catalog.Entry) bool {
	return e.Recovery != nil && e.Recovery.Retry.Retryable()
}

// PageLinks are the addresses of a page.
type PageLinks struct {
	HTML     string `json:"html" jsonschema:"The page for people."`
	Markdown string `json:"markdown" jsonschema:"The same page as Markdown."`
}

// pageLinks returns the addresses of the page at a path; url returns that of any path.
func pageLinks(path string, url func(path string) string) PageLinks {
	return PageLinks{url(path), url(catalog.TwinFile(path))}
}

// Links are the addresses of an entry.
type Links struct {
	PageLinks
	JSON string `json:"json" jsonschema:"This entry as JSON."`
}

// LinksOf returns the addresses of an entry. The function url returns the address of a path
// below the root of the site, such as (*page.Site).URL.
func LinksOf(e *catalog.Entry, url func(path string) string) Links {
	return Links{pageLinks(e.Path(), url), url(catalog.JSONFile(e.Path()))}
}

// underBase returns the address of a path under the catalog's base.
func (r *Renderer) underBase(path string) string { return r.c.Base + path }
