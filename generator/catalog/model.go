// Package catalog is the model of an API's errors: what the YAML files say, where
// they say it, and every fact that follows from it.
//
//	c := catalog.Load(os.DirFS("catalog"), "catalog", &findings)
//	catalog.Check(c, &findings)
//	for _, e := range c.Entries {
//		fmt.Println(e.TypeURI(), e.Scenarios()[0].Response())
//	}
//
// A fact that more than one output shows is one method here: the type URI, the text
// of a detail, the response of a scenario. A checked Catalog is never changed, so
// pages render from it in parallel.
package catalog

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog/format"
)

// Pair is a name and a value in the order of the file.
type Pair = format.Pair

// Catalog is everything under one catalog folder.
type Catalog struct {
	format.Place
	File   string // errdocs.yaml, as the user gave it
	Folder string // the name of the folder, for links to its files

	Name      string
	Base      string // absolute URI with a final slash; identity of type URIs
	Tagline   string
	Realm     string
	Members   []Param // extension members that every problem may carry
	Families  []Family
	Go        GoOptions
	Links     Links
	Responses Responses
	Site      Site

	Statuses []*Status // by number
	Entries  []*Entry  // in the order of the site: by status, family, then slug

	Inputs  []File // its files, by path, as LoadBrief read them
	Listing *Listing

	fsys   FS
	byPath map[string]*Entry
	unread map[string]bool // paths of entries whose files could not be understood
}

// Family is a group of entries; the order of the families is that of the site.
type Family struct {
	format.Place
	ID, Title, Summary string
	Order              []string // slugs or status/slug, in the order of the site; others follow by slug
}

// GoOptions configure the Go package.
type GoOptions struct {
	format.Place
	Package     string
	Out         string // relative to the folder that holds catalog/
	Import      string
	Initialisms []string
	Interop     []string
	Test        *bool // nil: true
}

// Links lead out of the site.
type Links struct {
	format.Place
	Repository, Support  string
	Edit, Source, Report string // patterns with {path}, {line}, {slug}, {title}, {type}
}

// Responses are facts of every response.
type Responses struct {
	format.Place
	Language   string // Content-Language
	HelpLink   bool   // send Link: <page.md>; rel="help"
	Fallback   string // status/slug of the entry that answers errors outside the catalog
	CodeMember string // member that carries the entry's code
}

// Site are facts of the site.
type Site struct {
	format.Place
	URLStyle      string // dir or file
	Dates         string // git or catalog
	ContentSignal string
	Actions       []Action
}

// Action is an extra link on every page.
type Action struct {
	format.Place
	Title, URL string
}

// Status is one HTTP status: its page, and the defaults of its entries.
type Status struct {
	format.Place
	File string // "" where the catalog has entries of the status and no file for it

	Code        int
	Title       string // default: the phrase of the status code registry
	Summary     string
	Description string // Markdown
	Challenges  []Challenge
	FAQ         []Question
	Lookalikes  []Lookalike
	References  []Reference
	Updated     string // YYYY-MM-DD
	Entries     []*Entry
}

// Entry is one problem type (RFC 9457).
type Entry struct {
	format.Place
	*Brief  // of an entry that is not kept as a whole; nil for all others
	*Texts  // nil for a brief entry
	File    string
	Catalog *Catalog `pack:"-"`
	Status  *Status  `pack:"-"`

	Slug       string
	Title      string
	ShortCode  string // the key code; Code() has the default
	Type       string // the key type; TypeURI() has the default
	Family     string
	Summary    string
	Tags       []string
	Since      string
	Updated    string
	Aliases    []string
	Deprecated *Lifecycle
	Retired    *Lifecycle
	Draft      bool
	Go         EntryGo
	Params     []Param
	Details    []Detail
	Challenges []Challenge // its own; AllChallenges() has the status's default
	Recovery   *Recovery

	path       string // what Path returns, once the status is known
	place      int    // among the entries of its status
	statusCode int    // the key status, if repeated
	slugKey    string // the key slug, if repeated
}

