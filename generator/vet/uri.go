package vet

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// uriChars are the characters of an address below the base. What follows tells whether
// it ends there: a verb, a placeholder or a pattern makes it a part of one.
var uriChars = regexp.MustCompile(`^[A-Za-z0-9._~/?#=&:@+,;!-]*`)

// checkURIs looks for type URIs and other addresses below the base in a text.
func (u *unit) checkURIs(t text) {
	if e := u.known.types[t.value]; e != nil {
		if t.written(0, len(t.value)) {
			u.literalType(t, t.value, e)
		}
		return
	}
	base := u.known.catalog.Base
	if base == "" {
		return
	}
	for at := 0; ; {
		i := strings.Index(t.value[at:], base)
		if i < 0 {
			return
		}
		start := at + i
		at = start + len(base)
		path := uriChars.FindString(t.value[at:])
		if end := at + len(path); t.written(start, end) {
			u.checkURI(t, strings.TrimRight(path, ".,;:!?"), end)
		}
	}
}

// checkURI checks an address that ends before the given offset in the text.
func (u *unit) checkURI(t text, path string, end int) {
	uri := u.known.catalog.Base + path
	e := u.known.types[uri]
	if end < len(t.value) && strings.IndexByte("%{$*[(|\\", t.value[end]) >= 0 {
		return // the code makes an address of it
	}
	switch {
	case e != nil && u.inTest: // a test may spell out a response
	case e != nil:
		u.literalType(t, uri, e)
	case t.open && end == len(t.value): // the sum goes on
	case u.known.old[uri] != nil:
		e := u.known.old[uri]
		u.add(LiteralType, t.from(uri), "an old type URI of "+e.Path()+" is written by hand", "use "+u.constantOf(e))
	case u.known.drafts[path]:
		u.add(UnknownType, t.from(uri), path+" is a draft, so it has no page", "remove draft: true from its file")
	case !u.known.isPage(path):
		u.unknownType(t, uri, path)
	}
}

// literalType reports the type URI of an entry.
func (u *unit) literalType(t text, uri string, e *catalog.Entry) {
	var fixes []analysis.SuggestedFix
	if uri == t.value && !t.open {
		fixes = u.fixType(t, e)
	}
	u.add(LiteralType, t.from(uri), "the type URI of "+e.Path()+" is written by hand", "use "+u.constantOf(e), fixes...)
}

func (u *unit) unknownType(t text, uri, path string) {
	help := diag.DidYouMean(path, u.known.paths)
	if e := u.known.catalog.Entry(diag.Suggest(path, u.known.paths), nil); e != nil {
		help += " use " + u.constantOf(e)
	}
	u.add(UnknownType, t.from(uri), "the catalog has no page "+diag.Quote(path), help)
}

// constantOf returns the constant of an entry, qualified for the file.
func (u *unit) constantOf(e *catalog.Entry) string { return u.qualify(u.known.names.Constant(e)) }

// fixType returns the edit that puts the constant in place of a type URI, or none where
// the code would not compile or mean something else.
func (u *unit) fixType(t text, e *catalog.Entry) []analysis.SuggestedFix {
	q, g, ok := u.qualifier()
	var edits []analysis.TextEdit
	if !ok {
		if g = u.importedElsewhere(); g == nil {
			return nil
		}
		if obj, inCode := u.lookUp(g.pkg.Name(), t.expr.Pos()); obj != nil || !inCode {
			return nil
		}
		q = g.pkg.Name() + "."
		edits = append(edits, importEdit(u.file, g.pkg.Path()))
	}
	name := u.known.names.Constant(e)
	if g.entries[g.pkg.Scope().Lookup(name)] != e || ok && !u.reaches(q, name, g, t.expr.Pos()) {
		return nil
	}
	code, from, to := q+name, t.expr.Pos(), t.expr.End()
	switch typ := u.TypesInfo.TypeOf(t.expr); {
	case types.Identical(typ, g.typ):
		if call, ok := t.cur.Parent().Node().(*ast.CallExpr); ok && u.isConversion(call) {
			from, to = call.Pos(), call.End()
		}
	case types.Identical(typ, types.Typ[types.String]):
		code = "string(" + code + ")"
	default:
		return nil
	}
	edits = append(edits, analysis.TextEdit{Pos: from, End: to, NewText: []byte(code)})
	return []analysis.SuggestedFix{{Message: "Use " + q + name, TextEdits: edits}}
}

// reaches reports whether the qualified name means the constant at a position, and no
// variable of the same name.
func (u *unit) reaches(q, name string, g *generated, pos token.Pos) bool {
	if q == "" {
		obj, _ := u.lookUp(name, pos)
		return obj != nil && obj.Pkg() == g.pkg
	}
	obj, _ := u.lookUp(strings.TrimSuffix(q, "."), pos)
	imported, ok := obj.(*types.PkgName)
	return ok && imported.Imported() == g.pkg
}

// lookUp returns what a name means at a position, or nil; false where no code stands.
func (u *unit) lookUp(name string, pos token.Pos) (types.Object, bool) {
	scope := u.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return nil, false
	}
	_, obj := scope.LookupParent(name, pos)
	return obj, true
}

// importedElsewhere returns the generated package that another file of the package
// imports, or nil.
func (u *unit) importedElsewhere() *generated {
	for _, p := range u.Pkg.Imports() {
		if g := u.generated(p); g != nil {
			return g
		}
	}
	return nil
}

// importEdit adds an import to a file, behind the last one.
func importEdit(f *ast.File, path string) analysis.TextEdit {
	at, before := f.Name.End(), "\n\nimport "
	for _, d := range f.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			continue
		}
		at, before = decl.End(), "\nimport "
		if decl.Lparen.IsValid() && len(decl.Specs) > 0 {
			at, before = decl.Specs[len(decl.Specs)-1].End(), "\n\t"
		}
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(before + strconv.Quote(path))}
}
