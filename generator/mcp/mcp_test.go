package mcp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
	"github.com/errdocs/errdocs/generator/mcp"
	"github.com/errdocs/errdocs/generator/site/data"
)

func load(t *testing.T, dir string) *catalog.Catalog {
	t.Helper()
	c, l := generator.Load(generator.Source{FS: os.DirFS(dir), Shown: "catalog"})
	if l.HasErrors() {
		t.Fatal(l.All()[0])
	}
	return c
}

// server returns a server of a catalog.
func server(t *testing.T, c *catalog.Catalog) *sdk.Server {
	t.Helper()
	site, err := generator.NewSite(c, generator.SiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mcp.New(site, "v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// built returns the site of a catalog as a build writes it.
func built(t *testing.T, c *catalog.Catalog) sitetest.Files {
	t.Helper()
	s, err := generator.NewSite(c, generator.SiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Render(t, s)
}

// connect returns a session of a client with a server, in memory.
func connect(t *testing.T, s *sdk.Server) *sdk.ClientSession {
	t.Helper()
	here, there := sdk.NewInMemoryTransports()
	if _, err := s.Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	return client(t, here)
}

func client(t *testing.T, transport sdk.Transport) *sdk.ClientSession {
	t.Helper()
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), transport, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

// call calls a tool and returns its text and its structured content.
func call[Out any](t *testing.T, session *sdk.ClientSession, tool string, args any) (string, Out) {
	t.Helper()
	var out Out
	res, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatal(err)
	}
	text := res.Content[0].(*sdk.TextContent).Text
	if res.IsError {
		t.Fatalf("%s: %s", tool, text)
	}
	data, err := json.Marshal(res.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	if holdsNull(res.StructuredContent) {
		t.Errorf("%s: null in %s", tool, data)
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return text, out
}

// holdsNull reports whether a JSON value contains null at any level.
func holdsNull(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(v, holdsNull)
	case map[string]any:
		for _, member := range v {
			if holdsNull(member) {
				return true
			}
		}
	}
	return false
}

const expired = "https://errors.example.com/401/token-expired"

func TestServer(t *testing.T) {
	t.Parallel()
	s := server(t, load(t, "../../catalog"))
	init := connect(t, s).InitializeResult()
	if init.ServerInfo.Name != "errdocs" || init.ServerInfo.Version != "v1.2.3" || strings.Count(init.Instructions, ". ") != 1 || !strings.Contains(init.Instructions, "lookup_error") {
		t.Errorf("%+v", init)
	}
	caps := init.Capabilities
	if caps.Tools == nil || caps.Resources == nil || caps.Prompts != nil || caps.Completions != nil {
		t.Errorf("capabilities %+v", caps)
	}
}

func TestTools(t *testing.T) {
	t.Parallel()
	s := server(t, load(t, "../../catalog"))
	res, err := connect(t, s).ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range res.Tools {
		names = append(names, tool.Name)
		a := tool.Annotations
		if !a.ReadOnlyHint || !a.IdempotentHint || a.OpenWorldHint == nil || *a.OpenWorldHint || a.DestructiveHint == nil || *a.DestructiveHint {
			t.Errorf("%s: %+v", tool.Name, a)
		}
		for _, schema := range []any{tool.InputSchema, tool.OutputSchema} {
			data, _ := json.Marshal(schema)
			if !strings.HasPrefix(string(data), "{") || strings.Contains(string(data), `"null"`) {
				t.Errorf("%s: schema %s", tool.Name, data)
			}
			described(t, tool.Name, schema)
		}
	}
	if want := []string{"list_errors", "lookup_error", "search_errors"}; !slices.Equal(names, want) {
		t.Errorf("tools %v", names)
	}
}

// described checks that every property of a schema has a description.
func described(t *testing.T, at string, schema any) {
	t.Helper()
	m, _ := schema.(map[string]any)
	props, _ := m["properties"].(map[string]any)
	for name, p := range props {
		if p.(map[string]any)["description"] == nil {
			t.Errorf("%s.%s is not described", at, name)
		}
		described(t, at+"."+name, p)
	}
	if items, ok := m["items"]; ok {
		described(t, at+"[]", items)
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	c := load(t, "../../catalog")
	s, files := server(t, c), built(t, c)
	session := connect(t, s)
	twin, _ := files.Get("401/token-expired.md")
	entry, _ := files.Get("401/token-expired.json")
	for name, args := range map[string]map[string]any{
		"text":            {"text": "HTTP/1.1 401 Unauthorized\n\n{\"type\":\"" + expired + "\",\"detail\":\"The access token has expired.\"}"},
		"parts":           {"type": expired, "status": 401, "detail": "The access token has expired."},
		"detail":          {"detail": "The access token has expired."},
		"detail and more": {"detail": "The access token has expired.", "www_authenticate": `Bearer error="invalid_token"`},
	} {
		t.Run(name, func(t *testing.T) {
			text, out := call[data.LookupOutput](t, session, "lookup_error", args)
			c := out.Candidates
			if len(c) != 1 || c[0].Type != expired || c[0].Confidence != "exact" || c[0].Case != "introspected" || c[0].Fix.ID != "refresh" || c[0].Recovery.Retry != "after-refresh" {
				t.Errorf("%+v", out)
			}
			if !strings.HasSuffix(text, "\n\n"+string(twin)) {
				t.Errorf("the text does not end with the twin: %s", text)
			}
			if !sameJSON(t, out.Entry, entry) {
				t.Errorf("entry %s", out.Entry)
			}
		})
	}
	text, out := call[data.LookupOutput](t, session, "lookup_error", map[string]any{"www_authenticate": `Bearer error="invalid_token"`})
	if len(out.Candidates) != 5 || out.Candidates[0].Confidence != "likely" || out.Entry != nil || len(out.Notes) == 0 || !strings.Contains(text, "5. **[") {
		t.Errorf("%+v\n%s", out, text)
	}
	for _, args := range []map[string]any{{"text": "lorem ipsum"}, {"status": 599}} {
		text, out = call[data.LookupOutput](t, session, "lookup_error", args)
		if out.Candidates == nil || len(out.Candidates) != 0 || !strings.Contains(text, "No entry matches.") {
			t.Errorf("%v: %+v\n%s", args, out, text)
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

// TestLookupEvery looks up each entry of a catalog with every feature. The result must match
// its schema, which the SDK checks, and contain the entry of the site.
func TestLookupEvery(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"../../catalog", "../gogen/testdata/everything/catalog", "../testdata/decode/mixed/catalog"} {
		c := load(t, dir)
		s, files := server(t, c), built(t, c)
		session := connect(t, s)
		for _, e := range c.Entries {
			_, out := call[data.LookupOutput](t, session, "lookup_error", map[string]any{"type": e.TypeURI()})
			want, _ := files.Get(e.Path() + ".json")
			if len(out.Candidates) != 1 || out.Candidates[0].Type != e.TypeURI() || !sameJSON(t, out.Entry, want) {
				t.Errorf("%s: %+v", e.Path(), out)
			}
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	s := server(t, load(t, "../../catalog"))
	session := connect(t, s)
	text, out := call[data.SearchOutput](t, session, "search_errors", map[string]any{"query": "how do I refresh an expired token"})
	if len(out.Passages) != 5 || out.Passages[0].Type != expired || !strings.HasPrefix(text, "## 401 Access token expired: ") || !strings.Contains(text, "\n\nSource: <"+expired+"#fix-refresh>\n\n") {
		t.Errorf("%+v\n%s", out, text)
	}
	for _, limit := range []int{1, 20} {
		if _, out := call[data.SearchOutput](t, session, "search_errors", map[string]any{"query": "clock", "limit": limit}); len(out.Passages) == 0 || len(out.Passages) > limit {
			t.Errorf("%d passages of %d", len(out.Passages), limit)
		}
	}
	text, out = call[data.SearchOutput](t, session, "search_errors", map[string]any{"query": "lorem"})
	if out.Passages == nil || len(out.Passages) != 0 || !strings.HasPrefix(text, "No passage matches.") {
		t.Errorf("%+v\n%s", out, text)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	c := load(t, "../../catalog")
	s := server(t, c)
	session := connect(t, s)
	for _, q := range []struct {
		args map[string]any
		take func(*catalog.Entry) bool
	}{
		{nil, func(*catalog.Entry) bool { return true }},
		{map[string]any{}, func(*catalog.Entry) bool { return true }},
		{map[string]any{"status": 401}, func(*catalog.Entry) bool { return true }},
		{map[string]any{"status": 404}, func(*catalog.Entry) bool { return false }},
		{map[string]any{"family": "access-token"}, func(e *catalog.Entry) bool { return e.Family == "access-token" }},
		{map[string]any{"tag": "clock"}, func(e *catalog.Entry) bool { return slices.Contains(e.Tags, "clock") }},
		{map[string]any{"tag": "clock", "family": "signatures"}, func(e *catalog.Entry) bool { return slices.Contains(e.Tags, "clock") && e.Family == "signatures" }},
		{map[string]any{"family": "nosuch"}, func(*catalog.Entry) bool { return false }},
	} {
		text, out := call[data.ListOutput](t, session, "list_errors", q.args)
		var want, got []string
		for _, e := range c.Entries {
			if q.take(e) {
				want = append(want, e.TypeURI())
			}
		}
		for _, l := range out.Entries {
			got = append(got, l.Type)
			if !strings.Contains(text, "- ["+"401 "+l.Title+"]("+l.Links.Markdown+"): "+l.Summary+"\n") {
				t.Errorf("%v: the text has no line for %+v", q.args, l)
			}
		}
		if out.Entries == nil || !slices.Equal(got, want) || out.Total != len(want) {
			t.Errorf("%v: %v, want %v", q.args, got, want)
		}
	}
}

// TestLongList lists more errors than one result contains.
func TestLongList(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"errdocs.yaml": {Data: []byte("name: Long API\nbase: https://errors.test/\n")}}
	for i := range 201 {
		files[fmt.Sprintf("409/e%d.yaml", i)] = &fstest.MapFile{Data: []byte("title: One\n")}
	}
	c, l := generator.Load(generator.Source{FS: files, Shown: "catalog"})
	if l.HasErrors() {
		t.Fatal(l.All()[0])
	}
	s := server(t, c)
	text, out := call[data.ListOutput](t, connect(t, s), "list_errors", nil)
	if len(out.Entries) != 200 || out.Total != 201 || !strings.HasSuffix(text, "\n1 more: filter by status, family or tag.\n") {
		t.Errorf("%d of %d, and the text ends in %q", len(out.Entries), out.Total, text[len(text)-60:])
	}
}

// TestBadInput sends invalid arguments; each result must be a tool error.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s := server(t, load(t, "../../catalog"))
	session := connect(t, s)
	for _, c := range []struct {
		tool, args, want string
	}{
		{"lookup_error", `{}`, "set at least one of text, type, status, detail, www_authenticate"},
		{"lookup_error", `{"txt":"x"}`, "txt"},
		{"lookup_error", `{"text":7}`, "text"},
		{"lookup_error", `{"status":"401"}`, "status"},
		{"lookup_error", `{"status":99}`, "status"},
		{"lookup_error", `{"detail":"` + strings.Repeat("x", 17<<10) + `"}`, "detail"},
		{"lookup_error", `null`, "set at least one of"},
		{"search_errors", `null`, "query"},
		{"search_errors", `{}`, "query"},
		{"search_errors", `{"query":""}`, "query"},
		{"search_errors", `{"query":"  "}`, "the query is empty"},
		{"search_errors", `{"query":"` + strings.Repeat("x", 513) + `"}`, "query"},
		{"search_errors", `{"query":"x","limit":0}`, "limit"},
		{"search_errors", `{"query":"x","limit":21}`, "limit"},
		{"list_errors", `{"status":401,"more":1}`, "more"},
		{"list_errors", `[]`, ""},
	} {
		res, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: c.tool, Arguments: json.RawMessage(c.args)})
		if err != nil {
			t.Errorf("%s %.60s: %v", c.tool, c.args, err)
			continue
		}
		if text := res.Content[0].(*sdk.TextContent).Text; !res.IsError || !strings.Contains(text, c.want) {
			t.Errorf("%s %.60s: %s", c.tool, c.args, text)
		}
	}
	if _, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: "nosuch"}); err == nil {
		t.Error("an unknown tool returned a result")
	}
}

// TestResources reads every resource: the bytes are those of the built site.
func TestResources(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"../../catalog", "../testdata/decode/mixed/catalog"} {
		c := load(t, dir)
		s, files := server(t, c), built(t, c)
		session := connect(t, s)
		read := 0
		for r, err := range session.Resources(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			read++
			path := strings.TrimPrefix(r.URI, "errdocs://")
			file := path + ".md"
			if path == "catalog" {
				file = "catalog.json"
			}
			checkResource(t, session, files, r.URI, r.MIMEType, file)
		}
		if read != len(c.Entries)+1 {
			t.Errorf("%d resources for %d entries", read, len(c.Entries))
		}
	}
}

func checkResource(t *testing.T, session *sdk.ClientSession, files sitetest.Files, uri, mime, file string) {
	t.Helper()
	res, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri})
	if err != nil {
		t.Fatal(err)
	}
	want, _ := files.Get(file)
	if got := res.Contents[0]; got.Text != string(want) || got.URI != uri || got.MIMEType != mime || mime == "" {
		t.Errorf("%s: %s %s differs from %s", uri, got.URI, got.MIMEType, file)
	}
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	c := load(t, "../testdata/decode/mixed/catalog")
	s, files := server(t, c), built(t, c)
	session := connect(t, s)
	res, err := session.ListResourceTemplates(t.Context(), nil)
	if err != nil || len(res.ResourceTemplates) != 1 || res.ResourceTemplates[0].URITemplate != "errdocs://{status}/{slug}" {
		t.Fatalf("%+v %v", res, err)
	}
	checkResource(t, session, files, "errdocs://401/token-outdated", "text/markdown", "401/token-stale.md") // an alias
	for _, uri := range []string{"errdocs://401/nosuch", "errdocs://404/token-stale", "errdocs://nosuch", "file:///etc/passwd", "errdocs://401/..", "errdocs://v2/errors"} {
		if _, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri}); err == nil || !strings.Contains(err.Error(), "not found") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

// TestSecrets searches the results of all tools for a credential.
func TestSecrets(t *testing.T) {
	t.Parallel()
	s := server(t, load(t, "../../catalog"))
	session := connect(t, s)
	const planted = "plantedQ7x2Lm9ZvT4w"
	res, err := session.CallTool(context.Background(), &sdk.CallToolParams{Name: "lookup_error", Arguments: map[string]any{
		"text": "> GET /?t=" + planted + " HTTP/1.1\n> Authorization: Bearer " + planted + "\n> \n< HTTP/1.1 401\n< \n{\"detail\":\"This is a credential for " + planted + ", and the request went to production.\"}",
	}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(res)
	if err != nil || strings.Contains(string(data), planted) || !strings.Contains(string(data), "environment-mismatch") {
		t.Errorf("%s %v", data, err)
	}
}
