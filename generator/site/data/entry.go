package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/wire"
)

// Entry is <page>.json. Its parts are types of their own, because the version of an entry
// depends on the content and not on the rest.
type Entry struct {
	Head
	EntryContent
	EntryTail
}

// Head identifies the kind of document.
type Head struct {
	Schema string `json:"$schema" jsonschema:"The JSON Schema of this document."`
}

// EntryContent is what the catalog states about an error.
type EntryContent struct {
	Type           string      `json:"type" jsonschema:"The type URI (RFC 9457 section 3.1.1): identifies the error."`
	Title          string      `json:"title" jsonschema:"The title, word for word as the API sends it."`
	Status         int         `json:"status" jsonschema:"The HTTP status."`
	Slug           string      `json:"slug" jsonschema:"The last part of the page's address."`
	Code           string      `json:"code,omitempty" jsonschema:"The short code that the API uses, where it is not the slug."`
	Family         string      `json:"family,omitempty" jsonschema:"The ID of the group of entries."`
	Summary        string      `json:"summary,omitempty" jsonschema:"What happened, in one sentence of Markdown."`
	Tags           []string    `json:"tags,omitempty" jsonschema:"Words to find the entry by."`
	Since          string      `json:"since,omitempty" jsonschema:"The version of the API that first sent it."`
	Deprecated     *Lifecycle  `json:"deprecated,omitempty" jsonschema:"Set if the API will stop sending it."`
	Retired        *Lifecycle  `json:"retired,omitempty" jsonschema:"Set if the API sends it no more."`
	Recovery       *Recovery   `json:"recovery,omitempty" jsonschema:"What a client should do."`
	Retryable      bool        `json:"retryable" jsonschema:"Whether the same request, unchanged, may succeed later."`
	RequestApplied *bool       `json:"request_applied,omitempty" jsonschema:"False if the status means that the request was not processed; absent if it is unknown."`
	Params         []Param     `json:"params,omitempty" jsonschema:"Extension members of this entry."`
	Details        []Detail    `json:"details" jsonschema:"The details that the server sends, one for each scenario."`
	Challenges     []Challenge `json:"challenges,omitempty" jsonschema:"The challenges that it sends, with placeholders."`
	Headers        *object     `json:"headers,omitempty" jsonschema:"More header fields, with placeholders."`
	Causes         []Cause     `json:"causes" jsonschema:"Why it occurs, the most common first."`
	Fixes          []Fix       `json:"fixes" jsonschema:"Ways out, in the order in which to try them."`
	Description    string      `json:"description,omitempty" jsonschema:"Background, in Markdown."`
	FAQ            []Question  `json:"faq,omitempty" jsonschema:"Questions and answers."`
	Security       string      `json:"security,omitempty" jsonschema:"What the server must not reveal, in Markdown."`
	Related        []Related   `json:"related,omitempty" jsonschema:"Other entries, with the reason."`
	Lookalikes     []Lookalike `json:"lookalikes,omitempty" jsonschema:"Statuses that are taken for this error."`
	References     []Reference `json:"references,omitempty" jsonschema:"Sources."`
	Aliases        []string    `json:"aliases,omitempty" jsonschema:"Old addresses that lead here."`
}

// EntryTail is the state of the document.
type EntryTail struct {
	Links       *EntryLinks `json:"links,omitempty" jsonschema:"Where this entry and the catalog can be fetched."`
	DocVersion  string      `json:"doc_version,omitempty" jsonschema:"Changes with the content of this document, and with nothing else."`
	LastUpdated string      `json:"last_updated,omitempty" jsonschema:"Date of the last change of meaning, YYYY-MM-DD."`
}

// Lifecycle is the deprecation or the retirement of an entry.
type Lifecycle struct {
	Since string `json:"since,omitempty" jsonschema:"The version or date since when."`
	Use   string `json:"use,omitempty" jsonschema:"The type URI of the entry that takes its place."`
	Note  string `json:"note,omitempty" jsonschema:"What readers should know, in Markdown."`
}

