package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/serve"
)

// live returns a live site. The given files replace those of the site.
func live(changes ...string) serve.Site {
	s := siteAt("/", changes...)
	s.Live = true
	return s
}

var scriptTag = regexp.MustCompile(`<script src="/-/live\.js" data-version="([0-9a-f]+)" defer></script>\n`)

// TestLiveScript finds the script only on pages, and not on a site that is not live.
func TestLiveScript(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, live("401/index.html", "<head><title>x</title></head><p>status"))
	for _, p := range []string{"/", "/401/token-expired", "/file", "/file.html", "/nothing"} {
		if got := body(t, get(t, h, p)); len(scriptTag.FindAllString(got, -1)) != 1 {
			t.Errorf("%s: %q", p, got)
		}
	}
	if got := scriptTag.ReplaceAllString(body(t, get(t, h, "/401")), "SCRIPT"); got != "<head><title>x</title></head><p>statusSCRIPT" {
		t.Errorf("the script is in the wrong place: %q", got)
	}
	for _, fields := range [][]string{{"/401", "text/markdown"}, {"/401/token-expired", "application/json"}, {"/401.md", ""}, {"/static/search.js", ""}, {"/nothing", "text/markdown"}} {
		if got := body(t, get(t, h, fields[0], "Accept", fields[1])); strings.Contains(got, "/-/") {
			t.Errorf("%s: %q", fields, got)
		}
	}
	still := serve.NewHandler(here, pages())
	for _, p := range []string{"/-/live.js", "/-/live.css", "/-/events", "/-/findings", "/-/"} {
		want(t, p, get(t, still, p), 404)
	}
	if got := body(t, get(t, still, "/401")); strings.Contains(got, "script") {
		t.Errorf("a site that is not live: %q", got)
	}
	want(t, "script", get(t, h, "/-/live.js"), 200, "Content-Type", "text/javascript; charset=utf-8", "X-Content-Type-Options", "nosniff")
	want(t, "style", get(t, h, "/-/live.css"), 200, "Content-Type", "text/css; charset=utf-8")
	want(t, "a file that is not there", get(t, h, "/-/live"), 404)
	want(t, "POST", ask(t, h, http.MethodPost, "/-/findings"), 405, "Allow", "GET, HEAD")
	if a, b := get(t, h, "/401").Header.Get("ETag"), get(t, still, "/401").Header.Get("ETag"); a == b {
		t.Error("the tags of a page with and without the script are equal")
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, live())
	findings := func() (f struct {
		Errors   int
		Findings []serve.Finding
	}) {
		r := get(t, h, "/-/findings")
		want(t, "findings", r, 200, "Content-Type", "application/json")
		if err := json.Unmarshal([]byte(body(t, r)), &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := findings(); f.Errors != 0 || f.Findings == nil {
		t.Errorf("a valid catalog: %+v", f)
	}
	h.Fail(make([]serve.Finding, 25))
	if f := findings(); f.Errors != 25 || len(f.Findings) != serve.MaxFindings || f.Findings[0].Lines == nil {
		t.Errorf("a broken catalog: %+v", f)
	}
	if got := body(t, get(t, h, "/401.md")); got != "# status" {
		t.Errorf("the last good page is %q", got)
	}
	h.Replace(live())
	if f := findings(); f.Errors != 0 {
		t.Errorf("a fixed catalog: %+v", f)
	}
}

// TestUnbuilt serves a catalog that has had errors from the start.
func TestUnbuilt(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, serve.Site{})
	h.Fail([]serve.Finding{{File: "catalog/x.yaml", Message: "<b>"}})
	for _, p := range []string{"/", "/401/token-expired", "/nothing.md", "/_headers"} {
		r := get(t, h, p, "Accept", chrome)
		want(t, p, r, 503, "Content-Type", "text/html; charset=utf-8", "Vary", "Accept", "Cache-Control", "no-cache")
		if got := body(t, r); !scriptTag.MatchString(got) || strings.Contains(got, "<b>") {
			t.Errorf("%s: %q", p, got)
		}
		r = get(t, h, p, "Accept", "text/markdown, application/json")
		want(t, p, r, 503, "Content-Type", "text/plain; charset=utf-8")
	}
	want(t, "the style", get(t, h, "/-/live.css"), 200)
	h.Replace(live())
	want(t, "fixed", get(t, h, "/"), 200)
}

// stream is an open stream of events.
type stream struct {
	t  *testing.T
	in *bufio.Reader
}

// listen opens a stream for a page.
func listen(t *testing.T, addr, query string) stream {
	t.Helper()
	r := exchange(t, addr, "GET /-/events?"+query+" HTTP/1.1\r\nHost: "+addr+"\r\n\r\n")
	want(t, "events", r, 200, "Content-Type", "text/event-stream")
	return stream{t, bufio.NewReader(r.Body)}
}

// next returns the next line that is not empty.
func (s stream) next() string {
	s.t.Helper()
	for {
		line, err := s.in.ReadString('\n')
		if err != nil {
			s.t.Fatalf("the stream ended: %v", err)
		}
		if line != "\n" {
			return strings.TrimSpace(line)
		}
	}
}

// event returns the next event.
func (s stream) event() string {
	s.t.Helper()
	for {
		if line := s.next(); line != ": here" {
			return line
		}
	}
}

// startLive runs a server of a live site, with short timeouts.
func startLive(t *testing.T) (addr string, h *serve.Handler, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h = serve.NewHandler(l.Addr().String(), live())
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve.RunWithTimeout(ctx, l, h, time.Second) }()
	return l.Addr().String(), h, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
}

