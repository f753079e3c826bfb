package vet

import (
	"path"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/gogen"
)

// aboutBlank says that a problem has no type of its own (RFC 9457 section 4.2.1), so it
// identifies no entry.
const aboutBlank = "about:blank"

// known is what the checks need of a catalog, found by what stands in code.
type known struct {
	catalog *catalog.Catalog // without drafts
	names   gogen.Names
	types   map[string]*catalog.Entry // by type URI
	old     map[string]*catalog.Entry // by the address of an alias
	drafts  map[string]bool           // paths
	pages   map[string]bool           // paths below the base
	paths   []string                  // of entries and aliases, for suggestions
	details *details
	checks  Selection
}

func newKnown(config Config) *known {
	c := config.Catalog.Release()
	k := &known{
		catalog: c, names: gogen.NamesOf(c), checks: config.Checks,
		types: map[string]*catalog.Entry{}, old: map[string]*catalog.Entry{},
		drafts: map[string]bool{}, pages: map[string]bool{"": true},
	}
	for _, e := range config.Catalog.Entries {
		if e.Draft {
			k.drafts[e.Path()] = true
		}
	}
	for _, s := range c.Statuses {
		k.pages[s.Path()] = true
	}
	for _, f := range c.Families {
		k.pages[f.Path()] = true
	}
	for _, e := range c.Entries {
		if e.TypeURI() != aboutBlank {
			k.types[e.TypeURI()] = e
		}
		k.pages[e.Path()] = true
		k.paths = append(k.paths, e.Path())
		for _, alias := range e.AliasPaths() {
			k.old[c.Base+alias] = e
			k.pages[alias] = true
			k.paths = append(k.paths, alias)
		}
		for _, tag := range e.Tags {
			k.pages[catalog.TagPath(tag)] = true
		}
	}
	k.details = newDetails(c)
	return k
}

// isPage reports whether the site has a page at a path below its base. Files of other
// kinds are taken on trust: the list of them is the site's own.
func (k *known) isPage(p string) bool {
	p, _, _ = strings.Cut(p, "#")
	p, _, _ = strings.Cut(p, "?")
	p = strings.TrimSuffix(p, "index.html")
	p = strings.TrimSuffix(p, "/")
	switch path.Ext(p) {
	case ".md", ".json", ".html":
		page := strings.TrimSuffix(p, path.Ext(p))
		return k.pages[page] || !strings.Contains(page, "/")
	case "":
		return k.pages[p]
	}
	return true
}

// constructors returns the names of the entry's constructors.
func (k *known) constructors(e *catalog.Entry) []string {
	var names []string
	for _, s := range e.Scenarios() {
		if name := k.names.Constructor(s); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
