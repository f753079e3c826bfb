package gogen

import (
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/wire"
)

// The view of catalog_gen.go. Fields hold Go code: names, expressions, comments.
type (
	catalogView struct {
		Comment, Package string
		Entries          []entryView
		ParamsUnion      string
	}
	entryView struct {
		Comment, Name, URI        string
		Aliases                   []string
		Def, Bare                 string
		Code, Title, Status, Head string
		Retry                     string      // "" for none
		Fields                    []string    // composite literals without their type
		Params                    *paramsView // nil for none
		Constructors              []constructorView
		Vars                      []varView
	}
	paramsView struct {
		Comment, Name string
		Members       []memberView
	}
	memberView struct {
		Comment, Field, Type, Tag string
		Quoted                    string // name in JSON
		Given                     string // condition for being sent; "" for always
		Append                    string
	}
	varView struct{ Name, Def, Detail string }
)

// catalogFile returns catalog_gen.go.
func (g *generator) catalogFile() ([]byte, error) {
	view := catalogView{Comment: g.packageComment(), Package: g.options.Package, ParamsUnion: g.paramsUnion()}
	for _, e := range g.entries {
		view.Entries = append(view.Entries, g.entry(e))
	}
	source, err := execute("catalog.go.tmpl", view)
	if err != nil {
		return nil, err
	}
	return finish(source, ownImport{}, "net/http", "strconv", "time")
}

// packageComment describes the package, with the code for its first entry that the
// server sends as the example.
func (g *generator) packageComment() string {
	doc := []paragraph{
		prose("Package "+g.options.Package+" contains the errors of", g.catalog.Name),
		prose("Each constant is the URI of a problem type (RFC 9457) and an error. A server "+
			"returns the constant or the result of a constructor, and [HandlerFunc] or [Write] sends it. "+
			"A client gets the error from [CheckResponse].", ""),
	}
	for _, e := range g.entries {
		if server, client := Example(g.catalog, e, g.options.Package); server != "" {
			doc = append(doc, indented(server), prose("The client, which must close the body:", ""), indented(client))
			break
		}
	}
	return goComment(doc...)
}

// maxUnion is the largest union that the compiler takes.
const maxUnion = 100

// paramsUnion returns the body of the interface Params: the union of all types, which
// no other type can satisfy. A catalog with more of them than a union can have, or
// with none, asks for their method instead.
func (g *generator) paramsUnion() string {
	var types []string
	for _, e := range g.entries {
		if len(e.Params) > 0 {
			types = append(types, g.names.params(e))
		}
	}
	if len(types) == 0 || len(types) > maxUnion {
		return "params"
	}
	return strings.Join(types, " |\n")
}

// entry returns the view of an entry.
func (g *generator) entry(e *catalog.Entry) entryView {
	view := entryView{
		Comment: g.entryComment(e),
		Name:    g.names.Constant(e),
		URI:     goString(e.TypeURI()),
		Def:     g.names.definition(e),
		Bare:    g.names.sent(e),
		Code:    goString(e.Code()),
		Title:   goString(e.Title),
		Status:  statusExpr(e.Status.Code),
		Head:    goString(e.BodyHead()),
		Params:  g.params(e),
	}
	for _, f := range g.fields(e.Bare()) {
		view.Fields = append(view.Fields, f.literal())
	}
	for _, path := range e.AliasPaths() {
		view.Aliases = append(view.Aliases, goString(e.Catalog.Base+path))
	}
	if e.Recovery != nil && e.Recovery.Retry != "" {
		view.Retry = goString(string(e.Recovery.Retry))
	}
	for _, s := range e.Scenarios() {
		if g.names.Constructor(s) != "" {
			view.Constructors = append(view.Constructors, g.constructor(s))
		}
	}
	view.Vars = g.vars(e)
	return view
}

// vars returns the errors of the entry that are made once: what the constant sends,
// and the scenarios that take no params.
func (g *generator) vars(e *catalog.Entry) []varView {
	def := g.names.definition(e)
	scenarios := e.Scenarios()
	sent := varView{Name: g.names.sent(e), Def: def}
	if only := scenarios[0]; len(scenarios) == 1 && len(only.Params) == 0 && only.Detail != nil {
		sent.Detail = goString(only.Detail.Text)
	}
	vars := []varView{sent}
	for _, s := range scenarios {
		if g.names.Constructor(s) == "" || len(s.Params) > 0 || len(scenarios) == 1 {
			continue
		}
		vars = append(vars, varView{Name: g.names.static(s), Def: def, Detail: goString(s.Detail.Text)})
	}
	return vars
}

