package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/serve"
)

const (
	here     = "127.0.0.1:8401"
	notFound = "<p>there is no such page"
)

// ask sends a request for a path. Fields are alternating names and values.
func ask(t *testing.T, h http.Handler, method, target string, fields ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "http://"+here+"/", nil)
	target, r.URL.RawQuery, _ = strings.Cut(target, "?")
	r.URL.Path = target
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func get(t *testing.T, h http.Handler, target string, fields ...string) *http.Response {
	t.Helper()
	return ask(t, h, http.MethodGet, target, fields...)
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// want checks fields of a response; an empty value means that the field is absent.
func want(t *testing.T, what string, r *http.Response, status int, fields ...string) {
	t.Helper()
	if r.StatusCode != status {
		t.Errorf("%s: status %d, want %d", what, r.StatusCode, status)
	}
	for i := 0; i < len(fields); i += 2 {
		if got := strings.Join(r.Header.Values(fields[i]), "|"); got != fields[i+1] {
			t.Errorf("%s: %s is %q, want %q", what, fields[i], got, fields[i+1])
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	for _, tt := range []struct{ path, typ, body string }{
		{"/401/token-expired.md", "text/markdown; charset=utf-8", "<script>alert(1)</script>"}, // never HTML
		{"/401/token-expired.json", "application/json", entryJSON},
		{"/index.md", "text/markdown; charset=utf-8", "# home"},
		{"/catalog.json", "application/json", `{"entries":[]}`},
		{"/file.html", "text/html; charset=utf-8", "<p>file style"},
		{"/llms.txt", "text/plain; charset=utf-8", "llms"},
		{"/static/site.css", "text/css; charset=utf-8", "css"},
		{"/static/search.js", "text/javascript; charset=utf-8", "js"},
		{"/static/mark.svg", "image/svg+xml", "svg"},
		{"/static/og.png", "image/png", "png"},
		{"/static/LICENSE", "application/octet-stream", "unknown"},
		{"/sitemap.xml", "application/xml", "xml"},
		{"/.well-known/a/index.json", "application/json", "{}"},
	} {
		for _, accept := range []string{"text/html", "application/json", "image/webp", "text/markdown"} { // files never negotiate
			r := get(t, h, tt.path, "Accept", accept)
			want(t, tt.path, r, 200, "Content-Type", tt.typ, "X-Content-Type-Options", "nosniff", "Cache-Control", "no-cache",
				"Vary", "", "Content-Location", "", "Cross-Origin-Resource-Policy", "same-origin",
				"Access-Control-Allow-Origin", "", "Last-Modified", "", "Server", "")
			if got := body(t, r); got != tt.body {
				t.Errorf("%s: %q, want %q", tt.path, got, tt.body)
			}
		}
	}
	want(t, "a twin", get(t, h, "/401/token-expired.md"), 200, "Link", `</401/token-expired>; rel="canonical"`)
	want(t, "the twin of home", get(t, h, "/index.md"), 200, "Link", `</>; rel="canonical"`)
	want(t, "llms.txt", get(t, h, "/llms.txt"), 200, "Link", "")
}

const chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"

// TestNegotiation checks which form of an entry's page is sent for an Accept field.
func TestNegotiation(t *testing.T) {
	t.Parallel()
	const (
		html, markdown, plain = "text/html; charset=utf-8", "text/markdown; charset=utf-8", "text/plain; charset=utf-8"
		data, problem         = "application/json", "application/problem+json"
	)
	bodies := map[string]string{
		html: "<p>entry", markdown: "<script>alert(1)</script>", plain: "<script>alert(1)</script>", data: entryJSON, problem: typeJSON,
	}
	locations := map[string]string{markdown: "401/token-expired.md", data: "401/token-expired.json"}
	for _, root := range []string{"/", "/v2/errors/"} {
		h := serve.NewHandler(here, siteAt(root))
		for i, tt := range []struct {
			accept []string
			typ    string
		}{
			{nil, html},
			{[]string{"*/*"}, html},
			{[]string{"text/html"}, html},
			{[]string{chrome}, html},
			{[]string{"text/html, */*"}, html},
			{[]string{"text/markdown"}, markdown},
			{[]string{"text/markdown, text/html, */*"}, markdown},
			{[]string{"text/markdown, text/plain;q=0.9, */*;q=0.8"}, markdown},
			{[]string{"text/html;q=0.5, text/markdown;q=0.9"}, markdown},
			{[]string{"text/markdown;q=0.5, text/html"}, html},
			{[]string{"text/markdown;q=0, text/html"}, html},
			{[]string{"text/plain"}, plain},
			{[]string{"application/json"}, data},
			{[]string{"application/json, */*;q=0.5"}, data},
			{[]string{"application/problem+json"}, problem},
			{[]string{"image/png"}, ""},
			// the same with different syntax
			{[]string{"text/html;q=0.1", "text/markdown"}, markdown},
			{[]string{"TEXT/Markdown ; Q=1.000"}, markdown},
			{[]string{`text/markdown;variant="a,b;q=0"`}, markdown},
			{[]string{"text/markdown;q=2, nonsense, /, text/*;q=x"}, html}, // only malformed elements: the same as no field
			{[]string{"text/markdown;q=2, application/json;q=0.1"}, data},
			{[]string{"text/*"}, html},
			{[]string{"text/*;q=0.5, application/json;q=0.4"}, html},
			{[]string{"text/html;q=0, text/*"}, markdown},
			{[]string{"text/html;q=0, */*"}, markdown},
			{[]string{"application/*"}, data},
			{[]string{"text/plain, text/markdown"}, plain},
			{[]string{"*/*, text/markdown"}, markdown},
			{[]string{"*/*;q=1, text/markdown;q=0.9"}, html},
			{[]string{"*/*;q=0"}, ""},
			{[]string{"text/html;q=0"}, ""},
			{[]string{"image/*"}, ""},
			{[]string{strings.Repeat("image/png,", 1000) + "text/markdown"}, ""}, // only 4 KiB are read
		} {
			what := fmt.Sprintf("row %d, %.60q below %s", i+1, tt.accept, root)
			var fields []string
			for _, line := range tt.accept {
				fields = append(fields, "Accept", line)
			}
			r := get(t, h, root+"401/token-expired", fields...)
			got := body(t, r)
			if tt.typ == "" {
				want(t, what, r, 406, "Content-Type", plain, "Vary", "Accept", "ETag", "")
				for _, address := range []string{"401/token-expired (", "401/token-expired.md", "401/token-expired.json"} {
					if !strings.Contains(got, "http://"+here+root+address) {
						t.Errorf("%s: %q does not contain %s", what, got, address)
					}
				}
			} else {
				location, link := "", "<"+root+`401/token-expired>; rel="canonical"`
				if l := locations[tt.typ]; l != "" {
					location = root + l
				}
				if tt.typ == html {
					link = "<" + root + `401/token-expired.md>; rel="alternate"; type="text/markdown", <` + root + `401/token-expired.json>; rel="alternate"; type="application/json"`
				}
				want(t, what, r, 200, "Content-Type", tt.typ, "Vary", "Accept", "Content-Location", location, "Link", link)
				if got != bodies[tt.typ] {
					t.Errorf("%s: %q, want %q", what, got, bodies[tt.typ])
				}
			}
			sameHead(t, what, r, ask(t, h, http.MethodHead, root+"401/token-expired", fields...))
		}
	}
}

// sameHead checks that the response to HEAD is that to GET without the body.
func sameHead(t *testing.T, what string, get, head *http.Response) {
	t.Helper()
	if fmt.Sprint(get.StatusCode, get.Header) != fmt.Sprint(head.StatusCode, head.Header) {
		t.Errorf("%s: HEAD returns %d %v, GET %d %v", what, head.StatusCode, head.Header, get.StatusCode, get.Header)
	}
	if got := body(t, head); got != "" {
		t.Errorf("%s: HEAD has the body %q", what, got)
	}
}

// TestNegotiationOfLists requests the home page, whose data is the catalog, and a list, which
// has no data.
func TestNegotiationOfLists(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	r := get(t, h, "/", "Accept", "application/json")
	want(t, "home as JSON", r, 200, "Content-Type", "application/json", "Content-Location", "/catalog.json", "Link", `</>; rel="canonical"`)
	want(t, "home as Markdown", get(t, h, "/", "Accept", "text/markdown"), 200, "Content-Location", "/index.md")
	want(t, "home as HTML", get(t, h, "/"), 200, "Link", `</index.md>; rel="alternate"; type="text/markdown", </catalog.json>; rel="alternate"; type="application/json"`)
	want(t, "home as a problem", get(t, h, "/", "Accept", "application/problem+json"), 406)

	want(t, "status as HTML", get(t, h, "/401"), 200, "Link", `</401.md>; rel="alternate"; type="text/markdown"`)
	want(t, "status, JSON or anything", get(t, h, "/401", "Accept", "application/json, */*;q=0.1"), 200, "Content-Type", "text/html; charset=utf-8")
	r = get(t, h, "/401", "Accept", "application/json")
	want(t, "status as JSON", r, 406, "Vary", "Accept", "Content-Type", "text/plain; charset=utf-8")
	if got := body(t, r); !strings.Contains(got, "http://"+here+"/catalog.json") || !strings.Contains(got, "http://"+here+"/401.md") {
		t.Errorf("the text does not help: %q", got)
	}
	want(t, "a page without twin", get(t, h, "/file"), 200, "Link", "")
	want(t, "a page without twin as Markdown", get(t, h, "/file", "Accept", "text/markdown"), 406)
}

// TestConditional requests pages that the client already has.
func TestConditional(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	tags := map[string]string{}
	for _, accept := range []string{"text/html", "text/markdown", "text/plain", "application/json", "application/problem+json"} {
		r := get(t, h, "/401/token-expired", "Accept", accept)
		tag := r.Header.Get("ETag")
		if other, ok := tags[tag]; ok || len(tag) < 10 || tag[0] != '"' {
			t.Errorf("%s has the tag %s, like %q", accept, tag, other)
		}
		tags[tag] = accept
		for field, status := range map[string]int{
			tag: 304, "*": 304, "W/" + tag: 304, `"x", ` + tag: 304, `"x",W/` + tag + ` , "y"`: 304,
			`"x"`: 200, "": 200, strings.Trim(tag, `"`): 200, `"x", "y"`: 200,
		} {
			again := get(t, h, "/401/token-expired", "Accept", accept, "If-None-Match", field)
			what := accept + ", If-None-Match: " + field
			want(t, what, again, status, "ETag", tag, "Vary", "Accept", "Cache-Control", "no-cache", "Content-Location", r.Header.Get("Content-Location"))
			if got := body(t, again); status == 304 && (got != "" || again.Header.Get("Content-Type") != "") {
				t.Errorf("%s: %q, %v", what, got, again.Header)
			}
			sameHead(t, what, again, ask(t, h, http.MethodHead, "/401/token-expired", "Accept", accept, "If-None-Match", field))
		}
	}
	for tag := range tags { // each form has a different tag
		if tags[tag] != "text/html" {
			want(t, tags[tag], get(t, h, "/401/token-expired", "Accept", "text/html", "If-None-Match", tag), 200)
		}
	}
	file := get(t, h, "/401/token-expired.md")
	if tags[file.Header.Get("ETag")] != "text/markdown" {
		t.Error("the tags of the twin and of the page as Markdown differ")
	}
	want(t, "a file", get(t, h, "/llms.txt", "If-None-Match", get(t, h, "/llms.txt").Header.Get("ETag")), 304)
	want(t, "nothing", get(t, h, "/nothing", "If-None-Match", "*"), 404, "ETag", "")

	before := get(t, h, "/llms.txt").Header.Get("ETag")
	h.Replace(siteAt("/", "llms.txt", "other"))
	want(t, "a changed file", get(t, h, "/llms.txt", "If-None-Match", before), 200)
	want(t, "an unchanged one", get(t, h, "/401/token-expired.md", "If-None-Match", file.Header.Get("ETag")), 304)
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"/", "/v2/errors/"} {
		h := serve.NewHandler(here, siteAt(root))
		for _, tt := range []struct {
			path, want string
			status     int
		}{
			{"index.html", "", 308},
			{"401/", "401", 308},
			{"401/index.html", "401", 308},
			{"401/token-expired/", "401/token-expired", 308},
			{"401/token-expired/index.html", "401/token-expired", 308},
			{"file/", "file", 308},
			{"401/old", "401/token-expired", 301},
			{"401/old/", "401/token-expired", 301},
			{"401/old/index.html", "401/token-expired", 301},
			{"401/old.md", "401/token-expired.md", 301},
			{"401/old.json", "401/token-expired.json", 301},
		} {
			for _, accept := range []string{"", "text/markdown", "image/png"} {
				r := get(t, h, root+tt.path, "Accept", accept)
				want(t, root+tt.path, r, tt.status, "Location", root+tt.want, "Vary", "Accept", "Cache-Control", "no-cache")
				sameHead(t, root+tt.path, r, ask(t, h, http.MethodHead, root+tt.path, "Accept", accept))
				if next := get(t, h, r.Header.Get("Location")); next.StatusCode != 200 {
					t.Errorf("%s: redirects to %d", root+tt.path, next.StatusCode)
				}
			}
		}
	}
	h := serve.NewHandler(here, siteAt("/v2/errors/"))
	for _, p := range []string{"/", "/v2/errors"} {
		want(t, p, get(t, h, p), 308, "Location", "/v2/errors/")
	}
	for _, p := range []string{"/v2", "/401", "/401/token-expired", "/v2/errorsx", "/llms.txt", "/v2/errors/v2/errors/"} {
		want(t, p, get(t, h, p), 404, "Location", "")
	}
}

// TestNotFound checks the status and the suggestions in each format.
func TestNotFound(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	near := "http://" + here + "/401/token-expired"
	for _, tt := range []struct{ path, accept, typ, holds string }{
		{"/401/token-expird", "", "text/html; charset=utf-8", notFound},
		{"/401/token-expird", "image/png", "text/html; charset=utf-8", notFound},
		{"/401/token-expird", chrome, "text/html; charset=utf-8", notFound},
		{"/401/token-expird", "text/markdown", "text/markdown; charset=utf-8", "`/401/token-expird`"},
		{"/401/token-expird", "text/markdown", "text/markdown; charset=utf-8", "[401/token-expired](" + near + ".md)"},
		{"/401/token-expird", "text/markdown", "text/markdown; charset=utf-8", "(http://" + here + "/llms.txt)"},
		{"/401/token-expird", "text/plain", "text/plain; charset=utf-8", near + ".md"},
		{"/401/token-expird.md", "", "text/markdown; charset=utf-8", near + ".md"},
		{"/401/token-expird.md", "text/html", "text/markdown; charset=utf-8", near + ".md"},
		{"/401/token-expird", "application/json", "application/problem+json", `"` + near + `.json"`},
		{"/401/token-expird", "application/problem+json", "application/problem+json", `"type": "about:blank"`},
		{"/401/token-expird.json", "", "application/problem+json", `"status": 404`},
		{"/expired", "text/markdown", "text/markdown; charset=utf-8", near + ".md"}, // a part of the slug
		{"/401/Token_Expired/", "text/markdown", "text/markdown; charset=utf-8", near + ".md"},
	} {
		what := tt.path + ", " + tt.accept
		r := get(t, h, tt.path, "Accept", tt.accept)
		want(t, what, r, 404, "Content-Type", tt.typ, "Vary", "Accept", "X-Robots-Tag", "noindex", "ETag", "", "Location", "")
		if got := body(t, r); !strings.Contains(got, tt.holds) {
			t.Errorf("%s: %q does not contain %q", what, got, tt.holds)
		}
		sameHead(t, what, r, ask(t, h, http.MethodHead, tt.path, "Accept", tt.accept))
	}
	if got := body(t, get(t, h, "/zzz.md")); strings.Contains(got, "token-") {
		t.Errorf("unexpected suggestions: %q", got)
	}
	var m struct {
		Status  int
		Nearest []string
	}
	if err := json.Unmarshal([]byte(body(t, get(t, h, "/zzz.json"))), &m); err != nil || m.Status != 404 || m.Nearest == nil {
		t.Errorf("%+v, %v", m, err)
	}
	if got := body(t, get(t, h, "/401/token-expird.json")); strings.Contains(got, "401/old") {
		t.Errorf("an alias is suggested: %q", got)
	}
	if got := body(t, get(t, h, "/"+strings.Repeat("<b>`", 200)+".md")); len(got) > 1000 || strings.Contains(got, "<b>") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 100 {
			h.Replace(siteAt("/", "new.html", fmt.Sprint(i)))
		}
	}()
	for range 100 {
		if r := get(t, h, "/401"); r.StatusCode != 200 || body(t, r) != "<p>status" {
			t.Fatal("a page is missing while the site is replaced")
		}
	}
	<-done
	if got := body(t, get(t, h, "/new")); got != "99" {
		t.Errorf("the last site is not served: %q", got)
	}
}

// start runs a server. The returned function stops it and checks that there was no error.
func start(t *testing.T) (addr string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve.Run(ctx, l, serve.NewHandler(l.Addr().String(), pages())) }()
	return l.Addr().String(), func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
}

// exchange sends raw bytes as a request and reads one response.
func exchange(t *testing.T, addr, request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(2 * time.Minute)) // for busy machines
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	return r
}
