package html

import (
	"html/template"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// hostile are texts that mean something in HTML, in addresses or in scripts.
var hostile = []string{
	"", "a", "#a b", "a/b-c_d.e~f", "https://a.example/?b=c&d", "javascript:alert(1)", "mailto:a@b.example", "//a", "a:b",
	`<b>&amp;"'+` + "\x00\xff`", "\u2028é{{.}}", "</script>", "</title>", "%41%zz", "-->", "Ctrl+C", "at {expired_at}, {b} or {",
}

// withFuncs returns templates that have the functions of r.
func withFuncs(t testing.TB, r *Renderer, source string) *template.Template {
	t.Helper()
	return template.Must(template.New("t").Option("missingkey=error").Funcs(r.funcs()).Parse(source))
}

func execute(t testing.TB, set *template.Template, name string, data any) string {
	t.Helper()
	var b strings.Builder
	if err := set.ExecuteTemplate(&b, name, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// loops are the functions of fragments.go, and the same as loops of a template.
var loops = []struct{ name, function, loop string }{
	{"alternates", `{{alternates .Entry.Head}}`, `<link rel="canonical" href="{{.Entry.URL}}">
<link rel="alternate" type="text/markdown" href="{{twin .Entry.Path}}">
{{if .Entry.HasJSON}}<link rel="alternate" type="application/json" href="{{json .Entry.Path}}">
{{end}}`},
	{"twins", `{{twins .Entry.Head}}`, `<a href="{{twin .Entry.Path}}">{{words.Markdown}}</a>
{{if .Entry.HasJSON}}<a href="{{json .Entry.Path}}">{{words.JSON}}</a>
{{end}}`},
	{"turn", `{{turn .Entry.Prev .Entry.Next}}`, `{{with .Entry.Prev}}<a rel="prev" href="{{href .Path}}"><span>{{words.Previous}}</span> {{.Text}}</a>{{end}}{{with .Entry.Next}}<a rel="next" href="{{href .Path}}"><span>{{words.Next}}</span> {{.Text}}</a>{{end}}`},
	{"verdict", `{{verdict .Entry.Verdict}}`, `{{range .Entry.Verdict}}<div class="{{.Kind}}"><dt>{{.Label}}</dt><dd>{{.Value.HTML}}</dd></div>{{end}}`},
	{"cases", `{{cases .Entry.Cases.Rows}}`, `{{range .Entry.Cases.Rows}}<li id="{{.ID}}"><code class="detail">{{range .Parts}}{{if .Param}}<a href="#fields" data-param="{{.Param}}">{{"{"}}{{.Param}}{{"}"}}</a>{{else}}{{.Text}}{{end}}{{end}}</code>
<p>{{.Scenario.HTML}}.{{with .Fix}} <span class="to">{{words.Fix}} <a href="#{{.ID}}">{{.Title.HTML}}</a></span>{{end}}</p></li>
{{end}}`},
	{"fixes", `{{fixes .Entry.Fixes.List}}`, `{{range .Entry.Fixes.List}}<div class="fix">
<h3 id="{{.ID}}"><a href="#{{.ID}}">{{.Title.HTML}}</a>{{if .Common}} <span class="common" data-markdown-ignore>{{words.Common}}</span>{{end}}</h3>
{{if .When.HTML}}<p class="when"><b>{{words.Choose}}</b> {{.When.HTML}}.</p>
{{end}}{{.Steps.HTML}}{{if .Request}}<div class="tabs" data-sync data-tabs="{{words.Languages}}">
<div class="panel"><p class="label" data-markdown-ignore>{{words.Curl}}</p>
{{.Request.Pre}}</div>
{{range .Others}}<div class="panel"><p class="label" data-markdown-ignore>{{.Label}}</p>
{{.Code.Bare}}</div>
{{end}}</div>
{{end}}{{with .Expect}}<p class="worked"><b>{{words.Worked}}</b>{{with .Status}} <span class="status s{{slice . 0 1}}">{{.}}</span>{{end}} {{.Note.HTML}}</p>
{{end}}<p class="ask" data-markdown-ignore><button type="button" class="scripted" data-do="prompt">{{words.CopyPrompt}}</button></p>
</div>
{{end}}`},
	{"causes", `{{causes .Entry.Causes.List}}`, `{{range .Entry.Causes.List}}<li><b>{{.Title.HTML}}.</b> {{inner .Text}}{{with .Fix}}<p class="to">{{words.Fix}} <a href="#{{.ID}}">{{.Title.HTML}}</a></p>{{end}}</li>
{{end}}`},
	{"responses", `{{responses .Entry.Responses.List}}`, `{{range .Entry.Responses.List}}<div class="panel" id="{{.ID}}">
{{if .Scenario.HTML}}<p class="label" data-markdown-ignore>{{.Scenario.HTML}}</p>
{{end}}{{wrappable .Whole}}
</div>
{{end}}`},
	{"fields", `{{fields .Entry.Fields.Rows}}`, `{{range .Entry.Fields.Rows}}<tr{{if .Standard}} data-markdown-ignore{{end}}><th scope="row"><code>{{.Name}}</code></th><td>{{.Type}}</td><td>{{.When}}</td><td>{{.Meaning.HTML}}</td><td>{{with .Example}}<code>{{.}}</code>{{end}}</td></tr>
{{end}}`},
	{"examples", `{{examples .Entry.Code.List}}`, `{{range .Entry.Code.List}}<p class="label">{{.Label}}</p>
{{.Code.Pre}}
{{end}}`},
	{"contents", `{{contents .Entry.Sections .Entry}}`, `{{range .Entry.Sections}}<li><a href="#{{.ID}}">{{.Heading}}</a>{{with $.Entry.Below .ID}}<ul>{{range .}}<li><a href="#{{.ID}}">{{.Heading}}</a></li>{{end}}</ul>{{end}}</li>
{{end}}`},
	{"items", `{{items .Items .List}}`, `{{range .Items}}<li{{if $.List.Chips}} data-is="{{$.List.Is .}}"{{end}}>
<p class="name"><a href="{{href .Path}}">{{.Title}}</a>{{if $.List.Mixed}} <span class="status s{{slice .Number 0 1}}" data-markdown-ignore>{{.Number}}</span>{{end}}{{if .Notice}} <span class="lifecycle {{.State}}">{{.Notice}}</span>{{end}}</p>
{{if and .Summary.HTML (not $.List.Bare)}}<p class="about">{{.Summary.HTML}}</p>
{{end}}{{if $.List.Said}}{{if .Details}}<ul class="said">{{range .Details}}<li><a href="{{href .Path}}"><code>{{.Text}}</code></a></li>{{end}}</ul>
{{end}}{{end}}</li>
{{end}}`},
}

type shown struct {
	Entry *page.Entry
	List  *page.List
	Items []*page.Item
}

// showing returns pages that have a text wherever a text may be. What is optional is on every
// other row, and on the pages where all is set.
func showing(r *Renderer, s string, all bool) *shown {
	texts := markup.New(nil)
	html := texts.Inline(s)
	html.HTML = template.HTML("<b>" + template.HTMLEscapeString(s) + "</b>")
	block := html
	block.HTML = "<p>" + html.HTML + "</p>\n"
	two := block
	two.HTML += block.HTML
	id := markup.Slug(s)
	code := markup.NewCode("http", "X: y\n\n{\"a\":1,\"b\":2} "+s)
	link := &page.Link{Path: "401/" + id + "#" + id, Text: s}
	fix := &page.Fix{ID: "fix-" + id, Title: html}
	full := &page.Fix{
		ID: id, Title: html, Common: true, When: html, Steps: block, Request: &code,
		Others: []page.CodeExample{{Label: s, Code: code}}, Expect: &page.Expect{Status: "200", Note: html},
	}
	bare := *full
	bare.Expect = &page.Expect{Note: html}
	e := &page.Entry{
		Head:      page.Head{Site: r.site, Path: "401/" + id, HasJSON: all, Sections: []page.Section{{ID: "fix", Heading: s}, {ID: id, Heading: s}}},
		Verdict:   []page.Verdict{{Kind: s, Label: s, Value: html}},
		Cases:     &page.Cases{Rows: []page.Case{{ID: id, Detail: s, Scenario: html}, {ID: id, Detail: "{a} " + s, Scenario: html, Fix: fix}}},
		Fixes:     &page.Fixes{Section: page.Section{ID: "fix"}, List: []*page.Fix{fix, full, &bare}},
		Causes:    &page.Causes{List: []page.Cause{{Title: html, Text: block}, {Title: html, Text: two, Fix: fix}}},
		Responses: &page.Responses{List: []page.Response{{ID: id, Whole: code}, {ID: id, Scenario: html, Whole: code}}},
		Fields:    &page.Fields{Rows: []page.Field{{Name: s, Type: s, When: s, Meaning: html}, {Name: s, Example: s, Standard: true}}},
		Code:      &page.CodeExamples{List: []page.CodeExample{{Label: s, Code: code}}},
	}
	l := &page.List{Bare: all, Said: all, Mixed: all}
	if all {
		e.Prev, e.Next = link, link
		l.Chips = []page.Chips{{Label: s}}
	}
	items := []*page.Item{
		{Path: "401/" + id, Number: "401", Title: s},
		{Path: "401/" + id, Number: "401", Title: s, Summary: html, State: s, Notice: s, Details: []page.ItemDetail{{Path: link.Path, Text: s}}},
	}
	return &shown{e, l, items}
}

// FuzzFragments compares each function with what html/template makes of the same loop.
func FuzzFragments(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	_, _, r := builtin(f, files(nil))
	var source strings.Builder
	for _, l := range loops {
		source.WriteString(`{{define "` + l.name + `"}}` + l.function + `{{end}}{{define "` + l.name + `-loop"}}` + l.loop + `{{end}}`)
	}
	set := withFuncs(f, r, source.String())
	f.Fuzz(func(t *testing.T, s string) {
		for _, all := range []bool{false, true} {
			pages := showing(r, s, all)
			for _, l := range loops {
				got, want := execute(t, set, l.name, pages), execute(t, set, l.name+"-loop", pages)
				if got != want {
					t.Errorf("%s returns\n%s\nwant\n%s", l.name, got, want)
				}
			}
		}
	})
}

// FuzzEscape compares escape with html/template, wherever fragments show a text.
func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	_, _, r := builtin(f, files(nil))
	set := withFuncs(f, r, `{{define "escaped"}}<p title="{{.}}" class='{{.}}' data-is="{{.}}">{{.}}</p><code>{{.}}</code>{{end}}`)
	f.Fuzz(func(t *testing.T, s string) {
		e := string(escape(s))
		got := `<p title="` + e + `" class='` + e + `' data-is="` + e + `">` + e + `</p><code>` + e + `</code>`
		if want := execute(t, set, "escaped", s); got != want {
			t.Errorf("escaped as\n%s\nwant\n%s", got, want)
		}
	})
}
