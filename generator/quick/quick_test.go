package quick

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"
	"text/template"
	"text/template/parse"
)

// The data that the tests show.
type data struct {
	Inner
	Title   string
	Count   int
	Is      bool
	None    *Inner
	Some    *Inner
	List    []Inner
	Words   []string
	Named   name
	Any     any
	Map     map[string]int
	Float   float64
	Numbers [2]int
	hidden  string
}

type name string

func (n name) String() string { return "named " + string(n) }

// Inner is a part of data.
type Inner struct {
	ID   string
	Deep *Inner
	More []string
}

func (i Inner) Said() string                  { return "said " + i.ID }
func (i *Inner) Join(sep string) string       { return strings.Join(i.More, sep) }
func (i *Inner) Fails() (string, error)       { return "", errors.New("it fails") }
func (i *Inner) Add(a, b int) int             { return a + b }
func (d *data) Below(id string) []Inner       { return []Inner{{ID: id + " below"}} }
func (d *data) Variadic(all ...string) string { return strings.Join(all, "") }

func testData() *data {
	return &data{
		Inner: Inner{ID: "id", More: []string{"x", "y"}}, Title: "The title", Count: 3, Is: true, Some: &Inner{ID: "some", Deep: &Inner{ID: "deep"}},
		List: []Inner{{ID: "one", More: []string{"a"}}, {ID: "two"}}, Words: []string{"p", "q"}, Named: "n", Any: "any", Map: map[string]int{"a": 1},
		Float: 1.5, hidden: "hidden",
	}
}

var testFuncs = template.FuncMap{
	"upper": strings.ToUpper,
	"pair":  func(a, b string) string { return a + "," + b },
	"inner": func() *Inner { return &Inner{ID: "made"} },
	"fails": func(string) (string, error) { return "", errors.New("it fails") },
	"any":   func(v any) string { return reflect.TypeOf(v).String() },
	"never": func() any { return 1 },
}

// printed prints texts alone.
func printed(t reflect.Type, _ []*parse.CommandNode) func([]byte, reflect.Value) []byte {
	if t.Kind() != reflect.String || t.NumMethod() > 0 {
		return nil
	}
	return func(b []byte, v reflect.Value) []byte { return append(b, v.String()...) }
}

// both runs a template with text/template, and with this package.
func both(t testing.TB, source string) (want, got string, parses, runs, ok bool) {
	t.Helper()
	tmpl, err := template.New("main").Option("missingkey=error").Funcs(testFuncs).Parse(source)
	if err != nil || tmpl.Tree == nil {
		return
	}
	var trees []*parse.Tree
	for _, t := range tmpl.Templates() {
		trees = append(trees, t.Tree)
	}
	set := New(trees, maps.Clone(testFuncs), printed)
	for range 2 { // prepared, and known
		var b []byte
		if b, ok = set.Append([]byte("before "), "main", testData()); !strings.HasPrefix(string(b), "before ") || !ok && string(b) != "before " {
			t.Fatalf("%s: %q was there before", source, b)
		}
		got = strings.TrimPrefix(string(b), "before ")
	}
	if !ok { // and the library may need forever
		return "", "", true, false, false
	}
	var b strings.Builder
	err = tmpl.Execute(&b, testData())
	return b.String(), got, true, err == nil, ok
}

