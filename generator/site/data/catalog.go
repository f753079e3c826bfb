package data

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/wire"
)

// Catalog is catalog.json: one fetch that identifies any error offline. Its parts before and
// after the entries are types of their own, because the entries are encoded one by one.
type Catalog struct {
	CatalogHead
	Entries []Brief `json:"entries" jsonschema:"All entries, by type URI."`
	CatalogTail
}

// CatalogHead describes the API.
type CatalogHead struct {
	Head
	Name     string   `json:"name" jsonschema:"The name of the API."`
	Base     string   `json:"base" jsonschema:"What the addresses of all pages begin with."`
	Tagline  string   `json:"tagline,omitempty" jsonschema:"What the catalog covers, in Markdown."`
	Members  []Param  `json:"members,omitempty" jsonschema:"Extension members that every problem may have."`
	Families []Family `json:"families" jsonschema:"The groups of entries."`
	Statuses []Status `json:"statuses" jsonschema:"The statuses with entries."`
}

// CatalogTail is the state of the catalog.
type CatalogTail struct {
	DocVersion  string `json:"doc_version" jsonschema:"Changes with the content of the entries, and with nothing else."`
	LastUpdated string `json:"last_updated,omitempty" jsonschema:"Date of the newest entry, YYYY-MM-DD."`
}

// Family is a group of entries.
type Family struct {
	ID      string `json:"id" jsonschema:"Identifies the group."`
	Title   string `json:"title" jsonschema:"Its heading."`
	Summary string `json:"summary,omitempty" jsonschema:"What its entries have in common, in Markdown."`
}

// Status is an HTTP status with entries.
type Status struct {
	Status int       `json:"status" jsonschema:"The status."`
	Title  string    `json:"title" jsonschema:"Its phrase."`
	Links  PageLinks `json:"links" jsonschema:"Its page."`
}

// Brief is an entry in catalog.json.
type Brief struct {
	Type           string      `json:"type" jsonschema:"The type URI."`
	Aliases        []string    `json:"aliases,omitempty" jsonschema:"Old addresses that lead to the entry."`
	Title          string      `json:"title" jsonschema:"The title."`
	Status         int         `json:"status" jsonschema:"The HTTP status."`
	Slug           string      `json:"slug" jsonschema:"The last part of the page's address."`
	Code           string      `json:"code,omitempty" jsonschema:"The short code that the API uses, where it is not the slug."`
	Family         string      `json:"family,omitempty" jsonschema:"The ID of its group."`
	Summary        string      `json:"summary,omitempty" jsonschema:"What happened, in one sentence of Markdown."`
	Tags           []string    `json:"tags,omitempty" jsonschema:"Words to find it by."`
	Recovery       *Recovery   `json:"recovery,omitempty" jsonschema:"What a client should do."`
	Retryable      bool        `json:"retryable" jsonschema:"Whether the same request, unchanged, may succeed later."`
	RequestApplied *bool       `json:"request_applied,omitempty" jsonschema:"False if the status means that the request was not processed."`
	Details        []Detail    `json:"details" jsonschema:"The details that the server sends."`
	Challenges     []Challenge `json:"challenges,omitempty" jsonschema:"The challenges that it sends."`
	Deprecated     *Lifecycle  `json:"deprecated,omitempty" jsonschema:"Set if the API will stop sending it."`
	Retired        *Lifecycle  `json:"retired,omitempty" jsonschema:"Set if the API sends it no more."`
	Links          *EntryLinks `json:"links" jsonschema:"Where the entry can be fetched."`
	DocVersion     string      `json:"doc_version" jsonschema:"That of the entry's own JSON."`
}

// Catalog writes catalog.json.
func (r *Renderer) Catalog(w io.Writer) error {
	if err := r.catalog(w, byType(r.c.Entries)); err != nil {
		return fmt.Errorf("encode catalog.json: %w", err)
	}
	return nil
}

