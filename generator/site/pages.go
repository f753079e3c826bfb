package site

import (
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// Page is one page of the site in all its forms.
type Page struct {
	Path     string         // below the base; "" is the home page
	Entry    *catalog.Entry // of the page of an entry, and the entry that a stub redirects to
	Stub     bool           // the page of an old address
	HTML     string         // the path of each form; "" if the page does not have it
	Markdown string
	JSON     string
	Listed   bool   // in sitemaps and llms-full.txt
	Updated  string // YYYY-MM-DD, or ""

	index   int               // of the entry in the catalog
	list    func() *page.List // of a page that lists entries
	entries []*catalog.Entry  // which it lists
	stub    func() *page.Stub
}

// entry reports whether the page is that of a published entry.
func (p *Page) entry() bool { return p.Entry != nil && p.Listed }

// Files returns the paths of the page's forms. The JSON comes first: the twin contains its version.
func (p *Page) Files() []string {
	return slices.DeleteFunc([]string{p.JSON, p.Markdown, p.HTML}, func(path string) bool { return path == "" })
}

// Find looks up a path of the site: that of a page, such as "401/token-expired", or that of a file.
// For a page file is ""; for a form of a page both are set; for any other file page is nil. If there
// is nothing at the path, both are zero.
func (s *Site) Find(path string) (p *Page, file string) {
	if p = s.byPath[path]; p != nil && p.Path != p.HTML { // the page for unknown addresses is only a file
		return p, ""
	}
	if p = s.byFile[path]; p != nil {
		return p, path
	}
	if s.file(path) != nil {
		return nil, path
	}
	return nil, ""
}

// ProblemType returns the problem type of an entry's page as a problem object (RFC 9457): what is
// true of each occurrence.
func (s *Site) ProblemType(p *Page) ([]byte, error) { return s.data.ProblemType(p.Entry) }

// RenderAnswer renders a page that answers a question. Only servers have such a page.
func (s *Site) RenderAnswer(p *page.Answer) ([]byte, error) { return s.html.Answer(p) }

// addPages lists all pages. A new kind of page is added here.
func (s *Site) addPages() {
	b, index := s.builder, 0
	for _, st := range s.c.Statuses {
		s.addList(st.Path(), max(st.Updated, page.Newest(st.Entries)), st.Entries, func() *page.List { return b.Status(st) })
		for _, e := range st.Entries { // the catalog has its entries in the same order
			s.add(&Page{
				Path: e.Path(), Entry: e, HTML: s.c.PageFile(e.Path()), Markdown: catalog.TwinFile(e.Path()), JSON: catalog.JSONFile(e.Path()),
				Listed: !e.Draft, Updated: e.Updated, index: index,
			})
			index++
		}
	}
	s.add(&Page{
		Path: catalog.HomePath, HTML: s.c.PageFile(catalog.HomePath), Markdown: catalog.TwinFile(catalog.HomePath), JSON: catalog.CatalogJSON,
		Listed: true, Updated: page.Newest(s.c.Entries), list: b.Home, entries: s.c.Entries,
	})
	for i := range s.c.Families {
		f := &s.c.Families[i]
		if entries := b.FamilyEntries(f); len(entries) > 0 {
			s.addList(f.Path(), page.Newest(entries), entries, func() *page.List { return b.Family(f) })
		}
	}
	for _, t := range b.Tags() {
		entries := b.TagEntries(t)
		s.addList(catalog.TagPath(t), page.Newest(entries), entries, func() *page.List { return b.Tag(t) })
	}
	s.add(&Page{Path: catalog.NotFoundPath, HTML: catalog.NotFoundPath, list: b.NotFound})
	for _, e := range s.c.Entries {
		for _, path := range e.AliasPaths() {
			s.add(&Page{
				Path: path, Entry: e, Stub: true, HTML: s.c.PageFile(path), Markdown: catalog.TwinFile(path), JSON: catalog.JSONFile(path),
				stub: func() *page.Stub { return b.Stub(e, path) },
			})
		}
	}
}

func (s *Site) addList(path, updated string, entries []*catalog.Entry, list func() *page.List) {
	s.add(&Page{
		Path: path, HTML: s.c.PageFile(path), Markdown: catalog.TwinFile(path),
		Listed: true, Updated: updated, list: list, entries: entries,
	})
}

func (s *Site) add(p *Page) {
	s.pages = append(s.pages, p)
	s.byPath[p.Path] = p
	for _, file := range p.Files() {
		s.byFile[file] = p
	}
}

// renderPage renders a form of a page.
func (s *Site) renderPage(p *Page, file string) ([]byte, error) {
	switch {
	case p.Stub:
		return s.renderStub(p, file)
	case p.Entry != nil:
		return s.renderEntry(p, file)
	case file == p.HTML:
		return s.html.List(p.list())
	case file == p.JSON: // of the home page
		return inMemory(s.data.Catalog)
	}
	version, err := s.data.ListVersion(p.entries)
	if err != nil {
		return nil, err
	}
	twin, err := s.markdown.List(p.list(), version)
	if err != nil {
		return nil, err
	}
	return twin.Text, nil
}

func (s *Site) renderStub(p *Page, file string) ([]byte, error) {
	switch file {
	case p.HTML:
		return s.html.Stub(p.stub())
	case p.Markdown:
		return s.markdown.Stub(p.stub())
	}
	return s.data.Entry(p.Entry)
}

func (s *Site) renderEntry(p *Page, file string) ([]byte, error) {
	switch file {
	case p.JSON:
		return s.data.Entry(p.Entry)
	case p.HTML:
		return s.html.Entry(s.entryPage(p))
	}
	twin, err := s.entryTwin(p)
	if err != nil {
		return nil, err
	}
	return twin.Text, nil
}

// entryTwin renders the twin of an entry's page and remembers what is wrong with its length.
func (s *Site) entryTwin(p *Page) (*markdown.Twin, error) {
	version, err := s.data.Version(p.Entry)
	if err != nil {
		return nil, err
	}
	twin, err := s.markdown.Entry(s.entryPage(p), version)
	if err != nil {
		return nil, err
	}
	found := &diag.List{}
	markdown.CheckSize(p.Entry, twin, found)
	s.lengths[p.index].Store(found)
	return twin, nil
}

// entryPage builds the page of an entry, unless it is the one that was built last in its slot.
func (s *Site) entryPage(p *Page) *page.Entry {
	slot := &s.recent[p.index%len(s.recent)]
	if last := slot.Load(); last != nil && last.entry == p.Entry {
		return last.page
	}
	built := s.builder.Entry(p.Entry)
	slot.Store(&entryPage{p.Entry, built})
	return built
}
