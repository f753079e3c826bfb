package match

import (
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
)

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
