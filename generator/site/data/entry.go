// Package data renders the site as data: the JSON of every entry, catalog.json, and the JSON
// Schemas of both.
//
//	r := data.New(c, builder)
//	json, version, err := r.AppendEntryJSON(nil, e)
package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/wire"
)

// The structs below are the shape of <page>.json and catalog.json. Their doc tags
// become the descriptions of the JSON Schemas.

// Renderer renders the data of one catalog. It is safe for concurrent use.
type Renderer struct {
	c  *catalog.Catalog
	md *markup.Renderer // links lead to base, wherever the pages live
}

// New returns a Renderer. Its texts are those of the pages that b makes.
func New(c *catalog.Catalog, b *page.Builder) *Renderer {
	return &Renderer{c, b.Texts(baseLinks(c.Base))}
}

// baseLinks resolves the links of texts in JSON.
type baseLinks string

func (l baseLinks) HTML(path string) string { return string(l) + strings.TrimPrefix(path, "/") }
func (l baseLinks) Markdown(path string) string {
	return string(l) + strings.TrimPrefix(path, "/") + ".md"
}

// EntryJSON is <page>.json.
type EntryJSON struct {
	Schema         string          `json:"$schema" doc:"The JSON Schema of this document."`
	Type           string          `json:"type" doc:"The type URI (RFC 9457 section 3.1.1): identifies the error."`
	Title          string          `json:"title" doc:"The title, word for word as the API sends it."`
	Status         int             `json:"status" doc:"The HTTP status."`
	Slug           string          `json:"slug" doc:"The last part of the page's address."`
	Code           string          `json:"code,omitempty" doc:"The short code that the API uses, where it is not the slug."`
	Family         string          `json:"family,omitempty" doc:"The ID of the group of entries."`
	Summary        string          `json:"summary,omitempty" doc:"What happened, in one sentence of Markdown."`
	Tags           []string        `json:"tags,omitempty" doc:"Words to find the entry by."`
	Since          string          `json:"since,omitempty" doc:"The version of the API that first sent it."`
	Deprecated     *LifecycleJSON  `json:"deprecated,omitempty" doc:"Set if the API will stop sending it."`
	Retired        *LifecycleJSON  `json:"retired,omitempty" doc:"Set if the API sends it no more."`
	Recovery       *RecoveryJSON   `json:"recovery,omitempty" doc:"What a client should do."`
	Retryable      bool            `json:"retryable" doc:"Whether the same request, unchanged, may succeed later."`
	RequestApplied *bool           `json:"request_applied,omitempty" doc:"False where the status says that the request was not carried out; absent where it does not tell."`
	Params         []ParamJSON     `json:"params,omitempty" doc:"Extension members of this entry."`
	Details        []DetailJSON    `json:"details" doc:"What the server says, one for each scenario."`
	Challenges     []ChallengeJSON `json:"challenges,omitempty" doc:"The challenges that it sends, with placeholders."`
	Headers        *object         `json:"headers,omitempty" doc:"More header fields, with placeholders."`
	Causes         []CauseJSON     `json:"causes" doc:"Why it occurs, the most common first."`
	Fixes          []FixJSON       `json:"fixes" doc:"Ways out, in the order in which to try them."`
	Description    string          `json:"description,omitempty" doc:"Background, in Markdown."`
	FAQ            []QuestionJSON  `json:"faq,omitempty" doc:"Questions and answers."`
	Security       string          `json:"security,omitempty" doc:"What the server must not reveal, in Markdown."`
	Related        []RelatedJSON   `json:"related,omitempty" doc:"Other entries, with the reason."`
	Lookalikes     []LookalikeJSON `json:"lookalikes,omitempty" doc:"Statuses that are taken for this error."`
	References     []ReferenceJSON `json:"references,omitempty" doc:"Sources."`
	Aliases        []string        `json:"aliases,omitempty" doc:"Old addresses that lead here."`
	Links          *EntryLinks     `json:"links,omitempty" doc:"Where this entry and the catalog can be fetched."`
	DocVersion     string          `json:"doc_version,omitempty" doc:"Changes with the content of this document, and with nothing else."`
	LastUpdated    string          `json:"last_updated,omitempty" doc:"Date of the last change of meaning, YYYY-MM-DD."`
}

// LifecycleJSON says since when an entry is deprecated or retired.
type LifecycleJSON struct {
	Since string `json:"since,omitempty" doc:"The version or date since when."`
	Use   string `json:"use,omitempty" doc:"The type URI of the entry that takes its place."`
	Note  string `json:"note,omitempty" doc:"What readers should know, in Markdown."`
}

