package match

import (
	"strings"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// sectionWriter collects the sections of a page.
type sectionWriter struct {
	head  page.Head
	proto section
	list  []section
}

// add adds a section unless it is empty. Blocks are parted by empty lines.
func (w *sectionWriter) add(fragment, heading string, blocks ...string) *section {
	text := join("\n\n", blocks...)
	if text == "" {
		return &section{}
	}
	s := w.proto
	s.fragment, s.Section, s.Text = fragment, heading, text
	s.URL = w.head.URL()
	if fragment != "" {
		s.URL += "#" + fragment
	}
	w.list = append(w.list, s)
	return &w.list[len(w.list)-1]
}

// join joins the texts that are not empty.
func join(by string, texts ...string) string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return strings.Join(kept, by)
}

// fixOf names a fix.
func fixOf(f *page.Fix) string {
	if f == nil {
		return ""
	}
	return page.Fixed.Fix + " " + f.Title.Markdown
}

// entrySections returns the sections of an entry's page.
func entrySections(p *page.Entry) []section {
	w := &sectionWriter{head: p.Head, proto: section{Passage: Passage{Type: p.TypeURI, Title: p.H1}, path: p.Path, entry: p.Entry}}
	w.opening(p)
	if p.Cases != nil {
		for _, c := range p.Cases.Rows {
			w.add(c.ID, p.Cases.Heading, join(" ", markup.CodeSpan(c.Detail), sentence(c.Scenario.Markdown), fixOf(c.Fix)))
		}
	}
	if p.Fixes != nil {
		for _, f := range p.Fixes.List {
			w.fix(f)
		}
	}
	if p.Causes != nil {
		for _, c := range p.Causes.List {
			w.add(p.Causes.ID, p.Causes.Heading, "**"+c.Title.Markdown+".**", c.Text.Markdown, fixOf(c.Fix))
		}
	}
	if p.Responses != nil {
		for _, r := range p.Responses.List {
			w.add(r.ID, p.Responses.Heading, sentence(r.Scenario.Markdown), markup.Fence(r.Whole.Lang, r.Whole.Text)).aside = true
		}
	}
	w.fields(p.Fields)
	if p.Code != nil {
		for _, c := range p.Code.List {
			w.add(p.Code.ID, p.Code.Heading, c.Label+":", markup.Fence(c.Code.Lang, c.Code.Text)).aside = true
		}
	}
	for _, prose := range []*page.Prose{p.Background, p.Owners, p.Failing} {
		if prose != nil {
			w.add(prose.ID, prose.Heading, prose.Text.Markdown)
		}
	}
	w.questions(p.Questions)
	w.related(p.Related)
	return w.list
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return s + "."
}

// opening is what stands above the first heading.
func (w *sectionWriter) opening(p *page.Entry) {
	first := ""
	if p.First != nil {
		first = page.Fixed.First + " **" + p.First.Title.Markdown + "**"
	}
	var verdict []string
	for _, v := range p.Verdict {
		label := v.Label
		if !strings.HasSuffix(label, "?") {
			label += ":"
		}
		verdict = append(verdict, "- "+label+" "+v.Value.Markdown)
	}
	w.add("", "", p.Summary.Markdown, first, strings.Join(verdict, "\n"))
}

func (w *sectionWriter) fix(f *page.Fix) {
	when, request, worked := "", "", ""
	if !f.When.Empty() {
		when = page.Fixed.Choose + " " + sentence(f.When.Markdown)
	}
	if f.Request != nil {
		request = markup.Fence(f.Request.Lang, f.Request.Text)
	}
	if f.Expect != nil {
		worked = join(" ", page.Fixed.Worked, sentence(f.Expect.Status), f.Expect.Note.Markdown)
	}
	w.add(f.ID, f.Title.Plain, join("\n\n", when, f.Steps.Markdown, request, worked))
}

func (w *sectionWriter) fields(f *page.Fields) {
	if f == nil {
		return
	}
	words := page.Fixed
	rows := []string{row(words.Field, words.Type, words.When, words.Meaning, words.Example), row("---", "---", "---", "---", "---")}
	for _, r := range f.Rows {
		if !r.Standard {
			rows = append(rows, row(markup.Cell(markup.CodeSpan(r.Name)), markup.Cell(r.Type), markup.Cell(r.When), markup.Cell(r.Meaning.Markdown), markup.Cell(markup.CodeSpan(r.Example))))
		}
	}
	w.add(f.ID, f.Heading, strings.Join(rows, "\n"))
}

// row returns a row of a table.
func row(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |" }

func (w *sectionWriter) questions(q *page.Questions) {
	if q == nil {
		return
	}
	for _, one := range q.List {
		w.add(q.ID, one.Question.Plain, one.Answer.Markdown)
	}
}

func (w *sectionWriter) related(r *page.Related) {
	if r == nil {
		return
	}
	var lines []string
	for _, reason := range r.List {
		name := markup.Escape(reason.Text)
		if reason.Path != "" {
			name = "[" + name + "](" + markup.Destination(w.head.Site.Markdown(reason.Path)) + ")"
		}
		lines = append(lines, "- "+name+": "+reason.Why.Markdown)
	}
	w.add(r.ID, r.Heading, strings.Join(lines, "\n")).aside = true
}

// listSections returns the sections of a page that leads to entries, without the lists
// themselves: the entries have pages of their own.
func listSections(p *page.List) []section {
	w := &sectionWriter{head: p.Head, proto: section{Passage: Passage{Title: p.H1}, path: p.Path}}
	w.add("", "", p.Summary.Markdown, p.Hint.Markdown)
	w.intro(p.Intro)
	w.related(p.Alike)
	w.questions(p.Questions)
	return w.list
}

// intro splits a text at its headings of the second level.
func (w *sectionWriter) intro(t page.Text) {
	var ids, names []string
	for _, h := range t.Headings {
		if h.Level == 2 {
			ids, names = append(ids, h.ID), append(names, h.Text)
		}
	}
	fragment, heading := "", ""
	var own []string
	for _, block := range blocks(t.Markdown) {
		if strings.HasPrefix(block, "## ") && len(ids) > 0 {
			w.add(fragment, heading, own...)
			fragment, heading, own = ids[0], names[0], nil
			ids, names = ids[1:], names[1:]
			continue
		}
		own = append(own, block)
	}
	w.add(fragment, heading, own...)
}
