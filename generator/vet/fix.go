package vet

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/errdocs/errdocs/generator/catalog"
)

// fixType returns the edit that puts the constant in place of a type URI, or nil where
// the code would not compile or mean something else.
func (u *unit) fixType(t text, e *catalog.Entry) *analysis.SuggestedFix {
	q, g, ok := u.qualifier()
	var edits []analysis.TextEdit
	if !ok {
		if g = u.importedElsewhere(); g == nil || !u.free(g.pkg.Name(), t.expr.Pos()) {
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
	return &analysis.SuggestedFix{Message: "Use " + q + name, TextEdits: edits}
}

// reaches reports whether the qualified name means the constant at a position, and no
// variable of the same name.
func (u *unit) reaches(q, name string, g *generated, pos token.Pos) bool {
	scope := u.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return false
	}
	if q == "" {
		_, obj := scope.LookupParent(name, pos)
		return obj != nil && obj.Pkg() == g.pkg
	}
	_, obj := scope.LookupParent(strings.TrimSuffix(q, "."), pos)
	imported, ok := obj.(*types.PkgName)
	return ok && imported.Imported() == g.pkg
}

// free reports whether a name means nothing at a position yet.
func (u *unit) free(name string, pos token.Pos) bool {
	scope := u.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return false
	}
	_, obj := scope.LookupParent(name, pos)
	return obj == nil
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
