package generator

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
)

// LoadModel reads a catalog and checks it as far as its own model goes. It is for
// commands that show no page, or few: texts and Go names are not looked into.
func LoadModel(src Source) (*catalog.Catalog, *diag.List) {
	var l diag.List
	c := catalog.Load(src.FS, src.Folder, &l)
	catalog.Check(c, &l)
	l.Sort()
	return c, &l
}

// Single renders single files of a site, each when it is asked for, with the bytes that
// Site gives them. It is safe for concurrent use.
type Single struct{ r *renderers }

// NewSingle prepares to render a catalog without errors.
func NewSingle(c *catalog.Catalog, o SiteOptions) (*Single, error) {
	if !o.Drafts {
		c = c.Release()
	}
	r, err := newRenderers(c, o, errdocs.Files)
	if err != nil {
		return nil, err
	}
	return &Single{r}, nil
}

// Catalog returns the catalog that is rendered.
func (s *Single) Catalog() *catalog.Catalog { return s.r.c }

// Pages returns what makes the pages.
func (s *Single) Pages() *page.Builder { return s.r.pages }

// Twin renders the Markdown twin of an entry.
func (s *Single) Twin(e *catalog.Entry) ([]byte, error) {
	_, version, err := s.r.data.AppendEntryJSON(nil, e)
	if err != nil {
		return nil, err
	}
	return s.r.twins.AppendEntry(nil, s.r.pages.Entry(e), version)
}

// JSON renders the JSON of an entry.
func (s *Single) JSON(e *catalog.Entry) ([]byte, error) {
	text, _, err := s.r.data.AppendEntryJSON(nil, e)
	return text, err
}

// CatalogJSON renders catalog.json.
func (s *Single) CatalogJSON() ([]byte, error) {
	entries := byType(s.r.c.Entries)
	versions := make([]string, len(entries))
	pieces := make([][]byte, len(entries))
	for i, e := range entries {
		var err error
		if _, versions[i], err = s.r.data.AppendEntryJSON(nil, e); err == nil {
			pieces[i], err = s.r.data.AppendCatalogEntry(nil, e, versions[i])
		}
		if err != nil {
			return nil, fmt.Errorf("render catalog.json: %w", err)
		}
	}
	head, tail, err := s.r.data.CatalogJSON(versions, page.Newest(entries))
	if err != nil {
		return nil, fmt.Errorf("render catalog.json: %w", err)
	}
	return slices.Concat(head, bytes.Join(pieces, []byte(data.CatalogBetween)), tail), nil
}

// byType returns entries in the order of their type URIs.
func byType(entries []*catalog.Entry) []*catalog.Entry {
	type named struct {
		uri string
		*catalog.Entry
	}
	list := make([]named, len(entries))
	for i, e := range entries {
		list[i] = named{e.TypeURI(), e}
	}
	slices.SortFunc(list, func(a, b named) int { return cmp.Compare(a.uri, b.uri) })
	sorted := make([]*catalog.Entry, len(list))
	for i := range list {
		sorted[i] = list[i].Entry
	}
	return sorted
}