// Param describes an extension member.
type Param struct {
	Name        string            `json:"name" jsonschema:"The name of the member."`
	Type        catalog.ParamType `json:"type" jsonschema:"The type of its value."`
	Optional    bool              `json:"optional,omitempty" jsonschema:"Whether a response may lack it."`
	Description string            `json:"description,omitempty" jsonschema:"What it means, in Markdown."`
	Example     json.RawMessage   `json:"example,omitempty" jsonschema:"A value."`
}

// Detail is the text that the server sends in one scenario.
type Detail struct {
	ID       string    `json:"id" jsonschema:"Identifies the scenario within the entry."`
	Scenario string    `json:"scenario,omitempty" jsonschema:"When the server sends it, in Markdown."`
	Detail   string    `json:"detail" jsonschema:"The text, with params as {placeholders}."`
	Fix      string    `json:"fix,omitempty" jsonschema:"The ID of the fix for this scenario."`
	Pattern  string    `json:"pattern,omitempty" jsonschema:"A regular expression for the text, valid in RE2, ECMAScript and Python."`
	Captures []string  `json:"captures,omitempty" jsonschema:"The params that the groups of the pattern capture, in order."`
	Response *Response `json:"response,omitempty" jsonschema:"What the server sends, with the params' examples."`
}

// Response is an HTTP response.
type Response struct {
	Status  int         `json:"status" jsonschema:"The status."`
	Headers [][2]string `json:"headers" jsonschema:"Names and values of the header fields."`
	Body    string      `json:"body" jsonschema:"The exact text of the body."`
}

// Challenge is an authentication challenge of a WWW-Authenticate field.
type Challenge struct {
	Scheme string  `json:"scheme" jsonschema:"The authentication scheme."`
	Params *object `json:"params,omitempty" jsonschema:"Its parameters, in order."`
}

// Cause is a reason why the error occurs.
type Cause struct {
	Title string `json:"title" jsonschema:"The reason, in Markdown."`
	Text  string `json:"text,omitempty" jsonschema:"How it comes about, in Markdown."`
	Fix   string `json:"fix,omitempty" jsonschema:"The ID of the fix that removes it."`
}

// Fix is one way to recover from the error.
type Fix struct {
	ID      string   `json:"id" jsonschema:"Identifies the fix within the entry."`
	Title   string   `json:"title" jsonschema:"What to do, in Markdown."`
	When    string   `json:"when,omitempty" jsonschema:"Completes: use this if ..."`
	Steps   string   `json:"steps,omitempty" jsonschema:"The steps, in Markdown."`
	Request *Request `json:"request,omitempty" jsonschema:"The request that is part of the fix. Words such as $TOKEN stand for values to fill in."`
	Expect  *Expect  `json:"expect,omitempty" jsonschema:"What shows that it worked."`
}

// Request is an HTTP request.
type Request struct {
	Method  string          `json:"method" jsonschema:"Its method."`
	URL     string          `json:"url" jsonschema:"Its address."`
	Headers *object         `json:"headers,omitempty" jsonschema:"Its header fields, in order."`
	Form    *object         `json:"form,omitempty" jsonschema:"Its body, as a form."`
	JSON    json.RawMessage `json:"json,omitempty" jsonschema:"Its body, as JSON."`
	Body    string          `json:"body,omitempty" jsonschema:"Its body, as text."`
}

// Expect is the response that shows that a fix worked.
type Expect struct {
	Status int    `json:"status,omitempty" jsonschema:"The status of the response."`
	Note   string `json:"note,omitempty" jsonschema:"What else to check, in Markdown."`
}

// Question is a question and its answer.
type Question struct {
	Question string `json:"question" jsonschema:"The question, in Markdown."`
	Answer   string `json:"answer" jsonschema:"The answer, in Markdown."`
}

