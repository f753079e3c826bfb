package html

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"text/template/parse"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/quick"
)

// builtin returns a renderer of the built-in catalog with some templates, and the same
// as html/template alone renders them.
func builtin(t testing.TB, files fs.FS) (b *page.Builder, c *catalog.Catalog, prepared, alone *Renderer) {
	t.Helper()
	folder, err := fs.Sub(errdocs.Files, "catalog")
	if err != nil {
		t.Fatal(err)
	}
	var l diag.List
	c = catalog.Load(folder, "catalog", &l)
	b = page.New(c, page.Options{})
	if prepared, err = New(b.Site, files, Options{}); err != nil {
		t.Fatal(err)
	}
	alone = &Renderer{site: prepared.site, assets: prepared.assets, hash: prepared.hash, quick: quick.New(nil, nil, nil)}
	alone.pages = template.Must(template.New("site").Option("missingkey=error").Funcs(alone.funcs()).ParseFS(files, "templates/*.html", "templates/custom/*.html"))
	return b, c, prepared, alone
}

// TestPreparedPages compares pages with those that html/template alone makes.
func TestPreparedPages(t *testing.T) {
	b, c, prepared, alone := builtin(t, errdocs.Files)
	check := func(name string, data any, path string) {
		if _, ok := prepared.quick.Append(nil, name, data); !ok {
			t.Errorf("the page %q is not made fast", path)
		}
		got, err := prepared.render([]byte("before"), name, data, path)
		want, err2 := alone.render([]byte("before"), name, data, path)
		if err != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Errorf("the page %q is another one: %v, %v", path, err, err2)
		}
	}
	for _, e := range c.Entries {
		p := b.Entry(e)
		check("entry", p, p.Path)
	}
	lists := []*page.List{b.Home(), b.NotFound()}
	for _, s := range c.Statuses {
		lists = append(lists, b.Status(s))
	}
	for i := range c.Families {
		lists = append(lists, b.Family(&c.Families[i]))
	}
	for _, tag := range b.Tags() {
		lists = append(lists, b.Tag(tag))
	}
	for _, p := range lists {
		check("list", p, p.Path)
	}
	for _, p := range b.Stubs() {
		check("stub", p, p.Path)
	}
	check("answer", b.Answer("ask", "<why>?", nil), "ask")
}

// TestFoldFolds fails where html/template keeps its trees in another way.
func TestFoldFolds(t *testing.T) {
	_, _, prepared, alone := builtin(t, errdocs.Files)
	_ = alone.pages.ExecuteTemplate(&bytes.Buffer{}, "entry", nil)
	count := func(r *Renderer) (n int) {
		for _, node := range r.pages.Lookup("top").Tree.Root.Nodes {
			if a, ok := node.(*parse.ActionNode); ok && strings.Contains(a.String(), "asset") {
				n++
			}
		}
		return n
	}
	if got, before := count(prepared), count(alone); got != 0 || before == 0 {
		t.Errorf("%d of %d addresses of assets are looked up for every page", got, before)
	}
}

// TestFoldEscapes folds actions in all kinds of places.
func TestFoldEscapes(t *testing.T) {
	files := fstest.MapFS{
		"static/a.js": {Data: []byte("1")},
		"templates/entry.html": {Data: []byte(`{{define "entry"}}{{template "a"}}<a href="{{href "a b\"<"}}" title={{words.Search}} onclick="f({{words.Prompt}})">{{words.Prompt}}</a>
<script>{{template "a"}} let w = {{words.CopyFailed}}, s = "{{words.CopyFailed}}", r = /{{words.CopyFailed}}/</script><style>p { color: {{words.Copy}} }</style><!-- {{words.Copy}} -->
<a href="{{words.Prompt}}">{{print "<b>" 1 true}}{{if words.Copy}}{{words.Copy | printf "%q"}}{{else}}{{words.Nearest}}{{end}}{{range .Tags}}{{words.Tags}}{{.Text}}{{end}}{{$w := words}}{{$w.Copy}}</a>
<textarea>{{words.Prompt}}</textarea>{{with words.Skip}}{{.}}{{words.Skip}}{{end}}{{end}}{{define "a"}}{{words.AllTwins}}{{end}}`)},
		"templates/custom/none.html": {Data: []byte(" ")},
	}
	b, c, prepared, alone := builtin(t, files)
	p := b.Entry(c.Entries[0])
	got, err := prepared.AppendEntry(nil, p)
	want, err2 := alone.AppendEntry(nil, p)
	if err != nil || err2 != nil || !bytes.Equal(got, want) {
		t.Errorf("%v, %v; got\n%s\nwant\n%s", err, err2, got, want)
	}
}

// TestFoldLeavesMistakes says what is wrong with a template where it is used.
func TestFoldLeavesMistakes(t *testing.T) {
	files := fstest.MapFS{
		"static/a.js":                {Data: []byte("1")},
		"templates/entry.html":       {Data: []byte(`{{define "entry"}}<a href="{{if .Tags}}">{{end}}{{words.Copy}}{{end}}`)},
		"templates/custom/none.html": {Data: []byte(" ")},
	}
	b, c, prepared, alone := builtin(t, files)
	p := b.Entry(c.Entries[0])
	_, err := prepared.AppendEntry(nil, p)
	_, want := alone.AppendEntry(nil, p)
	if err == nil || want == nil || err.Error() != want.Error() {
		t.Errorf("the mistake is %v, want %v", err, want)
	}
}