// Texts are what of an entry its own page and the Go package alone show.
type Texts struct {
	Instance    string
	Headers     []Pair
	Description string
	Causes      []Cause
	Fixes       []Fix
	FAQ         []Question
	Security    string
	Related     []Related
	Lookalikes  []Lookalike
	References  []Reference
}

// Lifecycle says since when an entry is deprecated or retired, and what to use.
type Lifecycle struct {
	format.Place
	Since, Use, Note string
}

// EntryGo holds what an entry says of its Go code.
type EntryGo struct {
	format.Place
	Name   string // in place of the derived name
	SentBy string // who sends it, if not this server
}

// Param is an extension member: its value fills the placeholders of the same name.
type Param struct {
	format.Place
	Name        string
	Type        ParamType
	Optional    bool
	Description string
	Example     format.Literal // Value() has it as a value of the type
}

// Detail is what the server says in one scenario, word for word.
type Detail struct {
	format.Place
	ID       string
	Scenario string // inline Markdown: when the server says it
	Text     string // the key detail, with placeholders
	Fix      string // ID of the fix
}

// Challenge is one WWW-Authenticate (407: Proxy-Authenticate) field.
type Challenge struct {
	format.Place
	Scheme string
	Params []Pair
}

// Recovery is the machine-readable advice.
type Recovery struct {
	format.Place
	Retry    Retry
	Reaction Reaction
	Actor    Actor
	Stop     string // inline Markdown
}

// Cause is a reason why the error occurs.
type Cause struct {
	format.Place
	Title string // inline Markdown
	Text  string // Markdown
	Fix   string // ID of the fix
}

// Fix is a way out.
type Fix struct {
	format.Place
	ID      string
	Title   string // inline Markdown
	When    string // inline Markdown; completes "Choose this when"
	Steps   string // Markdown
	Request *Request
	Expect  *Expect
}

// Request is an HTTP request that a fix makes. Words such as $TOKEN stand for values
// that the reader fills in.
type Request struct {
	format.Place
	Method  string
	URL     string
	Headers []Pair
	Form    []Pair
	JSON    format.JSON
	Body    string
}

// Expect is what shows that a fix worked.
type Expect struct {
	format.Place
	Status int
	Note   string // inline Markdown
}

// Question is a question in the words that people search for, and its answer.
type Question struct {
	format.Place
	Question string // inline Markdown
	Answer   string // Markdown
}

// Related leads to another entry and says why.
type Related struct {
	format.Place
	Slug string // slug, or status/slug
	Why  string // inline Markdown
}

// Lookalike is another status that is taken for this one.
type Lookalike struct {
	format.Place
	Status int
	Why    string // inline Markdown
}

// Reference is a source.
type Reference struct {
	format.Place
	Title, URL string
}

// Path returns the path of the entry's page below the base, such as
// "401/token-expired".
func (e *Entry) Path() string {
	if e.path != "" {
		return e.path
	}
	return e.Status.Path() + "/" + e.Slug
}

// Neighbours returns the entries before and after this one, within its family and its
// status; nil where there is none.
func (e *Entry) Neighbours() (prev, next *Entry) {
	all := e.Status.Entries
	if i := e.place - 1; i >= 0 && i < len(all) && all[i].Family == e.Family {
		prev = all[i]
	}
	if i := e.place + 1; i < len(all) && all[i].Family == e.Family {
		next = all[i]
	}
	return prev, next
}

// TypeURI returns the URI that identifies the problem type (RFC 9457 section 3.1.1).
func (e *Entry) TypeURI() string {
	if e.Type != "" {
		return e.Type
	}
	return e.PageURL()
}

// PageURL returns the address of the entry's page under base.
func (e *Entry) PageURL() string { return e.Catalog.Base + e.Path() }

// Refs returns the names of the entries that this one refers to, outside its texts.
func (e *Entry) Refs() []string {
	var refs []string
	for i := range e.Related {
		refs = append(refs, e.Related[i].Slug)
	}
	for _, l := range []*Lifecycle{e.Deprecated, e.Retired} {
		if l != nil && l.Use != "" {
			refs = append(refs, l.Use)
		}
	}
	return refs
}

