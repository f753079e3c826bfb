package serve_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/serve"
)

// traversal are paths that escaped the directory of other servers, or redirected to a different
// host.
var traversal = []string{
	"//", "//401/", "//401", "//evil.test/", "///", "/\\evil.test/", "/\\401", "/401//", "/401//token-expired",
	"/..", "/../", "/../etc/passwd", "/401/../401", "/401/..", "/./401", "/401/.", "/401/./token-expired",
	"/..\\..\\etc\\passwd", "/401\\token-expired", "/401/token-expired\\", "/c:/windows/win.ini",
	"/.git/config", "/.errdocs.json", "/.env", "/401/.hidden", "/static/.htaccess", "/.well-known/security.txt",
	"/_headers", "/_redirects", "/404.html", "/404", "/static", "/static/", "/STATIC/site.css", "/401/Token-Expired",
	"/401/token-expired\x00", "/\x00", "/401/token-expired.md\x00.html", "/\r\nX: y/", "/401/token-expired%", "/%", "/ ",
	"/401/token-expired.md/", "/401/token-expired.md/index.html", "/llms.txt/", "/index.html/", "/index.html/index.html", "/.html", "/html",
	"/file.html/", "/file.html/..", "/" + strings.Repeat("a", 5000), "/" + strings.Repeat("401/", 1000), "/" + strings.Repeat("../", 300) + "etc/passwd",
	"", "401", "*",
}

// Every odd path returns the "not found" page, without a redirect.
func TestS01Traversal(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	for _, p := range traversal {
		r := get(t, h, p)
		if got := body(t, r); r.StatusCode != http.StatusNotFound || got != notFound && !strings.Contains(got, "about:blank") {
			t.Errorf("%.60q: %d %q", p, r.StatusCode, got)
		}
		if got := r.Header.Get("Location"); got != "" {
			t.Errorf("%.60q: redirects to %q", p, got)
		}
		if got := r.Header.Get("X-Robots-Tag"); got != "noindex" {
			t.Errorf("%.60q: X-Robots-Tag is %q", p, got)
		}
	}
}

// raw are request targets as sent.
var raw = []string{
	"/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e%5cetc", "/401%5ctoken-expired", "/%5cevil.test/",
	"//evil.test/", "//evil.test/%2e%2e", "/%2f%2fevil.test/", "/%2Fevil.test/", "//401/", "/%2F401/", "/401/%2e%2e/401", "/%00", "/401/token-expired%00",
	"/%0d%0aX-Injected:y/", "/%c0%ae%c0%ae/etc/passwd", "/401/%2e", "/%2egit/config", "/./401", "/../401", "/401/../../etc",
	"/401/token-expired;x=y", "/_headers", "/%5fheaders", "http://evil.test/401/token-expired", "/401/token-expired%2f", "/%252e%252e/etc/passwd",
}

// TestS01TraversalOnTheWire sends similar paths over a socket, undecoded.
func TestS01TraversalOnTheWire(t *testing.T) {
	t.Parallel()
	addr, stop := start(t)
	defer stop()
	for _, target := range raw {
		r := exchange(t, addr, "GET "+target+" HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n")
		got := body(t, r)
		switch r.StatusCode {
		case http.StatusNotFound, http.StatusBadRequest, http.StatusForbidden:
		case http.StatusPermanentRedirect: // to a page of the site
			if l := r.Header.Get("Location"); l != "/401/token-expired" && l != "/401" {
				t.Errorf("%q: redirects to %q", target, l)
			}
		default:
			t.Errorf("%q: %d %q", target, r.StatusCode, got)
		}
		if strings.Contains(got, "root:") || r.Header.Get("X-Injected") != "" {
			t.Errorf("%q: %v %q", target, r.Header, got)
		}
	}
}

// TestS02Listings checks that directories and names that begin with a dot are not served,
// except .well-known.
func TestS02Listings(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	for _, p := range []string{
		"/static", "/static/", "/static/index.html", "/.well-known", "/.well-known/", "/.well-known/a/", "/.errdocs.json", "/.git/HEAD",
		"/401/.well-known/a/index.json", "/.well-known/.a/index.json", "/.Well-Known/a/index.json", "/_headers", "/_redirects", "/_redirects/",
	} {
		want(t, p, get(t, h, p), 404, "Location", "")
	}
	want(t, "a well-known file", get(t, h, "/.well-known/a/index.json"), 200)
}