// entryComment describes the constant of an entry.
func (g *generator) entryComment(e *catalog.Entry) string {
	doc := []paragraph{prose(g.names.Constant(e)+" is "+e.Status.Path(), `"`+e.Title+`". `+g.plain(e.Summary))}
	if e.Go.SentBy != "" {
		doc = append(doc, prose("It is sent by", e.Go.SentBy))
	}
	if e.Retired != nil {
		doc = append(doc, prose("It is retired: the API no longer sends it."+g.instead(e, e.Retired), g.plain(e.Retired.Note)))
	}
	doc = append(doc, prose("See", e.PageURL()))
	return goComment(append(doc, g.deprecation(e)...)...)
}

// deprecation returns the paragraph that tools report uses by, for a deprecated entry.
func (g *generator) deprecation(e *catalog.Entry) []paragraph {
	if e.Deprecated == nil {
		return nil
	}
	own, note := "Deprecated:"+g.instead(e, e.Deprecated), g.plain(e.Deprecated.Note)
	switch {
	case own == "Deprecated:" && note == "":
		own += " The API will stop sending it."
	case strings.HasSuffix(own, ".") && startsLower(note): // which covers opaque tokens too
		own = strings.TrimSuffix(own, ".") + ","
	}
	return []paragraph{prose(own, note)}
}

// instead returns " Use [Other]." for the entry that takes the place of e, or "".
func (g *generator) instead(e *catalog.Entry, l *catalog.Lifecycle) string {
	other := g.catalog.Entry(l.Use, e.Status)
	if other == nil {
		return ""
	}
	return " Use [" + g.names.Constant(other) + "]."
}

// params returns the view of the type of the entry's extension members, or nil.
func (g *generator) params(e *catalog.Entry) *paramsView {
	if len(e.Params) == 0 {
		return nil
	}
	view := &paramsView{
		Name:    g.names.params(e),
		Comment: goComment(prose(g.names.params(e)+" contains the extension members of ["+g.names.Constant(e)+"].", "")),
	}
	for i := range e.Params {
		p := &e.Params[i]
		name := g.names.exported(p.Name)
		tag := `json:"` + p.Name + `"`
		if p.Optional {
			tag = `json:"` + p.Name + `,omitzero"`
		}
		view.Members = append(view.Members, memberView{
			Comment: g.fieldComment(name, p),
			Field:   name,
			Type:    valueTypes[p.Type].goType,
			Tag:     "`" + tag + "`",
			Quoted:  goString(p.Name),
			Given:   sentIf(p, "p."+name),
			Append:  fmt.Sprintf(valueTypes[p.Type].json, "p."+name),
		})
	}
	return view
}

func (g *generator) fieldComment(field string, p *catalog.Param) string {
	if p.Description == "" {
		return goComment(prose(field+" is the member "+p.Name+".", ""))
	}
	return goComment(prose(field+" is "+p.Name+":", g.plain(p.Description)))
}

// fieldExpr is a header field, by its canonical name. Only the values of a constructor
// have conditions and statements before them.
type fieldExpr struct {
	name  string
	value expr
}

// fields returns what the scenario sends beside the fields of every response.
func (g *generator) fields(s catalog.Scenario) []fieldExpr {
	var list []fieldExpr
	for _, h := range s.Headers() {
		list = append(list, fieldExpr{textproto.CanonicalMIMEHeaderKey(h.Name), g.header(s, h.Value)})
	}
	if g.catalog.Responses.HelpLink {
		list = append(list, fieldExpr{"Link", expr{code: goString(wire.HeaderValue(s.Entry.HelpLink()))}})
	}
	challengeField := textproto.CanonicalMIMEHeaderKey(s.Entry.Status.ChallengeField())
	for i, ch := range s.Challenges() {
		list = append(list, fieldExpr{challengeField, g.challenge(s, ch, challengeVar(i))})
	}
	slices.SortStableFunc(list, func(a, b fieldExpr) int { return strings.Compare(a.name, b.name) })
	return list
}
