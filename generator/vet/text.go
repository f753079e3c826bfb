package vet

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// text is a constant string that stands in code: a literal, or a sum of constants with
// at least one literal in it.
type text struct {
	cur    inspector.Cursor // of expr
	expr   ast.Expr
	value  string
	pieces []piece
	open   bool // it is part of a sum that is no constant, so its ends are not ends
}

// piece is an operand of the sum.
type piece struct {
	text string
	lit  *ast.BasicLit // nil for the name of a constant, whose text stands elsewhere
}

// text returns the largest constant sum around a literal; false where the literal is
// no string, as the path of an import is none, or not the first one of the sum.
func (u *unit) text(cur inspector.Cursor) (text, bool) {
	lit := cur.Node().(*ast.BasicLit)
	if _, ok := u.constant(lit); !ok {
		return text{}, false
	}
	for u.isSum(cur.Parent().Node()) {
		cur = cur.Parent()
	}
	t := text{cur: cur, expr: cur.Node().(ast.Expr)}
	t.value, _ = u.constant(t.expr)
	t.pieces = u.pieces(t.expr)
	first := slices.IndexFunc(t.pieces, func(p piece) bool { return p.lit != nil })
	switch p := cur.Parent().Node().(type) {
	case *ast.BinaryExpr:
		t.open = p.Op == token.ADD
	case *ast.AssignStmt:
		t.open = p.Tok == token.ADD_ASSIGN
	}
	return t, t.pieces[first].lit == lit
}

// isSum reports whether a node is a sum of constant strings, or parentheses around one.
func (u *unit) isSum(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ParenExpr:
		_, ok := u.constant(n)
		return ok
	case *ast.BinaryExpr:
		_, ok := u.constant(n)
		return ok && n.Op == token.ADD
	}
	return false
}

// pieces returns the operands of a sum, in order.
func (u *unit) pieces(e ast.Expr) []piece {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return u.pieces(e.X)
	case *ast.BinaryExpr:
		return append(u.pieces(e.X), u.pieces(e.Y)...)
	}
	value, _ := u.constant(e)
	lit, _ := e.(*ast.BasicLit)
	return []piece{{value, lit}}
}

// constant returns the value of a constant string.
func (u *unit) constant(e ast.Expr) (string, bool) {
	v := u.TypesInfo.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}

// written reports whether some of value[from:to] stands in a literal of the text.
func (t *text) written(from, to int) bool {
	at := 0
	for _, p := range t.pieces {
		end := at + len(p.text)
		if p.lit != nil && at < to && from < end {
			return true
		}
		at = end
	}
	return false
}

// span is a part of a file.
type span struct{ pos, end token.Pos }

func (s span) Pos() token.Pos { return s.pos }
func (s span) End() token.Pos { return s.end }

// from returns where the text stands, from a part of its value on: exactly where a
// single literal spells the part as it is, else from the beginning.
func (t *text) from(part string) span {
	s := span{t.expr.Pos(), t.expr.End()}
	if lit, ok := t.expr.(*ast.BasicLit); ok && part != t.value {
		s.pos += token.Pos(max(strings.Index(lit.Value, part), 0))
	}
	return s
}

// lookups are the functions that only compare their arguments.
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