// Code returns the short code that the API uses for the entry; by default its slug.
func (e *Entry) Code() string {
	if e.ShortCode != "" {
		return e.ShortCode
	}
	return e.Slug
}

// AllChallenges returns the challenges of the entry: its own, or the default of its
// status.
func (e *Entry) AllChallenges() []Challenge {
	if len(e.Challenges) > 0 {
		return e.Challenges
	}
	return e.Status.Challenges
}

// Fix returns the fix with the given ID, or nil.
func (e *Entry) Fix(id string) *Fix {
	for i := range e.Fixes {
		if e.Fixes[i].ID == id {
			return &e.Fixes[i]
		}
	}
	return nil
}

// FirstFix returns the fix to try first: that of the most common cause, else the
// first one; nil if there is none.
func (e *Entry) FirstFix() *Fix {
	if len(e.Causes) > 0 {
		if f := e.Fix(e.Causes[0].Fix); f != nil {
			return f
		}
	}
	if len(e.Fixes) > 0 {
		return &e.Fixes[0]
	}
	return nil
}

// Param returns the param of the given name, or nil.
func (e *Entry) Param(name string) *Param {
	for i := range e.Params {
		if e.Params[i].Name == name {
			return &e.Params[i]
		}
	}
	return nil
}

// AliasPaths returns the paths of the entry's aliases: a bare slug is one of the
// entry's status.
func (e *Entry) AliasPaths() []string {
	paths := make([]string, len(e.Aliases))
	for i, a := range e.Aliases {
		if !strings.Contains(a, "/") {
			a = e.Status.Path() + "/" + a
		}
		paths[i] = a
	}
	return paths
}

// Path returns the path of the status's page, such as "401".
func (s *Status) Path() string { return strconv.Itoa(s.Code) }

// Heading returns the status as people write it, such as "401 Unauthorized".
func (s *Status) Heading() string { return s.Path() + " " + s.Title }

// RequestApplied says whether the server processed the request, where the status alone
// tells (RFC 9110 section 15.5.2); nil where it does not.
func (s *Status) RequestApplied() *bool {
	if s.Code == http.StatusUnauthorized {
		no := false
		return &no
	}
	return nil
}

// Entry returns the entry of the given path: status/slug, or slug alone for one of
// the given status. It returns nil if there is none.
func (c *Catalog) Entry(path string, status *Status) *Entry {
	if status != nil && !strings.Contains(path, "/") {
		path = status.Path() + "/" + path
	}
	return c.byPath[path]
}

// Unread reports whether there is an entry of the given path whose file could not be
// understood. That is a finding; that others refer to it is none.
func (c *Catalog) Unread(path string) bool { return c.unread[path] }

// Family returns the family with the given ID, or nil.
func (c *Catalog) Family(id string) *Family {
	for i := range c.Families {
		if c.Families[i].ID == id {
			return &c.Families[i]
		}
	}
	return nil
}

// Status returns the status of the given code, or nil.
func (c *Catalog) Status(code int) *Status {
	for _, s := range c.Statuses {
		if s.Code == code {
			return s
		}
	}
	return nil
}

// unregistered are phrases of statuses that people meet and no registry lists.
var unregistered = map[int]string{
	419: "Page Expired (not registered)",
	440: "(not registered)",
	444: "(not registered)",
	498: "(not registered)",
	499: "(not registered)",
}

// StatusHeading returns a status as people write it, such as "403 Forbidden".
func StatusHeading(code int) string {
	number := strconv.Itoa(code)
	if phrase := cmp.Or(http.StatusText(code), unregistered[code]); phrase != "" {
		return number + " " + phrase
	}
	return number
}

// EffectiveMethod returns the method of a request: the one given, else POST with a
// body and GET without.
func (r *Request) EffectiveMethod() string {
	switch {
	case r.Method != "":
		return r.Method
	case len(r.Form) > 0 || r.JSON != "" || r.Body != "":
		return http.MethodPost
	}
	return http.MethodGet
}
