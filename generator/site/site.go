// Package site is everything that a build publishes: a list of paths, each with a function that
// renders it.
//
//	s, err := site.New(c, site.Options{})
//	for _, path := range s.Paths() {
//		data, err := s.Render(path)
//	}
//
// build renders every path on all cores; serve, mcp and explain render the path that they need.
package site

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
	"github.com/errdocs/errdocs/generator/site/html"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// Options are what a site depends on besides its catalog.
type Options struct {
	Base    string                                         // URL of the pages; default: the catalog's base
	Drafts  bool                                           // include pages for drafts
	Offline bool                                           // links to files, for a site that is opened without a server
	Asks    bool                                           // the server of the site answers questions, and the pages mention it
	Files   fs.FS                                          // templates/ and static/; default: the built-in ones
	Explain func(error) error                              // rewords an error of a template in Files; may be nil
	Code    func(e *catalog.Entry) (server, client string) // Go examples of an entry; nil: none
}

func (o *Options) explain(err error) error {
	if err == nil || o.Explain == nil {
		return err
	}
	return o.Explain(err)
}

// Site renders the pages and files of one catalog. It is safe for concurrent use.
type Site struct {
	opt      Options
	c        *catalog.Catalog
	builder  *page.Builder
	html     *html.Renderer
	markdown *markdown.Renderer
	data     *data.Renderer

	pages  []*Page                           // in the order of llms.txt, then the page for unknown addresses, then the stubs
	byPath map[string]*Page                  // by path below the base
	byFile map[string]*Page                  // by the path of each of its files
	files  map[string]func() ([]byte, error) // site-wide, by path
	names  []string                          // their paths, in order
	groups []group

	recent  [64]atomic.Pointer[entryPage] // by the number of the entry
	lengths []atomic.Pointer[diag.List]   // what is wrong with the lengths of these twins
}

// entryPage is the page of an entry that was built last in its slot. The forms of a page are usually
// asked for one after the other.
type entryPage struct {
	entry *catalog.Entry
	page  *page.Entry
}

// group is a number of files that are rendered together, because their number and names depend on
// what they contain.
type group struct {
	first string // the file that refers to the others
	part  string // of the path of each
	files func() (map[string][]byte, error)
}

// New prepares the site of a catalog without errors. An error is one of the templates.
func New(c *catalog.Catalog, o Options) (*Site, error) {
	if !o.Drafts {
		c = c.Release()
	}
	if o.Files == nil {
		o.Files = errdocs.Files
	}
	po := page.Options{Base: o.Base, Asks: o.Asks, Code: o.Code}
	if o.Offline {
		po.Link = c.Relative
	}
	b := page.New(c, po)
	pages, err := html.New(b.Site, o.Files, o.Offline)
	if err != nil {
		return nil, o.explain(err)
	}
	twins, err := markdown.New(c, b, o.Files)
	if err != nil {
		return nil, o.explain(err)
	}
	s := &Site{
		opt: o, c: c, builder: b, html: pages, markdown: twins, data: data.New(c, b),
		byPath: map[string]*Page{}, byFile: map[string]*Page{}, files: map[string]func() ([]byte, error){},
		lengths: make([]atomic.Pointer[diag.List], len(c.Entries)),
	}
	s.addPages()
	s.addFiles()
	return s, nil
}

// Catalog returns the catalog of the site: without drafts, unless they are included.
func (s *Site) Catalog() *catalog.Catalog { return s.c }

// Builder returns what builds the pages of the site.
func (s *Site) Builder() *page.Builder { return s.builder }

// Markdown returns what renders the twins of the site, in sections.
func (s *Site) Markdown() *markdown.Renderer { return s.markdown }

// Findings adds a finding for each twin rendered so far that is too long.
func (s *Site) Findings(l *diag.List) {
	for i := range s.lengths {
		if found := s.lengths[i].Load(); found != nil {
			l.Merge(found)
		}
	}
}

// Paths returns the paths of all files.
func (s *Site) Paths() []string {
	var paths []string
	for _, p := range s.pages {
		if p.entry() {
			paths = append(paths, p.Files()...)
		}
	}
	return slices.Concat(paths, s.ListPaths(), s.FilePaths())
}

// ListPaths returns the paths of the pages that RenderEntries does not render. Drafts and stubs come
// first: the version of a list depends on those of its entries. The forms of a page are next to each other.
func (s *Site) ListPaths() []string {
	var paths, lists []string
	for _, p := range s.pages {
		switch {
		case p.entry():
		case p.Entry != nil:
			paths = append(paths, p.Files()...)
		default:
			lists = append(lists, p.Files()...)
		}
	}
	return append(paths, lists...)
}

// FilePaths returns the paths of the site-wide files. It renders those whose number depends
// on what they contain, such as sitemaps.
func (s *Site) FilePaths() []string {
	paths := slices.Clone(s.names)
	for _, g := range s.groups {
		files, err := g.files()
		if err != nil {
			paths = append(paths, g.first) // Render returns the error
			continue
		}
		paths = append(paths, slices.Sorted(maps.Keys(files))...)
	}
	return paths
}

// Render renders a file. The error is fs.ErrNotExist if the site has no file of that path, and
// otherwise one of a template.
func (s *Site) Render(path string) ([]byte, error) {
	data, err := s.render(path)
	return data, s.opt.explain(err)
}

func (s *Site) render(path string) ([]byte, error) {
	if p := s.byFile[path]; p != nil {
		return s.renderPage(p, path)
	}
	if render := s.file(path); render != nil {
		return render()
	}
	return nil, fmt.Errorf("render %s: %w", path, fs.ErrNotExist)
}

// file returns the function that renders a site-wide file, or nil if there is none.
func (s *Site) file(path string) func() ([]byte, error) {
	if render := s.files[path]; render != nil {
		return render
	}
	for _, g := range s.groups {
		if !strings.Contains(path, g.part) {
			continue
		}
		if files, err := g.files(); files[path] != nil || err != nil && path == g.first {
			return func() ([]byte, error) { return files[path], err }
		}
	}
	return nil
}
