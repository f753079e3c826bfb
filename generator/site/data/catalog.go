package data

import (
	"bytes"

	"github.com/errdocs/errdocs/generator/catalog"
)

// CatalogJSON is catalog.json: one fetch that resolves any error offline.
type CatalogJSON struct {
	Schema      string       `json:"$schema" doc:"The JSON Schema of this document."`
	Name        string       `json:"name" doc:"The name of the API."`
	Base        string       `json:"base" doc:"What the addresses of all pages begin with."`
	Tagline     string       `json:"tagline,omitempty" doc:"What the catalog covers, in Markdown."`
	Members     []ParamJSON  `json:"members,omitempty" doc:"Extension members that every problem may carry."`
	Families    []FamilyJSON `json:"families" doc:"The groups of entries."`
	Statuses    []StatusJSON `json:"statuses" doc:"The statuses with entries."`
	Entries     []BriefJSON  `json:"entries" doc:"All entries, by type URI."`
	DocVersion  string       `json:"doc_version" doc:"Changes with the content of the entries, and with nothing else."`
	LastUpdated string       `json:"last_updated,omitempty" doc:"Date of the newest entry, YYYY-MM-DD."`
}

// FamilyJSON is a group of entries.
type FamilyJSON struct {
	ID      string `json:"id" doc:"Names the group."`
	Title   string `json:"title" doc:"Its heading."`
	Summary string `json:"summary,omitempty" doc:"What its entries have in common, in Markdown."`
}

// StatusJSON is a status.
type StatusJSON struct {
	Status int        `json:"status" doc:"The status."`
	Title  string     `json:"title" doc:"Its phrase."`
	Links  *PageLinks `json:"links" doc:"Its page."`
}

// PageLinks are the addresses of a page without JSON.
type PageLinks struct {
	HTML     string `json:"html" doc:"The page for people."`
	Markdown string `json:"markdown" doc:"The same page as Markdown."`
}

// BriefJSON is an entry in catalog.json.
type BriefJSON struct {
	Type           string          `json:"type" doc:"The type URI."`
	Aliases        []string        `json:"aliases,omitempty" doc:"Old addresses that lead to the entry."`
	Title          string          `json:"title" doc:"The title."`
	Status         int             `json:"status" doc:"The HTTP status."`
	Slug           string          `json:"slug" doc:"The last part of the page's address."`
	Code           string          `json:"code,omitempty" doc:"The short code that the API uses, where it is not the slug."`
	Family         string          `json:"family,omitempty" doc:"The ID of its group."`
	Summary        string          `json:"summary,omitempty" doc:"What happened, in one sentence of Markdown."`
	Tags           []string        `json:"tags,omitempty" doc:"Words to find it by."`
	Recovery       *RecoveryJSON   `json:"recovery,omitempty" doc:"What a client should do."`
	Retryable      bool            `json:"retryable" doc:"Whether the same request, unchanged, may succeed later."`
	RequestApplied *bool           `json:"request_applied,omitempty" doc:"False where the status says that the request was not carried out."`
	Details        []DetailJSON    `json:"details" doc:"What the server says."`
	Challenges     []ChallengeJSON `json:"challenges,omitempty" doc:"The challenges that it sends."`
	Deprecated     *LifecycleJSON  `json:"deprecated,omitempty" doc:"Set if the API will stop sending it."`
	Retired        *LifecycleJSON  `json:"retired,omitempty" doc:"Set if the API sends it no more."`
	Links          *EntryLinks     `json:"links" doc:"Where the entry can be fetched."`
	DocVersion     string          `json:"doc_version" doc:"That of the entry's own JSON."`
}

// CatalogJSON renders catalog.json but for its entries, by type URI, which stand between
// the head and the tail, parted by CatalogBetween. Versions are those of the entries.
func (r *Renderer) CatalogJSON(versions []string, newest string) (head, tail []byte, err error) {
	v := CatalogJSON{
		Schema: r.c.Base + catalogSchemaPath, Name: r.c.Name, Base: r.c.Base, Tagline: r.text(r.c.Tagline),
		Families: []FamilyJSON{}, Statuses: []StatusJSON{}, Entries: []BriefJSON{}, LastUpdated: newest,
	}
	for i := range r.c.Members {
		m := &r.c.Members[i]
		p := ParamJSON{Name: m.Name, Type: string(m.Type), Optional: true, Description: r.text(m.Description)}
		if m.Example.Given() {
			p.Example = jsonOf(m)
		}
		v.Members = append(v.Members, p)
	}
	for _, f := range r.c.Families {
		v.Families = append(v.Families, FamilyJSON{f.ID, f.Title, r.text(f.Summary)})
	}
	for _, s := range r.c.Statuses {
		at := r.c.Base + s.Path()
		v.Statuses = append(v.Statuses, StatusJSON{s.Code, s.Title, &PageLinks{at, at + ".md"}})
	}
	all := make([][]byte, len(versions))
	for i, version := range versions {
		all[i] = []byte(version)
	}
	v.DocVersion = Version(all...)
	data, err := encode(v)
	if err != nil || len(versions) == 0 {
		return data, nil, err
	}
	const none = `  "entries": []`
	i := bytes.Index(data, []byte("\n"+none)) + 1 // no value has a line break
	at := i + len(none) - 1
	return append(data[:at:at], "\n    "...), append([]byte("\n  "), data[at:]...), nil
}

// CatalogBetween parts two entries in catalog.json.
const CatalogBetween = ",\n    "

// AppendCatalogEntry adds an entry to b as catalog.json has it.
func (r *Renderer) AppendCatalogEntry(b []byte, e *catalog.Entry, version string) ([]byte, error) {
	data, err := appendJSON(b, r.brief(e, version), "    ")
	return bytes.TrimSuffix(data, []byte("\n")), err
}

func (r *Renderer) brief(e *catalog.Entry, version string) BriefJSON {
	v := BriefJSON{
		Type: e.TypeURI(), Aliases: r.aliases(e), Title: e.Title, Status: e.Status.Code, Slug: e.Slug, Code: e.ShortCode, Family: e.Family,
		Summary: r.text(e.Summary), Tags: e.Tags, Recovery: r.recovery(e), Retryable: e.Recovery != nil && e.Recovery.Retry.Retryable(),
		RequestApplied: e.Status.RequestApplied(), Details: []DetailJSON{}, Challenges: r.challenges(e),
		Deprecated: r.lifecycle(e, e.Deprecated), Retired: r.lifecycle(e, e.Retired), Links: r.links(e), DocVersion: version,
	}
	v.Links.Catalog, v.Links.Index = "", ""
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			pattern, captures := e.Pattern(s.Detail)
			v.Details = append(v.Details, DetailJSON{ID: s.ID(), Detail: s.Detail.Text, Pattern: pattern, Captures: captures, Fix: s.Detail.Fix})
		}
	}
	return v
}
