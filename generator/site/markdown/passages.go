package markdown

import (
	"strings"

	"github.com/errdocs/errdocs/generator/page"
)

// Passage is a piece of a page that makes sense without the rest: a section, or one of its
// items. It has the address of the nearest element with an ID in the HTML page.
type Passage struct {
	Fragment string // "" for the page itself
	Heading  string // plain text; "" for the opening
	Markdown string // without the heading
	Aside    bool   // only code, or links to other pages: its words match few questions
}

// EntryPassages renders the passages of an entry's page, in its order.
func (r *Renderer) EntryPassages(p *page.Entry) ([]Passage, error) {
	w := &passages{writer: r.writer(p.Path)}
	if p.Notice != nil || p.First != nil || len(p.Verdict) > 0 || !p.Summary.Empty() {
		w.add("", "", w.render("about.md", p))
	}
	if p.Cases != nil {
		for i := range p.Cases.Rows {
			c := &p.Cases.Rows[i]
			w.add(c.ID, p.Cases.Heading, r.caseItem(c))
		}
	}
	if p.Fixes != nil {
		for _, f := range p.Fixes.List {
			w.add(f.ID, f.Title.Plain, w.render("fix.md", f))
		}
	}
	if p.Causes != nil {
		for i := range p.Causes.List {
			w.add(p.Causes.ID, p.Causes.Heading, r.causeItem(&p.Causes.List[i]))
		}
	}
	if p.Responses != nil {
		for i := range p.Responses.List {
			one := &p.Responses.List[i]
			w.aside(one.ID, p.Responses.Heading, w.render("response.md", one))
		}
	}
	if p.Fields != nil {
		w.add(p.Fields.ID, p.Fields.Heading, w.render("fields.md", p.Fields))
	}
	if p.Code != nil {
		for i := range p.Code.List {
			w.aside(p.Code.ID, p.Code.Heading, w.render("example.md", &p.Code.List[i]))
		}
	}
	for _, prose := range []*page.Prose{p.Background, p.Owners, p.Failing} {
		if prose != nil {
			w.add(prose.ID, prose.Heading, prose.Text.Markdown)
		}
	}
	w.questions(p.Questions)
	w.related(p.Related)
	_, err := w.done()
	return w.found, err
}

// ListPassages renders the passages of a page that lists entries. The entries themselves
// have pages of their own.
func (r *Renderer) ListPassages(p *page.List) ([]Passage, error) {
	w := &passages{writer: r.writer(p.Path)}
	w.add("", "", strings.Trim(p.Summary.Markdown+"\n\n"+p.Hint.Markdown, "\n"))
	for _, part := range p.Intro.Parts() {
		w.add(part.ID, part.Heading, part.Markdown)
	}
	w.related(p.Alike)
	w.questions(p.Questions)
	_, err := w.done()
	return w.found, err
}

// passages collects the passages of a page.
type passages struct {
	*writer
	found []Passage
}

// render renders a template without blank lines at both ends.
func (w *passages) render(template string, data any) string {
	w.b.Reset()
	w.execute(template, data)
	return strings.Trim(w.b.String(), "\n")
}

func (w *passages) add(fragment, heading, md string) { w.append(Passage{fragment, heading, md, false}) }
func (w *passages) aside(fragment, heading, md string) {
	w.append(Passage{fragment, heading, md, true})
}

func (w *passages) append(p Passage) {
	if p.Markdown != "" {
		w.found = append(w.found, p)
	}
}

func (w *passages) questions(q *page.Questions) {
	if q != nil {
		for _, one := range q.List {
			w.add(q.ID, one.Question.Plain, one.Answer.Markdown)
		}
	}
}

func (w *passages) related(r *page.Related) {
	if r != nil {
		w.aside(r.ID, r.Heading, w.render("related.md", r))
	}
}
