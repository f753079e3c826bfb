package vet

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// noteUse notes that code produces an entry: it names a constructor, or the constant
// other than to compare with it or to ask it something.
func (u *unit) noteUse(cur inspector.Cursor, id *ast.Ident) {
	obj := u.TypesInfo.Uses[id]
	if obj == nil {
		return
	}
	g := u.generated(obj.Pkg())
	if g == nil {
		return
	}
	u.result.Generated = true
	entry := g.entries[obj]
	if entry == nil {
		return
	}
	if _, isConst := obj.(*types.Const); isConst && (u.isCompared(cur) || isAsked(cur)) {
		return
	}
	u.result.Produced[entry.Path()] = true
}

// isAsked reports whether a method of a constant is called, as in apierr.X.Retry().
func isAsked(cur inspector.Cursor) bool {
	if sel, ok := cur.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel == cur.Node() {
		cur = cur.Parent()
	}
	sel, ok := cur.Parent().Node().(*ast.SelectorExpr)
	return ok && sel.X == cur.Node()
}

// unusedEntries adds a finding for each entry that no code of a whole program
// produces. A program that does not use the generated package is not judged.
func unusedEntries(k *known, results []*Result, l *diag.List) {
	if !slices.ContainsFunc(results, func(r *Result) bool { return r.Generated }) {
		return
	}
	for _, e := range k.catalog.Entries {
		isProduced := func(r *Result) bool { return r.Produced[e.Path()] }
		if exempt(e) || slices.ContainsFunc(results, isProduced) {
			continue
		}
		names := k.constructors(e)
		if len(names) == 0 {
			names = []string{k.names.Constant(e)}
		}
		for i, name := range names {
			names[i] = k.qualify(name)
		}
		l.Add(UnusedEntry, diag.Pos{File: e.File, Line: 1, Col: 1}, "no code produces %s", e.Path()).
			WithHelp("return %s, name who sends it with go.sent_by, or retire the entry", either(names))
	}
}

// exempt reports whether an entry needs no code that produces it: it is on its way
// out, somebody else sends it, or Write does so itself.
func exempt(e *catalog.Entry) bool {
	return e.Deprecated != nil || e.Retired != nil || e.Go.SentBy != "" ||
		e.Catalog.Entry(e.Catalog.Responses.Fallback, nil) == e
}