// Related is a link to another entry.
type Related struct {
	Type  string `json:"type" jsonschema:"Its type URI."`
	Title string `json:"title" jsonschema:"Its title."`
	Why   string `json:"why" jsonschema:"Why it is related, in Markdown."`
}

// Lookalike is a status that is mistaken for this one.
type Lookalike struct {
	Status int    `json:"status" jsonschema:"The other status."`
	Why    string `json:"why" jsonschema:"When that one is right, in Markdown."`
}

// Reference is a document that an entry cites.
type Reference struct {
	Title string `json:"title" jsonschema:"Its title."`
	URL   string `json:"url" jsonschema:"Its address."`
}

// EntryLinks are the addresses of an entry, and of the files with all entries.
type EntryLinks struct {
	Links
	Catalog string `json:"catalog,omitempty" jsonschema:"All entries as JSON."`
	Index   string `json:"index,omitempty" jsonschema:"The llms.txt of the site."`
}

// object is a JSON object of strings in the order of the catalog.
type object []catalog.Pair

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, p := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = wire.AppendJSON(b, p.Name)
		b = append(b, ':')
		b = wire.AppendJSON(b, p.Value)
	}
	return append(b, '}'), nil
}

func objectOf(pairs []catalog.Pair) *object {
	if len(pairs) == 0 {
		return nil
	}
	o := object(pairs)
	return &o
}

// Entry renders <page>.json.
func (r *Renderer) Entry(e *catalog.Entry) ([]byte, error) {
	content := lines.Get().(*bytes.Buffer)
	defer lines.Put(content)
	version, err := r.encodeContent(content, e)
	if err != nil {
		return nil, err
	}
	b := make([]byte, 0, content.Len()*3/2+512) // indentation adds about a third
	if b, err = appendMembers(append(b, "{\n  "...), Head{r.underBase(catalog.EntrySchema)}, "  "); err != nil {
		return nil, err
	}
	b = appendIndented(append(b, ",\n  "...), membersOf(content.Bytes()), "  ")
	if b, err = appendMembers(append(b, ",\n  "...), EntryTail{r.links(e), version, e.Updated}, "  "); err != nil {
		return nil, err
	}
	return append(b, "\n}\n"...), nil
}

// Version returns the version of an entry: the doc_version of its JSON and of its twin.
func (r *Renderer) Version(e *catalog.Entry) (string, error) {
	if known, ok := r.versions.Load(e); ok {
		return known.(string), nil
	}
	content := lines.Get().(*bytes.Buffer)
	defer lines.Put(content)
	return r.encodeContent(content, e)
}

// encodeContent writes the content of an entry on one line, and returns its version: the hash
// of the document with an empty $schema and without a tail.
func (r *Renderer) encodeContent(to *bytes.Buffer, e *catalog.Entry) (version string, err error) {
	if err := encodeLine(to, r.content(e)); err != nil {
		return "", fmt.Errorf("encode %s.json: %w", e.Path(), err)
	}
	version = hash([]byte(`{"$schema":"",`), membersOf(to.Bytes()), []byte("}\n"))
	r.versions.Store(e, version)
	return version, nil
}

// ListVersion returns the version of a page that lists entries. It changes with them.
func (r *Renderer) ListVersion(entries []*catalog.Entry) (string, error) {
	versions := make([]string, len(entries))
	errs := make([]error, len(entries))
	workers.Each(len(entries), func(i int) { versions[i], errs[i] = r.Version(entries[i]) })
	if err := errors.Join(errs...); err != nil {
		return "", err
	}
	return hash([]byte(strings.Join(versions, ""))), nil
}

