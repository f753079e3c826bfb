package page

import (
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
)

// Text is a rendered text in the forms that outputs need.
type Text = markup.Text

// Entry is the page of an entry. An empty section is nil.
type Entry struct {
	Head
	Entry  *catalog.Entry
	Number string // the status, as in the H1
	Name   string // the title, word for word

	Notice  *Notice
	Summary Text
	First   *Fix // the recommended first step
	Verdict []Verdict
	Schemes []string
	SentBy  string
	Since   string

	Cases      *Cases
	Fixes      *Fixes
	Causes     *Causes
	Responses  *Responses
	Fields     *Fields
	Code       *CodeExamples
	Background *Prose
	Owners     *Prose
	Failing    *Prose
	Questions  *Questions
	Related    *Related
	References *References

	Tags       []Link
	Prev, Next *Link
	Edit       string // the URL to edit its source; "" if unknown
}

// Notice marks an entry as deprecated, retired or a draft.
type Notice struct {
	Kind  string // deprecated, retired or draft
	Title string
	Use   *Link
	Note  Text
}

// Verdict is one line of the summary of what to do.
type Verdict struct {
	Kind  string // the key of the catalog: retry, reaction, actor or stop
	Label string
	Value Text
}

// Cases lists what the server sends, one row per scenario.
type Cases struct {
	Section
	Rows []Case
}

// Case is one scenario.
type Case struct {
	ID       string // of the element
	Detail   string // word for word, with placeholders
	Scenario Text
	Fix      *Fix
}

// Parts splits the detail at its placeholders.
func (c Case) Parts() []catalog.Part { return catalog.Parts(c.Detail) }

// Fixes lists the fixes. If there are none, the page shows that none is documented.
type Fixes struct {
	Section
	List []*Fix
}

// Fix is one way to fix the error.
type Fix struct {
	ID      string // of the element
	Title   Text
	Common  bool // the fix of the most common cause
	When    Text
	Steps   Text
	Request *markup.Code  // as a shell command
	Others  []CodeExample // the request in other languages, only for the HTML page
	Expect  *Expect
}

// Expect is the result of a fix that worked: a status, a note, or both.
type Expect struct {
	Status string
	Note   Text
}

// Causes lists the causes, the most common first.
type Causes struct {
	Section
	List []Cause
}

// Cause is one cause.
type Cause struct {
	Title Text
	Text  Text
	Fix   *Fix
}

// Responses shows what the server sends.
type Responses struct {
	Section
	List []Response
}

// Response is what the server sends in one scenario.
type Response struct {
	ID       string // of the element
	Scenario Text   // empty if there is only one scenario
	Whole    markup.Code
	Body     markup.Code
	SameHead bool // the same head as the first response
}

// Fields explains the members of the body.
type Fields struct {
	Section
	Rows []Field
}

// Field is a member of the body.
type Field struct {
	Name     string
	Type     string
	When     string
	Meaning  Text
	Example  string
	Standard bool // defined by RFC 9457
}

// CodeExamples shows Go code for the server and the client.
type CodeExamples struct {
	Section
	List []CodeExample
}

// CodeExample is a code block with a label.
type CodeExample struct {
	Label string
	Code  markup.Code
}

// Prose is a section of Markdown.
type Prose struct {
	Section
	Text Text
}

// Questions lists questions and answers.
type Questions struct {
	Section
	List []Question
}

// Question is a question and its answer.
type Question struct{ Question, Answer Text }

// Related lists other entries, and statuses that can be mistaken for this one.
type Related struct {
	Section
	List []Reason
}

// Reason is a page to read instead, and why. Path is empty if there is no page.
type Reason struct {
	Link
	Why Text
}

// References lists sources.
type References struct {
	Section
	List []catalog.Reference
}

// Entry returns the page of an entry.
func (b *Builder) Entry(e *catalog.Entry) *Entry {
	b = b.at(e.Path())
	p, fixes := b.begin(e)
	b.causes(p, fixes)
	b.responses(p)
	b.fields(p)
	b.code(p)
	p.Background = b.prose(&p.Head, idBackground, wordBack, e.Description)
	p.Owners = b.prose(&p.Head, idOwners, wordOwners, e.Security)
	p.Failing = b.prose(&p.Head, idFailing, wordFailing, b.failing(e))
	p.Questions = b.questions(&p.Head, e.FAQ)
	b.related(p)
	p.References = references(&p.Head, e.References)
	for _, t := range e.Tags {
		p.Tags = append(p.Tags, Link{catalog.TagPath(t), t})
	}
	prev, next := e.Neighbors()
	p.Prev, p.Next = linkTo(prev), linkTo(next)
	return p
}

// Advice returns the part of an entry's page that describes what happened and what to do:
// everything through the fixes.
func (b *Builder) Advice(e *catalog.Entry) *Entry {
	p, _ := b.at(e.Path()).begin(e)
	return p
}

// begin returns the page of an entry through the fixes.
func (b *Builder) begin(e *catalog.Entry) (*Entry, map[string]*Fix) {
	p := &Entry{
		Head:    b.head(e.Path(), e.Status.Path()+" "+e.Title, e.Title+" ("+e.Status.Path()+")"),
		Entry:   e,
		Number:  e.Status.Path(),
		Name:    e.Title,
		Summary: b.md.Inline(e.Summary),
		Schemes: e.Schemes(),
		SentBy:  e.Go.SentBy,
		Since:   e.Since,
	}
	p.HasJSON = true
	p.TypeURI = e.TypeURI()
	p.Updated = e.Updated
	p.NoIndex = e.Draft
	p.Breadcrumbs = b.breadcrumbs(e)
	b.lead(p)
	p.Notice = b.notice(e)
	p.Verdict = b.verdict(e.Recovery)

	fixes := b.fixList(e)
	if first := e.FirstFix(); first != nil {
		p.First = fixes[first.ID]
	}
	p.Description = describe(b.about(e, p), p.First)
	b.cases(p, fixes)
	b.fixes(p, fixes)
	return p, fixes
}

// Below returns the third-level headings of a section for the table of contents.
func (p *Entry) Below(section string) []Section {
	if p.Fixes == nil || section != p.Fixes.ID {
		return nil
	}
	list := make([]Section, len(p.Fixes.List))
	for i, f := range p.Fixes.List {
		list[i] = Section{f.ID, f.Title.Plain}
	}
	return list
}
