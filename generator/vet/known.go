package vet

import (
	"go/ast"
	"go/constant"
	"go/types"
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

// generated is a package that errdocs generated, and what of the catalog it holds.
type generated struct {
	pkg     *types.Package
	typ     types.Type                      // Type
	sent    types.Type                      // Error
	entries map[types.Object]*catalog.Entry // by constant and by constructor
	makes   map[types.Object]bool           // the constructors
}

// generated returns the generated package that p is, or nil if it is none, or none of
// this catalog.
func (u *unit) generated(p *types.Package) *generated {
	if p == nil {
		return nil
	}
	g, seen := u.packages[p.Path()]
	if !seen {
		g = u.known.generated(p)
		u.packages[p.Path()] = g
	}
	return g
}

// generated reads a package by its shape. An entry is in it if the constant of its
// name has its URI, so that the package of another catalog, which a client may import
// beside it, is none.
func (k *known) generated(p *types.Package) *generated {
	scope := p.Scope()
	typ, ok := scope.Lookup("Type").(*types.TypeName)
	if !ok || !isFunc(scope, "TypeOf") || !isFunc(scope, "CheckResponse") {
		return nil
	}
	sent, ok := scope.Lookup("Error").(*types.TypeName)
	if !ok {
		return nil
	}
	g := &generated{
		pkg: p, typ: typ.Type(), sent: sent.Type(),
		entries: map[types.Object]*catalog.Entry{}, makes: map[types.Object]bool{},
	}
	for _, e := range k.catalog.Entries {
		c, ok := scope.Lookup(k.names.Constant(e)).(*types.Const)
		if !ok || !types.Identical(c.Type(), g.typ) || c.Val().Kind() != constant.String || constant.StringVal(c.Val()) != e.TypeURI() {
			continue
		}
		g.entries[c] = e
		for _, name := range k.constructors(e) {
			if f := scope.Lookup(name); f != nil {
				g.entries[f], g.makes[f] = e, true
			}
		}
	}
	if len(g.entries) == 0 {
		return nil
	}
	return g
}

func isFunc(s *types.Scope, name string) bool {
	_, ok := s.Lookup(name).(*types.Func)
	return ok
}

// qualify returns the name as the file can say it: with the name under which it imports
// the generated package. Where it does not, the name that the catalog gives to the
// package stands in.
func (u *unit) qualify(name string) string {
	if q, _, ok := u.qualifier(); ok {
		return q + name
	}
	return u.known.qualify(name)
}

// qualify returns the name with that of the package, if the catalog names it.
func (k *known) qualify(name string) string {
	if p := k.catalog.Go.Package; p != "" {
		return p + "." + name
	}
	return name
}

// qualifier returns what stands before names of the generated package in the file, and
// the package.
func (u *unit) qualifier() (string, *generated, bool) {
	if g := u.generated(u.Pkg); g != nil {
		return "", g, true
	}
	for _, spec := range u.file.Imports {
		name := u.TypesInfo.PkgNameOf(spec)
		if name == nil {
			continue
		}
		g := u.generated(name.Imported())
		switch {
		case g == nil || name.Name() == "_":
		case name.Name() == ".":
			return "", g, true
		default:
			return name.Name() + ".", g, true
		}
	}
	return "", nil, false
}

// entryOf returns the entry whose constant an expression has the value of, with the
// type of a generated package, or nil.
func (u *unit) entryOf(e ast.Expr) *catalog.Entry {
	tv := u.TypesInfo.Types[e]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return nil
	}
	named, ok := types.Unalias(tv.Type).(*types.Named)
	if !ok {
		return nil
	}
	g := u.generated(named.Obj().Pkg())
	if g == nil || !types.Identical(tv.Type, g.typ) {
		return nil
	}
	return u.known.types[constant.StringVal(tv.Value)]
}
