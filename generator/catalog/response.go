package catalog

import (
	"cmp"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/wire"
)

// Scenario is one way to send an entry: with one of its details, or without a detail if it
// has none.
type Scenario struct {
	Entry  *Entry
	Detail *Detail // nil if the entry has no details
	Params []*Param
	index  int
}

// Scenarios returns the scenarios of the entry: one for each detail, and at least one.
// Their params have the order of the Go constructor: first those of the detail, in its
// order, then the other required ones and the optional ones, in the order of the file.
func (e *Entry) Scenarios() []Scenario {
	if len(e.Details) == 0 {
		return []Scenario{{Entry: e, Params: e.taken(nil, e.NamedByDetails())}}
	}
	named := e.NamedByDetails()
	list := make([]Scenario, len(e.Details))
	for i := range e.Details {
		d := &e.Details[i]
		list[i] = Scenario{Entry: e, Detail: d, Params: e.taken(Placeholders(d.Text), named), index: i}
	}
	return list
}

// Bare returns the entry without a scenario: its type, title and status, and the headers
// that need no param.
func (e *Entry) Bare() Scenario { return Scenario{Entry: e} }

// NamedByDetails returns the names of the params that details use.
func (e *Entry) NamedByDetails() map[string]bool {
	named := map[string]bool{}
	for _, d := range e.Details {
		for _, name := range Placeholders(d.Text) {
			named[name] = true
		}
	}
	return named
}

// taken returns the params of a scenario whose detail has the given placeholders.
func (e *Entry) taken(inDetail []string, named map[string]bool) []*Param {
	var list []*Param
	for _, name := range inDetail {
		if p := e.Param(name); p != nil {
			list = append(list, p)
		}
	}
	for _, optional := range []bool{false, true} {
		for i := range e.Params {
			p := &e.Params[i]
			if p.Optional != optional || slices.Contains(list, p) || optional && named[p.Name] {
				continue
			}
			list = append(list, p)
		}
	}
	return list
}

// Takes reports whether the scenario has a value for the param.
func (s Scenario) Takes(param string) bool {
	return slices.ContainsFunc(s.Params, func(p *Param) bool { return p.Name == param })
}

// ID returns the name of the scenario within its entry: the id of the detail, or else its
// number, from 1.
func (s Scenario) ID() string {
	if s.Detail != nil && s.Detail.ID != "" {
		return s.Detail.ID
	}
	return strconv.Itoa(s.index + 1)
}

// Name returns the scenario's name in the catalog, such as "401/token-expired#at".
func (s Scenario) Name() string {
	if s.Detail != nil && s.Detail.ID != "" {
		return s.Entry.Path() + "#" + s.Detail.ID
	}
	return s.Entry.Path()
}

// Text returns the detail with the examples of its params, or "".
func (s Scenario) Text() string {
	if s.Detail == nil {
		return ""
	}
	return s.fill(s.Detail.Text, wire.Text)
}

// Challenges returns the challenges that the scenario sends: realm first, and without
// parameters that need a param that the scenario does not have. Values may contain
// placeholders.
func (s Scenario) Challenges() []Challenge {
	var list []Challenge
	for _, c := range s.Entry.AllChallenges() {
		sent := Challenge{Pos: c.Pos, Scheme: c.Scheme}
		for _, p := range c.ParamList(s.Entry.Catalog.Realm) {
			if s.takesAll(p.Value) {
				sent.Params = append(sent.Params, p)
			}
		}
		list = append(list, sent)
	}
	return list
}

// Headers returns the header fields of the entry that the scenario sends. Values may
// contain placeholders.
func (s Scenario) Headers() []Pair {
	var list []Pair
	for _, h := range s.Entry.Headers {
		if s.takesAll(h.Value) {
			list = append(list, h)
		}
	}
	return list
}

func (s Scenario) takesAll(text string) bool {
	for _, name := range Placeholders(text) {
		if !s.Takes(name) {
			return false
		}
	}
	return true
}

// hasNothingFor reports whether a field or parameter is omitted because the value of a
// param in it means "not set". If a detail uses the param, it is sent.
func (s Scenario) hasNothingFor(text string) bool {
	for _, name := range Placeholders(text) {
		p := s.Entry.Param(name)
		if p != nil && p.Optional && wire.IsZero(p.Value()) && !s.Entry.NamedByDetails()[name] {
			return true
		}
	}
	return false
}

// fill replaces the placeholders of a text with the examples of their params.
func (s Scenario) fill(text string, show func(wire.Value) string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for _, p := range Parts(text) {
		if p.Param == "" {
			b.WriteString(p.Text)
			continue
		}
		if param := s.Entry.Param(p.Param); param != nil {
			b.WriteString(show(param.Value()))
		}
	}
	return b.String()
}

