// Package site renders pages as HTML, with the files that a site needs around them.
//
//	r, err := site.New(builder.Site, files)
//	html, err := r.Entry(builder.Entry(e))
package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/quick"
)

// Renderer renders the pages of one site. It is safe for concurrent use.
type Renderer struct {
	site   *page.Site
	pages  *template.Template
	quick  *quick.Set        // the same, which runs most of it faster
	assets map[string][]byte // by path below static/
	hash   map[string]string
	opt    Options
	made   sync.Map     // what shared has made: sharedKey → template.HTML
	places atomic.Int32 // that it has taken
}

// Options say how the site is laid out.
type Options struct {
	FileStyle bool // P.html in place of P/index.html
	Offline   bool // opened from a folder, without a server
}

// New parses the templates of files (templates/*.html, templates/custom/*.html) and
// reads its assets (static/).
func New(s *page.Site, files fs.FS, opt Options) (*Renderer, error) {
	r := &Renderer{site: s, opt: opt, assets: map[string][]byte{}, hash: map[string]string{}}
	err := fs.WalkDir(files, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		short := strings.TrimPrefix(name, "static/")
		sum := sha256.Sum256(data)
		r.assets[short] = data
		r.hash[short] = hex.EncodeToString(sum[:4])
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	r.pages, err = template.New("site").Option("missingkey=error").Funcs(r.funcs()).ParseFS(files, "templates/*.html", "templates/custom/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the templates: %w", err)
	}
	if err := r.prepare(); err != nil {
		return nil, fmt.Errorf("prepare the templates: %w", err)
	}
	return r, nil
}

// Assets returns the files of static/, by path below it.
func (r *Renderer) Assets() map[string][]byte { return r.assets }

// funcs are what templates may call. They know where things are, and nothing else: what
// they return depends on their arguments alone.
func (r *Renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"href":        r.site.Href,
		"twin":        func(p string) string { return r.site.Href(TwinFile(p)) },
		"json":        func(p string) string { return r.site.Href(p + ".json") },
		"llms":        func() string { return r.site.Href("llms.txt") },
		"asset":       r.asset,
		"searchIndex": func() string { return r.site.Href("search-index.js") },
		"words":       func() *page.Words { return &r.site.Words },
		"day":         day,
		"image":       func(name string) string { return r.site.URL("static/"+name) + "?v=" + r.hash[name] },
		"inner":       inner,
		"linked":      linked,
		"shared":      r.shared,
		"policy":      r.policy,
		"wrappable":   wrappable,
		"canonical":   func(h page.Head) bool { return !h.NoIndex || h.HasJSON },
	}
}

// asset returns the address of an asset, which changes with its content.
func (r *Renderer) asset(name string) string {
	return r.site.Href("static/"+name) + "?v=" + r.hash[name]
}

// policy is what a page says of the policy itself, for hosts that send none. A frame
// rule works in a header alone; and files have no origin that 'self' could mean.
func (r *Renderer) policy() string {
	if r.opt.Offline {
		return ""
	}
	return strings.TrimSuffix(Policy, frameRule)
}

// TwinFile returns the path of a page's Markdown twin.
func TwinFile(p string) string {
	if p == "" {
		return "index.md"
	}
	return p + ".md"
}

// PageFile returns the path of the file that holds a page.
func (r *Renderer) PageFile(p string) string {
	switch {
	case p == "":
		return "index.html"
	case path.Ext(p) == ".html": // 404.html
		return p
	case r.opt.FileStyle:
		return p + ".html"
	}
	return p + "/index.html"
}

// day writes a date for people.
func day(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	return t.Format("2 January 2006")
}

// inner takes the paragraph off a text of one paragraph, so that it can follow words
// on the same line. The text is the output of package markup.
func inner(html template.HTML) template.HTML {
	s := string(html)
	if strings.Count(s, "<p>") == 1 && strings.HasPrefix(s, "<p>") && strings.HasSuffix(s, "</p>\n") {
		return template.HTML(s[len("<p>") : len(s)-len("</p>\n")])
	}
	return html
}

// wrappable lets a line of JSON break after its commas. The code is the output of
// package markup: a comma before a tag lies outside of tags.
func wrappable(code template.HTML) template.HTML {
	return template.HTML(strings.ReplaceAll(string(code), ",<span", ",<wbr><span"))
}

type sharedKey struct {
	template string
	data     any
}

// sharedMax bounds what is remembered.
const sharedMax = 1000

// shared renders a template that many pages call with the same data, such as a heading,
// once for all of them.
func (r *Renderer) shared(name string, data any) (template.HTML, error) {
	key := sharedKey{name, data}
	if html, ok := r.made.Load(key); ok {
		return html.(template.HTML), nil
	}
	var b strings.Builder
	if err := r.pages.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	html := template.HTML(b.String()) // which html/template has escaped
	if r.places.Add(1) <= sharedMax {
		r.made.Store(key, html)
	}
	return html, nil
}

// AppendEntry adds the page of an entry to b.
func (r *Renderer) AppendEntry(b []byte, p *page.Entry) ([]byte, error) {
	return r.render(b, "entry", p, p.Path)
}

// List renders a page that leads to entries.
func (r *Renderer) List(p *page.List) ([]byte, error) { return r.render(nil, "list", p, p.Path) }

// Answer renders a page that answers a question.
func (r *Renderer) Answer(p *page.Answer) ([]byte, error) { return r.render(nil, "answer", p, p.Path) }

// Stub renders a page that leads from an old address to the new one.
func (r *Renderer) Stub(p *page.Stub) ([]byte, error) { return r.render(nil, "stub", p, p.Path) }

func (r *Renderer) render(to []byte, name string, data any, at string) ([]byte, error) {
	made, ok := r.quick.Append(to, name, data)
	if !ok {
		b := bytes.NewBuffer(to)
		if err := r.pages.ExecuteTemplate(b, name, data); err != nil {
			return nil, fmt.Errorf("render the page %q: %w", at, err)
		}
		made = b.Bytes()
	}
	if r.opt.Offline {
		return append(to, r.relative(made[len(to):], r.PageFile(at))...), nil
	}
	return made, nil
}
