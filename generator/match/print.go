package match

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
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
	var t strings.Builder
	fmt.Fprintf(&t, "Read %s as %s.\n", from, a.Read())
	for i := range a.Candidates {
		if i == 0 {
			a.Candidates[i].text(&t, b)
			continue
		}
		if i == 1 {
			t.WriteString("\nOther candidates:\n")
		}
		a.Candidates[i].line(&t, b)
	}
	if len(a.Candidates) == 0 {
		t.WriteString("\nNo entry matches.\n")
	}
	a.remarks(&t)
	_, err := io.WriteString(w, t.String())
	return err
}

// remarks writes what is missing and the notes.
func (a *Answer) remarks(t *strings.Builder) {
	missing := a.Missing()
	if missing == "" && len(a.Notes) == 0 {
		return
	}
	t.WriteByte('\n')
	for _, n := range a.Notes {
		t.WriteString("note: " + visible(n) + "\n")
	}
	if missing != "" {
		t.WriteString("help: " + missing + "\n")
	}
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
	for i := range p.Cases.Rows {
		if p.Cases.Rows[i].ID == "case-"+c.CaseID() {
			return &p.Cases.Rows[i]
		}
	}
	return nil
}

// fixOf returns the fix of the candidate as the page has it, or nil.
func (c *Candidate) fixOf(p *page.Entry) *page.Fix {
	f := c.Fix()
	if f == nil || p.Fixes == nil {
		return nil
	}
	for _, fix := range p.Fixes.List {
		if fix.ID == "fix-"+f.ID {
			return fix
		}
	}
	return nil
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
	for _, r := range s {
		if !strconv.IsPrint(r) {
			q := strconv.QuoteToGraphic(s)
			return q[1 : len(q)-1]
		}
	}
	return s
}

// Markdown writes the answer for agents.
func (a *Answer) Markdown(w io.Writer, from string, b *page.Builder) error {
	var t strings.Builder
	fmt.Fprintf(&t, "Read %s as %s.\n", from, a.Read())
	if len(a.Candidates) == 0 {
		t.WriteString("\nNo entry matches.\n")
	}
	for i := range a.Candidates {
		if i == 0 {
			t.WriteByte('\n')
		}
		a.Candidates[i].markdown(&t, i+1, b)
	}
	if missing := a.Missing(); missing != "" || len(a.Notes) > 0 {
		t.WriteByte('\n')
		for _, n := range a.Notes {
			t.WriteString("- Note: " + markup.Escape(visible(n)) + "\n")
		}
		if missing != "" {
			t.WriteString("- Help: " + missing + "\n")
		}
	}
	_, err := io.WriteString(w, t.String())
	return err
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
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return strings.Join(kept, by)
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return s + "."
}
