package vet

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// checkLeak looks for texts of errors that become params of a constructor, or other
// texts that the client gets to see.
func (u *unit) checkLeak(call *ast.CallExpr) {
	f := u.callee(call)
	if f == nil {
		return
	}
	g := u.generated(f.Pkg())
	if g == nil || !g.sends(f) {
		return
	}
	for _, arg := range call.Args {
		if leak := u.leak(arg); leak != nil {
			u.add(LeakedError, leak, "the text of an error goes into "+f.Name()+", and so to the client",
				"pass the error to WithCause, which does not send it")
		}
	}
}

// sends reports whether the arguments of a function of the package reach the client:
// those of a constructor, of Challenge, and of all methods With but WithCause.
func (g *generated) sends(f *types.Func) bool {
	if g.makes[f] || f.Name() == "Challenge" {
		return true
	}
	recv := f.Signature().Recv()
	if recv == nil || f.Name() == "WithCause" {
		return false
	}
	p, ok := recv.Type().(*types.Pointer)
	return ok && types.Identical(p.Elem(), g.sent) && strings.HasPrefix(f.Name(), "With")
}

// pure are the packages whose functions return what they are given, more or less.
var pure = map[string]bool{"fmt": true, "strings": true, "bytes": true, "strconv": true}

// leak returns the expression that puts the text of an error into a value, or nil. The
// results of functions that are not in pure count as cleaned.
func (u *unit) leak(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return u.leak(e.X)
	case *ast.BinaryExpr:
		return u.leakIn(e.X, e.Y)
	case *ast.KeyValueExpr:
		return u.leak(e.Value)
	case *ast.CompositeLit:
		return u.leakIn(e.Elts...)
	case *ast.UnaryExpr:
		return u.leak(e.X)
	case *ast.SliceExpr:
		return u.leak(e.X)
	case *ast.Ident:
		if value := u.assigned(e); value != nil && u.leak(value) != nil {
			return e
		}
	case *ast.CallExpr:
		return u.leakOfCall(e)
	}
	return nil
}

func (u *unit) leakIn(list ...ast.Expr) ast.Expr {
	for _, e := range list {
		if leak := u.leak(e); leak != nil {
			return leak
		}
	}
	return nil
}

func (u *unit) leakOfCall(call *ast.CallExpr) ast.Expr {
	if u.isConversion(call) {
		return u.leakIn(call.Args...)
	}
	f := u.callee(call)
	switch {
	case f == nil:
		return nil
	case f.Name() == "Error" && f.Signature().Recv() != nil && len(call.Args) == 0:
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && u.isError(sel.X) {
			return call
		}
	case f.Pkg() != nil && pure[f.Pkg().Path()]:
		if f.Pkg().Path() == "fmt" && slices.ContainsFunc(call.Args, u.isError) {
			return call
		}
		return u.leakIn(call.Args...)
	}
	return nil
}

var errorType = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

// isError reports whether an expression is an error, whose text fmt prints. Constants,
// such as those of the generated package, hold no secrets.
func (u *unit) isError(e ast.Expr) bool {
	tv := u.TypesInfo.Types[e]
	return tv.Type != nil && tv.Value == nil && !tv.IsNil() && types.Implements(tv.Type, errorType)
}

// assigned returns the value of a local variable that is given one only once, where it
// is declared, or nil.
func (u *unit) assigned(id *ast.Ident) ast.Expr {
	v, ok := u.TypesInfo.Uses[id].(*types.Var)
	if !ok || v.IsField() || v.Parent() == u.Pkg.Scope() {
		return nil
	}
	if u.values == nil {
		u.values = u.assignments()
	}
	return u.values[v]
}

// assignments returns the values of the variables that := declares and nothing changes.
func (u *unit) assignments() map[types.Object]ast.Expr {
	values, changed := map[types.Object]ast.Expr{}, map[types.Object]bool{}
	for cur := range u.root.Preorder((*ast.AssignStmt)(nil)) {
		a := cur.Node().(*ast.AssignStmt)
		for i, lhs := range a.Lhs {
			id, ok := lhs.(*ast.Ident)
			if !ok {
				continue
			}
			def := u.TypesInfo.Defs[id]
			if def == nil || a.Tok != token.DEFINE || len(a.Lhs) != len(a.Rhs) {
				changed[u.TypesInfo.Uses[id]] = true
				continue
			}
			values[def] = a.Rhs[i]
		}
	}
	for v := range changed {
		delete(values, v)
	}
	return values
}
