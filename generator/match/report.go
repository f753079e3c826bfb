package match

import (
	"encoding/json"
	"io"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// Report is an answer for programs.
type Report struct {
	Input      Kind              `json:"input" jsonschema:"what the text was read as"`
	Status     int               `json:"status,omitempty" jsonschema:"the status of the response, where the text tells it"`
	Candidates []ReportCandidate `json:"candidates" jsonschema:"the entries that may be meant, best first"`
	Notes      []string          `json:"notes" jsonschema:"contradictions, and what was read leniently"`
}

// ReportCandidate is an entry that may be meant.
type ReportCandidate struct {
	Type       string            `json:"type" jsonschema:"the type URI of the entry"`
	Title      string            `json:"title" jsonschema:"its title"`
	Confidence Confidence        `json:"confidence" jsonschema:"exact: a known type URI, or a detail that only one case can say; likely: challenge, title or code lead to it, or several cases can say the detail; possible: words do"`
	Case       string            `json:"case,omitempty" jsonschema:"the id of the scenario that the detail tells"`
	Params     map[string]string `json:"params,omitempty" jsonschema:"the values in the detail"`
	Why        []string          `json:"why" jsonschema:"what speaks for it, strongest first"`
	Fix        *ReportFix        `json:"fix,omitempty" jsonschema:"the fix to try first"`
	Recovery   *ReportRecovery   `json:"recovery,omitempty" jsonschema:"what a client should do"`
	Retryable  bool              `json:"retryable" jsonschema:"whether the same request, unchanged, may succeed later"`
	Links      ReportLinks       `json:"links" jsonschema:"where the entry can be read"`
}

// ReportFix names a fix.
type ReportFix struct {
	ID    string `json:"id" jsonschema:"names the fix within the entry"`
	Title string `json:"title" jsonschema:"what to do, in Markdown"`
}

// ReportRecovery is the advice of an entry.
type ReportRecovery struct {
	Retry    catalog.Retry    `json:"retry,omitempty" jsonschema:"whether and when to repeat the request"`
	Reaction catalog.Reaction `json:"reaction,omitempty" jsonschema:"what to do"`
	Actor    catalog.Actor    `json:"actor,omitempty" jsonschema:"who must act"`
	Stop     string           `json:"stop,omitempty" jsonschema:"when to give up, in Markdown"`
}

// ReportLinks are the addresses of an entry.
type ReportLinks struct {
	HTML     string `json:"html" jsonschema:"the page for people, at the case if that is known"`
	Markdown string `json:"markdown" jsonschema:"the same page as Markdown"`
	JSON     string `json:"json" jsonschema:"the entry as JSON"`
}

// Report returns the answer for programs, with the addresses of the pages that b makes.
func (a *Answer) Report(b *page.Builder) *Report {
	r := &Report{Input: a.Kind, Status: a.Status, Candidates: []ReportCandidate{}, Notes: append([]string{}, a.Notes...)}
	for i := range a.Candidates {
		r.Candidates = append(r.Candidates, a.Candidates[i].report(b))
	}
	return r
}

func (c *Candidate) report(b *page.Builder) ReportCandidate {
	e, md := c.Entry, b.Render()
	r := ReportCandidate{
		Type: e.TypeURI(), Title: e.Title, Confidence: c.Confidence, Case: c.CaseID(), Why: append([]string{}, c.Why...),
		Links: LinksOf(e, b), Recovery: RecoveryOf(e, b), Retryable: e.Recovery != nil && e.Recovery.Retry.Retryable(),
	}
	r.Links.HTML = c.address(b)
	if len(c.Params) > 0 {
		r.Params = make(map[string]string, len(c.Params))
	}
	for _, p := range c.Params {
		r.Params[p.Name] = p.Value
	}
	if f := c.Fix(); f != nil {
		r.Fix = &ReportFix{f.ID, md.Portable(f.Title)}
	}
	return r
}

// RecoveryOf returns the advice of an entry, or nil.
func RecoveryOf(e *catalog.Entry, b *page.Builder) *ReportRecovery {
	if e.Recovery == nil {
		return nil
	}
	return &ReportRecovery{e.Recovery.Retry, e.Recovery.Reaction, e.Recovery.Actor, b.Render().Portable(e.Recovery.Stop)}
}

// LinksOf returns the addresses of an entry.
func LinksOf(e *catalog.Entry, b *page.Builder) ReportLinks {
	url := b.Site.URL(e.Path())
	return ReportLinks{HTML: url, Markdown: b.Site.Markdown(e.Path()), JSON: url + ".json"}
}

// address returns the address of the page, at the case if there is one.
func (c *Candidate) address(b *page.Builder) string {
	url := b.Site.URL(c.Entry.Path())
	if c.Case != nil {
		url += "#case-" + c.CaseID()
	}
	return url
}

// JSON writes the answer for programs.
func (a *Answer) JSON(w io.Writer, b *page.Builder) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(a.Report(b))
}
