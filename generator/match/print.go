package match

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
)

// kinds say what a text was read as, in words.
var kinds = map[Kind]string{
	KindResponse:  "an HTTP response",
	KindProblem:   "a problem object",
	KindChallenge: "a challenge",
	KindLog:       "a log line",
	KindType:      "a type URI",
	KindDetail:    "a detail",
	KindName:      "a name",
	KindWords:     "words",
}

// Read says what a text was read as, such as "an HTTP response, status 401".
func (a *Answer) Read() string {
	if a.Status != 0 {
		return kinds[a.Kind] + ", status " + strconv.Itoa(a.Status)
	}
	return kinds[a.Kind]
}

// Missing says what would make an answer certain, or "" where it is.
func (a *Answer) Missing() string {
	switch {
	case a.Exact():
		return ""
	case a.Kind == KindResponse:
		return "the response has no type and no detail that leads to one entry"
	case len(a.Candidates) == 0:
		return "nothing in it leads to an entry; give the whole response, as curl -i prints it"
	}
	return "give the whole response, as curl -i prints it, to be sure"
}

// Text writes the answer for people. From says where the text came from.
func (a *Answer) Text(w io.Writer, from string, b *page.Builder) error {
	return a.print(w, from, func(t *strings.Builder, i int) {
		if i == 0 {
			a.Candidates[i].text(t, b)
			return
		}
		if i == 1 {
			t.WriteString("\nOther candidates:\n")
		}
		a.Candidates[i].line(t, b)
	}, func(label, text string) string { return strings.ToLower(label) + ": " + visible(text) })
}