// TestS07Types serves a twin that begins with a script, and a file of an unknown type.
func TestS07Types(t *testing.T) {
	t.Parallel()
	addr, stop := start(t)
	defer stop()
	for target, typ := range map[string]string{
		"/401/token-expired.md": "text/markdown; charset=utf-8", "/static/LICENSE": "application/octet-stream", "/": "text/html; charset=utf-8",
		"/nothing": "text/html; charset=utf-8", "/nothing.md": "text/markdown; charset=utf-8",
	} {
		r := exchange(t, addr, "GET "+target+" HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n")
		want(t, target, r, r.StatusCode, "Content-Type", typ, "X-Content-Type-Options", "nosniff")
	}
}

// TestS09OpenRedirect checks that no path redirects to a different host.
func TestS09OpenRedirect(t *testing.T) {
	t.Parallel()
	addr, stop := start(t)
	defer stop()
	for _, target := range []string{
		"//evil.test/", "/%5Cevil.test/", "/%0d%0aX:y/", "/401/x//", "//evil.test/..", "/%2Fevil.test/index.html", "/401/old//evil.test/", "/401/old%0d%0aX:y",
		"/.//evil.test/", "//401/old", "/401/old/..//evil.test",
	} {
		r := exchange(t, addr, "GET "+target+" HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n")
		want(t, target, r, 404, "Location", "", "X", "")
	}
}

// Malformed and smuggled requests get one response, and the connection is closed.
func TestS08BrokenRequests(t *testing.T) {
	t.Parallel()
	addr, stop := start(t)
	defer stop()
	for _, request := range []string{
		"POST / HTTP/1.1\r\nHost: ADDR\r\nContent-Length: 44\r\n\r\nGET /401 HTTP/1.1\r\nHost: ADDR\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nContent-Length: 5\r\n\r\nhello",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nX: a\r\n folded\r\nConnection: close\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nHost: evil.test\r\n\r\n",
		"GET / HTTP/1.1\r\n\r\n",
		"GET /\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ADDR\r\nX: " + strings.Repeat("x", 40<<10) + "\r\n\r\n",
		"TRACE / HTTP/1.1\r\nHost: ADDR\r\nConnection: close\r\n\r\n",
		"\x16\x03\x01\x00\x00", // TLS
	} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(2 * time.Minute))
		_, _ = io.WriteString(conn, strings.ReplaceAll(request, "ADDR", addr))
		_ = conn.(*net.TCPConn).CloseWrite()
		answer, _ := io.ReadAll(conn) // ends because the server closes the connection
		_ = conn.Close()
		if n := bytes.Count(answer, []byte("HTTP/1.1 ")); n > 1 || bytes.Contains(answer, []byte("status")) {
			t.Errorf("%.60q: %d responses: %.300q", request, n, answer)
		}
	}
}

