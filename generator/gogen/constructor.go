package gogen

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/wire"
)

// maxArgs is the largest number of params that a constructor takes one by one; with
// more, it takes them as one struct.
const maxArgs = 4

// constructorView is the view of a constructor. Fields hold Go code.
type constructorView struct {
	Comment, Name, Args string
	Static              string // variable that it returns; "" where it makes a new Error
	Def                 string
	Detail              string   // "" for none
	Params              string   // composite literal
	Setup               []string // statements
	Fields              string   // "" where those of the definition serve
}

// constructor returns the view of the scenario's constructor.
func (g *generator) constructor(s catalog.Scenario) constructorView {
	view := constructorView{
		Comment: g.constructorComment(s),
		Name:    g.names.Constructor(s),
		Args:    g.args(s),
		Def:     g.names.definition(s.Entry),
	}
	if len(s.Params) == 0 {
		view.Static = g.names.static(s)
		return view
	}
	if s.Detail != nil {
		view.Detail = g.text(s, s.Detail.Text).code
	}
	view.Params = g.paramsLiteral(s)
	if sendsParams(s) {
		view.Fields, view.Setup = dynamic(g.fields(s))
	}
	return view
}

// constructorComment says when to call the constructor and what it sends.
func (g *generator) constructorComment(s catalog.Scenario) string {
	returns := g.names.Constructor(s) + " returns the error [" + g.names.Constant(s.Entry) + "]."
	doc := []paragraph{prose(returns, "")}
	if s.Detail != nil {
		doc = []paragraph{prose(returns, g.plain(s.Detail.Scenario)), indented(s.Detail.Text)}
	}
	return goComment(append(doc, g.deprecation(s.Entry)...)...)
}

// args returns the parameters of the constructor.
func (g *generator) args(s catalog.Scenario) string {
	if len(s.Params) > maxArgs {
		return "p " + g.names.params(s.Entry)
	}
	args := make([]string, len(s.Params))
	for i, p := range s.Params {
		args[i] = g.names.arg(s.Entry, p)
		goType := valueTypes[p.Type].goType
		if i+1 == len(s.Params) || valueTypes[s.Params[i+1].Type].goType != goType {
			args[i] += " " + goType // neighbors of one type share it
		}
	}
	return strings.Join(args, ", ")
}

// arg returns the expression of a param in the constructor.
func (g *generator) arg(s catalog.Scenario, p *catalog.Param) string {
	if len(s.Params) > maxArgs {
		return "p." + g.names.exported(p.Name)
	}
	return g.names.arg(s.Entry, p)
}

// paramsLiteral returns the extension members of the error that the constructor
// makes, in the order of the catalog.
func (g *generator) paramsLiteral(s catalog.Scenario) string {
	var fields []string
	for i := range s.Entry.Params {
		if p := &s.Entry.Params[i]; s.Takes(p.Name) {
			fields = append(fields, g.names.exported(p.Name)+": "+g.arg(s, p))
		}
	}
	if len(s.Params) > maxArgs {
		return g.names.params(s.Entry) + "{\n" + strings.Join(fields, ",\n") + ",\n}"
	}
	return g.names.params(s.Entry) + "{" + strings.Join(fields, ", ") + "}"
}

// sendsParams reports whether a challenge or header of the scenario has params, so
// that its fields are not those of the definition.
func sendsParams(s catalog.Scenario) bool {
	pairs := s.Headers()
	for _, c := range s.Challenges() {
		pairs = slices.Concat(pairs, c.Params)
	}
	return slices.ContainsFunc(pairs, func(p catalog.Pair) bool { return len(catalog.Placeholders(p.Value)) > 0 })
}

// expr is Go code for a string that is sent.
type expr struct {
	code  string
	given string   // condition for sending it; "" for always
	setup []string // statements that come before
	free  bool     // it may hold characters that no header can
}

// text returns the text with placeholders, as a detail shows it.
func (g *generator) text(s catalog.Scenario, text string) expr {
	return g.concat(s, text, func(t valueType) string { return t.text })
}

