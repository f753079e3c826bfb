package serve_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/output"
	"github.com/errdocs/errdocs/generator/serve"
)

const notFound = "there is no such page"

// pages returns a small site.
func pages() *output.FileSet {
	var set output.FileSet
	for path, text := range map[string]string{
		"index.html":                   "home",
		"404.html":                     notFound,
		"401/index.html":               "status",
		"401/token-expired/index.html": "entry",
		"401/token-expired.md":         "<script>alert(1)</script>",
		"401/token-expired.json":       "{}",
		"file.html":                    "file style",
		"llms.txt":                     "llms",
		"static/site.css":              "css",
		"static/search.js":             "js",
		"static/mark.svg":              "svg",
		"static/og.png":                "png",
		"static/LICENSE":               "unknown",
		"sitemap.xml":                  "xml",
		"_headers":                     "headers",
		"_redirects":                   "redirects",
	} {
		set.Add(path, []byte(text))
	}
	return &set
}

const here = "127.0.0.1:8401"

func ask(t *testing.T, h http.Handler, target string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://"+here+"/", nil)
	r.URL = &url.URL{Path: target}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPages(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	for _, tt := range []struct{ path, typ, body string }{
		{"/", "text/html; charset=utf-8", "home"},
		{"/401", "text/html; charset=utf-8", "status"},
		{"/401/token-expired", "text/html; charset=utf-8", "entry"},
		{"/401/token-expired.md", "text/markdown; charset=utf-8", "<script>alert(1)</script>"}, // never HTML
		{"/401/token-expired.json", "application/json", "{}"},
		{"/file", "text/html; charset=utf-8", "file style"},
		{"/llms.txt", "text/plain; charset=utf-8", "llms"},
		{"/static/site.css", "text/css; charset=utf-8", "css"},
		{"/static/search.js", "text/javascript; charset=utf-8", "js"},
		{"/static/mark.svg", "image/svg+xml", "svg"},
		{"/static/og.png", "image/png", "png"},
		{"/static/LICENSE", "application/octet-stream", "unknown"},
		{"/sitemap.xml", "application/xml", "xml"},
	} {
		r := ask(t, h, tt.path)
		if got := body(t, r); r.StatusCode != 200 || got != tt.body {
			t.Errorf("%s: %d %q, want %q", tt.path, r.StatusCode, got, tt.body)
		}
		for name, want := range map[string]string{
			"Content-Type": tt.typ, "X-Content-Type-Options": "nosniff", "Content-Length": fmt.Sprint(len(tt.body)),
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", tt.path, name, got, want)
			}
		}
		for _, name := range []string{"Access-Control-Allow-Origin", "Last-Modified", "Server"} {
			if got := r.Header.Get(name); got != "" {
				t.Errorf("%s: %s is %q", tt.path, name, got)
			}
		}
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	for _, tt := range []struct{ path, want string }{
		{"/index.html", "/"},
		{"/401/", "/401"},
		{"/401/index.html", "/401"},
		{"/401/token-expired/", "/401/token-expired"},
		{"/401/token-expired/index.html", "/401/token-expired"},
		{"/file/", "/file"},
	} {
		r := ask(t, h, tt.path)
		if got := r.Header.Get("Location"); r.StatusCode != http.StatusPermanentRedirect || got != tt.want {
			t.Errorf("%s: %d to %q, want %q", tt.path, r.StatusCode, got, tt.want)
		}
	}
}

// traversal are paths that have led out of other servers' folders, or to another host.
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

// Nothing but the page for "not found" answers an odd path, and no answer leads to
// another place.
func TestTraversal(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	for _, p := range traversal {
		r := ask(t, h, p)
		if got := body(t, r); r.StatusCode != http.StatusNotFound || got != notFound {
			t.Errorf("%.60q: %d %q", p, r.StatusCode, got)
		}
		if got := r.Header.Get("Location"); got != "" {
			t.Errorf("%.60q: leads to %q", p, got)
		}
		if got := r.Header.Get("X-Robots-Tag"); got != "noindex" {
			t.Errorf("%.60q: X-Robots-Tag is %q", p, got)
		}
	}
}

// raw are request targets as they stand on the wire.
var raw = []string{
	"/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e%5cetc", "/401%5ctoken-expired", "/%5cevil.test/",
	"//evil.test/", "//evil.test/%2e%2e", "/%2f%2fevil.test/", "/%2Fevil.test/", "//401/", "/%2F401/", "/401/%2e%2e/401", "/%00", "/401/token-expired%00",
	"/%0d%0aX-Injected:y/", "/%c0%ae%c0%ae/etc/passwd", "/401/%2e", "/%2egit/config", "/./401", "/../401", "/401/../../etc",
	"/401/token-expired;x=y", "/_headers", "/%5fheaders", "http://evil.test/401/token-expired", "/401/token-expired%2f", "/%252e%252e/etc/passwd",
}

// TestTraversalOnTheWire sends the same kind of paths over a socket, undecoded.
func TestTraversalOnTheWire(t *testing.T) {
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
				t.Errorf("%q: leads to %q", target, l)
			}
		default:
			t.Errorf("%q: %d %q", target, r.StatusCode, got)
		}
		if strings.Contains(got, "root:") || r.Header.Get("X-Injected") != "" {
			t.Errorf("%q: %v %q", target, r.Header, got)
		}
	}
}

// Broken requests and smuggled ones get one answer, and the connection ends.
func TestBrokenRequests(t *testing.T) {
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
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = io.WriteString(conn, strings.ReplaceAll(request, "ADDR", addr))
		_ = conn.(*net.TCPConn).CloseWrite()
		answer, _ := io.ReadAll(conn) // ends, since the connection is closed
		_ = conn.Close()
		if n := bytes.Count(answer, []byte("HTTP/1.1 ")); n > 1 || bytes.Contains(answer, []byte("status")) {
			t.Errorf("%.60q: %d answers: %.300q", request, n, answer)
		}
	}
}

// TestHosts lets a request name this machine and nothing else, whatever a name service
// says.
func TestHosts(t *testing.T) {
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
		{addr: "0.0.0.0:8401", hosts: map[string]bool{ // an address cannot be pointed elsewhere, a name can
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

func TestReplace(t *testing.T) {
	t.Parallel()
	h := serve.NewHandler(here, pages())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 100 {
			set := pages()
			set.Add("new.html", fmt.Append(nil, i))
			set.Paths()
			h.Replace(set)
		}
	}()
	for range 100 {
		if r := ask(t, h, "/401"); r.StatusCode != 200 || body(t, r) != "status" {
			t.Fatal("a page is missing while the site is replaced")
		}
	}
	<-done
	if got := body(t, ask(t, h, "/new")); got != "99" {
		t.Errorf("the last site is not served: %q", got)
	}
}

// TestStop ends a server soon, though a client hangs in the middle of a request.
func TestStop(t *testing.T) {
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
	exchange(t, addr, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nConnection: close\r\n\r\n") // the first one is being read by now
	begin := time.Now()
	stop()
	if took := time.Since(begin); took > 10*time.Second { // 2 s, and time for a busy machine
		t.Errorf("the server took %v to stop", took)
	}
}

// start runs a server. The function that it returns ends it, and wants no error.
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

// exchange sends a request as it is and reads one response.
func exchange(t *testing.T, addr, request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	return r
}