// print writes an answer: its candidates, the notes, and what is missing.
func (a *Answer) print(w io.Writer, from string, candidate func(t *strings.Builder, i int), remark func(label, text string) string) error {
	var t strings.Builder
	fmt.Fprintf(&t, "Read %s as %s.\n", from, a.Read())
	for i := range a.Candidates {
		candidate(&t, i)
	}
	if len(a.Candidates) == 0 {
		t.WriteString("\nNo entry matches.\n")
	}
	missing := a.Missing()
	if missing != "" || len(a.Notes) > 0 {
		t.WriteByte('\n')
	}
	for _, n := range a.Notes {
		t.WriteString(remark("Note", n) + "\n")
	}
	if missing != "" {
		t.WriteString(remark("Help", missing) + "\n")
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// text writes the first candidate.
func (c *Candidate) text(t *strings.Builder, b *page.Builder) {
	p := b.Advice(c.Entry)
	fmt.Fprintf(t, "\n%s (%s)\n", p.H1, c.Confidence)
	if row := c.row(p); row != nil {
		t.WriteString(indent("  ", join(": ", "Case "+c.CaseID(), row.Scenario.Plain)))
		for _, v := range c.Params {
			t.WriteString("    " + v.Name + " = " + visible(v.Value) + "\n")
		}
	}
	for i, why := range c.Why {
		label := "Because "
		if i > 0 {
			label = "    and "
		}
		t.WriteString("  " + label + visible(why) + "\n")
	}
	if n := p.Notice; n != nil {
		t.WriteString("  " + n.Title + "\n")
	}
	t.WriteByte('\n')
	for _, v := range p.Verdict {
		t.WriteString("  " + labelled(v.Label) + " " + v.Value.Plain + "\n")
	}
	if f := c.fixOf(p); f != nil {
		t.WriteString("\n" + page.Fixed.Fix + " " + f.Title.Plain + "\n")
		writeFix(t, f)
	}
	t.WriteString("\n" + c.address(b) + "\n")
}

// writeFix writes the steps of a fix and its request.
func writeFix(t *strings.Builder, f *page.Fix) {
	if !f.When.Empty() {
		t.WriteString(indent("  ", page.Fixed.Choose+" "+f.When.Plain+"."))
	}
	if !f.Steps.Empty() {
		t.WriteString(indent("  ", f.Steps.Markdown))
	}
	if f.Request != nil {
		t.WriteByte('\n')
		t.WriteString(indent("    ", f.Request.Text))
	}
	if f.Expect != nil {
		t.WriteString("\n" + indent("  ", join(" ", page.Fixed.Worked, sentence(f.Expect.Status), f.Expect.Note.Plain)))
	}
}

// line writes another candidate.
func (c *Candidate) line(t *strings.Builder, b *page.Builder) {
	name := c.Entry.Status.Path() + " " + c.Entry.Title
	if c.Case != nil {
		name += ", case " + c.CaseID()
	}
	fmt.Fprintf(t, "  %s (%s)\n    %s\n", name, c.Confidence, c.address(b))
	for _, why := range c.Why {
		t.WriteString("    because " + visible(why) + "\n")
	}
}

// row returns the case's row of the page, or nil.
func (c *Candidate) row(p *page.Entry) *page.Case {
	if c.Case == nil || p.Cases == nil {
		return nil
	}
	i := slices.IndexFunc(p.Cases.Rows, func(row page.Case) bool { return row.ID == "case-"+c.CaseID() })
	if i < 0 {
		return nil
	}
	return &p.Cases.Rows[i]
}

// fixOf returns the fix of the candidate as the page has it, or nil.
func (c *Candidate) fixOf(p *page.Entry) *page.Fix {
	f := c.Fix()
	if f == nil || p.Fixes == nil {
		return nil
	}
	i := slices.IndexFunc(p.Fixes.List, func(fix *page.Fix) bool { return fix.ID == "fix-"+f.ID })
	if i < 0 {
		return nil
	}
	return p.Fixes.List[i]
}

// labelled ends a label with a colon, unless it is a question.
func labelled(label string) string {
	if strings.HasSuffix(label, "?") {
		return label
	}
	return label + ":"
}

// indent indents the lines of a text and ends the last.
func indent(by, text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			b.WriteString(by + line)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// visible escapes what a terminal would not show, or would obey.
func visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return s
	}
	q := strconv.QuoteToGraphic(s)
	return q[1 : len(q)-1]
}

// Markdown writes the answer for agents.
func (a *Answer) Markdown(w io.Writer, from string, b *page.Builder) error {
	return a.print(w, from, func(t *strings.Builder, i int) {
		if i == 0 {
			t.WriteByte('\n')
		}
		a.Candidates[i].markdown(t, i+1, b)
	}, func(label, text string) string { return "- " + label + ": " + markup.Escape(visible(text)) })
}

// markdown writes a candidate as an element of a numbered list.
func (c *Candidate) markdown(t *strings.Builder, n int, b *page.Builder) {
	p := b.Advice(c.Entry)
	number := strconv.Itoa(n) + ". "
	item := func(text string) { t.WriteString(strings.Repeat(" ", len(number)) + "- " + text + "\n") }
	t.WriteString(number + "**[" + markup.Escape(p.H1) + "](" + markup.Destination(b.Site.Markdown(p.Path)) + ")** (" + string(c.Confidence) + ")\n")
	if row := c.row(p); row != nil {
		item(join(": ", "Case "+markup.CodeSpan(c.CaseID()), row.Scenario.Markdown))
		for _, v := range c.Params {
			item(markup.CodeSpan(v.Name) + ": " + markup.CodeSpan(visible(v.Value)))
		}
	}
	for _, why := range c.Why {
		item("Because " + markup.Escape(visible(why)))
	}
	if n > 1 {
		return
	}
	for _, v := range p.Verdict {
		item(labelled(v.Label) + " " + v.Value.Markdown)
	}
	if f := c.fixOf(p); f != nil {
		item(page.Fixed.Fix + " " + f.Title.Markdown)
	}
	item("<" + c.address(b) + ">")
}

// join joins the texts that are not empty.
func join(by string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), by)
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return s + "."
}

// Report returns the answer as data, with the addresses of the pages that b makes.
func (a *Answer) Report(b *page.Builder) *data.Report {
	r := &data.Report{Input: a.Kind, Status: a.Status, Candidates: []data.Candidate{}, Notes: append([]string{}, a.Notes...)}
	for i := range a.Candidates {
		r.Candidates = append(r.Candidates, a.Candidates[i].report(b))
	}
	return r
}

func (c *Candidate) report(b *page.Builder) data.Candidate {
	e, md := c.Entry, b.Render()
	r := data.Candidate{
		Type: e.TypeURI(), Title: e.Title, Confidence: c.Confidence, Case: c.CaseID(), Why: append([]string{}, c.Why...),
		Links: data.LinksOf(e, b.Site.URL), Recovery: data.RecoveryOf(e, md.Portable), Retryable: data.Retryable(e),
	}
	r.Links.HTML = c.address(b)
	if len(c.Params) > 0 {
		r.Params = make(map[string]string, len(c.Params))
	}
	for _, p := range c.Params {
		r.Params[p.Name] = p.Value
	}
	if f := c.Fix(); f != nil {
		r.Fix = &data.FirstFix{ID: f.ID, Title: md.Portable(f.Title)}
	}
	return r
}

// address returns the address of the page, at the case if there is one.
func (c *Candidate) address(b *page.Builder) string {
	url := b.Site.URL(c.Entry.Path())
	if c.Case != nil {
		url += "#case-" + c.CaseID()
	}
	return url
}