// RecoveryJSON is what a client should do.
type RecoveryJSON struct {
	Retry    string `json:"retry,omitempty" doc:"Whether and when to repeat the request." enum:"never after-fix after-refresh once-with-server-value later"`
	Reaction string `json:"reaction,omitempty" doc:"What to do." enum:"authenticate refresh reauthenticate retry-with-server-value fix-request fix-config ask-human back-off stop"`
	Actor    string `json:"actor,omitempty" doc:"Who must act." enum:"client user operator api-owner"`
	Stop     string `json:"stop,omitempty" doc:"When to give up, in Markdown."`
}

// ParamJSON describes an extension member.
type ParamJSON struct {
	Name        string          `json:"name" doc:"The name of the member."`
	Type        string          `json:"type" doc:"The type of its value." enum:"string int number bool time duration uri strings"`
	Optional    bool            `json:"optional,omitempty" doc:"Whether a response may lack it."`
	Description string          `json:"description,omitempty" doc:"What it means, in Markdown."`
	Example     json.RawMessage `json:"example,omitempty" doc:"A value."`
}

// DetailJSON is what the server says in one scenario.
type DetailJSON struct {
	ID       string        `json:"id" doc:"Names the scenario within the entry."`
	Scenario string        `json:"scenario,omitempty" doc:"When the server says it, in Markdown."`
	Detail   string        `json:"detail" doc:"The text, with params as {placeholders}."`
	Fix      string        `json:"fix,omitempty" doc:"The ID of the fix for this scenario."`
	Pattern  string        `json:"pattern,omitempty" doc:"A regular expression for the text, valid in RE2, ECMAScript and Python."`
	Captures []string      `json:"captures,omitempty" doc:"The params that the groups of the pattern capture, in order."`
	Response *ResponseJSON `json:"response,omitempty" doc:"What the server sends, with the params' examples."`
}

// ResponseJSON is an HTTP response.
type ResponseJSON struct {
	Status  int         `json:"status" doc:"The status."`
	Headers [][2]string `json:"headers" doc:"Names and values of the header fields."`
	Body    string      `json:"body" doc:"The exact text of the body."`
}

// ChallengeJSON is a challenge.
type ChallengeJSON struct {
	Scheme string  `json:"scheme" doc:"The authentication scheme."`
	Params *object `json:"params,omitempty" doc:"Its parameters, in order."`
}

// CauseJSON is a reason why the error occurs.
type CauseJSON struct {
	Title string `json:"title" doc:"The reason, in Markdown."`
	Text  string `json:"text,omitempty" doc:"How it comes about, in Markdown."`
	Fix   string `json:"fix,omitempty" doc:"The ID of the fix that removes it."`
}

// FixJSON is a way out.
type FixJSON struct {
	ID      string       `json:"id" doc:"Names the fix within the entry."`
	Title   string       `json:"title" doc:"What to do, in Markdown."`
	When    string       `json:"when,omitempty" doc:"Completes: choose this when ..."`
	Steps   string       `json:"steps,omitempty" doc:"The steps, in Markdown."`
	Request *RequestJSON `json:"request,omitempty" doc:"The request that is part of the fix. Words such as $TOKEN stand for values to fill in."`
	Expect  *ExpectJSON  `json:"expect,omitempty" doc:"What shows that it worked."`
}

// RequestJSON is an HTTP request.
type RequestJSON struct {
	Method  string          `json:"method" doc:"Its method."`
	URL     string          `json:"url" doc:"Its address."`
	Headers *object         `json:"headers,omitempty" doc:"Its header fields, in order."`
	Form    *object         `json:"form,omitempty" doc:"Its body, as a form."`
	JSON    json.RawMessage `json:"json,omitempty" doc:"Its body, as JSON."`
	Body    string          `json:"body,omitempty" doc:"Its body, as text."`
}

// ExpectJSON is what shows that a fix worked.
type ExpectJSON struct {
	Status int    `json:"status,omitempty" doc:"The status of the answer."`
	Note   string `json:"note,omitempty" doc:"What else to look at, in Markdown."`
}

// QuestionJSON is a question and its answer.
type QuestionJSON struct {
	Question string `json:"question" doc:"The question, in Markdown."`
	Answer   string `json:"answer" doc:"The answer, in Markdown."`
}

// RelatedJSON leads to another entry.
type RelatedJSON struct {
	Type  string `json:"type" doc:"Its type URI."`
	Title string `json:"title" doc:"Its title."`
	Why   string `json:"why" doc:"Why it is related, in Markdown."`
}