func (r *Renderer) content(e *catalog.Entry) *EntryContent {
	v := &EntryContent{
		Type: e.TypeURI(), Title: e.Title, Status: e.Status.Code, Slug: e.Slug, Code: e.ShortCode,
		Family: e.Family, Summary: r.text(e.Summary), Tags: e.Tags, Since: e.Since,
		Deprecated: r.lifecycle(e, e.Deprecated), Retired: r.lifecycle(e, e.Retired),
		Recovery: RecoveryOf(e, r.text), Retryable: Retryable(e), RequestApplied: e.Status.RequestApplied(),
		Details: []Detail{}, Challenges: r.challenges(e), Headers: objectOf(e.Headers), Causes: []Cause{}, Fixes: []Fix{},
		Description: r.text(e.Description), Security: r.text(e.Security), Aliases: r.aliases(e),
	}
	for i := range e.Params {
		p := &e.Params[i]
		v.Params = append(v.Params, Param{p.Name, p.Type, p.Optional, r.text(p.Description), wire.AppendJSON(nil, p.Value())})
	}
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			v.Details = append(v.Details, r.detail(s))
		}
	}
	for _, c := range e.Causes {
		v.Causes = append(v.Causes, Cause{r.text(c.Title), r.text(c.Text), c.Fix})
	}
	for i := range e.Fixes {
		v.Fixes = append(v.Fixes, r.fix(&e.Fixes[i]))
	}
	for _, q := range e.FAQ {
		v.FAQ = append(v.FAQ, Question{r.text(q.Question), r.text(q.Answer)})
	}
	for _, rel := range e.Related {
		if other := r.c.Entry(rel.Slug, e.Status); other != nil {
			v.Related = append(v.Related, Related{other.TypeURI(), other.Title, r.text(rel.Why)})
		}
	}
	for _, l := range e.Lookalikes {
		v.Lookalikes = append(v.Lookalikes, Lookalike{l.Status, r.text(l.Why)})
	}
	for _, ref := range e.References {
		v.References = append(v.References, Reference{ref.Title, ref.URL})
	}
	return v
}

// aliases returns the old addresses of an entry.
func (r *Renderer) aliases(e *catalog.Entry) []string {
	var list []string
	for _, path := range e.AliasPaths() {
		list = append(list, r.underBase(path))
	}
	return list
}

func (r *Renderer) lifecycle(e *catalog.Entry, l *catalog.Lifecycle) *Lifecycle {
	if l == nil {
		return nil
	}
	v := &Lifecycle{Since: l.Since, Note: r.text(l.Note)}
	if other := r.c.Entry(l.Use, e.Status); l.Use != "" && other != nil {
		v.Use = other.TypeURI()
	}
	return v
}

func (r *Renderer) challenges(e *catalog.Entry) []Challenge {
	var list []Challenge
	for _, c := range e.AllChallenges() {
		list = append(list, Challenge{c.Scheme, objectOf(c.ParamList(r.c.Realm))})
	}
	return list
}

func (r *Renderer) detail(s catalog.Scenario) Detail {
	pattern, captures := s.Entry.Pattern(s.Detail)
	v := Detail{ID: s.ID(), Scenario: r.text(s.Detail.Scenario), Detail: s.Detail.Text, Fix: s.Detail.Fix, Pattern: pattern, Captures: captures}
	if s.Entry.Retired != nil {
		return v
	}
	resp := s.Response()
	v.Response = &Response{Status: resp.Status, Body: resp.Body}
	for _, f := range resp.Headers {
		v.Response.Headers = append(v.Response.Headers, [2]string{f.Name, f.Value})
	}
	return v
}

func (r *Renderer) fix(f *catalog.Fix) Fix {
	v := Fix{ID: f.ID, Title: r.text(f.Title), When: r.text(f.When), Steps: r.text(f.Steps)}
	if q := f.Request; q != nil {
		v.Request = &Request{q.EffectiveMethod(), q.URL, objectOf(q.Headers), objectOf(q.Form), json.RawMessage(q.JSON), q.Body}
	}
	if x := f.Expect; x != nil {
		v.Expect = &Expect{x.Status, r.text(x.Note)}
	}
	return v
}

func (r *Renderer) links(e *catalog.Entry) *EntryLinks {
	return &EntryLinks{LinksOf(e, r.underBase), r.underBase(catalog.CatalogJSON), r.underBase(catalog.LLMS)}
}
