package markdown

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/errdocs/errdocs/generator/page"
)

// writer writes the sections of one page. After an error it executes no template.
type writer struct {
	r        *Renderer
	path     string // of the page
	b        bytes.Buffer
	sections []section // that are in b
	err      error
}

// section is a part of a page: its opening, or what comes under one second-level heading.
type section struct {
	heading    string // as plain text; "" for the opening
	start, end int    // its bytes, from the marks of the heading to the end of the last line
}

// writer returns an empty writer, which has the memory of one that is done.
func (r *Renderer) writer(path string) *writer {
	w, ok := r.writers.Get().(*writer)
	if !ok {
		w = &writer{r: r}
	}
	w.path, w.sections, w.err = path, w.sections[:0], nil
	w.b.Reset()
	return w
}

// done returns what was written. The writer must not be used again.
func (w *writer) done() ([]byte, error) {
	text, err := bytes.Clone(w.b.Bytes()), w.err
	w.r.writers.Put(w)
	return text, err
}

// twin returns the twin that was written. The writer must not be used again.
func (w *writer) twin(url string) (*Twin, error) {
	sections := slices.Clone(w.sections)
	text, err := w.done()
	return &Twin{text, url, sections}, err
}

// head writes the part of a twin before its sections.
func (w *writer) head(frontMatter string) {
	w.b.WriteString(frontMatter)
	w.b.WriteByte('\n')
	w.b.WriteString(w.r.directive)
	w.b.WriteByte('\n')
}

// entry writes the sections of an entry's page. The opening has title, notice, summary, first
// fix and verdict.
func (w *writer) entry(p *page.Entry) {
	w.opening(p.H1, "about.md", p)
	if p.Cases != nil {
		w.section(p.Cases.Section, "cases.md", p.Cases)
	}
	if p.Fixes != nil {
		w.section(p.Fixes.Section, "fixes.md", p.Fixes)
	}
	if p.Causes != nil {
		w.section(p.Causes.Section, "causes.md", p.Causes)
	}
	if p.Responses != nil {
		w.section(p.Responses.Section, "responses.md", p.Responses)
	}
	if p.Fields != nil {
		w.section(p.Fields.Section, "fields.md", p.Fields)
	}
	if p.Code != nil {
		w.section(p.Code.Section, "examples.md", p.Code)
	}
	for _, prose := range []*page.Prose{p.Background, p.Owners, p.Failing} {
		if prose != nil {
			w.text(prose.Heading, Prose(prose.Heading), prose.Text.Markdown)
		}
	}
	w.questions(p.Questions)
	w.related(p.Related)
	w.references(p.References)
}

// list writes the sections of a page that lists entries. The page of a status has a section
// for each part of its description.
func (w *writer) list(p *page.List) {
	parts := p.Intro.Parts()
	lead := ""
	if len(parts) > 0 && parts[0].Title == "" {
		lead, parts = parts[0].Markdown, parts[1:]
	}
	w.opening(p.H1, "overview.md", overview{p, lead})
	for _, part := range parts {
		w.text(part.Heading, part.Title, part.Markdown)
	}
	for _, g := range p.Groups {
		w.section(g.Section, "group.md", groupOf(p, g))
	}
	w.related(p.Alike)
	w.questions(p.Questions)
	w.references(p.References)
}

func (w *writer) questions(q *page.Questions) {
	if q != nil {
		w.section(q.Section, "questions.md", q)
	}
}

func (w *writer) related(r *page.Related) {
	if r != nil {
		w.section(r.Section, "related.md", r)
	}
}

func (w *writer) references(r *page.References) {
	if r != nil {
		w.section(r.Section, "references.md", r)
	}
}

// place writes the last section of a twin, which links to the pages above it.
func (w *writer) place(above []page.Link) {
	w.section(page.Section{Heading: w.r.site.Words.Sitemap}, "place.md", above)
}

// overview is what the opening of a page that lists entries shows.
type overview struct {
	*page.List
	Lead string // the description of a status up to its first heading
}

// group is a group of entries, and how much of it a page shows.
type group struct {
	page.Group
	Outlined  bool // its summary
	Listed    bool // its entries, not only how many there are
	Summaries bool // the summaries of its entries
	Messages  bool // the messages of its entries
}

func groupOf(p *page.List, g page.Group) group {
	return group{
		Group:     g,
		Outlined:  !p.Brief || p.Outlined(),
		Listed:    !p.Brief && len(g.Items) > 0,
		Summaries: !p.Bare,
		Messages:  p.Said,
	}
}

// opening writes the first section, whose heading is the title of the page.
func (w *writer) opening(title, template string, data any) {
	w.begin("", "# "+Prose(title))
	w.block(template, data)
	w.end()
}

// section writes a section that a template renders.
func (w *writer) section(s page.Section, template string, data any) {
	w.begin(s.Heading, "## "+Prose(s.Heading))
	w.block(template, data)
	w.end()
}

// text writes a section of text from the catalog. The title is its heading as Markdown.
func (w *writer) text(heading, title, md string) {
	w.begin(heading, "## "+title)
	if md != "" {
		w.b.WriteByte('\n')
		w.b.WriteString(md)
		w.b.WriteByte('\n')
	}
	w.end()
}

func (w *writer) begin(heading, line string) {
	w.b.WriteByte('\n')
	w.sections = append(w.sections, section{heading: heading, start: w.b.Len()})
	w.b.WriteString(line)
	w.b.WriteByte('\n')
}

func (w *writer) end() { w.sections[len(w.sections)-1].end = w.b.Len() }

// block writes a blank line, then what a template renders, without blank lines at both ends.
func (w *writer) block(template string, data any) {
	before := w.b.Len()
	w.b.WriteByte('\n')
	start := w.b.Len()
	w.execute(template, data)
	block := w.b.Bytes()[start:]
	n := copy(block, bytes.Trim(block, "\n"))
	if n == 0 {
		w.b.Truncate(before)
		return
	}
	w.b.Truncate(start + n)
	w.b.WriteByte('\n')
}

func (w *writer) execute(template string, data any) {
	if w.err != nil {
		return
	}
	if err := w.r.md.ExecuteTemplate(&w.b, template, data); err != nil {
		w.err = fmt.Errorf("render the twin of %q: %w", w.path, err)
	}
}