// LookalikeJSON is a status that is taken for this one.
type LookalikeJSON struct {
	Status int    `json:"status" doc:"The other status."`
	Why    string `json:"why" doc:"When that one is right, in Markdown."`
}

// ReferenceJSON is a source.
type ReferenceJSON struct {
	Title string `json:"title" doc:"Its title."`
	URL   string `json:"url" doc:"Its address."`
}

// EntryLinks are the addresses of an entry.
type EntryLinks struct {
	HTML     string `json:"html" doc:"The page for people."`
	Markdown string `json:"markdown" doc:"The same page as Markdown."`
	JSON     string `json:"json" doc:"This entry as JSON."`
	Catalog  string `json:"catalog,omitempty" doc:"All entries as JSON."`
	Index    string `json:"index,omitempty" doc:"The llms.txt of the site."`
}

// object is a JSON object whose keys keep their order.
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

// AppendEntryJSON adds <page>.json to b and returns it with its version. Addresses in it
// come from the catalog's base, so the bytes do not depend on where the pages live.
func (r *Renderer) AppendEntryJSON(b []byte, e *catalog.Entry) (data []byte, version string, err error) {
	v := r.entry(e)
	v.DocVersion = noVersion
	line := lines.Get().(*bytes.Buffer)
	defer lines.Put(line)
	if err := encodeLine(line, v); err != nil {
		return nil, "", err
	}
	version = versionOf(line.Bytes())
	copy(line.Bytes()[bytes.LastIndex(line.Bytes(), []byte(noVersion)):], version)
	return appendIndented(b, line.Bytes(), ""), version, nil
}

// noVersion stands for a version that is not known yet.
const noVersion = "------------"

// versionOf returns the version of an EntryJSON on one line: of what it says without the
// address of its schema, and without what begins with its links. No quote in a value stands
// without a backslash, and nothing after the links has links of its own.
func versionOf(line []byte) string {
	from, to := bytes.Index(line, []byte(`,"type":`)), bytes.LastIndex(line, []byte(`,"links":`))
	return Version([]byte(`{"$schema":""`), line[from:to], []byte("}\n"))
}

// Version returns the first 12 hex digits of the SHA-256 of the parts.
func Version(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// lines are buffers for JSON on one line.
var lines = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// encodeLine writes JSON on one line, with <, > and & as they are, since it is never
// put into HTML.
func encodeLine(to *bytes.Buffer, v any) error {
	to.Reset()
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// encode returns the same over lines, indented by two spaces.
func encode(v any) ([]byte, error) { return appendJSON(nil, v, "") }

// appendJSON adds JSON over lines. The prefix stands before all but the first.
func appendJSON(b []byte, v any, prefix string) ([]byte, error) {
	line := lines.Get().(*bytes.Buffer)
	defer lines.Put(line)
	err := encodeLine(line, v)
	return appendIndented(b, line.Bytes(), prefix), err
}

// appendIndented does to JSON that encoding/json wrote what json.Indent does to any: it
// need not look for mistakes, which takes longer than all the rest of an encoding.
func appendIndented(b, line []byte, prefix string) []byte {
	b = slices.Grow(b, len(line)+len(line)/4)
	depth := 0
	newLine := func() {
		b = append(b, '\n')
		b = append(b, prefix...)
		for range depth {
			b = append(b, "  "...)
		}
	}
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch c {
		case '"':
			end := i + 1
			for line[end] != '"' {
				if line[end] == '\\' {
					end++
				}
				end++
			}
			b = append(b, line[i:end+1]...)
			i = end
		case '{', '[':
			b = append(b, c)
			if line[i+1] == c+2 { // the bracket that closes it
				i++
				b = append(b, c+2)
				continue
			}
			depth++
			newLine()
		case '}', ']':
			depth--
			newLine()
			b = append(b, c)
		case ',':
			b = append(b, c)
			newLine()
		case ':':
			b = append(b, ": "...)
		default:
			b = append(b, c)
		}
	}
	return b
}

func (r *Renderer) entry(e *catalog.Entry) *EntryJSON {
	v := &EntryJSON{
		Schema: r.c.Base + entrySchemaPath, Type: e.TypeURI(), Title: e.Title, Status: e.Status.Code, Slug: e.Slug, Code: e.ShortCode,
		Family: e.Family, Summary: r.text(e.Summary), Tags: e.Tags, Since: e.Since,
		Deprecated: r.lifecycle(e, e.Deprecated), Retired: r.lifecycle(e, e.Retired),
		Recovery: r.recovery(e), Retryable: e.Recovery != nil && e.Recovery.Retry.Retryable(), RequestApplied: e.Status.RequestApplied(),
		Details: []DetailJSON{}, Challenges: r.challenges(e), Headers: objectOf(e.Headers), Causes: []CauseJSON{}, Fixes: []FixJSON{},
		Description: r.text(e.Description), Security: r.text(e.Security),
		Links: r.links(e), LastUpdated: e.Updated,
	}
	for i := range e.Params {
		p := &e.Params[i]
		v.Params = append(v.Params, ParamJSON{p.Name, string(p.Type), p.Optional, r.text(p.Description), wire.AppendJSON(nil, p.Value())})
	}
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			v.Details = append(v.Details, r.detail(s))
		}
	}
	for _, c := range e.Causes {
		v.Causes = append(v.Causes, CauseJSON{r.text(c.Title), r.text(c.Text), c.Fix})
	}
	for i := range e.Fixes {
		v.Fixes = append(v.Fixes, r.fix(&e.Fixes[i]))
	}
	for _, q := range e.FAQ {
		v.FAQ = append(v.FAQ, QuestionJSON{r.text(q.Question), r.text(q.Answer)})
	}
	for _, rel := range e.Related {
		if other := r.c.Entry(rel.Slug, e.Status); other != nil {
			v.Related = append(v.Related, RelatedJSON{other.TypeURI(), other.Title, r.text(rel.Why)})
		}
	}
	for _, l := range e.Lookalikes {
		v.Lookalikes = append(v.Lookalikes, LookalikeJSON{l.Status, r.text(l.Why)})
	}
	for _, ref := range e.References {
		v.References = append(v.References, ReferenceJSON{ref.Title, ref.URL})
	}
	v.Aliases = r.aliases(e)
	return v
}