// ContentType is the media type of every problem (RFC 9457 section 3).
const ContentType = "application/problem+json"

// Field is a header field as a page shows it.
type Field struct{ Name, Value string }

// Response is an HTTP response.
type Response struct {
	Status  int
	Reason  string
	Headers []Field // by name; names as the RFCs spell them
	Body    string  // with the final newline
}

// Response returns the response of a server that uses the generated package, with the
// examples of the params. All examples come from here.
func (s Scenario) Response() Response {
	return Response{
		Status:  s.Entry.Status.Code,
		Reason:  cmp.Or(http.StatusText(s.Entry.Status.Code), "status code "+s.Entry.Status.Path()), // as net/http writes it
		Headers: s.fields(),
		Body:    s.body(),
	}
}

func (s Scenario) fields() []Field {
	c := s.Entry.Catalog
	own := map[string]bool{}
	var fields []Field
	for _, h := range s.Headers() {
		if s.hasNothingFor(h.Value) {
			continue
		}
		own[textproto.CanonicalMIMEHeaderKey(h.Name)] = true
		fields = append(fields, Field{h.Name, wire.HeaderValue(s.fill(h.Value, wire.Text))})
	}
	for _, f := range []Field{
		{"Content-Language", c.Language()},
		{"Content-Type", ContentType},
		{"X-Content-Type-Options", "nosniff"},
	} {
		if !own[f.Name] {
			fields = append(fields, f)
		}
	}
	if c.Responses.HelpLink {
		fields = append(fields, Field{"Link", s.Entry.HelpLink()})
	}
	for _, ch := range s.Challenges() {
		args := make([]string, 0, 2*len(ch.Params))
		for _, p := range ch.Params {
			if !s.hasNothingFor(p.Value) {
				args = append(args, p.Name, s.fill(p.Value, wire.ChallengeText))
			}
		}
		fields = append(fields, Field{s.Entry.Status.ChallengeField(), wire.Challenge(ch.Scheme, args...)})
	}
	slices.SortStableFunc(fields, func(a, b Field) int {
		return cmp.Compare(textproto.CanonicalMIMEHeaderKey(a.Name), textproto.CanonicalMIMEHeaderKey(b.Name))
	})
	return fields
}

// HelpLink returns the value of the Link field, which points to the Markdown twin of the
// entry's page (RFC 8288).
func (e *Entry) HelpLink() string {
	return "<" + e.PageURL() + ".md>; rel=\"help\"; type=\"text/markdown\""
}

// Language returns the language of the responses and the pages.
func (c *Catalog) Language() string {
	if c.Responses.Language != "" {
		return c.Responses.Language
	}
	return "en"
}

// BodyHead returns the first members of every body of the entry, without the closing brace.
func (e *Entry) BodyHead() string {
	b := append([]byte(nil), `{"type":`...)
	b = wire.AppendJSON(b, e.TypeURI())
	b = append(b, `,"title":`...)
	b = wire.AppendJSON(b, e.Title)
	b = append(b, `,"status":`...)
	b = strconv.AppendInt(b, int64(e.Status.Code), 10)
	return string(b)
}

func (s Scenario) body() string {
	b := []byte(s.Entry.BodyHead())
	add := func(name string, v wire.Value) {
		b = append(b, ',')
		b = wire.AppendJSON(b, name)
		b = append(b, ':')
		b = wire.AppendJSON(b, v)
	}
	if s.Detail != nil {
		add("detail", s.Text())
	}
	if s.Entry.Instance != "" {
		add("instance", s.Entry.Instance)
	}
	c := s.Entry.Catalog
	if c.Responses.CodeMember != "" {
		add(c.Responses.CodeMember, s.Entry.Code())
	}
	for i := range c.Members {
		if m := &c.Members[i]; m.Example.Given() && !wire.IsZero(m.Value()) {
			add(m.Name, m.Value())
		}
	}
	for i := range s.Entry.Params {
		p := &s.Entry.Params[i]
		if s.Takes(p.Name) && (!p.Optional || !wire.IsZero(p.Value())) {
			add(p.Name, p.Value())
		}
	}
	return string(append(b, "}\n"...))
}

// Head returns the status line and the header fields as a page shows them. Each line ends
// with a newline.
func (r Response) Head() string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 " + strconv.Itoa(r.Status) + " " + r.Reason + "\n")
	for _, f := range r.Headers {
		b.WriteString(f.Name + ": " + f.Value + "\n")
	}
	return b.String()
}

// String returns the complete response as a page shows it.
func (r Response) String() string { return r.Head() + "\n" + r.Body }