// Whatever a theme adds, pages and mistakes are those of html/template alone.
func TestThemes(t *testing.T) {
	for _, source := range []string{
		`{{$x := .H1}}<b>{{$x}}</b>{{if $y := .Path}}{{$y}}{{end}}`, `{{with .Site}}{{.Title}}{{else with .H1}}{{.}}{{end}}{{with $.Path}}{{.}}{{else}}root{{end}}`,
		`{{range $i, $l := .Tags}}{{if gt $i 1}}{{break}}{{end}}{{$l.Path}}{{end}}`, `{{range .Tags}}{{if eq .Path "x"}}{{continue}}{{end}}{{.}}{{else}}none{{end}}`,
		`{{/* a comment */}}{{- .H1 -}}  {{- /* another */ -}} x`, `{{block "mine" .}}<i title="{{.H1}}">{{.Description}}</i>{{end}}`,
		`{{template "nest" .}}<script>let a = {{template "nest" .}}</script><p title="{{template "nest" .}}" class={{.H1}}>`,
		`<script>let t = {{.Title}}, u = {{.Site}}; f({{.NoIndex}}, {{.Tags}})</script><style>a { content: "{{.H1}}"; width: {{len .Tags}}px }</style>`,
		`<a href={{.URL}} onclick="f('{{.H1}}')">x</a><img src="{{.Path}}?a={{.H1}}" srcset="{{.URL}} 2x"><a href="javascript:{{.H1}}">x</a><a href="mailto:{{.H1}}#{{.H1}}">x</a>`,
		`{{printf "%v" .Tags}}{{print .Site.Title .NoIndex}}{{html .H1}}{{.H1 | js}}{{urlquery .H1}}{{.Head}}{{.Site.Words}}`,
		`{{.Site.URL "a b"}}{{$.Site.Words.Skip}}{{(.Site).Words.Copy | printf "%q"}}{{(words).Copy}}`, `{{template "void" 3}}{{shared "nest" .Site}}`,
		`{{.Nope}}`, `{{.H1.Nope}}`, `{{index .Tags 1000}}`, `{{.Site.Href}}`, `{{.Site.Href 1}}`, `{{slice .H1 1000}}`, `{{if eq .Path "404.html" .H1 .Nope}}{{end}}`, `{{shared "none" .Site}}`,
		`<a href="{{if .Path}}">{{end}}`, `{{with .Entry}}{{.Description}}{{range .Catalog.Entries}}{{.Title}}{{end}}{{end}}`,
	} {
		files := fstest.MapFS{}
		for _, dir := range []string{"templates", "templates/custom"} {
			names, _ := fs.Glob(errdocs.Files, dir+"/*.html")
			for _, name := range names {
				data, err := fs.ReadFile(errdocs.Files, name)
				if err != nil {
					t.Fatal(err)
				}
				files[name] = &fstest.MapFile{Data: data}
			}
		}
		files["static/a.js"] = &fstest.MapFile{}
		files["templates/custom/head.html"] = &fstest.MapFile{Data: []byte(`{{define "custom-head"}}` + source + `{{end}}{{define "nest"}}{{.Title}}{{end}}{{define "void"}}{{.}}{{end}}`)}
		b, c, prepared, alone := builtin(t, files)
		check := func(name string, data any) {
			got, err := prepared.render(nil, name, data, name)
			want, err2 := alone.render(nil, name, data, name)
			if fmt.Sprint(err) != fmt.Sprint(err2) || !bytes.Equal(got, want) {
				t.Errorf("%s: the page %q is another one: %v, want %v", source, name, err, err2)
			}
		}
		check("entry", b.Entry(c.Entries[0]))
		check("list", b.Home())
		check("list", b.NotFound())
		check("answer", b.Answer("ask", "<why>?", nil))
	}
}

// FuzzEscapes compares values in all kinds of places with what html/template makes of them.
func FuzzEscapes(f *testing.F) {
	for _, s := range []string{
		"", "a", "#a b", "a/b-c_d.e~f", "https://a.example/b", "https://a.example/?b=c&d", "http://a.example", "javascript:alert(1)", "mailto:a@b.example", "//a", "a:b", "a/b:c", "https:",
		`<b>&amp;"'+` + "\x00\xff`", "\u2028é{{.}}", "</script>", "</title>", "%41%zz", "-->",
	} {
		f.Add(s)
	}
	files := fstest.MapFS{
		"static/a.js": {Data: []byte("1")},
		"templates/entry.html": {Data: []byte(`{{define "entry"}}<title>{{.Path}}</title><p title="{{.Path}}" class='{{.Path}}' id={{.Path}}>{{.Path}}</p>
<a href="{{.Path}}">{{href .Path}}</a><a href="#{{.Path}}">{{.Path | day}}</a><a href="/x/{{.Path}}?q={{.Path}}">{{.H1}}</a><img srcset="{{.Path}}"><a href='{{.URL}}' href="a:{{.Path}}">{{len .Sections}}</a>
<script>let a = {{.Path}}, b = "{{.Path}}"</script><style>p { color: {{.Path}} }</style><!-- {{.Path}} --><textarea>{{.Path}}</textarea><a onclick="f({{.Path}})">{{.NoIndex}}</a>{{end}}`)},
		"templates/custom/none.html": {Data: []byte(" ")},
	}
	_, _, prepared, alone := builtin(f, files)
	f.Fuzz(func(t *testing.T, s string) {
		p := &page.Entry{Head: page.Head{Site: prepared.site, Path: s, H1: s}}
		if _, ok := prepared.quick.Append(nil, "entry", p); !ok {
			t.Fatal("the page is not made fast")
		}
		got, err := prepared.AppendEntry(nil, p)
		want, err2 := alone.AppendEntry(nil, p)
		if err != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Errorf("%v, %v; got\n%s\nwant\n%s", err, err2, got, want)
		}
	})
}
