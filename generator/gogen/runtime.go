package gogen

import (
	"fmt"
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
)

// runtimeView is the view of runtime_gen.go. Fields hold Go code.
type runtimeView struct {
	Package, Language string
	CodeMember        string // "" for none
	Members           []catalogMember
	Fallback          string // what answers errors outside the catalog; "" for about:blank
	WriteComment      string
	Huma              bool
}

// catalogMember is the view of a member that every problem may carry.
type catalogMember struct {
	Comment, WithComment     string
	Method, With, Field, Arg string
	Type, Quoted             string
	Given, Append, Log       string
}

// runtimeFile returns runtime_gen.go: the same text for every catalog but for the
// package, the members, the language, the fallback and the interop.
func (g *generator) runtimeFile(catalogFile []byte) ([]byte, error) {
	c := g.catalog
	view := runtimeView{
		Package:  g.options.Package,
		Language: goString(c.Language()),
		Members:  g.members(),
		Huma:     slices.Contains(c.Go.Interop, "huma"),
	}
	if c.Responses.CodeMember != "" {
		view.CodeMember = goString(c.Responses.CodeMember)
	}
	answer := "a plain 500"
	if e := c.Entry(c.Responses.Fallback, nil); e != nil {
		view.Fallback = g.names.sent(e)
		answer = "[" + g.names.Constant(e) + "]"
	}
	view.WriteComment = goComment(
		prose("Write responds to the request with the first [Type] or [Error] in the tree of err, as "+
			"application/problem+json (RFC 9457), and returns the error that it sent. The response to HEAD has no "+
			"body. Write deletes a Content-Length set earlier and replaces the header fields that the error has.", ""),
		prose("For any other error, and for one from [CheckResponse], Write sends "+answer+
			". It sends neither the error's text nor the challenge of a different server. The error is the cause of the result. "+
			"Write logs nothing.", ""),
	)
	source, err := execute("runtime.go.tmpl", view)
	if err != nil {
		return nil, err
	}
	shared, err := formatters(source, string(catalogFile))
	if err != nil {
		return nil, err
	}
	return finish(source+shared, ownImport{}, "encoding/json", "errors", "fmt", "io", "log/slog", "math",
		"net/http", "net/url", "strconv", "strings", "sync", "time", "unicode/utf8")
}

// members returns the views of the members of the catalog.
func (g *generator) members() []catalogMember {
	var list []catalogMember
	for i := range g.catalog.Members {
		m := &g.catalog.Members[i]
		t := valueTypes[m.Type]
		method, field := g.names.exported(m.Name), g.names.local(m.Name, memberNames)
		list = append(list, catalogMember{
			Comment:     g.memberComment(method+" returns the member "+m.Name, m),
			WithComment: g.memberComment("With"+method+" returns a copy with the member "+m.Name, m),
			Method:      method,
			With:        "With" + method,
			Field:       field,
			Arg:         field,
			Type:        t.goType,
			Quoted:      goString(m.Name),
			Given:       fmt.Sprintf(t.given, "e."+field),
			Append:      fmt.Sprintf(t.json, "e."+field),
			Log:         fmt.Sprintf("slog.%s(%s, e.%s)", t.log, goString(m.Name), field),
		})
	}
	return list
}

func (g *generator) memberComment(own string, m *catalog.Param) string {
	if m.Description == "" {
		return goComment(prose(own+".", ""))
	}
	return goComment(prose(own+":", g.plain(m.Description)))
}