// header returns the text with placeholders, as a header field shows it.
func (g *generator) header(s catalog.Scenario, text string) expr {
	x := g.text(s, wire.HeaderValue(text))
	if x.free {
		x.code = "headerValue(" + x.code + ")"
	}
	return x
}

// concat returns the concatenation of the literal parts of a text and its params.
func (g *generator) concat(s catalog.Scenario, text string, format func(valueType) string) expr {
	var x expr
	var parts, conditions []string
	for _, part := range catalog.Parts(text) {
		p := s.Entry.Param(part.Param)
		if p == nil {
			parts = append(parts, goString(part.Text))
			continue
		}
		t, arg := valueTypes[p.Type], g.arg(s, p)
		parts = append(parts, fmt.Sprintf(format(t), arg))
		x.free = x.free || t.free
		if condition := fmt.Sprintf(t.given, arg); mayBeLeftOut(s.Entry, p) && !slices.Contains(conditions, condition) {
			conditions = append(conditions, condition)
		}
	}
	x.code = strings.Join(parts, " + ")
	x.given = strings.Join(conditions, " && ")
	return x
}

// mayBeLeftOut reports whether a challenge or header is left out where it needs the
// param and its value is zero: it is optional, and no detail names it.
func mayBeLeftOut(e *catalog.Entry, p *catalog.Param) bool {
	return p.Optional && !slices.ContainsFunc(e.Details, func(d catalog.Detail) bool {
		return slices.Contains(catalog.Placeholders(d.Text), p.Name)
	})
}

// challenge returns a challenge of the scenario. Without params it is made here;
// otherwise the constructor makes it, in a variable of the given name where
// parameters may be left out.
func (g *generator) challenge(s catalog.Scenario, c catalog.Challenge, variable string) expr {
	var static, pairs, setup []string
	isStatic := true
	for _, p := range c.Params {
		isStatic = isStatic && len(catalog.Placeholders(p.Value)) == 0
		static = append(static, p.Name, p.Value)
		value := g.concat(s, p.Value, func(t valueType) string { return cmp.Or(t.challenge, t.text) })
		pair := goString(p.Name) + ", " + value.code
		switch {
		case value.given != "":
			setup = append(setup, "if "+value.given+" {", variable+" = append("+variable+", "+pair+")", "}")
		case len(setup) > 0:
			setup = append(setup, variable+" = append("+variable+", "+pair+")")
		default:
			pairs = append(pairs, pair)
		}
	}
	scheme := goString(c.Scheme)
	switch {
	case isStatic:
		return expr{code: goString(wire.Challenge(c.Scheme, static...))}
	case len(setup) == 0:
		return expr{code: "Challenge(" + scheme + ",\n" + strings.Join(pairs, ",\n") + ",\n)"}
	}
	first := variable + " := []string{" + strings.Join(pairs, ", ") + "}"
	return expr{code: "Challenge(" + scheme + ", " + variable + "...)", setup: append([]string{first}, setup...)}
}

// challengeVar returns the name of the variable for the parameters of a challenge.
func challengeVar(i int) string {
	if i == 0 {
		return "challenge"
	}
	return "challenge" + strconv.Itoa(i+1)
}

// dynamic returns the fields as an expression, with the statements that it needs.
func dynamic(l []fieldExpr) (code string, setup []string) {
	first := slices.IndexFunc(l, func(f fieldExpr) bool { return f.value.given != "" })
	if first < 0 {
		first = len(l)
	}
	code = "[]field{\n"
	for _, f := range l[:first] {
		setup = append(setup, f.value.setup...)
		code += f.literal() + ",\n"
	}
	code += "}"
	if first == len(l) {
		return code, setup
	}
	setup = append(setup, "fields := "+code)
	for _, f := range l[first:] {
		setup = append(setup, f.value.setup...)
		add := "fields = append(fields, field" + f.literal() + ")"
		if f.value.given != "" {
			add = "if " + f.value.given + " {\n" + add + "\n}"
		}
		setup = append(setup, add)
	}
	return "fields", setup
}

// literal returns the field as a composite literal without its type.
func (f fieldExpr) literal() string { return "{" + goString(f.name) + ", " + f.value.code + "}" }

// startsLower reports whether a text begins with a lower-case letter.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
