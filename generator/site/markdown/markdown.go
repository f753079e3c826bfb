// Package markdown renders the Markdown twin of every page, llms.txt and what else agents read
// as text.
//
//	r, err := markdown.New(c, builder, files)
//	md, err := r.AppendEntry(nil, builder.Entry(e), version)
package markdown

import (
	"bytes"
	"fmt"
	"io/fs"
	"reflect"
	"strconv"
	"strings"
	"text/template"
	tree "text/template/parse"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/fold"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/quick"
)

// Renderer renders the twins of one site. It is safe for concurrent use.
type Renderer struct {
	site  *page.Site
	pages *page.Builder
	c     *catalog.Catalog
	md    *template.Template
	quick *quick.Set // the same, which runs most of it faster
}

// New parses the templates of files (templates/*.md).
func New(c *catalog.Catalog, b *page.Builder, files fs.FS) (*Renderer, error) {
	r := &Renderer{site: b.Site, pages: b, c: c}
	var err error
	r.md, err = template.New("twin").Option("missingkey=error").Funcs(r.funcs()).ParseFS(files, "templates/*.md")
	if err != nil {
		return nil, fmt.Errorf("parse the templates: %w", err)
	}
	if err := r.prepare(); err != nil {
		return nil, fmt.Errorf("prepare the templates: %w", err)
	}
	return r, nil
}

// prepare runs the actions that are the same in every twin, and readies the rest to be run
// fast.
func (r *Renderer) prepare() error {
	one, err := r.md.New("one action").Parse(" ")
	if err != nil {
		return err
	}
	var trees []*tree.Tree
	for _, t := range r.md.Templates() {
		trees = append(trees, t.Tree)
	}
	fold.Actions(trees, func(action *tree.ActionNode) (string, bool) {
		one.Root.Nodes = []tree.Node{action}
		var b strings.Builder
		err := one.Execute(&b, nil)
		return b.String(), err == nil
	})
	r.quick = quick.New(trees, r.funcs(), printed)
	return nil
}

// printed returns how text/template prints values of a type.
func printed(t reflect.Type, _ []*tree.CommandNode) func([]byte, reflect.Value) []byte {
	switch {
	case reflect.PointerTo(t).NumMethod() > 0: // one may be String
	case t.Kind() == reflect.String:
		return func(b []byte, v reflect.Value) []byte { return append(b, v.String()...) }
	case t.Kind() == reflect.Int:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendInt(b, v.Int(), 10) }
	}
	return nil
}

// funcs are what templates may call. What they return depends on their arguments alone.
func (r *Renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"words":  func() *page.Words { return &r.site.Words },
		"asks":   func() string { return r.site.Announcement() },
		"url":    func(p string) string { return markup.Destination(r.site.URL(p)) },
		"twin":   func(p string) string { return markup.Destination(r.site.Markdown(p)) },
		"prose":  Prose,
		"code":   markup.CodeSpan,
		"cell":   markup.Cell,
		"head":   markup.HeadingText,
		"label":  label,
		"cause":  r.cause,
		"fence":  fence,
		"link":   markup.Destination,
		"indent": indent,
	}
}

// Prose escapes plain text so that Markdown shows it as it is.
func Prose(s string) string { return markup.Escape(s) }

// label ends a label with a colon, unless it is a question.
func label(s string) string {
	if strings.HasSuffix(s, "?") {
		return s
	}
	return s + ":"
}

// cause writes a cause as an element of a numbered list. What follows its title stands
// on the same line while it is one paragraph.
func (r *Renderer) cause(i int, c page.Cause) string {
	marker := fmt.Sprintf("%d. ", i+1)
	text := "**" + c.Title.Markdown + ".**"
	after := func(sameLine bool) string {
		if sameLine {
			return " "
		}
		return "\n\n"
	}
	if !c.Text.Empty() {
		text += after(c.Text.Leads) + c.Text.Markdown
	}
	if c.Fix != nil {
		text += after(c.Text.Empty() || c.Text.Leads && c.Text.Single) + r.site.Words.Fix + " " + c.Fix.Title.Markdown
	}
	return marker + indent(len(marker), text)
}

// indent indents every line but the first.
func indent(n int, s string) string {
	lines := strings.Split(s, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = strings.Repeat(" ", n) + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

func fence(c any) string {
	switch c := c.(type) {
	case markup.Code:
		return markup.Fence(c.Lang, c.Text)
	case *markup.Code:
		return markup.Fence(c.Lang, c.Text)
	}
	panic(fmt.Sprintf("twin: no fence for a %T", c))
}

// view is what the templates get.
type view[P interface{ *page.Entry | *page.List }] struct {
	FrontMatter string
	Page        P
}

// AppendEntry adds the twin of an entry's page to b.
func (r *Renderer) AppendEntry(b []byte, p *page.Entry, version string) ([]byte, error) {
	return r.render(b, "entry.md", view[*page.Entry]{r.entryFrontMatter(p, version), p}, p.Path)
}

// List renders the twin of a page that leads to entries.
func (r *Renderer) List(p *page.List, version string) ([]byte, error) {
	return r.render(nil, "list.md", view[*page.List]{r.listFrontMatter(p, version), p}, p.Path)
}

// Stub renders the twin of a page that leads to another one.
func (r *Renderer) Stub(p *page.Stub) ([]byte, error) { return r.render(nil, "stub.md", p, p.Path) }

func (r *Renderer) render(to []byte, name string, data any, at string) ([]byte, error) {
	if made, ok := r.quick.Append(to, name, data); ok {
		return made, nil
	}
	b := bytes.NewBuffer(to)
	if err := r.md.ExecuteTemplate(b, name, data); err != nil {
		return nil, fmt.Errorf("render the twin of %q: %w", at, err)
	}
	return b.Bytes(), nil
}
