package vet

import (
	"go/ast"
	"go/constant"
	"go/types"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/errdocs/errdocs/generator/catalog"
)

// mediaType is what only generated code has to name (RFC 9457 section 6.1). Case makes
// no difference.
var mediaType = regexp.MustCompile(`(?i)application/problem\+json`)

// checkMediaType reports code that sends or announces problems without the catalog.
func (u *unit) checkMediaType(t text) {
	at := mediaType.FindStringIndex(t.value)
	if at == nil || !t.written(at[0], at[1]) || u.isCompared(t.cur) || u.isAccept(t.cur) || u.onlyCompared(t.cur) {
		return
	}
	name := t.value[at[0]:at[1]]
	u.add(HandWrittenProblem, t.from(name), name+" is written by hand",
		"respond with "+u.qualify("Write")+", or use "+u.qualify("ContentType"))
}

// headerField returns the canonical name of the field that a call sets in an
// http.Header, if that is a constant, or "".
func (u *unit) headerField(call *ast.CallExpr) string {
	if !u.calls(call, "(net/http.Header).Set", "(net/http.Header).Add") || len(call.Args) == 0 {
		return ""
	}
	field, _ := u.constant(call.Args[0])
	return http.CanonicalHeaderKey(field)
}

// isAccept reports whether a client asks for the value in an Accept field.
func (u *unit) isAccept(cur inspector.Cursor) bool {
	call, ok := cur.Parent().Node().(*ast.CallExpr)
	return ok && u.headerField(call) == "Accept"
}

// onlyCompared reports whether the text is the value of a constant that the package
// does nothing with but compare.
func (u *unit) onlyCompared(cur inspector.Cursor) bool {
	spec, ok := cur.Parent().Node().(*ast.ValueSpec)
	if !ok {
		return false
	}
	i := slices.Index(spec.Values, cur.Node().(ast.Expr))
	if i < 0 || i >= len(spec.Names) {
		return false
	}
	c, ok := u.TypesInfo.Defs[spec.Names[i]].(*types.Const)
	return ok && u.allUsesCompare(c)
}

func (u *unit) allUsesCompare(c *types.Const) bool {
	used := false
	for cur := range u.root.Preorder((*ast.Ident)(nil)) {
		if u.TypesInfo.Uses[cur.Node().(*ast.Ident)] != c {
			continue
		}
		if !u.isCompared(cur) {
			return false
		}
		used = true
	}
	return used || !c.Exported()
}

// checkChallenge reports challenges that do not come from the catalog.
func (u *unit) checkChallenge(call *ast.CallExpr) {
	field := u.headerField(call)
	switch field {
	case "Www-Authenticate":
		field = "WWW-Authenticate"
	case "Proxy-Authenticate":
	default:
		return
	}
	u.add(HandWrittenChallenge, call, field+" is set by hand", "add the challenges to the catalog entry and respond with "+
		u.qualify("Write")+"; use WithChallenges for challenges built at run time")
}

// checkStatus reports responses with a status of the catalog but no entry.
func (u *unit) checkStatus(call *ast.CallExpr) {
	var arg ast.Expr
	switch {
	case u.calls(call, "net/http.Error") && len(call.Args) == 3:
		arg = call.Args[2]
	case u.isWriteHeader(call):
		arg = call.Args[0]
	default:
		return
	}
	value := u.TypesInfo.Types[arg].Value
	if value == nil {
		return
	}
	code, _ := constant.Int64Val(constant.ToInt(value))
	s := u.known.catalog.Status(int(code))
	if s == nil || len(s.Entries) == 0 {
		return
	}
	u.add(BareStatus, call, s.Heading()+" is sent without a catalog entry", "respond with "+u.qualify("Write"))
}

// isWriteHeader reports whether a call is the method of an http.ResponseWriter, or of
// something that has its methods.
func (u *unit) isWriteHeader(call *ast.CallExpr) bool {
	f := u.callee(call)
	if f == nil || f.Name() != "WriteHeader" || f.Signature().Recv() == nil || len(call.Args) != 1 {
		return false
	}
	header, _, _ := types.LookupFieldOrMethod(f.Signature().Recv().Type(), true, f.Pkg(), "Header")
	_, ok := header.(*types.Func)
	return ok
}

// checkReturn reports constants that are returned as errors.
func (u *unit) checkReturn(cur inspector.Cursor, ret *ast.ReturnStmt) {
	for i, e := range ret.Results {
		entry := u.entryOf(e)
		if entry == nil {
			continue
		}
		if sig := u.signature(cur); sig != nil && i < sig.Results().Len() && types.IsInterface(sig.Results().At(i).Type()) {
			u.bareType(e, entry)
		}
	}
}

// signature returns the type of the function around a statement.
func (u *unit) signature(cur inspector.Cursor) *types.Signature {
	for f := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		switch f := f.Node().(type) {
		case *ast.FuncLit:
			sig, _ := u.TypesInfo.TypeOf(f).(*types.Signature)
			return sig
		case *ast.FuncDecl:
			return u.TypesInfo.Defs[f.Name].(*types.Func).Signature()
		}
	}
	return nil
}

// checkWrite reports constants that are passed to Write.
func (u *unit) checkWrite(call *ast.CallExpr) {
	f := u.callee(call)
	if f == nil || f.Name() != "Write" || f.Signature().Recv() != nil || u.generated(f.Pkg()) == nil || len(call.Args) != 3 {
		return
	}
	if entry := u.entryOf(call.Args[2]); entry != nil {
		u.bareType(call.Args[2], entry)
	}
}

// bareType reports a constant that sends less than one of the entry's constructors.
func (u *unit) bareType(e ast.Expr, entry *catalog.Entry) {
	names := u.known.constructors(entry)
	if len(names) == 0 || len(entry.Params) == 0 && len(entry.Scenarios()) == 1 {
		return
	}
	u.add(BareType, e, "the constant "+u.constantOf(entry)+" sends "+lost(entry), "use "+either(names, u.qualify))
}

// lost describes what a constant does not send.
func lost(e *catalog.Entry) string {
	switch {
	case len(e.Params) == 0:
		return "no detail"
	case len(e.Details) == 0:
		return "no params"
	}
	return "no detail and no params"
}

// maxNames is the maximum number of constructors that a help lists.
const maxNames = 4

// either joins the alternatives of a help.
func either(names []string, qualify func(string) string) string {
	var list []string
	for _, name := range names[:min(len(names), maxNames)] {
		list = append(list, qualify(name))
	}
	if len(names) > maxNames {
		list = append(list, "another constructor")
	}
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	return strings.Join(list[:last], ", ") + " or " + list[last]
}
