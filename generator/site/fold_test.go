package site

import (
	"bytes"
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
)

// builtin returns a renderer of the built-in catalog with some templates, and the same
// as html/template alone renders them.
func builtin(t *testing.T, files fs.FS) (b *page.Builder, c *catalog.Catalog, folded, alone *Renderer) {
	t.Helper()
	folder, err := fs.Sub(errdocs.Files, "catalog")
	if err != nil {
		t.Fatal(err)
	}
	var l diag.List
	c = catalog.Load(folder, "catalog", &l)
	b = page.New(c, page.Options{})
	if folded, err = New(b.Site, files, Options{}); err != nil {
		t.Fatal(err)
	}
	alone = &Renderer{site: folded.site, assets: folded.assets, hash: folded.hash}
	alone.pages = template.Must(template.New("site").Option("missingkey=error").Funcs(alone.funcs()).ParseFS(files, "templates/*.html", "templates/custom/*.html"))
	return b, c, folded, alone
}

func TestFoldChangesNoPage(t *testing.T) {
	b, c, folded, alone := builtin(t, errdocs.Files)
	check := func(path string, render func(*Renderer) ([]byte, error)) {
		got, err := render(folded)
		want, err2 := render(alone)
		if err != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Errorf("the page %q is another one: %v, %v", path, err, err2)
		}
	}
	for _, e := range c.Entries {
		p := b.Entry(e)
		check(p.Path, func(r *Renderer) ([]byte, error) { return r.AppendEntry(nil, p) })
	}
	home := b.Home()
	check("", func(r *Renderer) ([]byte, error) { return r.List(home) })
}

// TestFoldFolds fails where html/template keeps its trees in another way.
func TestFoldFolds(t *testing.T) {
	_, _, folded, alone := builtin(t, errdocs.Files)
	_ = alone.pages.ExecuteTemplate(&bytes.Buffer{}, "entry", nil)
	count := func(r *Renderer) (n int) {
		for _, node := range r.pages.Lookup("top").Tree.Root.Nodes {
			if a, ok := node.(*parse.ActionNode); ok && strings.Contains(a.String(), "asset") {
				n++
			}
		}
		return n
	}
	if got, before := count(folded), count(alone); got != 0 || before == 0 {
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
	b, c, folded, alone := builtin(t, files)
	p := b.Entry(c.Entries[0])
	got, err := folded.AppendEntry(nil, p)
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
	b, c, folded, alone := builtin(t, files)
	p := b.Entry(c.Entries[0])
	_, err := folded.AppendEntry(nil, p)
	_, want := alone.AppendEntry(nil, p)
	if err == nil || want == nil || err.Error() != want.Error() {
		t.Errorf("the mistake is %v, want %v", err, want)
	}
}
