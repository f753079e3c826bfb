package vet

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/errdocs/errdocs/generator/catalog"
)

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

// callee returns the function or method that a call calls, or nil.
func (u *unit) callee(call *ast.CallExpr) *types.Func {
	f, _ := typeutil.Callee(u.TypesInfo, call).(*types.Func)
	return f
}

// isCall reports whether a call calls one of the functions of a package.
func (u *unit) isCall(call *ast.CallExpr, pkg string, names ...string) bool {
	f := u.callee(call)
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != pkg || f.Signature().Recv() != nil {
		return false
	}
	return len(names) == 0 || slices.Contains(names, f.Name())
}
