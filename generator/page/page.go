// Package page defines the content of each page of the site, independent of the format:
// titles, sections, links and examples. The HTML page and its Markdown twin are rendered
// from the same value, so their content is the same.
//
//	b := page.New(c, page.Options{})
//	for _, e := range c.Entries {
//		p := b.Entry(e) // *page.Entry: the full content of its page
//	}
package page

import (
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
)

// Options are the settings of the pages that are not in the catalog.
type Options struct {
	Base string                                         // URL of the site; default: the catalog's base
	Asks bool                                           // pages accept questions
	Code func(e *catalog.Entry) (server, client string) // Go examples for an entry; nil: none
	Link func(from, to string) string                   // see Site.Link; nil: Href
}

// Builder creates the pages of one catalog. It is safe for concurrent use.
type Builder struct {
	Site     *Site
	c        *catalog.Catalog
	opt      Options
	md       *markup.Renderer
	tags     []string // sorted
	tagged   map[string][]*catalog.Entry
	families map[string][]*catalog.Entry // by ID
}

// Site contains the data that all pages share.
type Site struct {
	Name     string // of the API
	Title    string // of the home page
	Base     string // URL of the site, with a final slash
	BasePath string // the path of Base: "/", or "/v2/errors/"
	Lang     string
	Words    Words
	Links    catalog.Links
	Entries  int
	Feed     string // path of the feed; "" if no date is known
	Asks     bool   // its pages accept questions

	link func(from, to string) string // of Options
}

// Announcement tells readers how to ask questions, or is empty if pages do not accept them.
func (s *Site) Announcement() string {
	if !s.Asks {
		return ""
	}
	return " " + s.Words.Ask
}

// URL returns the absolute URL of a path of the site.
func (s *Site) URL(path string) string { return s.Base + path }

// Markdown returns the absolute URL of the twin of a page, without a fragment: twins have
// none.
func (s *Site) Markdown(path string) string {
	path, _, _ = strings.Cut(path, "#")
	return s.Base + catalog.TwinFile(path)
}

// Href returns the link target of a page for links between pages.
func (s *Site) Href(path string) string { return s.BasePath + path }

// Link returns the link from the page at from to a path of the site, which may have a
// fragment: the result of Options.Link, or else of Href.
func (s *Site) Link(from, to string) string {
	if s.link == nil {
		return s.Href(to)
	}
	return s.link(from, to)
}

// siteLinks resolves the links of Markdown texts, which begin with a slash, for one page.
type siteLinks struct {
	site *Site
	from string // its path; "" for the home page and for texts that no page shows
}

func (l siteLinks) HTML(path string) string {
	return l.site.Link(l.from, strings.TrimPrefix(path, "/"))
}

func (l siteLinks) Markdown(path string) string {
	return l.site.Markdown(strings.TrimPrefix(path, "/"))
}

// Link is a link to a page of the site, or to a section of the same page.
type Link struct {
	Path string // relative to the base, with an optional fragment; "#..." on the same page
	Text string
}

// Head contains the data that every page has.
type Head struct {
	Site        *Site
	Path        string // relative to the base; "" is the home page
	H1          string
	Title       string // of the document
	Description string // for search engines and agents
	Breadcrumbs []Link
	Updated     string // YYYY-MM-DD, or ""
	NoIndex     bool
	HasJSON     bool
	TypeURI     string    // of an entry
	Out         []OutLink // to the source of the page
	Actions     []OutLink // that the catalog adds to every page
	Sections    []Section // the second-level headings, in order
}

// URL returns the URL of the page.
func (h *Head) URL() string { return h.Site.URL(h.Path) }

// Section is a second-level heading.
type Section struct{ ID, Heading string }

// Below returns the third-level headings of a section for the table of contents: none,
// unless the type of the page overrides it.
func (h *Head) Below(section string) []Section { return nil }

// New returns a Builder for a checked catalog.
func New(c *catalog.Catalog, opt Options) *Builder {
	base := c.Base
	if opt.Base != "" {
		base = opt.Base
	}
	site := &Site{
		Name: c.Name, Title: c.Name + " " + wordErrors, Base: base, BasePath: pathOf(base), Lang: c.Language(),
		Words: Fixed, Links: c.Links, Entries: len(c.Entries), Asks: opt.Asks,
		link: opt.Link,
	}
	if slices.ContainsFunc(c.Entries, func(e *catalog.Entry) bool { return e.Updated != "" && !e.Draft }) {
		site.Feed = catalog.Feed
	}
	b := &Builder{Site: site, c: c, opt: opt, md: markup.New(siteLinks{site: site})}
	b.collect()
	return b
}

// at returns the Builder of the page at a path: b itself, unless links in a text depend on
// the page that shows the text.
func (b *Builder) at(path string) *Builder {
	if b.opt.Link == nil {
		return b
	}
	own := *b
	own.md = b.md.With(siteLinks{b.Site, path})
	return &own
}

// Texts returns a renderer for the texts of the pages with different link targets.
func (b *Builder) Texts(links markup.Links) *markup.Renderer { return b.md.With(links) }

// pathOf returns the path of a base URI, with slashes at both ends.
func pathOf(base string) string {
	_, rest, ok := strings.Cut(base, "://")
	if !ok {
		return "/"
	}
	if _, path, ok := strings.Cut(rest, "/"); ok {
		return "/" + path
	}
	return "/"
}

// section adds a second-level heading to the page and returns it.
func (h *Head) section(id, heading string) Section {
	s := Section{id, heading}
	h.Sections = append(h.Sections, s)
	return s
}

// shorten cuts a text at a word, so that it has at most max characters.
func shorten(s string, max int) string {
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	cut := string(runes[:max-1])
	if i := strings.LastIndexByte(cut, ' '); i > max/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}

// title fits a document title into 70 characters: the site's name goes first.
func (s *Site) title(text string) string {
	if full := text + " · " + s.Name; len([]rune(full)) <= 70 {
		return full
	}
	return shorten(text, 70)
}
