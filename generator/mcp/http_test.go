package mcp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator/mcp"
	"github.com/errdocs/errdocs/generator/site/data"
)

// overHTTP serves the built-in catalog over HTTP.
func overHTTP(t *testing.T) *httptest.Server {
	t.Helper()
	s := server(t, load(t, "../../catalog"))
	var own string
	h := httptest.NewServer(mcp.Handler(s, func(host string) bool { return host == own }))
	own = strings.TrimPrefix(h.URL, "http://")
	t.Cleanup(h.Close)
	return h
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	h := overHTTP(t)
	session := client(t, &sdk.StreamableClientTransport{Endpoint: h.URL + mcp.Path, DisableStandaloneSSE: true})
	if _, out := call[data.LookupOutput](t, session, "lookup_error", map[string]any{"type": expired}); len(out.Candidates) != 1 {
		t.Errorf("%+v", out)
	}
	res, err := session.ListTools(t.Context(), nil)
	if err != nil || len(res.Tools) != 3 {
		t.Errorf("%+v %v", res, err)
	}
}

const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`

// TestHTTPRequests sends requests that a server for local use must accept or reject.
func TestHTTPRequests(t *testing.T) {
	t.Parallel()
	h := overHTTP(t)
	own := strings.TrimPrefix(h.URL, "http://")
	for _, c := range []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
	}{
		{"plain", "POST", "/mcp", ping, nil, 200},
		{"of its own origin", "POST", "/mcp", ping, map[string]string{"Origin": h.URL}, 200},
		{"of another origin", "POST", "/mcp", ping, map[string]string{"Origin": "https://evil.example"}, 403},
		{"of a null origin", "POST", "/mcp", ping, map[string]string{"Origin": "null"}, 403},
		{"across sites", "POST", "/mcp", ping, map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"to a name that points here", "POST", "/mcp", ping, map[string]string{"Host": "evil.example"}, 403},
		{"to a longer name", "POST", "/mcp", ping, map[string]string{"Host": "localhost.evil.example" + own[strings.LastIndex(own, ":"):]}, 403},
		{"to another port", "POST", "/mcp", ping, map[string]string{"Host": "127.0.0.1:1"}, 403},
		{"GET to a name that points here", "GET", "/mcp", "", map[string]string{"Host": "evil.example"}, 403},
		{"another path to a name that points here", "GET", "/", "", map[string]string{"Host": "evil.example"}, 403},
		{"GET", "GET", "/mcp", "", nil, 405},
		{"DELETE", "DELETE", "/mcp", "", nil, 405},
		{"another path", "POST", "/", ping, nil, 404},
		{"no JSON", "POST", "/mcp", "x", nil, 400},
		{"too much", "POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"` + strings.Repeat("x", mcp.MaxRequest) + `"}}`, nil, 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), c.method, h.URL+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Accept", "application/json, text/event-stream")
			for name, value := range c.header {
				req.Header.Set(name, value)
			}
			if host := req.Header.Get("Host"); host != "" {
				req.Host = host
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			body, _ := io.ReadAll(res.Body)
			if res.StatusCode != c.status {
				t.Errorf("status %d, want %d: %s", res.StatusCode, c.status, body)
			}
			if c.status == 200 && !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
				t.Errorf("type %s", res.Header.Get("Content-Type"))
			}
			if cors := res.Header.Get("Access-Control-Allow-Origin"); cors != "" {
				t.Errorf("other origins can read this: %s", cors)
			}
		})
	}
}