// aliases returns the old addresses of an entry.
func (r *Renderer) aliases(e *catalog.Entry) []string {
	var list []string
	for _, path := range e.AliasPaths() {
		list = append(list, r.c.Base+path)
	}
	return list
}

// text returns a Markdown text with absolute links.
func (r *Renderer) text(md string) string { return r.md.Portable(md) }

func (r *Renderer) lifecycle(e *catalog.Entry, l *catalog.Lifecycle) *LifecycleJSON {
	if l == nil {
		return nil
	}
	v := &LifecycleJSON{Since: l.Since, Note: r.text(l.Note)}
	if other := r.c.Entry(l.Use, e.Status); l.Use != "" && other != nil {
		v.Use = other.TypeURI()
	}
	return v
}

func (r *Renderer) recovery(e *catalog.Entry) *RecoveryJSON {
	if e.Recovery == nil {
		return nil
	}
	rec := e.Recovery
	return &RecoveryJSON{string(rec.Retry), string(rec.Reaction), string(rec.Actor), r.text(rec.Stop)}
}

func (r *Renderer) challenges(e *catalog.Entry) []ChallengeJSON {
	var list []ChallengeJSON
	for _, c := range e.AllChallenges() {
		list = append(list, ChallengeJSON{c.Scheme, objectOf(c.ParamList(r.c.Realm))})
	}
	return list
}

func (r *Renderer) detail(s catalog.Scenario) DetailJSON {
	pattern, captures := s.Entry.Pattern(s.Detail)
	v := DetailJSON{ID: s.ID(), Scenario: r.text(s.Detail.Scenario), Detail: s.Detail.Text, Fix: s.Detail.Fix, Pattern: pattern, Captures: captures}
	if s.Entry.Retired != nil {
		return v
	}
	resp := s.Response()
	v.Response = &ResponseJSON{Status: resp.Status, Body: resp.Body}
	for _, f := range resp.Headers {
		v.Response.Headers = append(v.Response.Headers, [2]string{f.Name, f.Value})
	}
	return v
}

func (r *Renderer) fix(f *catalog.Fix) FixJSON {
	v := FixJSON{ID: f.ID, Title: r.text(f.Title), When: r.text(f.When), Steps: r.text(f.Steps)}
	if q := f.Request; q != nil {
		v.Request = &RequestJSON{q.EffectiveMethod(), q.URL, objectOf(q.Headers), objectOf(q.Form), json.RawMessage(q.JSON), q.Body}
	}
	if x := f.Expect; x != nil {
		v.Expect = &ExpectJSON{x.Status, r.text(x.Note)}
	}
	return v
}

func (r *Renderer) links(e *catalog.Entry) *EntryLinks {
	at := e.PageURL()
	return &EntryLinks{HTML: at, Markdown: at + ".md", JSON: at + ".json", Catalog: r.c.Base + "catalog.json", Index: r.c.Base + "llms.txt"}
}
