package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/page"
)

// Found is the data of an entry for search and the decoder. Its keys are short: there is
// one for each entry, and a reader waits for them.
type Found struct {
	Path       string            `json:"p"`
	Title      string            `json:"t"`
	Code       string            `json:"c,omitempty"` // if it is not the slug
	Type       string            `json:"u,omitempty"` // if it is not base and path
	Aliases    []string          `json:"a,omitempty"` // paths
	Lifecycle  string            `json:"l,omitempty"` // deprecated, retired or draft, in words
	Summary    string            `json:"s,omitempty"`
	Tags       []string          `json:"g,omitempty"`
	Details    []foundDetail     `json:"d,omitempty"`
	Params     map[string]string `json:"q,omitempty"` // types, by name
	Challenges []foundChallenge  `json:"w,omitempty"`
	Reaction   string            `json:"r,omitempty"`
	Causes     []string          `json:"x,omitempty"`
	Fixes      []string          `json:"f,omitempty"`
	Questions  []string          `json:"h,omitempty"`
}

// foundDetail is [id, detail, scenario, index of the fix, or -1].
type foundDetail struct {
	ID, Text, Scenario string
	Fix                int
}

func (d foundDetail) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{d.ID, d.Text, d.Scenario, d.Fix})
}

// foundChallenge is [scheme, parameters by name].
type foundChallenge struct {
	Scheme string
	Params map[string]string
}

func (c foundChallenge) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{c.Scheme, c.Params})
}

// foundIn returns what the index contains of an entry. A split index has no texts but details and
// challenges.
func foundIn(b *page.Builder, e *catalog.Entry, split bool) *Found {
	item := b.Item(e)
	f := &Found{
		Path: item.Path, Title: e.Title, Aliases: e.AliasPaths(), Lifecycle: item.Notice, Challenges: foundChallenges(e),
	}
	if e.Code() != e.Slug {
		f.Code = e.Code()
	}
	if e.TypeURI() != e.PageURL() {
		f.Type = e.TypeURI()
	}
	if e.Recovery != nil {
		f.Reaction = string(e.Recovery.Reaction)
	}
	md := b.Render()
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			f.addDetail(s, md.Inline(s.Detail.Scenario).Plain)
		}
	}
	if split {
		return f
	}
	f.Summary, f.Tags = item.Summary.Plain, e.Tags
	for i := range e.Fixes {
		f.Fixes = append(f.Fixes, md.Inline(e.Fixes[i].Title).Plain)
	}
	for i := range e.Causes {
		f.Causes = append(f.Causes, md.Inline(e.Causes[i].Title).Plain)
	}
	for i := range e.FAQ {
		f.Questions = append(f.Questions, md.Inline(e.FAQ[i].Question).Plain)
	}
	return f
}

// addDetail adds the detail of a scenario, and the types of the params in it.
func (f *Found) addDetail(s catalog.Scenario, when string) {
	fix := page.CaseFix(s)
	number := slices.IndexFunc(s.Entry.Fixes, func(o catalog.Fix) bool { return fix != nil && o.ID == fix.ID })
	f.Details = append(f.Details, foundDetail{s.ID(), s.Detail.Text, when, number})
	for _, name := range catalog.Placeholders(s.Detail.Text) {
		if param := s.Entry.Param(name); param != nil {
			if f.Params == nil {
				f.Params = map[string]string{}
			}
			f.Params[name] = string(param.Type)
		}
	}
}

func foundChallenges(e *catalog.Entry) []foundChallenge {
	var list []foundChallenge
	for _, c := range e.AllChallenges() {
		params := map[string]string{}
		for _, p := range c.ParamList(e.Catalog.Realm) {
			params[p.Name] = p.Value
		}
		list = append(list, foundChallenge{c.Scheme, params})
	}
	return list
}

// index is the file that search and the decoder read first.
type index struct {
	Base       string            `json:"base"`                 // of type URIs
	CodeMember string            `json:"codeMember,omitempty"` // of problem objects
	Suffix     string            `json:"suffix,omitempty"`     // of links to pages
	Statuses   map[string]string `json:"statuses"`             // headings, by number
	Values     map[string]string `json:"values"`               // patterns of values, by type of param
	Secrets    []string          `json:"secrets"`              // patterns of what is never shown
	Words      map[string]string `json:"words"`
	Entries    []*Found          `json:"entries,omitempty"`
	Lines      string            `json:"lines,omitempty"`  // instead of the entries, if there are many
	Shards     int               `json:"shards,omitempty"` // number of files with the rest
	Version    string            `json:"version,omitempty"`
}

// maxWhole is the largest number of entries in an index of one file.
const maxWhole = 200

// Index renders search-index.js, and for a large catalog the files next to it, by path.
func (r *Renderer) Index(c *catalog.Catalog, b *page.Builder) (map[string][]byte, error) {
	found := make([]*Found, len(c.Entries))
	split := len(found) > maxWhole
	workers.Each(len(found), func(i int) { found[i] = foundIn(b, c.Entries[i], split) })
	x := index{
		Base: c.Base, CodeMember: c.Responses.CodeMember, Statuses: map[string]string{}, Values: catalog.ValuePatterns(),
		Secrets: catalog.SecretPatterns(), Words: page.ScriptWords,
	}
	if r.offline {
		x.Suffix = strings.TrimPrefix(c.PageFile("page"), "page")
	}
	for _, s := range c.Statuses {
		x.Statuses[s.Path()] = s.Heading()
	}
	files := map[string][]byte{}
	if !split {
		x.Entries = found
	} else if err := x.split(found, files); err != nil {
		return nil, err
	}
	data, err := script("window.errdocsIndex=", x, "")
	files[catalog.SearchIndex] = data
	return files, err
}

// script writes a value as JavaScript. The JSON is escaped for HTML too, so that it is
// harmless wherever it ends up.
func script(before string, v any, after string) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write the search index: %w", err)
	}
	return bytes.Join([][]byte{[]byte(before), data, []byte(after + ";\n")}, nil), nil
}
