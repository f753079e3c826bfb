package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// Found is what search and the decoder know of an entry. Its keys are short: there is
// one for each entry, and a reader waits for them.
type Found struct {
	Path       string            `json:"p"`
	Title      string            `json:"t"`
	Code       string            `json:"c,omitempty"` // where it is not the slug
	Type       string            `json:"u,omitempty"` // where it is not base and path
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

// foundDetail is [id, detail, scenario, number of the fix from 0, or -1].
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

// FoundIn takes from the page of an entry what search and the decoder need.
func FoundIn(p *page.Entry) *Found {
	e := p.Entry
	f := &Found{
		Path: p.Path, Title: e.Title, Aliases: e.AliasPaths(), Summary: p.Summary.Plain, Tags: e.Tags,
		Challenges: foundChallenges(e),
	}
	if e.Code() != e.Slug {
		f.Code = e.Code()
	}
	if e.TypeURI() != e.PageURL() {
		f.Type = e.TypeURI()
	}
	if p.Notice != nil {
		f.Lifecycle = p.Notice.Title
	}
	if e.Recovery != nil {
		f.Reaction = string(e.Recovery.Reaction)
	}
	place := map[string]int{}
	if p.Fixes != nil {
		for i, fix := range p.Fixes.List {
			f.Fixes = append(f.Fixes, fix.Title.Plain)
			place[fix.ID] = i + 1
		}
	}
	if p.Causes != nil {
		for _, c := range p.Causes.List {
			f.Causes = append(f.Causes, c.Title.Plain)
		}
	}
	if p.Questions != nil {
		for _, q := range p.Questions.List {
			f.Questions = append(f.Questions, q.Question.Plain)
		}
	}
	if p.Cases != nil {
		f.cases(e, p.Cases.Rows, place)
	}
	return f
}

// Indexed returns what the index of so many entries has of this one: a split one has no
// texts but details and challenges.
func (f *Found) Indexed(entries int) *Found {
	if entries <= maxWhole {
		return f
	}
	return &Found{
		Path: f.Path, Title: f.Title, Code: f.Code, Type: f.Type, Lifecycle: f.Lifecycle, Aliases: f.Aliases,
		Details: f.Details, Params: f.Params, Challenges: f.Challenges, Reaction: f.Reaction,
	}
}

// cases takes over the details. Place has the fixes from 1.
func (f *Found) cases(e *catalog.Entry, rows []page.Case, place map[string]int) {
	for _, row := range rows {
		fix := 0
		if row.Fix != nil {
			fix = place[row.Fix.ID]
		}
		f.Details = append(f.Details, foundDetail{strings.TrimPrefix(row.ID, "case-"), row.Detail, row.Scenario.Plain, fix - 1})
		for _, name := range catalog.Placeholders(row.Detail) {
			if param := e.Param(name); param != nil {
				if f.Params == nil {
					f.Params = map[string]string{}
				}
				f.Params[name] = string(param.Type)
			}
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
	Lines      string            `json:"lines,omitempty"`  // in place of the entries, where they are many
	Shards     int               `json:"shards,omitempty"` // how many files hold the rest
	Version    string            `json:"version,omitempty"`
}

// maxWhole is how many entries the index holds as a whole.
const maxWhole = 200

// Index renders search-index.js, and for a large catalog the files beside it, by path. It
// asks for what is found in each of n entries, one after the other, more than once.
func (r *Renderer) Index(c *catalog.Catalog, n int, found func(i int) *Found) (map[string][]byte, error) {
	x := index{
		Base: c.Base, CodeMember: c.Responses.CodeMember, Statuses: map[string]string{}, Values: catalog.ValuePatterns(),
		Secrets: catalog.SecretPatterns(), Words: page.ScriptWords,
	}
	if r.opt.Offline {
		x.Suffix = strings.TrimPrefix(r.PageFile("page"), "page")
	}
	for _, s := range c.Statuses {
		x.Statuses[s.Path()] = s.Heading()
	}
	files := map[string][]byte{}
	if n <= maxWhole {
		for i := range n {
			x.Entries = append(x.Entries, found(i))
		}
	} else if err := x.split(n, found, files); err != nil {
		return nil, err
	}
	data, err := script("window.errdocsIndex=", x, "")
	files["search-index.js"] = data
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
