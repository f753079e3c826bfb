package html

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// The functions below return the HTML of loops that would take most of a page's time as
// actions of a template: an entry's page takes 0.21 ms with them and 0.39 ms without. A
// theme with other markup can use its own loops, because the functions get only values
// that templates have. FuzzFragments compares each function with its loop.

// fragment is HTML in the making. The type of its parts keeps texts out that did not go
// through escape: only literals and the output of package markup are template.HTML.
type fragment struct{ b *bytes.Buffer }

func newFragment() fragment {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	return fragment{b}
}

func (f fragment) add(parts ...template.HTML) {
	for _, p := range parts {
		f.b.WriteString(string(p))
	}
}

// html returns what was added, and ends the fragment.
func (f fragment) html() template.HTML {
	defer buffers.Put(f.b)
	return template.HTML(f.b.String()) // literals, escaped texts, and the output of package markup
}

// escape escapes a text for elements and for attribute values in quotes. The function of
// html/template leaves a plus sign as it is, and its templates do not.
func escape(s string) template.HTML {
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(s), "+", "&#43;"))
}

// address returns the link to a path of the site as the value of an attribute. It needs no
// more than escape, since it begins with the path of the site, or is a relative path.
func (r *Renderer) address(path string) template.HTML { return escape(r.href(path)) }

// alternates returns the links in the head of a page to itself and to its twins.
func (r *Renderer) alternates(h *page.Head) template.HTML {
	f := newFragment()
	f.add(`<link rel="canonical" href="`, escape(h.URL()), "\">\n")
	f.add(`<link rel="alternate" type="text/markdown" href="`, r.address(catalog.TwinFile(h.Path)), "\">\n")
	if h.HasJSON {
		f.add(`<link rel="alternate" type="application/json" href="`, r.address(catalog.JSONFile(h.Path)), "\">\n")
	}
	return f.html()
}

// twins returns the links of the footer to the twins of a page.
func (r *Renderer) twins(h *page.Head) template.HTML {
	f := newFragment()
	f.add(`<a href="`, r.address(catalog.TwinFile(h.Path)), `">`, escape(r.site.Words.Markdown), "</a>\n")
	if h.HasJSON {
		f.add(`<a href="`, r.address(catalog.JSONFile(h.Path)), `">`, escape(r.site.Words.JSON), "</a>\n")
	}
	return f.html()
}

// turn returns the links to the entries before and after an entry.
func (r *Renderer) turn(prev, next *page.Link) template.HTML {
	f := newFragment()
	if prev != nil {
		f.add(`<a rel="prev" href="`, r.address(prev.Path), `"><span>`, escape(r.site.Words.Previous), "</span> ", escape(prev.Text), "</a>")
	}
	if next != nil {
		f.add(`<a rel="next" href="`, r.address(next.Path), `"><span>`, escape(r.site.Words.Next), "</span> ", escape(next.Text), "</a>")
	}
	return f.html()
}

// verdict returns the rows of what to do.
func verdict(list []page.Verdict) template.HTML {
	f := newFragment()
	for _, v := range list {
		f.add(`<div class="`, escape(v.Kind), `"><dt>`, escape(v.Label), "</dt><dd>", v.Value.HTML, "</dd></div>")
	}
	return f.html()
}

// cases returns the scenarios, whose placeholders link to the table of fields.
func (r *Renderer) cases(rows []page.Case) template.HTML {
	f := newFragment()
	for _, row := range rows {
		f.add(`<li id="`, escape(row.ID), `"><code class="detail">`)
		for _, p := range row.Parts() {
			if p.Param == "" {
				f.add(escape(p.Text))
				continue
			}
			name := escape(p.Param)
			f.add(`<a href="#fields" data-param="`, name, `">{`, name, "}</a>")
		}
		f.add("</code>\n<p>", row.Scenario.HTML, ".")
		if row.Fix != nil {
			f.add(` <span class="to">`)
			r.linkFix(f, row.Fix)
			f.add("</span>")
		}
		f.add("</p></li>\n")
	}
	return f.html()
}

func (r *Renderer) linkFix(f fragment, fix *page.Fix) {
	f.add(escape(r.site.Words.Fix), ` <a href="#`, escape(fix.ID), `">`, fix.Title.HTML, "</a>")
}

