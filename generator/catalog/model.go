// Package catalog is the model of an API's errors: the content of the YAML files, the
// positions in them, and every fact that is derived from both. It does no I/O: package load
// reads the files, and package check finds the problems.
//
//	c := load.Load(os.DirFS("catalog"), "catalog", &findings)
//	check.All(c, &findings)
//	for _, e := range c.Entries {
//		fmt.Println(e.TypeURI(), e.Scenarios()[0].Response())
//	}
//
// A fact that several outputs show is a method here: the type URI, the text of a detail,
// the response of a scenario, the path of a page. A Catalog does not change after its pages
// have dates, so pages can be rendered from it in parallel.
package catalog

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/catalog/format"
)

// ConfigFile is the file that makes a directory a catalog.
const ConfigFile = "errdocs.yaml"

// Pair is a name and a value in the order of the file.
type Pair = format.Pair

// Catalog is the content of one catalog directory. New creates it from the files.
type Catalog struct {
	format.Pos
	File   string // errdocs.yaml, as the user wrote its path
	Folder string // the name of the directory, for links to its files

	Name      string
	Base      string // absolute URI with a final slash; type URIs begin with it
	Tagline   string
	Realm     string
	Members   []Param // extension members that every problem may have
	Families  []Family
	Go        GoOptions
	Links     Links
	Responses Responses
	Site      Site

	Statuses []*Status // by number
	Entries  []*Entry  // in the order of the site: by status, family, then slug

	byPath   map[string]*Entry
	families map[string]*Family
	unread   map[string]bool // paths of entries whose files could not be decoded
}

// Family is a group of entries. The site shows families in the order of the file.
type Family struct {
	format.Pos
	ID, Title, Summary string
	Order              []string // slugs or status/slug, in the order of the site; the others follow, sorted by slug
}

// GoOptions configure the Go package.
type GoOptions struct {
	format.Pos
	Package     string
	Out         string // relative to the parent directory of catalog/
	Import      string
	Initialisms []string
	Interop     []string
	Test        *bool // nil: true
}

// Links are links to other sites.
type Links struct {
	format.Pos
	Repository, Support  string
	Edit, Source, Report string // patterns with {path}, {line}, {slug}, {title}, {type}
}

// Responses are settings for every response.
type Responses struct {
	format.Pos
	Language   string // Content-Language
	HelpLink   bool   // send Link: <page.md>; rel="help"
	Fallback   string // status/slug of the entry for errors outside the catalog
	CodeMember string // name of the member with the entry's code
}

// Site is the configuration of the site.
type Site struct {
	format.Pos
	URLStyle      string // dir or file
	Dates         string // git or catalog
	ContentSignal string
	Actions       []Action
}

// Action is an extra link on every page.
type Action struct {
	format.Pos
	Title, URL string
}

