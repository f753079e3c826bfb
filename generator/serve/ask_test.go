package serve_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/serve"
)

// TestAsk asks questions on a page in each form, and at the URL of each form.
func TestAsk(t *testing.T) {
	t.Parallel()
	site := pages()
	site.Answers = passages{}
	h := serve.NewHandler(here, site)
	const html, markdown, data = "text/html; charset=utf-8", "text/markdown; charset=utf-8", "application/json"
	for _, tt := range []struct{ path, accept, typ, holds string }{
		{"/401/token-expired", "", markdown, "Question: `is it <b>?`"},
		{"/401/token-expired", "*/*", markdown, "Question: "},
		{"/401/token-expired", chrome, html, "<p>is it &lt;b&gt;?"},
		{"/401/token-expired", "application/json", data, `"page": "http://127.0.0.1:8401/401/token-expired"`},
		{"/401/token-expired", "text/plain", "text/plain; charset=utf-8", "Question: "},
		{"/401/token-expired.md", chrome, markdown, "Question: "},
		{"/401/token-expired.json", chrome, data, `"url": "http://127.0.0.1:8401/401/token-expired"`},
		{"/", "text/markdown", markdown, "Question: "},
		{"/catalog.json", "", data, `"page": "http://127.0.0.1:8401/"`},
		{"/401", "application/json", data, `"question": "is it <b>?"`},
	} {
		target := tt.path + "?ask=" + url.QueryEscape("  is it\n <b>?\t") + "&goal=x"
		r := get(t, h, target, "Accept", tt.accept)
		want(t, tt.path+" "+tt.accept, r, 200, "Content-Type", tt.typ, "X-Robots-Tag", "noindex", "Cache-Control", "no-cache")
		if got := body(t, r); !strings.Contains(got, tt.holds) {
			t.Errorf("%s, %s: %q does not contain %q", tt.path, tt.accept, got, tt.holds)
		}
		if isPage := !strings.Contains(tt.path, "."); isPage {
			want(t, tt.path, r, 200, "Vary", "Accept")
		}
		again := get(t, h, target, "Accept", tt.accept, "If-None-Match", r.Header.Get("ETag"))
		want(t, "again", again, 304)
	}
	want(t, "an image", get(t, h, "/401?ask=x", "Accept", "image/png"), 406)
	for _, p := range []string{"/llms.txt?ask=x", "/static/site.css?ask=x"} { // no passages there
		want(t, p, get(t, h, p), 200, "X-Robots-Tag", "")
	}
	want(t, "nothing", get(t, h, "/nothing?ask=x"), 404)
	want(t, "an alias", get(t, h, "/401/old?ask=x"), 301)
	if got := body(t, get(t, serve.NewHandler(here, pages()), "/401?ask=x")); got != "<p>status" {
		t.Errorf("a site that does not answer: %q", got)
	}
}

func TestBadQuestions(t *testing.T) {
	t.Parallel()
	site := pages()
	site.Answers = passages{}
	h := serve.NewHandler(here, site)
	for question, problem := range map[string]string{
		"": "empty", " \n ": "empty", "\xff": "UTF-8", "a\x1bb": "control", "a\u0085b\u0090": "control",
		strings.Repeat("ä", 513): "513 characters",
	} {
		target := "/401?ask=" + url.QueryEscape(question)
		r := get(t, h, target)
		want(t, question, r, 400, "Content-Type", "application/problem+json", "Vary", "Accept", "X-Robots-Tag", "noindex")
		var p struct {
			Status int
			Detail string
		}
		if err := json.Unmarshal([]byte(body(t, r)), &p); err != nil || p.Status != 400 || !strings.Contains(p.Detail, problem) {
			t.Errorf("%.20q: %+v, %v", question, p, err)
		}
		r = get(t, h, target, "Accept", "text/markdown")
		want(t, question, r, 400, "Content-Type", "text/markdown; charset=utf-8")
		if got := body(t, r); !strings.Contains(got, problem) {
			t.Errorf("%.20q: %q", question, got)
		}
		want(t, question, get(t, h, "/401.md?ask="+url.QueryEscape(question)), 400, "Content-Type", "text/markdown; charset=utf-8")
	}
	for _, question := range []string{"a", strings.Repeat("ä", 512), "日本語 ?"} {
		want(t, question, get(t, h, "/401?ask="+url.QueryEscape(question)), 200)
	}
}
