package vet

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// lookups are the functions that compare what they are given.
var lookups = map[string][]string{
	"errors":  {"Is", "As", "AsType"},
	"slices":  {"Contains", "Index", "BinarySearch", "Equal"},
	"strings": strings.Fields("Compare Contains Count Cut CutPrefix CutSuffix EqualFold HasPrefix HasSuffix Index LastIndex TrimPrefix TrimSuffix"),
	"bytes":   strings.Fields("Compare Contains Count Cut CutPrefix CutSuffix Equal EqualFold HasPrefix HasSuffix Index LastIndex TrimPrefix TrimSuffix"),
}

// isCompared reports whether an expression is there to be compared: with == or in a
// case, as the key of a map, or by a function that looks for it.
func (u *unit) isCompared(cur inspector.Cursor) bool {
	for {
		parent := cur.Parent()
		switch n := parent.Node().(type) {
		case *ast.ParenExpr:
		case *ast.SelectorExpr: // the name of a package before a name
			if n.Sel != cur.Node() {
				return false
			}
		case *ast.BinaryExpr:
			return n.Op == token.EQL || n.Op == token.NEQ
		case *ast.CaseClause:
			return slices.Contains(n.List, cur.Node().(ast.Expr))
		case *ast.IndexExpr:
			return n.Index == cur.Node()
		case *ast.KeyValueExpr:
			return n.Key == cur.Node() && u.isMap(parent.Parent().Node())
		case *ast.CallExpr:
			if !u.isConversion(n) {
				return u.isLookup(n)
			}
		default:
			return false
		}
		cur = parent
	}
}

func (u *unit) isMap(n ast.Node) bool {
	lit, ok := n.(*ast.CompositeLit)
	if ok {
		_, ok = u.TypesInfo.TypeOf(lit).Underlying().(*types.Map)
	}
	return ok
}

// isConversion reports whether a call converts its argument to a type.
func (u *unit) isConversion(call *ast.CallExpr) bool { return u.TypesInfo.Types[call.Fun].IsType() }

func (u *unit) isLookup(call *ast.CallExpr) bool {
	f := u.callee(call)
	return f != nil && f.Pkg() != nil && slices.Contains(lookups[f.Pkg().Path()], f.Name())
}

// callee returns the function or method that a call calls, or nil.
func (u *unit) callee(call *ast.CallExpr) *types.Func {
	f, _ := typeutil.Callee(u.TypesInfo, call).(*types.Func)
	return f
}

// calls reports whether a call calls one of the functions or methods, which have names
// such as (net/http.Header).Set.
func (u *unit) calls(call *ast.CallExpr, names ...string) bool {
	f := u.callee(call)
	return f != nil && slices.Contains(names, f.FullName())
}