func versionAt(t *testing.T, addr, path string) string {
	t.Helper()
	r := exchange(t, addr, "GET "+path+" HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n")
	tag := scriptTag.FindStringSubmatch(body(t, r))
	if tag == nil {
		t.Fatalf("%s has no script", path)
	}
	return tag[1]
}

func TestEvents(t *testing.T) {
	t.Parallel()
	addr, h, stop := startLive(t)
	defer stop()
	version := versionAt(t, addr, "/401")
	page := listen(t, addr, "path=/401&version="+version)
	other := listen(t, addr, "path=/&version="+versionAt(t, addr, "/"))
	answer := listen(t, addr, "path=/401&version=")
	gone := listen(t, addr, "path=/401/token-revoked&version="+versionAt(t, addr, "/401/token-revoked"))
	missing := listen(t, addr, "path=/401/new&version="+versionAt(t, addr, "/401/new"))
	for _, s := range []stream{page, other, answer, gone, missing} {
		if got := s.next(); got != ": here" {
			t.Fatalf("an up-to-date page receives %q", got)
		}
	}
	for range 6 { // longer than any timeout
		page.next()
	}
	h.Replace(live("401/index.html", "<p>changed", "401/token-revoked/index.html", "<p>other", "401/new/index.html", "<p>new"))
	for name, s := range map[string]stream{"changed": page, "any": answer, "gone": gone, "new": missing} {
		if got := s.event(); got != "data: reload" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := listen(t, addr, "path=/401&version="+version).event(); got != "data: reload" {
		t.Errorf("a page that was loaded before the change receives %q", got)
	}
	h.Fail([]serve.Finding{{}}) // the first state that affects the other page
	if got := other.event(); got != "data: error" {
		t.Errorf("%q", got)
	}
	if got := listen(t, addr, "path=/401&version="+versionAt(t, addr, "/401")).event(); got != "data: error" {
		t.Errorf("a page that is loaded while the catalog has errors receives %q", got)
	}
	h.Fail([]serve.Finding{{}, {}})
	if got := other.event(); got != "data: error" {
		t.Errorf("other errors: %q", got)
	}
	h.Replace(live("401/index.html", "<p>changed"))
	if got := other.event(); got != "data: reload" {
		t.Errorf("fixed: %q", got)
	}
	if got := listen(t, addr, "path=/&failed=&version="+versionAt(t, addr, "/")).event(); got != "data: reload" {
		t.Errorf("a page that shows errors receives %q after a restart of the server", got)
	}
}

// TestS04Origins checks that only pages of this server can read paths below /-/, and that
// the number of listeners is limited.
func TestS04Origins(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, live())
	for _, p := range []string{"/-/findings", "/-/events", "/-/live.js", "/-/live.css"} {
		for _, fields := range [][]string{
			{"Origin", "http://evil.test"}, {"Origin", "null"}, {"Origin", "http://127.0.0.1:8402"}, {"Origin", "https://127.0.0.1:8401"},
			{"Origin", "http://localhost:8401"}, // this server, but a different origin from that of the request
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "none"},
			{"Origin", "http://" + here, "Sec-Fetch-Site", "cross-site"},
			{"Origin", "http://evil.test", "Sec-Fetch-Site", "same-origin"},
			{"Origin", "http://evil.test", "X-Forwarded-Host", "evil.test"},
		} {
			r := get(t, h, p, fields...)
			want(t, p+" "+strings.Join(fields, " "), r, 403, "Access-Control-Allow-Origin", "", "Cross-Origin-Resource-Policy", "same-origin")
		}
		if p == "/-/events" {
			continue // the stream does not end
		}
		for _, fields := range [][]string{nil, {"Origin", "http://" + here}, {"Origin", "http://" + here, "Sec-Fetch-Site", "same-origin"}} {
			want(t, p+" "+strings.Join(fields, " "), get(t, h, p, fields...), 200, "Access-Control-Allow-Origin", "")
		}
	}

	addr, _, stop := startLive(t)
	defer stop()
	for range serve.MaxListeners {
		listen(t, addr, "path=/&version=x")
	}
	want(t, "one too many", exchange(t, addr, "GET /-/events?path=/ HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n"), 503)
	want(t, "a page", exchange(t, addr, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n"), 200)
}

// TestS12Listeners stops a server quickly, although pages are listening.
func TestS12Listeners(t *testing.T) {
	t.Parallel()
	addr, _, stop := startLive(t)
	var streams []stream
	for range 20 {
		streams = append(streams, listen(t, addr, "path=/&version=x"))
	}
	begin := time.Now()
	stop()
	if took := time.Since(begin); took > 10*time.Second { // 2 s, and time for a busy machine
		t.Errorf("the server took %v to stop", took)
	}
	for _, s := range streams {
		if _, err := io.Copy(io.Discard, s.in); err != nil {
			t.Errorf("a stream ends with an error: %v", err)
		}
	}
}

// TestColors checks that the colors of the overlay are those of the site.
func TestColors(t *testing.T) {
	t.Parallel()
	variable := regexp.MustCompile(`--([a-z0-9-]+): (light-dark\([^)]*\)|[^;]*);`)
	read := func(name string) map[string]string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		for _, m := range variable.FindAllStringSubmatch(string(data), -1) {
			if _, ok := values[m[1]]; !ok {
				values[m[1]] = m[2]
			}
		}
		return values
	}
	site, overlay := read("../../static/site.css"), read("live/live.css")
	if len(overlay) < 10 {
		t.Fatalf("the overlay has %d variables", len(overlay))
	}
	for name, value := range overlay {
		if site[name] != value {
			t.Errorf("--%s is %s on the overlay and %s on the site", name, value, site[name])
		}
	}
}
