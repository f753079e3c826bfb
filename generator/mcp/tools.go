package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/site/data"
)

func (s *server) addTools(to *sdk.Server) error {
	return errors.Join(
		addTool(to, "lookup_error", "Which error is this?",
			"Identify the error of the "+s.c.Name+" behind a failing response, why it matched, and what to do next. Pass the raw response as text: status line, all header fields and the body, unchanged. Credentials in it are not used and not returned. Without the response, pass any of type, status, detail and www_authenticate.",
			s.lookup),
		addTool(to, "search_errors", "Search the errors",
			"Find the passages of the documentation that answer a question about the errors of the "+s.c.Name+". Returns them verbatim, with their URLs.",
			s.find),
		addTool(to, "list_errors", "List the errors",
			"List all errors of the "+s.c.Name+", or those with a status, family or tag, with what a client should do.",
			s.list),
	)
}

// lookup implements lookup_error: it returns the page of the entry if the match is exact,
// or else the candidates.
func (s *server) lookup(_ context.Context, _ *sdk.CallToolRequest, in data.LookupInput) (*sdk.CallToolResult, data.LookupOutput, error) {
	var out data.LookupOutput
	if in == (data.LookupInput{}) {
		return nil, out, errors.New("set at least one of text, type, status, detail, www_authenticate")
	}
	a := s.index.Lookup(match.Query(in))
	out.Report = *a.Report(s.pages)
	var b strings.Builder
	if err := a.Markdown(&b, "the input", s.pages); err != nil {
		return nil, out, err
	}
	if a.Exact() {
		e := a.Candidates[0].Entry
		twin, err := s.site.Render(catalog.TwinFile(e.Path()))
		if err != nil {
			return nil, out, err
		}
		b.WriteString("\n" + string(twin))
		if out.Entry, err = s.site.Render(catalog.JSONFile(e.Path())); err != nil {
			return nil, out, err
		}
	}
	return text("%s", b.String()), out, nil
}

// find implements search_errors.
func (s *server) find(_ context.Context, _ *sdk.CallToolRequest, in data.SearchInput) (*sdk.CallToolResult, data.SearchOutput, error) {
	if strings.TrimSpace(in.Query) == "" {
		return nil, data.SearchOutput{}, errors.New("the query is empty")
	}
	search, err := s.search()
	if err != nil {
		return nil, data.SearchOutput{}, err
	}
	out := data.SearchOutput{Passages: search.Passages(in.Query, "", cmp.Or(in.Limit, match.MaxPassages))}
	var b strings.Builder
	match.WritePassages(&b, out.Passages)
	if len(out.Passages) == 0 {
		return text("No passage matches. All errors: <%s>", s.pages.Site.URL("llms.txt")), out, nil
	}
	return text("%s", b.String()), out, nil
}

// maxListed is the maximum number of errors in one result: more would fill the context
// window of a model.
const maxListed = 200

// list implements list_errors.
func (s *server) list(_ context.Context, _ *sdk.CallToolRequest, in data.ListInput) (*sdk.CallToolResult, data.ListOutput, error) {
	out := data.ListOutput{Entries: []data.Listed{}}
	var b strings.Builder
	for _, e := range s.c.Entries {
		if !selects(in, e) {
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
		return text("No error matches."), out, nil
	}
	if rest := out.Total - len(out.Entries); rest > 0 {
		fmt.Fprintf(&b, "\n%d more: filter by status, family or tag.\n", rest)
	}
	return text("%s", b.String()), out, nil
}

// selects reports whether the arguments of list_errors select an entry.
func selects(in data.ListInput, e *catalog.Entry) bool {
	if in.Status != 0 && in.Status != e.Status.Code || in.Family != "" && in.Family != e.Family {
		return false
	}
	return in.Tag == "" || slices.Contains(e.Tags, in.Tag)
}

func (s *server) listed(e *catalog.Entry) data.Listed {
	return data.Listed{
		Type: e.TypeURI(), Title: e.Title, Status: e.Status.Code, Family: e.Family, Summary: s.pages.Item(e).Summary.Markdown,
		Links: data.LinksOf(e, s.pages.Site.URL), Recovery: data.RecoveryOf(e, s.pages.Render().Portable),
	}
}

// addTool adds a read-only tool with the schemas of its arguments and result.
func addTool[In, Out any](to *sdk.Server, name, title, description string, h sdk.ToolHandlerFor[In, Out]) error {
	input, err := data.Schema[In]()
	if err != nil {
		return err
	}
	output, err := data.Schema[Out]()
	if err != nil {
		return err
	}
	limit(input)
	sdk.AddTool(to, &sdk.Tool{
		Name: name, Title: title, Description: description, InputSchema: input, OutputSchema: output,
		Annotations: &sdk.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: new(bool), OpenWorldHint: new(bool)},
	}, h)
	return nil
}

// limit sets the limits of a tool's arguments, which depend on their names.
func limit(input *jsonschema.Schema) {
	for name, p := range input.Properties {
		switch name {
		case "status":
			p.Minimum, p.Maximum = jsonschema.Ptr(100.0), jsonschema.Ptr(999.0)
		case "limit":
			p.Minimum, p.Maximum = jsonschema.Ptr(1.0), jsonschema.Ptr(20.0) // no default: if the arguments are null, the SDK would write it to a nil map
		case "query":
			p.MinLength, p.MaxLength = jsonschema.Ptr(1), jsonschema.Ptr(512)
		case "text":
			p.MaxLength = jsonschema.Ptr(match.MaxInput)
		default:
			p.MaxLength = jsonschema.Ptr(16 << 10)
		}
	}
}