// TestS03Hosts checks that requests can use only the names of this machine, whatever DNS
// returns.
func TestS03Hosts(t *testing.T) {
	t.Parallel()
	loopback := map[string]bool{
		"127.0.0.1:8401": true, "localhost:8401": true, "LOCALHOST:8401": true, "[::1]:8401": true,
		"": false, "127.0.0.1": false, "localhost": false, "127.0.0.1:80": false, "127.0.0.1:84010": false,
		"evil.test": false, "evil.test:8401": false, "localhost.evil.test:8401": false, "127.0.0.1.evil.test:8401": false,
		"user@127.0.0.1:8401": false, "127.0.0.1:8401@evil.test": false, "127.0.0.1:8401.": false, "localhost.:8401": false,
		"0.0.0.0:8401": false, "192.168.1.5:8401": false, "[::1%25lo]:8401": false, "127.0.0.2:8401": false, "0x7f.1:8401": false,
	}
	for _, tt := range []struct {
		addr  string
		names []string
		hosts map[string]bool
	}{
		{addr: "127.0.0.1:8401", hosts: loopback},
		{addr: "[::1]:8401", hosts: loopback},
		{addr: "0.0.0.0:8401", hosts: map[string]bool{ // DNS rebinding needs a name, so any IP address is safe
			"127.0.0.1:8401": true, "localhost:8401": true, "192.168.1.5:8401": true, "[fe80::1]:8401": true,
			"192.168.1.5:80": false, "evil.test:8401": false, "192.168.1.5.evil.test:8401": false,
		}},
		{addr: "192.168.1.5:8401", names: []string{"Build.Example"}, hosts: map[string]bool{
			"192.168.1.5:8401": true, "build.example:8401": true, "localhost:8401": false, "evil.test:8401": false, "192.168.1.6:8401": false,
		}},
	} {
		h := serve.NewHandler(tt.addr, pages(), tt.names...)
		for host, want := range tt.hosts {
			for _, p := range []string{"/", "/401/token-expired.json", "/nothing"} {
				r := httptest.NewRequest(http.MethodGet, "http://"+here+p, nil)
				r.Host = host
				r.Header.Set("X-Forwarded-Host", "127.0.0.1:8401")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if got := w.Code != http.StatusForbidden; got != want {
					t.Errorf("%s, Host %q, %s: %d", tt.addr, host, p, w.Code)
				}
				if !want && strings.Contains(w.Body.String(), "home") {
					t.Errorf("%s, Host %q: %q", tt.addr, host, w.Body)
				}
			}
		}
	}
}

// TestS12Stop stops a server quickly, although a client hangs in the middle of a request.
func TestS12Stop(t *testing.T) {
	t.Parallel()
	addr, stop := start(t)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: "); err != nil {
		t.Fatal(err)
	}
	exchange(t, addr, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n") // the server is reading the first request by now
	begin := time.Now()
	stop()
	if took := time.Since(begin); took > 10*time.Second { // 2 s, and time for a busy machine
		t.Errorf("the server took %v to stop", took)
	}
}

// TestS03HostsOnTheWire sends other hosts over a socket: in the Host field, in the target,
// or no host.
func TestS03HostsOnTheWire(t *testing.T) {
	t.Parallel()
	addr, stop := start(t)
	defer stop()
	port := addr[strings.LastIndexByte(addr, ':'):]
	for request, status := range map[string]int{
		"GET / HTTP/1.1\r\nHost: ADDR\r\n":                                200,
		"GET / HTTP/1.1\r\nHost: LocalHost" + port + "\r\n":               200,
		"GET / HTTP/1.1\r\nHost: evil.test\r\n":                           403,
		"GET / HTTP/1.1\r\nHost: ADDR.evil.test\r\n":                      403,
		"GET / HTTP/1.1\r\nHost: localhost.evil.test" + port + "\r\n":     403,
		"GET / HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: ADDR\r\n": 403,
		"GET / HTTP/1.1\r\nHost:\r\n":                                     403,
		"GET http://evil.test/ HTTP/1.1\r\nHost: ADDR\r\n":                403,
		"GET http://ADDR/ HTTP/1.1\r\nHost: ADDR\r\n":                     200,
		"GET / HTTP/1.0\r\n":                                              403,
		"POST / HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 0\r\n":     403,
		"GET /-/findings HTTP/1.1\r\nHost: evil.test\r\n":                 403,
		"GET /401/token-expired.json HTTP/1.1\r\nHost: user@ADDR\r\n":     400,
		"GET /401/token-expired.json HTTP/1.1\r\nHost: 127.0.0.1:1\r\n":   403,
		"OPTIONS * HTTP/1.1\r\nHost: ADDR\r\n":                            405,
	} {
		r := exchange(t, addr, strings.ReplaceAll(request, "ADDR", addr)+"Connection: close\r\n\r\n")
		want(t, strings.TrimSpace(request), r, status)
	}
}

// TestS06SlowClients starts 300 clients that send half a request or read no response. The
// server still serves others, and disconnects the slow ones.
func TestS06SlowClients(t *testing.T) {
	t.Parallel()
	addr, _, stop := startLive(t)
	defer stop()
	var slow []net.Conn
	for i := range 300 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(2 * time.Minute))
		half := []string{"", "G", "GET / HTTP/1.1\r\nHost: " + addr + "\r\nX: ", "POST / HTTP/1.1\r\nHost: " + addr + "\r\nContent-Length: 100\r\n\r\nx"}[i%4]
		if _, err := io.WriteString(conn, half); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, conn)
	}
	begin := time.Now()
	want(t, "a page", exchange(t, addr, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n"), 200)
	if took := time.Since(begin); took > time.Second {
		t.Errorf("with slow clients, a page took %v", took)
	}
	for i, conn := range slow {
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("client %d is still connected", i)
		}
	}
}