var known = []string{
	`plain`, `{{/* a comment */}}a`, `{{.Title}}`, `{{.ID}}{{.Said}}{{.Some.ID}}{{.Some.Said}}{{.Some.Deep.ID}}`, `{{$.Title}}`, `{{"a"}}`,
	`{{if .Is}}a{{else}}b{{end}}{{if .None}}c{{else if .Count}}d{{end}}`, `{{with .Some}}{{.ID}}{{$.ID}}{{else}}n{{end}}{{with .None}}{{.ID}}{{else}}{{.Title}}{{end}}`,
	`{{range .List}}{{.ID}}{{range .More}}{{.}}{{$.ID}}{{else}}none{{end}}{{end}}`, `{{range $i, $e := .List}}{{if $i}}, {{end}}{{$e.ID}}{{.ID}}{{end}}`,
	`{{range $w := .Words}}{{$w}}{{range $x := $.Words}}{{$w}}{{$x}}{{end}}{{end}}`, `{{range .Some.More}}{{.}}{{else}}empty {{.Title}}{{end}}`,
	`{{define "a"}}{{.ID}}{{$.ID}}{{end}}{{template "a" .Some}}{{range $i, $e := .List}}{{template "a" $e}}{{if $i}}{{$e.ID}}{{end}}{{end}}`,
	`{{define "b"}}text{{end}}{{template "b"}}`, `{{upper .Title}}{{.Title | upper}}{{pair .ID "x"}}{{"x" | pair .ID}}{{(inner).ID}}{{inner.ID}}`, `{{upper (pair "a" .ID)}}`,
	`{{.Join ", "}}{{.Inner.Join .ID}}{{range $.Below .ID}}{{.ID}}{{end}}{{with $.Below "x"}}{{range .}}{{.Said}}{{end}}{{end}}`, `{{if eq .Title "a" "The title"}}eq{{end}}`,
	`{{if ne .Title .ID}}ne{{end}}{{if not .None}}not{{end}}{{if and .Is .Some .Title}}and{{end}}{{if or .None .Words}}or{{end}}{{(or .None .Some).ID}}`,
	`{{if ge (len .List) 2}}ge{{end}}{{if ge .Count 4}}no{{end}}`, `{{slice .Title 0 3}}`, `{{any .}}{{any .Some}}{{any .Count}}`, `{{if .Any}}a{{end}}{{if .Map}}m{{end}}{{if .Float}}f{{end}}{{if .Numbers}}n{{end}}`,
	`{{range $w := .Words}}{{range $v := $.Some.More}}{{else}}{{range $u := $.Words}}{{$w}}{{$u}}{{end}}{{end}}{{end}}`, `{{if eq "a" .Title "The title" .ID}}eq{{end}}`,
	`{{if ge (.Some.Add 1 2) .Count}}x{{end}}`, `{{- .Title -}} a`, `{{if .Inner}}struct{{end}}`,
}

// What templates are made of is run as text/template does.
func TestKnown(t *testing.T) {
	for _, source := range known {
		want, got, parses, runs, ok := both(t, source)
		if !parses || !runs || !ok || got != want {
			t.Errorf("%s\nparses %t, runs %t, known %t: %q, want %q", source, parses, runs, ok, got, want)
		}
	}
}

// What is left to text/template: what it would print or do in its own ways, and mistakes.
var left = []string{
	`{{.Nothing}}`, `{{.hidden}}`, `{{.None.ID}}`, `{{.Count}}`, `{{.Named}}`, `{{.Any}}`, `{{.Map.a}}`, `{{.Some}}`, `{{$x := .Title}}{{$x}}`, `{{range .Map}}{{end}}`, `{{range .List}}{{break}}{{end}}`,
	`{{range .Count}}a{{end}}`, `{{printf "%s" .Title}}`, `{{slice .Title 0 100}}`, `{{slice .Title 2 1}}`, `{{fails .Title}}`, `{{.Fails}}`, `{{.Variadic "a"}}`, `{{never}}`, `{{pair .Title}}`, `{{upper .Count}}`, `{{template "missing"}}`,
	`{{define "r"}}{{template "r" .}}{{end}}{{template "r" .}}`, `{{eq 1 .Count}}`, `{{if eq .Title .Count}}{{end}}`, `{{len .Title}}`, `{{true}}`, `{{if lt .Count 4}}a{{end}}`, `{{(or .Title .Count)}}`, `{{template "t" .}}{{define "t"}}{{.X}}{{end}}`,
	`{{if eq .Title "The title" .None.ID}}{{end}}`, `{{if .None.ID | or .Title}}{{end}}`, `{{if "" | and .None.ID}}{{end}}`, `{{any 1.0}}`, `{{any 1e3}}`, `{{any 1+0i}}`, `{{slice .Title 0 2.0}}`,
	`{{range $w := .Words}}{{range $w := $.Some.More}}{{else}}{{$w}}{{end}}{{end}}`, `{{range $i, $w := .Words}}{{range $i, $w := $.Some.More}}{{else}}{{if $i}}{{end}}{{end}}{{end}}`,
	`{{with or .None .Title}}{{.ID}}{{end}}`, `{{range $i, $c := .Words}}{{$i = 1}}{{end}}`, `{{with $x := .Some}}{{$x.ID}}{{end}}`, `{{define "n"}}{{.ID}}{{end}}{{template "n"}}`, `{{nil}}`, `{{1.5}}`, `{{.Join 1}}`, `{{index .Words 0}}`,
}

func TestLeft(t *testing.T) {
	for _, source := range left {
		if _, got, _, _, ok := both(t, source); ok {
			t.Errorf("%s is taken for known, and gives %q", source, got)
		}
	}
}

// FuzzSet holds the package against text/template: what it knows has the same result.
func FuzzSet(f *testing.F) {
	for _, source := range append(known, left...) {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if strings.Count(source, "range") > 4 { // not forever
			t.Skip()
		}
		want, got, _, runs, ok := both(t, source)
		if ok && (!runs || got != want) {
			t.Errorf("%s\ngives %q; text/template runs it: %t, and gives %q", source, got, runs, want)
		}
	})
}
