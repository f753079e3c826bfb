package page

import (
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/wire"
)

// The functions below create the sections of an entry's page, in the order of the page.
// Each leaves its section nil if the catalog has no content for it.

func (b *Builder) head(path, h1, title string) Head {
	return Head{Site: b.Site, Path: path, H1: h1, Title: b.Site.title(title)}
}

func (b *Builder) breadcrumbs(e *catalog.Entry) []Link {
	list := []Link{{catalog.HomePath, wordRoot}, {e.Status.Path(), e.Status.Path()}}
	if f := b.c.Family(e.Family); f != nil {
		list = append(list, Link{f.Path(), f.Title})
	}
	return list
}

// about describes an entry without a summary: its first detail, or else its
// heading.
func (b *Builder) about(e *catalog.Entry, p *Entry) string {
	switch {
	case p.Summary.Plain != "":
		return p.Summary.Plain
	case len(e.Details) > 0:
		return e.Details[0].Text
	}
	return Fill(wordEntryIs, "{heading}", p.H1, "{api}", b.Site.Name)
}

// describe returns the description of an entry's page: its summary, then the first
// fix if the total is at most 160 characters.
func describe(summary string, first *Fix) string {
	if first != nil {
		if full := summary + " " + wordFix + " " + first.Title.Plain; len([]rune(full)) <= 160 {
			return strings.TrimSpace(full)
		}
	}
	return shorten(summary, 160)
}

func (b *Builder) notice(e *catalog.Entry) *Notice {
	kind, word, l := "", "", (*catalog.Lifecycle)(nil)
	switch {
	case e.Retired != nil:
		kind, word, l = "retired", wordRetired, e.Retired
	case e.Deprecated != nil:
		kind, word, l = "deprecated", wordDeprecated, e.Deprecated
	case e.Draft:
		return &Notice{Kind: "draft", Title: wordDraft}
	default:
		return nil
	}
	n := &Notice{Kind: kind, Title: word, Note: b.md.Inline(l.Note)}
	if l.Since != "" {
		n.Title += " " + wordSince + " " + l.Since
	}
	if other := b.c.Entry(l.Use, e.Status); l.Use != "" && other != nil {
		n.Use = &Link{other.Path(), other.Title}
	}
	return n
}

func (b *Builder) verdict(r *catalog.Recovery) []Verdict {
	if r == nil {
		return nil
	}
	var list []Verdict
	add := func(kind, label, word string) {
		if word != "" {
			list = append(list, Verdict{kind, label, b.md.Inline(word)})
		}
	}
	add("retry", labelRetry, retryWords[r.Retry])
	add("reaction", labelReaction, reactionWords[r.Reaction])
	add("actor", labelActor, actorWords[r.Actor])
	add("stop", labelStop, r.Stop)
	return list
}

// fixList creates the fixes of an entry once; cases and causes share them.
func (b *Builder) fixList(e *catalog.Entry) map[string]*Fix {
	list := make(map[string]*Fix, len(e.Fixes))
	for i := range e.Fixes {
		f := &e.Fixes[i]
		fix := &Fix{
			ID:    FixID(f),
			Title: b.md.Inline(f.Title),
			When:  b.md.Inline(f.When),
			Steps: b.md.Block(f.Steps),
		}
		fix.Common = len(e.Causes) > 1 && e.Causes[0].Fix == f.ID
		if f.Request != nil {
			code := markup.NewCode("sh", Curl(f.Request))
			fix.Request = &code
			fix.Others = []CodeExample{
				{labelGo, markup.NewCode("go", Golang(f.Request))},
				{labelJavaScript, markup.NewCode("js", JavaScript(f.Request))},
				{labelPython, markup.NewCode("python", Python(f.Request))},
			}
		}
		if f.Expect != nil {
			fix.Expect = b.expect(f.Expect)
		}
		list[f.ID] = fix
	}
	return list
}

// expect keeps status and note apart: "200. It worked." is an item of a list in Markdown.
func (b *Builder) expect(e *catalog.Expect) *Expect {
	x := &Expect{Note: b.md.Inline(e.Note)}
	if e.Status != 0 {
		x.Status = strconv.Itoa(e.Status)
	}
	return x
}

func (b *Builder) cases(p *Entry, fixes map[string]*Fix) {
	e := p.Entry
	if len(e.Details) == 0 {
		return
	}
	heading := wordCases
	if len(e.Details) == 1 {
		heading = wordOneCase
	}
	p.Cases = &Cases{Section: p.section(idCases, heading)}
	for _, s := range e.Scenarios() {
		row := Case{
			ID:       CaseID(s),
			Detail:   s.Detail.Text,
			Scenario: b.md.Inline(s.Detail.Scenario),
		}
		if fix := CaseFix(s); fix != nil {
			row.Fix = fixes[fix.ID]
		}
		p.Cases.Rows = append(p.Cases.Rows, row)
	}
}

// CaseFix returns the fix that a page shows with a case, or nil. It is nil for an only case: its
// fix is the first one of the page, three lines above.
func CaseFix(s catalog.Scenario) *catalog.Fix {
	fix := s.Entry.Fix(s.Detail.Fix)
	if len(s.Entry.Details) == 1 && fix == s.Entry.FirstFix() {
		return nil
	}
	return fix
}

func (b *Builder) fixes(p *Entry, fixes map[string]*Fix) {
	if p.Entry.Retired != nil && len(fixes) == 0 {
		return
	}
	p.Fixes = &Fixes{Section: p.section(idFixes, wordFixes)}
	for i := range p.Entry.Fixes {
		p.Fixes.List = append(p.Fixes.List, fixes[p.Entry.Fixes[i].ID])
	}
}