func (r *Renderer) catalog(w io.Writer, entries []*catalog.Entry) error {
	head, err := appendMembers([]byte("{\n  "), r.catalogHead(), "  ")
	if err != nil {
		return err
	}
	if _, err := w.Write(append(head, ",\n  \"entries\": ["...)); err != nil {
		return err
	}
	if err := r.writeBriefs(w, entries); err != nil {
		return err
	}
	version, err := r.ListVersion(entries)
	if err != nil {
		return err
	}
	tail := []byte("],\n  ")
	if len(entries) > 0 {
		tail = []byte("\n  ],\n  ")
	}
	if tail, err = appendMembers(tail, CatalogTail{version, page.Newest(entries)}, "  "); err != nil {
		return err
	}
	_, err = w.Write(append(tail, "\n}\n"...))
	return err
}

// byType returns entries in the order of their type URIs.
func byType(entries []*catalog.Entry) []*catalog.Entry {
	uris := make(map[*catalog.Entry]string, len(entries))
	for _, e := range entries {
		uris[e] = e.TypeURI()
	}
	return slices.SortedFunc(slices.Values(entries), func(a, b *catalog.Entry) int { return cmp.Compare(uris[a], uris[b]) })
}

func (r *Renderer) catalogHead() CatalogHead {
	v := CatalogHead{
		Head: Head{r.underBase(catalog.CatalogSchema)}, Name: r.c.Name, Base: r.c.Base, Tagline: r.text(r.c.Tagline),
		Families: []Family{}, Statuses: []Status{},
	}
	for i := range r.c.Members {
		m := &r.c.Members[i]
		p := Param{Name: m.Name, Type: m.Type, Optional: true, Description: r.text(m.Description)}
		if m.Example.Given() {
			p.Example = wire.AppendJSON(nil, m.Value())
		}
		v.Members = append(v.Members, p)
	}
	for _, f := range r.c.Families {
		v.Families = append(v.Families, Family{f.ID, f.Title, r.text(f.Summary)})
	}
	for _, s := range r.c.Statuses {
		v.Statuses = append(v.Statuses, Status{s.Code, s.Title, pageLinks(s.Path(), r.underBase)})
	}
	return v
}

// briefBatch is the number of entries that are encoded, on all cores, before they are written. The
// file has 125 MB for 50,000 entries.
const briefBatch = 1024

// writeBriefs writes the entries, separated by commas.
func (r *Renderer) writeBriefs(w io.Writer, entries []*catalog.Entry) error {
	pieces := make([][]byte, min(briefBatch, len(entries)))
	errs := make([]error, len(pieces))
	for from := 0; from < len(entries); from += briefBatch {
		batch := entries[from:min(from+briefBatch, len(entries))]
		workers.Each(len(batch), func(i int) {
			piece := pieces[i][:0]
			if from+i > 0 {
				piece = append(piece, ',')
			}
			pieces[i], errs[i] = r.appendBrief(piece, batch[i])
		})
		if err := errors.Join(errs...); err != nil {
			return err
		}
		for _, piece := range pieces[:len(batch)] {
			if _, err := w.Write(piece); err != nil {
				return err
			}
		}
	}
	return nil
}

// appendBrief adds an entry to b, beginning on a new line.
func (r *Renderer) appendBrief(b []byte, e *catalog.Entry) ([]byte, error) {
	version, err := r.Version(e)
	if err != nil {
		return nil, err
	}
	if b, err = appendMembers(append(b, "\n    {\n      "...), r.brief(e, version), "      "); err != nil {
		return nil, err
	}
	return append(b, "\n    }"...), nil
}

// brief returns an entry as catalog.json has it.
func (r *Renderer) brief(e *catalog.Entry, version string) Brief {
	v := Brief{
		Type: e.TypeURI(), Aliases: r.aliases(e), Title: e.Title, Status: e.Status.Code, Slug: e.Slug, Code: e.ShortCode, Family: e.Family,
		Summary: r.text(e.Summary), Tags: e.Tags, Recovery: RecoveryOf(e, r.text), Retryable: Retryable(e),
		RequestApplied: e.Status.RequestApplied(), Details: []Detail{}, Challenges: r.challenges(e),
		Deprecated: r.lifecycle(e, e.Deprecated), Retired: r.lifecycle(e, e.Retired), Links: &EntryLinks{Links: LinksOf(e, r.underBase)}, DocVersion: version,
	}
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			pattern, captures := e.Pattern(s.Detail)
			v.Details = append(v.Details, Detail{ID: s.ID(), Detail: s.Detail.Text, Pattern: pattern, Captures: captures, Fix: s.Detail.Fix})
		}
	}
	return v
}
