package markdown

import (
	"strconv"
	"strings"
	"text/template"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// funcs are what templates may call. What they return depends only on their arguments. The
// items that a page has many of are rendered here and not by templates: text/template takes
// about a microsecond for each function that it calls. Pointers save it copying what it
// passes.
func (r *Renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"words":   func() *page.Words { return &r.site.Words },
		"url":     func(p string) string { return markup.Destination(r.site.URL(p)) },
		"twin":    func(p string) string { return markup.Destination(r.site.Markdown(p)) },
		"prose":   Prose,
		"code":    markup.CodeSpan,
		"head":    markup.HeadingText,
		"fence":   fence,
		"link":    markup.Destination,
		"page":    r.link,
		"verdict": verdict,
		"reason":  r.reason,
		"item":    r.item,
		"case":    r.caseItem,
		"cause":   func(i int, c *page.Cause) string { return numbered(i, r.causeItem(c)) },
		"choose":  func(when string) string { return r.site.Words.Choose + " " + when + "." },
		"worked":  r.worked,
		"table":   r.fieldTable,
	}
}

// Prose escapes plain text so that Markdown shows it unchanged.
func Prose(s string) string { return markup.Escape(s) }

// verdict renders a line of advice. A label that is a question needs no colon.
func verdict(v *page.Verdict) string {
	colon := ":"
	if strings.HasSuffix(v.Label, "?") {
		colon = ""
	}
	return v.Label + colon + " " + v.Value.Markdown
}

// link renders a link to the twin of a page.
func (r *Renderer) link(l *page.Link) string { return r.linkTo(l.Path, l.Text) }

func (r *Renderer) linkTo(path, text string) string {
	return "[" + Prose(text) + "](" + markup.Destination(r.site.Markdown(path)) + ")"
}

// item renders a link to the twin of an entry, and whether that is deprecated, retired or a
// draft.
func (r *Renderer) item(x *page.Item) string {
	link := r.linkTo(x.Path, x.Title)
	if x.Notice != "" {
		link += " (" + Prose(x.Notice) + ")"
	}
	return link
}

// reason renders what to look at instead, and why.
func (r *Renderer) reason(x *page.Reason) string {
	name := Prose(x.Text)
	if x.Path != "" {
		name = r.link(&x.Link)
	}
	return name + ": " + x.Why.Markdown
}

// caseItem renders the detail that the server sends in one scenario.
func (r *Renderer) caseItem(c *page.Case) string {
	text := markup.CodeSpan(c.Detail) + " " + c.Scenario.Markdown + "."
	if c.Fix != nil {
		text += " " + r.fixOf(c.Fix)
	}
	return text
}

// causeItem renders a cause. What follows its title is on the same line while it is one
// paragraph.
func (r *Renderer) causeItem(c *page.Cause) string {
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
		text += after(c.Text.Empty() || c.Text.Leads && c.Text.Single) + r.fixOf(c.Fix)
	}
	return text
}

// fixOf refers to a fix by its title.
func (r *Renderer) fixOf(f *page.Fix) string { return r.site.Words.Fix + " " + f.Title.Markdown }

// worked renders what shows that a fix worked.
func (r *Renderer) worked(x *page.Expect) string {
	text := r.site.Words.Worked
	if x.Status != "" {
		text += " " + x.Status + "."
	}
	if !x.Note.Empty() {
		text += " " + x.Note.Markdown
	}
	return text
}

// fieldTable renders the members of the body that are not the same in every response.
func (r *Renderer) fieldTable(fields []page.Field) string {
	var b strings.Builder
	row := func(cells ...string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	words := &r.site.Words
	row(words.Field, words.Type, words.When, words.Meaning, words.Example)
	row("---", "---", "---", "---", "---")
	for i := range fields {
		if f := &fields[i]; !f.Standard {
			row(markup.Cell(markup.CodeSpan(f.Name)), markup.Cell(f.Type), markup.Cell(f.When), markup.Cell(f.Meaning.Markdown), markup.Cell(markup.CodeSpan(f.Example)))
		}
	}
	return b.String()
}

// numbered writes a text as the item i, from 0, of a numbered list.
func numbered(i int, text string) string {
	marker := strconv.Itoa(i+1) + ". "
	if !strings.Contains(text, "\n") {
		return marker + text
	}
	return marker + indent(len(marker), text)
}

// indent indents every line except the first.
func indent(n int, s string) string {
	lines := strings.Split(s, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = strings.Repeat(" ", n) + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

func fence(c *markup.Code) string { return markup.Fence(c.Lang, c.Text) }