func (b *Builder) causes(p *Entry, fixes map[string]*Fix) {
	if len(p.Entry.Causes) == 0 {
		return
	}
	p.Causes = &Causes{Section: p.section(idCauses, wordCauses)}
	for _, c := range p.Entry.Causes {
		p.Causes.List = append(p.Causes.List, Cause{b.md.Inline(c.Title), b.md.Block(c.Text), fixes[c.Fix]})
	}
}

func (b *Builder) responses(p *Entry) {
	if p.Entry.Retired != nil {
		return
	}
	p.Responses = &Responses{Section: p.section(idResponse, wordResponse)}
	scenarios := p.Entry.Scenarios()
	firstHead := ""
	for i, s := range scenarios {
		r := s.Response()
		shown := Response{
			ID:    ResponseID(s),
			Whole: markup.NewCode("http", r.String()),
		}
		if i == 0 {
			firstHead = r.Head()
		}
		if shown.SameHead = i > 0 && r.Head() == firstHead; shown.SameHead {
			shown.Body = markup.Code{Lang: "json", Text: r.Body} // only the twin shows it
		}
		if s.Detail != nil && len(scenarios) > 1 {
			shown.Scenario = b.md.Inline(s.Detail.Scenario)
		}
		p.Responses.List = append(p.Responses.List, shown)
	}
}

// standardFields are the members of RFC 9457 section 3.1.
var standardFields = []struct{ name, typ, when, meaning string }{
	{"type", "uri", wordAlways, wordTypeIs},
	{"title", "string", wordAlways, wordTitleIs},
	{"status", "int", wordAlways, wordStatusIs},
	{"detail", "string", wordAlways, wordDetailIs},
	{"instance", "uri", wordIfKnown, wordInstanceIs},
}

func (b *Builder) fields(p *Entry) {
	e := p.Entry
	if len(e.Params) == 0 { // readers know the members of every response
		return
	}
	p.Fields = &Fields{Section: p.section(idFields, wordFields)}
	named := e.NamedByDetails()
	for i := range e.Params {
		m := &e.Params[i]
		when := wordAlways
		switch {
		case m.Optional && named[m.Name]:
			when = wordSometimes
		case m.Optional:
			when = wordIfKnown
		}
		p.Fields.Rows = append(p.Fields.Rows, b.field(m, when))
	}
	for i := range b.c.Members {
		p.Fields.Rows = append(p.Fields.Rows, b.field(&b.c.Members[i], wordIfKnown))
	}
	for _, f := range standardFields {
		if f.name == "detail" && len(e.Details) == 0 || f.name == "instance" && e.Instance == "" {
			continue
		}
		p.Fields.Rows = append(p.Fields.Rows, Field{Name: f.name, Type: f.typ, When: f.when, Meaning: b.md.Inline(f.meaning), Standard: true})
	}
}

func (b *Builder) field(m *catalog.Param, when string) Field {
	return Field{
		Name: m.Name, Type: string(m.Type), When: when, Meaning: b.md.Inline(m.Description),
		Example: string(wire.AppendJSON(nil, m.Value())),
	}
}

func (b *Builder) code(p *Entry) {
	if b.opt.Code == nil {
		return
	}
	server, client := b.opt.Code(p.Entry)
	if server == "" && client == "" {
		return
	}
	p.Code = &CodeExamples{Section: p.section(idCode, wordCode)}
	for _, c := range []struct{ label, code string }{{wordServer, server}, {wordClient, client}} {
		if c.code != "" {
			p.Code.List = append(p.Code.List, CodeExample{c.label, markup.NewCode("go", c.code)})
		}
	}
}

func (b *Builder) prose(h *Head, id, heading, text string) *Prose {
	if text == "" {
		return nil
	}
	return &Prose{h.section(id, heading), b.md.Block(text)}
}

// failing describes what to send to the support of the API.
func (b *Builder) failing(e *catalog.Entry) string {
	if e.Retired != nil {
		return ""
	}
	members := []string{"`type`"}
	for i := range b.c.Members {
		members = append(members, "`"+b.c.Members[i].Name+"`")
	}
	whom := wordOwner
	if b.c.Links.Support != "" {
		whom = "[" + wordSupport + "](" + markup.Destination(b.c.Links.Support) + ")"
	}
	return Fill(wordReportTo, "{members}", strings.Join(members, ", "), "{support}", whom)
}

func (b *Builder) questions(h *Head, faq []catalog.Question) *Questions {
	if len(faq) == 0 {
		return nil
	}
	q := &Questions{Section: h.section(idQuestions, wordFAQ)}
	for _, f := range faq {
		q.List = append(q.List, Question{b.md.Inline(f.Question), b.md.Block(f.Answer)})
	}
	return q
}

func (b *Builder) related(p *Entry) {
	e := p.Entry
	if len(e.Related)+len(e.Lookalikes) == 0 {
		return
	}
	p.Related = &Related{Section: p.section(idRelated, wordRelated)}
	for _, r := range e.Related {
		if other := b.c.Entry(r.Slug, e.Status); other != nil {
			p.Related.List = append(p.Related.List, Reason{Link{other.Path(), other.Title}, b.md.Inline(r.Why)})
		}
	}
	p.Related.List = append(p.Related.List, b.lookalikes(e.Lookalikes)...)
}

func (b *Builder) lookalikes(list []catalog.Lookalike) []Reason {
	var reasons []Reason
	for _, l := range list {
		link := Link{"", catalog.StatusHeading(l.Status)}
		if s := b.c.Status(l.Status); s != nil {
			link = Link{s.Path(), s.Heading()}
		}
		reasons = append(reasons, Reason{link, b.md.Inline(l.Why)})
	}
	return reasons
}

func references(h *Head, list []catalog.Reference) *References {
	if len(list) == 0 {
		return nil
	}
	return &References{h.section(idReferences, wordRefs), list}
}