// Status is one HTTP status: its page, and the defaults for its entries.
type Status struct {
	format.Pos
	File string // "" if the catalog has entries of the status but no file for it

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

// Source identifies the content of one file at one time. If entries of two catalogs have the
// same Source, they were decoded from the same bytes. A fact that depends only on the
// entry's file can therefore be cached by Source.
type Source struct {
	Size     int64
	Modified time.Time
}

// Entry is one problem type (RFC 9457).
type Entry struct {
	format.Pos
	File    string  // as the user wrote its path
	Source  *Source // the content of the file
	Catalog *Catalog
	Status  *Status

	StatusCode  int // that of Status, from the name of the file's directory
	Slug        string
	Title       string
	ShortCode   string // the key code; Code() has the default
	Type        string // the key type; TypeURI() has the default
	Family      string
	Summary     string
	Tags        []string
	Since       string
	Updated     string
	Aliases     []string
	Deprecated  *Lifecycle
	Retired     *Lifecycle
	Draft       bool
	Go          EntryGo
	Instance    string
	Params      []Param
	Details     []Detail
	Challenges  []Challenge // its own; AllChallenges() has the status's default
	Headers     []Pair
	Recovery    *Recovery
	Description string
	Causes      []Cause
	Fixes       []Fix
	FAQ         []Question
	Security    string
	Related     []Related
	Lookalikes  []Lookalike
	References  []Reference

	path  string // set by New
	index int    // among the entries of its status
}

// Lifecycle is the date since which an entry is deprecated or retired, and its replacement.
type Lifecycle struct {
	format.Pos
	Since, Use, Note string
}

// EntryGo configures the Go code of an entry.
type EntryGo struct {
	format.Pos
	Name   string // replaces the derived name
	SentBy string // the sender, if it is not this server
}

// Param is an extension member. Its value fills the placeholders of the same name.
type Param struct {
	format.Pos
	Name        string
	Type        ParamType
	Optional    bool
	Description string
	Example     format.Literal // Value() converts it to the type
}

// Detail is the exact text that the server sends in one scenario.
type Detail struct {
	format.Pos
	ID       string
	Scenario string // inline Markdown: when the server sends it
	Text     string // the key detail, with placeholders
	Fix      string // ID of the fix
}

// Challenge is one WWW-Authenticate (407: Proxy-Authenticate) field.
type Challenge struct {
	format.Pos
	Scheme string
	Params []Pair
}

// Recovery is the machine-readable advice for clients.
type Recovery struct {
	format.Pos
	Retry    Retry
	Reaction Reaction
	Actor    Actor
	Stop     string // inline Markdown
}

// Cause is a reason why the error occurs.
type Cause struct {
	format.Pos
	Title string // inline Markdown
	Text  string // Markdown
	Fix   string // ID of the fix
}

// Fix is a way to resolve the error.
type Fix struct {
	format.Pos
	ID      string
	Title   string // inline Markdown
	When    string // inline Markdown; completes "Use this if"
	Steps   string // Markdown
	Request *Request
	Expect  *Expect
}

// Request is an HTTP request that is part of a fix. Placeholders such as $TOKEN are for
// values that the reader supplies.
type Request struct {
	format.Pos
	Method  string
	URL     string
	Headers []Pair
	Form    []Pair
	JSON    format.JSON
	Body    string
}

// Expect is what shows that a fix worked.
type Expect struct {
	format.Pos
	Status int
	Note   string // inline Markdown
}

// Question is a question in the words that people search for, and its answer.
type Question struct {
	format.Pos
	Question string // inline Markdown
	Answer   string // Markdown
}

// Related is a link to another entry, with the reason.
type Related struct {
	format.Pos
	Slug string // slug, or status/slug
	Why  string // inline Markdown
}

// Lookalike is a status that is confused with this one.
type Lookalike struct {
	format.Pos
	Status int
	Why    string // inline Markdown
}

// Reference is a source for further reading.
type Reference struct {
	format.Pos
	Title, URL string
}

// Neighbors returns the entries before and after this one in its family and status; nil
// if there is none.
func (e *Entry) Neighbors() (prev, next *Entry) {
	all := e.Status.Entries
	if i := e.index - 1; i >= 0 && i < len(all) && all[i].Family == e.Family {
		prev = all[i]
	}
	if i := e.index + 1; i < len(all) && all[i].Family == e.Family {
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

// FirstFix returns the fix to try first: that of the first cause, or else the first fix;
// nil if there is none.
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

// Heading returns the status with its phrase, such as "401 Unauthorized".
func (s *Status) Heading() string { return s.Path() + " " + s.Title }

// RequestApplied reports whether the server processed the request, or nil if the status
// does not determine it (RFC 9110 section 15.5.2).
func (s *Status) RequestApplied() *bool {
	if s.Code == http.StatusUnauthorized {
		no := false
		return &no
	}
	return nil
}

// Entry returns the entry with the given path, or nil. The path is status/slug, or only the
// slug of an entry with the given status.
func (c *Catalog) Entry(path string, status *Status) *Entry {
	if status != nil && !strings.Contains(path, "/") {
		path = status.Path() + "/" + path
	}
	return c.byPath[path]
}

// Unread reports whether there is an entry with the given path whose file could not be
// decoded. That is already a finding, so references to the entry are not reported.
func (c *Catalog) Unread(path string) bool { return c.unread[path] }

// UnreadPaths returns the paths for which Unread is true, sorted.
func (c *Catalog) UnreadPaths() []string { return slices.Sorted(maps.Keys(c.unread)) }

// Family returns the family with the given ID, or nil.
func (c *Catalog) Family(id string) *Family { return c.families[id] }

// Status returns the status of the given code, or nil.
func (c *Catalog) Status(code int) *Status {
	for _, s := range c.Statuses {
		if s.Code == code {
			return s
		}
	}
	return nil
}

// unregistered are phrases for common statuses that are not in the registry.
var unregistered = map[int]string{
	419: "Page Expired (not registered)",
	440: "(not registered)",
	444: "(not registered)",
	498: "(not registered)",
	499: "(not registered)",
}

// StatusHeading returns a status with its phrase, such as "403 Forbidden".
func StatusHeading(code int) string {
	number := strconv.Itoa(code)
	if phrase := cmp.Or(http.StatusText(code), unregistered[code]); phrase != "" {
		return number + " " + phrase
	}
	return number
}

// EffectiveMethod returns the method of a request. The default is POST with a body and
// GET without one.
func (r *Request) EffectiveMethod() string {
	switch {
	case r.Method != "":
		return r.Method
	case len(r.Form) > 0 || r.JSON != "" || r.Body != "":
		return http.MethodPost
	}
	return http.MethodGet
}