// fixes returns the fixes, each with its request in several languages.
func (r *Renderer) fixes(list []*page.Fix) template.HTML {
	f := newFragment()
	words := &r.site.Words
	for _, fix := range list {
		id := escape(fix.ID)
		f.add("<div class=\"fix\">\n<h3 id=\"", id, `"><a href="#`, id, `">`, fix.Title.HTML, "</a>")
		if fix.Common {
			f.add(` <span class="common" data-markdown-ignore>`, escape(words.Common), "</span>")
		}
		f.add("</h3>\n")
		if fix.When.HTML != "" {
			f.add(`<p class="when"><b>`, escape(words.Choose), "</b> ", fix.When.HTML, ".</p>\n")
		}
		f.add(fix.Steps.HTML)
		if fix.Request != nil {
			f.add(`<div class="tabs" data-sync data-tabs="`, escape(words.Languages), "\">\n")
			f.tab(words.Curl, fix.Request.Pre())
			for _, other := range fix.Others {
				f.tab(other.Label, other.Code.Bare())
			}
			f.add("</div>\n")
		}
		if x := fix.Expect; x != nil {
			f.add(`<p class="worked"><b>`, escape(words.Worked), "</b>")
			if x.Status != "" {
				f.add(` <span class="status s`, escape(x.Status[:1]), `">`, escape(x.Status), "</span>")
			}
			f.add(" ", x.Note.HTML, "</p>\n")
		}
		f.add(`<p class="ask" data-markdown-ignore><button type="button" class="scripted" data-do="prompt">`, escape(words.CopyPrompt), "</button></p>\n</div>\n")
	}
	return f.html()
}

func (f fragment) tab(label string, code template.HTML) {
	f.add("<div class=\"panel\"><p class=\"label\" data-markdown-ignore>", escape(label), "</p>\n", code, "</div>\n")
}

// causes returns the causes, each with a link to its fix.
func (r *Renderer) causes(list []page.Cause) template.HTML {
	f := newFragment()
	for _, c := range list {
		f.add("<li><b>", c.Title.HTML, ".</b> ", c.Text.Inner())
		if c.Fix != nil {
			f.add(`<p class="to">`)
			r.linkFix(f, c.Fix)
			f.add("</p>")
		}
		f.add("</li>\n")
	}
	return f.html()
}

// responses returns a panel for each response.
func responses(list []page.Response) template.HTML {
	f := newFragment()
	for _, r := range list {
		f.add(`<div class="panel" id="`, escape(r.ID), "\">\n")
		if r.Scenario.HTML != "" {
			f.add(`<p class="label" data-markdown-ignore>`, r.Scenario.HTML, "</p>\n")
		}
		f.add(r.Whole.Wrappable(), "\n</div>\n")
	}
	return f.html()
}

// fields returns the rows of the table of fields.
func fields(rows []page.Field) template.HTML {
	f := newFragment()
	for _, row := range rows {
		f.add("<tr")
		if row.Standard {
			f.add(" data-markdown-ignore")
		}
		f.add(`><th scope="row"><code>`, escape(row.Name), "</code></th><td>", escape(row.Type), "</td><td>", escape(row.When), "</td><td>", row.Meaning.HTML, "</td><td>")
		if row.Example != "" {
			f.add("<code>", escape(row.Example), "</code>")
		}
		f.add("</td></tr>\n")
	}
	return f.html()
}

// examples returns code under labels.
func examples(list []page.CodeExample) template.HTML {
	f := newFragment()
	for _, e := range list {
		f.add(`<p class="label">`, escape(e.Label), "</p>\n", e.Code.Pre(), "\n")
	}
	return f.html()
}

// outline is a page that lists the headings below a section.
type outline interface {
	Below(section string) []page.Section
}

// contents returns the list of the sections of a page.
func contents(sections []page.Section, p outline) template.HTML {
	f := newFragment()
	link := func(s page.Section) { f.add(`<li><a href="#`, escape(s.ID), `">`, escape(s.Heading), "</a>") }
	for _, s := range sections {
		link(s)
		if below := p.Below(s.ID); len(below) > 0 {
			f.add("<ul>")
			for _, s := range below {
				link(s)
				f.add("</li>")
			}
			f.add("</ul>")
		}
		f.add("</li>\n")
	}
	return f.html()
}

// items returns the entries of a group as the list p shows them.
func (r *Renderer) items(list []*page.Item, p *page.List) template.HTML {
	f := newFragment()
	for _, it := range list {
		f.add("<li")
		if len(p.Chips) > 0 {
			f.add(` data-is="`, escape(p.Is(it)), `"`)
		}
		f.add(">\n<p class=\"name\"><a href=\"", r.address(it.Path), `">`, escape(it.Title), "</a>")
		if p.Mixed {
			f.add(` <span class="status s`, escape(it.Number[:1]), `" data-markdown-ignore>`, escape(it.Number), "</span>")
		}
		if it.Notice != "" {
			f.add(` <span class="lifecycle `, escape(it.State), `">`, escape(it.Notice), "</span>")
		}
		f.add("</p>\n")
		if it.Summary.HTML != "" && !p.Bare {
			f.add(`<p class="about">`, it.Summary.HTML, "</p>\n")
		}
		if p.Said && len(it.Details) > 0 {
			f.add(`<ul class="said">`)
			for _, d := range it.Details {
				f.add(`<li><a href="`, r.address(d.Path), `"><code>`, escape(d.Text), "</code></a></li>")
			}
			f.add("</ul>\n")
		}
		f.add("</li>\n")
	}
	return f.html()
}
