package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/match"
)

// LookupInput is what lookup_error takes.
type LookupInput struct {
	Text            string `json:"text,omitempty" jsonschema:"the failing response, whole and unchanged: status line, header fields and body; or a problem object, a challenge, a line of a log, a message"`
	Type            string `json:"type,omitempty" jsonschema:"the member type of a problem object"`
	Status          int    `json:"status,omitempty" jsonschema:"the HTTP status"`
	Detail          string `json:"detail,omitempty" jsonschema:"the member detail of a problem object, word for word"`
	WWWAuthenticate string `json:"www_authenticate,omitempty" jsonschema:"the value of the WWW-Authenticate field"`
}

// LookupOutput is what lookup_error answers.
type LookupOutput struct {
	match.Report
	Entry json.RawMessage `json:"entry,omitempty" jsonschema:"the first candidate as a whole, if it is exact"`
}

// SearchInput is what search_errors takes.
type SearchInput struct {
	Query string `json:"query" jsonschema:"a question or words"`
	Limit int    `json:"limit,omitempty" jsonschema:"how many passages at most; 5 if it is left out"`
}

// SearchOutput is what search_errors answers.
type SearchOutput struct {
	Passages []match.Passage `json:"passages" jsonschema:"the best come first"`
}

// ListInput is what list_errors takes.
type ListInput struct {
	Status int    `json:"status,omitempty" jsonschema:"only errors with this HTTP status"`
	Family string `json:"family,omitempty" jsonschema:"only errors of this family"`
	Tag    string `json:"tag,omitempty" jsonschema:"only errors with this tag"`
}

// ListOutput is what list_errors answers.
type ListOutput struct {
	Entries []Listed `json:"entries" jsonschema:"in the order of the site"`
	Total   int      `json:"total" jsonschema:"how many there are; of very many the first are listed"`
}

// Listed is an entry in a list.
type Listed struct {
	Type     string                `json:"type" jsonschema:"the type URI"`
	Title    string                `json:"title" jsonschema:"the title"`
	Status   int                   `json:"status" jsonschema:"the HTTP status"`
	Family   string                `json:"family,omitempty" jsonschema:"the id of its family"`
	Summary  string                `json:"summary,omitempty" jsonschema:"what happened, in Markdown"`
	Recovery *match.ReportRecovery `json:"recovery,omitempty" jsonschema:"what a client should do"`
	Links    match.ReportLinks     `json:"links" jsonschema:"where the entry can be read"`
}

func (s *server) addTools(to *sdk.Server) error {
	return errors.Join(
		addTool(to, "lookup_error", "Which error is this?",
			"Say which error of the "+s.c.Name+" a failing response is, why, and what to do next. Pass the raw response as text: status line, all header fields and the body, as they came. Credentials in it are neither used nor repeated. Without it pass what you have of type, status, detail and www_authenticate.",
			s.lookup),
		addTool(to, "search_errors", "Search the errors",
			"Find the passages of the documentation that answer a question about the errors of the "+s.c.Name+", word for word, with their addresses.",
			s.find),
		addTool(to, "list_errors", "List the errors",
			"List the errors of the "+s.c.Name+", all or those of a status, family or tag, with what a client should do.",
			s.list),
	)
}

// lookup answers lookup_error: the page of the entry if that is certain, else the
// candidates.
func (s *server) lookup(_ context.Context, _ *sdk.CallToolRequest, in LookupInput) (*sdk.CallToolResult, LookupOutput, error) {
	var out LookupOutput
	if in == (LookupInput{}) {
		return nil, out, errors.New("give at least one of text, type, status, detail, www_authenticate")
	}
	a := s.index.Lookup(match.Query(in))
	out.Report = *a.Report(s.pages)
	var b strings.Builder
	if err := a.Markdown(&b, "the input", s.pages); err != nil {
		return nil, out, err
	}
	if a.Exact() {
		e := a.Candidates[0].Entry
		twin, err := s.site.Twin(e)
		if err != nil {
			return nil, out, err
		}
		b.WriteString("\n" + string(twin))
		if out.Entry, err = s.site.JSON(e); err != nil {
			return nil, out, err
		}
	}
	return text("%s", b.String()), out, nil
}

// find answers search_errors.
func (s *server) find(_ context.Context, _ *sdk.CallToolRequest, in SearchInput) (*sdk.CallToolResult, SearchOutput, error) {
	if strings.TrimSpace(in.Query) == "" {
		return nil, SearchOutput{}, errors.New("the query is empty")
	}
	out := SearchOutput{s.search.Passages(in.Query, "", cmp.Or(in.Limit, match.MaxPassages))}
	var b strings.Builder
	match.WritePassages(&b, out.Passages)
	if len(out.Passages) == 0 {
		return text("No passage matches. All errors: <%s>", s.pages.Site.URL("llms.txt")), out, nil
	}
	return text("%s", b.String()), out, nil
}

// maxListed is how many errors one answer lists: more would fill the window of a model.
const maxListed = 200

// list answers list_errors.
func (s *server) list(_ context.Context, _ *sdk.CallToolRequest, in ListInput) (*sdk.CallToolResult, ListOutput, error) {
	out := ListOutput{Entries: []Listed{}}
	var b strings.Builder
	for _, e := range s.c.Entries {
		if !in.takes(e) {
			continue
		}
		if out.Total++; out.Total > maxListed {
			continue
		}
		l := s.listed(e)
		out.Entries = append(out.Entries, l)
		fmt.Fprintf(&b, "- [%d %s](%s)", l.Status, markup.Escape(l.Title), markup.Destination(l.Links.Markdown))
		if l.Summary != "" {
			b.WriteString(": " + l.Summary)
		}
		b.WriteByte('\n')
	}
	if len(out.Entries) == 0 {
		return text("There is no such error."), out, nil
	}
	if rest := out.Total - len(out.Entries); rest > 0 {
		fmt.Fprintf(&b, "\n%d more: ask for one status, family or tag.\n", rest)
	}
	return text("%s", b.String()), out, nil
}

// takes reports whether an entry is asked for.
func (in ListInput) takes(e *catalog.Entry) bool {
	if in.Status != 0 && in.Status != e.Status.Code || in.Family != "" && in.Family != e.Family {
		return false
	}
	for _, t := range e.Tags {
		if t == in.Tag {
			return true
		}
	}
	return in.Tag == ""
}

func (s *server) listed(e *catalog.Entry) Listed {
	return Listed{
		Type: e.TypeURI(), Title: e.Title, Status: e.Status.Code, Family: e.Family, Summary: s.pages.Item(e).Summary.Markdown,
		Links: match.LinksOf(e, s.pages), Recovery: match.RecoveryOf(e, s.pages),
	}
}