// passages answers any question with one passage that contains the question, as a site does.
type passages struct{}

func (passages) Passages(_, page string) ([]match.Passage, error) {
	return []match.Passage{{Title: "Token expired", Section: "Causes", Text: "text", URL: "http://" + here + "/" + page, Score: 1}}, nil
}

func (passages) Markdown(question string, _ []match.Passage) []byte {
	return []byte("Question: " + markup.CodeSpan(question) + "\n")
}

func (passages) HTML(question, _ string, _ []match.Passage) ([]byte, error) {
	return []byte("<p>" + html.EscapeString(question)), nil
}

// codeSpans are the parts of a Markdown text that are not markup.
var codeSpans = regexp.MustCompile("(?:^|[^`])(?:`[^`]+`|``[^`](?:[^`]|`[^`])*``)(?:$|[^`])")

func isFile(text string) bool {
	for p, data := range smallSite {
		if data == text && !strings.HasPrefix(p, "_") && !strings.HasPrefix(p, ".e") {
			return true
		}
	}
	return false
}

// FuzzServe sends any path, question and Accept field. The response must be a file of the
// site, or contain nothing from the request that could be markup. A redirect must go to a
// file of the site. No response may take long. TestS10Reflected seeds it.
func FuzzServe(f *testing.F) {
	for _, p := range append(slices.Clone(traversal), "/", "/401/token-expired", "/401/old", "/401/token-expird.md", "/<script>alert(1)</script>.json", "/`<b>`.md", "/x\"><img src=y>") {
		f.Add(p, "text/markdown", "")
		f.Add(p, "application/json", "why <b>?")
		f.Add(p, "text/html", "`<script>`")
	}
	site := pages()
	site.Answers = passages{}
	h := serve.NewHandler(here, site)
	f.Fuzz(func(t *testing.T, path, accept, question string) {
		answer := func() (*httptest.ResponseRecorder, time.Duration) {
			r := httptest.NewRequest(http.MethodGet, "http://"+here+"/", nil)
			r.URL.Path = path
			if question != "" {
				r.URL.RawQuery = url.Values{"ask": {question}}.Encode()
			}
			r.Header.Set("Accept", accept)
			w := httptest.NewRecorder()
			begin := time.Now()
			h.ServeHTTP(w, r)
			return w, time.Since(begin)
		}
		w, took := answer()
		for range 5 { // the machine may be busy
			if took > 50*time.Millisecond {
				w, took = answer()
			}
		}
		if took > 50*time.Millisecond {
			t.Errorf("%q took %v", path, took)
		}
		got, typ := w.Body.String(), w.Header().Get("Content-Type")
		switch w.Code {
		case 200:
			if !isFile(got) && w.Header().Get("X-Robots-Tag") == "" && typ != "application/problem+json" {
				t.Errorf("%q, %q: returns %q", path, accept, got)
			}
		case 301, 308:
			to := w.Header().Get("Location")
			if next := get(t, h, to); next.StatusCode != 200 {
				t.Errorf("%q: redirects to %q", path, to)
			}
		case 400, 404, 406:
		default:
			t.Errorf("%q: status %d", path, w.Code)
		}
		if strings.HasPrefix(typ, "text/html") && w.Code >= 400 && got != notFound {
			t.Errorf("%q: HTML that is not a page: %q", path, got)
		}
		if isFile(got) {
			return
		}
		for _, markup := range []string{"<script", "<b>", "<img", "](javascript:", "\x1b", "\x00"} {
			if outside := codeSpans.ReplaceAllString(got, ""); !strings.HasPrefix(typ, "application/") && strings.Contains(outside, markup) {
				t.Errorf("%q, %q: %s contains %q: %q", path, question, typ, markup, got)
			}
		}
		if strings.HasPrefix(typ, "application/") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q, %q: not JSON: %q", path, question, got)
		}
	})
}
