package gogen

import (
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// Check adds a finding for everything in the catalog that has no Go name, or one that
// is taken. Drafts are left out, as they are from the package.
func Check(c *catalog.Catalog, l *diag.List) {
	c = c.Release()
	k := checker{catalog: c, list: l, names: NamesOf(c)}
	k.options()
	k.members()
	k.entries()
}

type checker struct {
	catalog *catalog.Catalog
	list    *diag.List
	names   Names
}

var initialismForm = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// options checks what the key go of errdocs.yaml says.
func (k *checker) options() {
	g := &k.catalog.Go
	if what := badPackage(g.Package); g.Package != "" && what != "" {
		k.list.Add(diag.GoBadName, g.At(k.catalog.File, "package"), "%s", what).
			WithHelp("use lowercase letters and digits, such as apierr")
	}
	for i, word := range g.Initialisms {
		if !initialismForm.MatchString(word) {
			k.list.Add(diag.GoBadName, g.AtItem(k.catalog.File, "initialisms", i+1), "%s cannot be part of a Go name", diag.Quote(word)).
				WithHelp("start with a capital letter, and use only letters and digits")
		}
	}
}

// members checks the methods and fields that the members of the catalog become.
func (k *checker) members() {
	methods := k.table("rename the member", errorMethods)
	fields := k.table("rename the member", nil)
	for i := range k.catalog.Members {
		m := &k.catalog.Members[i]
		if repeated(k.catalog.Members, i) {
			continue
		}
		pos := m.At(k.catalog.File, "name")
		name := k.names.exported(m.Name)
		if methods.claim(name, pos) && methods.claim("With"+name, pos) {
			fields.claim(k.names.local(m.Name, memberNames), pos)
		}
	}
}

// entries checks the names of the package: one table for all of them.
func (k *checker) entries() {
	names := k.table("set go.name, or rename the slug", slices.Concat(runtimeNames, keptNames))
	sorted := slices.Clone(k.catalog.Entries)
	slices.SortFunc(sorted, func(a, b *catalog.Entry) int { return strings.Compare(a.Path(), b.Path()) })
	for _, e := range sorted {
		if !k.hasName(e) {
			continue
		}
		pos := namePos(e)
		names.claim(k.names.Constant(e), pos)
		if len(e.Params) > 0 {
			names.claim(k.names.params(e), pos)
			k.params(e)
		}
		ids := map[string]bool{}
		for _, s := range e.Scenarios() {
			name := k.names.Constructor(s)
			switch {
			case name == "" || ids[s.Name()]: // a repeated id is a finding of the catalog's own
			case s.Detail != nil && s.Detail.ID != "":
				names.claim(name, s.Detail.At(e.File, "id"))
			default:
				names.claim(name, pos)
			}
			ids[s.Name()] = true
		}
	}
}

// hasName reports whether the entry has a Go name, and says why not.
func (k *checker) hasName(e *catalog.Entry) bool {
	pos := namePos(e)
	name := k.names.Constant(e)
	switch {
	case e.Go.Name != "" && !(token.IsIdentifier(name) && token.IsExported(name)):
		k.list.Add(diag.GoBadName, pos, "go.name %s is not an exported Go name", diag.Quote(name)).
			WithHelp("start with a capital letter, and use only letters and digits")
		return false
	case !token.IsIdentifier(name):
		k.list.Add(diag.GoNoName, pos, "cannot make a Go name of %s: it starts with a digit", diag.Quote(e.Slug))
		return false
	}
	return true
}

// params checks the fields and the arguments that the params of an entry become.
func (k *checker) params(e *catalog.Entry) {
	fields := k.table("rename the param", nil)
	args := k.table("rename the param", nil)
	for i := range e.Params {
		p := &e.Params[i]
		if repeated(e.Params, i) {
			continue
		}
		pos := p.At(e.File, "name")
		if fields.claim(k.names.exported(p.Name), pos) {
			args.claim(k.names.arg(e, p), pos)
		}
	}
}

// repeated reports whether the nth param has no name or that of one before it, which
// is a finding of the catalog's own.
func repeated(params []catalog.Param, n int) bool {
	name := params[n].Name
	return name == "" || slices.ContainsFunc(params[:n], func(p catalog.Param) bool { return p.Name == name })
}

// namePos returns where the name of the entry comes from: go.name, else the name of
// the file, which is said of its beginning.
func namePos(e *catalog.Entry) diag.Pos {
	if e.Go.Name != "" {
		return e.Go.At(e.File, "name")
	}
	return diag.Pos{File: e.File, Line: 1, Col: 1}
}

// table holds the names of one scope and where they come from.
type table struct {
	list     *diag.List
	help     string
	reserved []string
	used     map[string]diag.Pos
}

func (k *checker) table(help string, reserved []string) *table {
	return &table{list: k.list, help: help, reserved: reserved, used: map[string]diag.Pos{}}
}

// claim notes that a name is used. It reports whether the name was free.
func (t *table) claim(name string, pos diag.Pos) bool {
	if slices.Contains(t.reserved, name) {
		t.list.Add(diag.GoReserved, pos, "the Go name %s is reserved by the generated package", name)
		return false
	}
	if first, taken := t.used[name]; taken {
		t.list.Add(diag.GoCollision, pos, "the Go name %s is already used", name).
			WithNote(first, "first used here").WithHelp("%s", t.help)
		return false
	}
	t.used[name] = pos
	return true
}
