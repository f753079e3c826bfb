package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// params checks the params, and every text that may refer to them.
func (k entryChecker) params() {
	e := k.e
	first := map[string]diag.Pos{}
	for i := range e.Params {
		p := &e.Params[i]
		pos := p.At(e.File, "name")
		if other, ok := first[p.Name]; ok && p.Name != "" {
			k.Add(diag.DuplicateID, pos, "the param %s is declared twice", diag.Quote(p.Name)).WithNote(other, "first declared here").WithHelp("rename or remove one of them")
		}
		first[p.Name] = pos
		standardName(k.List, p.Name, pos)
		checkExample(k.List, p, e.File)
		if !p.Has("example") && p.Name != "" {
			k.Add(diag.MissingExample, pos, "the param %s has no example", diag.Quote(p.Name)).WithHelp("%s", cmp.Or(exampleHelp(p.Type), "add example"))
		}
	}
	used := map[string]bool{}
	for i := range e.Details {
		d := &e.Details[i]
		k.placeholders("detail", d.Text, d.At(e.File, "detail"), used)
	}
	for _, c := range e.Challenges {
		for _, p := range c.Params {
			k.placeholders("challenge", p.Value, p.ValuePos(e.File), used)
		}
	}
	for _, h := range e.Headers {
		k.placeholders("header", h.Value, h.ValuePos(e.File), used)
	}
	for i := range e.Params {
		if p := &e.Params[i]; p.Name != "" && !p.Optional && !used[p.Name] && textsKnown(e) {
			k.Add(diag.UnusedParam, p.At(e.File, "name"), "the required param %s is not used", diag.Quote(p.Name)).
				WithHelp("use {%s} in a detail, or set optional: true", p.Name)
		}
	}
}

// textsKnown reports whether all texts that may use params could be read.
func textsKnown(e *catalog.Entry) bool {
	for i := range e.Details {
		if e.Details[i].Text == "" {
			return false
		}
	}
	return e.Count("details") == len(e.Details) && e.Has("details") == (len(e.Details) > 0) &&
		e.Count("challenges") == len(e.Challenges) && e.Has("challenges") == (len(e.Challenges) > 0) &&
		e.Has("headers") == (len(e.Headers) > 0)
}

// placeholders reports names that are not declared, and marks those that are used.
func (k entryChecker) placeholders(what, text string, pos diag.Pos, used map[string]bool) {
	for _, name := range catalog.Placeholders(text) {
		used[name] = true
		if k.e.Param(name) != nil || k.e.Count("params") != len(k.e.Params) || slices.ContainsFunc(k.e.Params, func(p catalog.Param) bool { return p.Name == "" }) {
			continue
		}
		d := k.Add(diag.UndeclaredParam, pos, "the %s uses the undeclared param %s", what, diag.Quote(name))
		var names []string
		for i := range k.e.Params {
			names = append(names, k.e.Params[i].Name)
		}
		near := diag.Suggest(name, names)
		if near == "" {
			d.WithHelp("declare it under params")
			continue
		}
		d.WithNote(k.e.Param(near).At(k.e.File, "name"), "declared here: %s", near).WithHelp("did you mean {%s}?", near)
	}
}

// checkExample reports an example that does not have the type of its param.
func checkExample(l *diag.List, p *catalog.Param, file string) {
	if !p.Example.Given() || p.Type == "" {
		return
	}
	if _, ok := p.ExampleValue(); ok {
		return
	}
	l.Add(diag.WrongExample, p.At(file, "example"), "the example of %s is not %s", diag.Quote(p.Name), typeNames[p.Type]).
		WithHelp("%s", exampleForms[p.Type])
}

// typeNames are the types of params with an article, for messages.
var typeNames = map[catalog.ParamType]string{
	catalog.TypeString:   "a string",
	catalog.TypeInt:      "an integer",
	catalog.TypeNumber:   "a number",
	catalog.TypeBool:     "a boolean",
	catalog.TypeTime:     "a time",
	catalog.TypeDuration: "a duration",
	catalog.TypeURI:      "an absolute URI",
	catalog.TypeStrings:  "a list of strings",
}

// exampleForms are the instructions for an example of each type, used as help.
var exampleForms = map[catalog.ParamType]string{
	catalog.TypeString:   "write a string; quote it if it looks like a number, a date or a boolean",
	catalog.TypeInt:      "write a whole number such as 42, in digits and without quotes",
	catalog.TypeNumber:   "write a number such as 42 or 0.5, without quotes",
	catalog.TypeBool:     "write true or false, without quotes",
	catalog.TypeTime:     "write a time as 2026-01-06T09:58:00Z",
	catalog.TypeDuration: "write a whole number of seconds, such as 300",
	catalog.TypeURI:      "write an absolute URI such as https://example.com/",
	catalog.TypeStrings:  "write a list such as [one, two]",
}

// exampleHelp describes how to add an example of a type.
func exampleHelp(t catalog.ParamType) string {
	if form := exampleForms[t]; form != "" {
		return "add example: " + strings.TrimPrefix(form, "write ")
	}
	return ""
}
