package html

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
)

// files returns the built-in templates and assets, with some replaced.
func files(replaced map[string]string) fs.FS {
	all := fstest.MapFS{}
	for _, pattern := range []string{"templates/*.html", "templates/custom/*.html", "static/*"} {
		names, _ := fs.Glob(errdocs.Files, pattern)
		for _, name := range names {
			if data, err := fs.ReadFile(errdocs.Files, name); err == nil {
				all[name] = &fstest.MapFile{Data: data}
			}
		}
	}
	for name, text := range replaced {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// builtin returns a renderer of the built-in catalog with some templates.
func builtin(t testing.TB, files fs.FS) (*page.Builder, *catalog.Catalog, *Renderer) {
	t.Helper()
	b, c := pagesOf(t, page.Options{})
	r, err := New(b.Site, files, false)
	if err != nil {
		t.Fatal(err)
	}
	return b, c, r
}

// pagesOf returns the pages of the built-in catalog.
func pagesOf(t testing.TB, opt page.Options) (*page.Builder, *catalog.Catalog) {
	t.Helper()
	dir, err := fs.Sub(errdocs.Files, "catalog")
	if err != nil {
		t.Fatal(err)
	}
	var l diag.List
	c := load.Load(dir, "catalog", &l)
	return page.New(c, opt), c
}

// each renders every kind of page, as "template path", and all entries.
func each(b *page.Builder, c *catalog.Catalog, r *Renderer, found func(name string, data []byte, err error)) {
	show := func(name string, data any, path string) {
		text, err := r.render(name, data, path)
		found(name+" "+path, text, err)
	}
	for _, e := range c.Entries {
		show("entry", b.Entry(e), e.Path())
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
		show("list", p, p.Path)
	}
	old := *b.Entry(c.Entries[0])
	show("stub", &page.Stub{Head: old.Head, To: b.Item(c.Entries[0])}, "401/old")
	show("answer", b.Answer("ask", "<why>?", nil), "ask")
}

// TestOncePages compares pages with those of templates that all run on every page.
func TestOncePages(t *testing.T) {
	t.Parallel()
	b, c, r := builtin(t, files(nil))
	plain := &Renderer{site: r.site, assets: r.assets, hash: r.hash}
	plain.pages = template.Must(template.New("site").Funcs(plain.funcs()).ParseFS(errdocs.Files, "templates/*.html", "templates/custom/*.html"))
	want := map[string][]byte{}
	each(b, c, plain, func(name string, data []byte, err error) { want[name] = data })
	each(b, c, r, func(name string, data []byte, err error) {
		if err != nil || !bytes.Equal(data, want[name]) {
			t.Errorf("the page %q differs: %v", name, err)
		}
	})
}

// TestOnceRuns fails if a template of the site still runs on every page.
func TestOnceRuns(t *testing.T) {
	t.Parallel()
	_, _, r := builtin(t, files(nil))
	for _, name := range []string{"site-head", "site-icons", "site-entry-script", "site-header"} {
		if text := r.pages.Lookup(name).Tree.Root.String(); strings.Contains(text, "{{") || text == "" {
			t.Errorf("the template %q is %s", name, text)
		}
	}
}

// TestOnceEscapes has texts in all kinds of places of a template of the site.
func TestOnceEscapes(t *testing.T) {
	t.Parallel()
	body := `<a href="{{href "a b\"<"}}" title={{words.Search}} onclick="f({{words.Prompt}})">{{words.Prompt}}</a>
<script>let w = {{words.CopyFailed}}, s = "{{words.CopyFailed}}", r = /{{words.CopyFailed}}/</script><style>p { color: {{words.Copy}} }</style><!-- {{words.Copy}} -->
<a href="{{words.Prompt}}">{{print "<b>" 1 true}}{{if words.Copy}}{{words.Copy | printf "%q"}}{{end}}{{$w := words}}{{$w.Copy}}{{site.Name}}</a><textarea>{{words.Prompt}}</textarea>`
	b, c, r := builtin(t, files(map[string]string{
		"templates/entry.html": `{{define "entry"}}{{if .Path}}{{template "site-a"}}{{end}}|{{template "a"}}{{end}}{{define "site-a"}}` + body + `{{end}}{{define "a"}}` + body + `{{end}}`,
	}))
	text, err := r.Entry(b.Entry(c.Entries[0]))
	once, always, _ := strings.Cut(string(text), "|")
	if err != nil || once != always || once == "" {
		t.Errorf("%v; got\n%s\nwant\n%s", err, once, always)
	}
}

// TestMistakes reports the file and the line of a mistake in a template.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, source, want string }{
		{"syntax", "\n{{if}}", "parse the templates: template: entry.html:2: missing value for if"},
		{"page in a template of the site", "\n{{define \"site-x\"}}{{.Path}}{{end}}", `render the templates of the site: template: entry.html:2:`},
		{"context", "{{define \"entry\"}}\n<a href=\"{{if .Tags}}\">{{end}}{{end}}", `render the page "401/missing-credentials": html/template:entry.html:2:`},
		{"value", "{{define \"entry\"}}\n{{.Nope}}{{end}}", `render the page "401/missing-credentials": template: entry.html:2:`},
		{"in a shared template", "{{define \"entry\"}}{{shared \"x\" .Site}}{{end}}{{define \"x\"}}\n{{.Nope}}{{end}}", `template: entry.html:2:`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, c := pagesOf(t, page.Options{})
			r, err := New(b.Site, files(map[string]string{"templates/entry.html": tt.source}), false)
			if err == nil {
				_, err = r.Entry(b.Entry(c.Entries[0]))
			}
			if got := fmt.Sprint(err); !strings.Contains(got, tt.want) {
				t.Errorf("the mistake is %q, want %q", got, tt.want)
			}
		})
	}
}
