package cover_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr/apierrtest"
)

var expiry = time.Date(2026, time.January, 6, 9, 58, 0, 0, time.UTC)

func handler(err error) func(http.ResponseWriter, *http.Request) error {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

// noted runs one test in an inner program and returns the scenarios that it noted.
func noted(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	if code, report := program(t, "note", "", dir, "-test.run=^"+name+"$"); code != 0 {
		t.Fatalf("%s: exit code %d\n%s", name, code, report)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("got %q, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// inner skips a test that means something to noted alone.
func inner(t *testing.T) {
	t.Helper()
	if os.Getenv(runAs) != "note" {
		t.Skip("runs in inner programs alone")
	}
}

// TestNoted says what each of the tests below notes.
func TestNoted(t *testing.T) {
	outer(t)
	for name, want := range map[string]string{
		"TestInnerPieces":    "401/token-expired#at",
		"TestInnerGzip":      "401/token-expired#introspected",
		"TestInnerHead":      "",
		"TestInnerLater":     "401/token-expired#at",
		"TestInnerTransport": "401/token-expired#at",
		"TestInnerRecord":    "401/token-expired#introspected",
		"TestInnerOthers":    "",
		"TestInnerParallel":  "401/step-up-authentication-required#recent-sign-in 401/token-expired#at",
		"TestInnerAlias":     "401/token-expired#introspected",
	} {
		t.Run(name, func(t *testing.T) {
			if got := noted(t, name); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// serve answers a request by the handler, through apierrtest.Handler.
func serve(h http.HandlerFunc, method string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	apierrtest.Handler(h).ServeHTTP(w, httptest.NewRequest(method, "/", nil))
	return w
}

// body returns the body of an error.
func body(e *apierr.Error) []byte {
	text, err := e.MarshalJSON()
	if err != nil {
		panic(err)
	}
	return text
}

func TestInnerPieces(t *testing.T) {
	inner(t)
	text := body(apierr.NewTokenExpiredAt(expiry))
	w := serve(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Set("Content-Type", apierr.ContentType+"; charset=utf-8")
		w.WriteHeader(http.StatusUnauthorized)
		w.Header().Set("Content-Type", "text/plain") // too late
		for _, b := range text {
			fmt.Fprintf(w, "%c", b)
		}
	}, "GET")
	if !bytes.Equal(w.Body.Bytes(), text) {
		t.Errorf("sent %s, want %s", w.Body, text)
	}
}

// TestInnerGzip has a middleware between Handler and the API that compresses.
func TestInnerGzip(t *testing.T) {
	inner(t)
	serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", apierr.ContentType)
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(http.StatusUnauthorized)
		z := gzip.NewWriter(w)
		_, _ = z.Write(body(apierr.NewTokenExpiredIntrospected()))
		_ = z.Flush()
		_ = z.Close()
	}, "GET")
}

func TestInnerHead(t *testing.T) {
	inner(t)
	serve(apierr.NewTokenExpiredIntrospected().ServeHTTP, "HEAD")
}

// TestInnerLater ends, and with it the program, when it has the response: the handler
// never returns.
func TestInnerLater(t *testing.T) {
	inner(t)
	server := httptest.NewServer(apierrtest.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		apierr.Write(w, r, apierr.NewTokenExpiredAt(expiry))
		w.(http.Flusher).Flush()
		select {}
	})))
	resp, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(resp.Body).ReadString('\n'); err != nil {
		t.Error(err)
	}
}

func TestInnerTransport(t *testing.T) {
	inner(t)
	server := httptest.NewServer(apierr.NewTokenExpiredAt(expiry))
	defer server.Close()
	client := http.Client{Transport: apierrtest.Transport(nil)}
	resp, err := client.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := apierr.CheckResponse(resp); !errors.Is(err, apierr.TokenExpired) {
		t.Errorf("the client gets %v", err)
	}
	client.CloseIdleConnections()
	if _, err := client.Get("http://127.0.0.1:0"); err == nil {
		t.Error("an error is lost")
	}
}

func TestInnerRecord(t *testing.T) {
	inner(t)
	apierrtest.Record(answer(apierr.NewTokenExpiredIntrospected()))
	apierrtest.Record(&http.Response{StatusCode: 401, Header: http.Header{"Content-Type": {apierr.ContentType}}})
}

// answer returns what the handler answers, of which nothing is noted.
func answer(h http.Handler) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	return w.Result()
}

// TestInnerOthers sends what is no scenario.
func TestInnerOthers(t *testing.T) {
	inner(t)
	problem := func(status int, contentType, text string) {
		serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		}, "GET")
	}
	expired := string(body(apierr.NewTokenExpiredIntrospected()))
	problem(200, apierr.ContentType, expired)
	problem(401, "application/json", expired)
	problem(401, apierr.ContentType, expired[:len(expired)-1])
	problem(401, apierr.ContentType, strings.Replace(expired, "has expired", "has  expired", 1))
	problem(401, apierr.ContentType, strings.Replace(expired, "token-expired", "token-expires", 1))
	problem(401, apierr.ContentType, `{"pad":"`+strings.Repeat("x", 70<<10)+`",`+expired[1:])
	at := string(body(apierr.NewTokenExpiredAt(expiry)))
	problem(401, apierr.ContentType, strings.Replace(at, "at 2026", "at noon, 2026", 1))
	serve(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, expired) }, "GET")
	serve(func(w http.ResponseWriter, r *http.Request) { apierr.Write(w, r, apierr.TokenExpired) }, "GET")
	serve(func(w http.ResponseWriter, r *http.Request) { apierr.Write(w, r, io.EOF) }, "GET")
}

func TestInnerAlias(t *testing.T) {
	inner(t)
	text := strings.Replace(string(body(apierr.NewTokenExpiredIntrospected())), "token-expired", "access-token-expired", 1)
	resp := answer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", apierr.ContentType)
		w.WriteHeader(401)
		_, _ = io.WriteString(w, text)
	}))
	apierrtest.Record(resp)
}

func TestInnerParallel(t *testing.T) {
	inner(t)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			e := apierr.NewTokenExpiredAt(expiry)
			if i%2 == 0 {
				e = apierr.NewStepUpRequiredRecentSignIn(5*time.Minute, []string{"phr"})
			}
			serve(e.ServeHTTP, "GET")
		})
	}
	wait.Wait()
}

func TestRecordLeavesBody(t *testing.T) {
	outer(t)
	long := `{"type":"x","pad":"` + strings.Repeat("x", 100_000) + `"}`
	for name, test := range map[string]struct {
		status      int
		contentType string
		body        io.Reader
		want        string
		err         error
	}{
		"problem":       {401, apierr.ContentType, strings.NewReader(`{"type":"x"}`), `{"type":"x"}`, nil},
		"in pieces":     {401, apierr.ContentType, iotest.OneByteReader(strings.NewReader(`{"type":"x"}`)), `{"type":"x"}`, nil},
		"long":          {401, apierr.ContentType, strings.NewReader(long), long, nil},
		"broken off":    {401, apierr.ContentType, io.MultiReader(strings.NewReader(`{"ty`), iotest.ErrReader(io.ErrUnexpectedEOF)), `{"ty`, io.ErrUnexpectedEOF},
		"success":       {200, apierr.ContentType, iotest.ErrReader(io.ErrNoProgress), "", io.ErrNoProgress},
		"no problem":    {500, "text/html", strings.NewReader("<h1>"), "<h1>", nil},
		"empty problem": {500, apierr.ContentType, strings.NewReader(""), "", nil},
	} {
		closed := &closes{Reader: test.body}
		resp := &http.Response{StatusCode: test.status, Header: http.Header{"Content-Type": {test.contentType}}, Body: closed}
		apierrtest.Record(resp)
		if closed.closed {
			t.Errorf("%s: the body is closed", name)
		}
		got, err := io.ReadAll(resp.Body)
		if string(got) != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: read %.40q, %v", name, got, err)
		}
		if resp.Body.Close(); !closed.closed {
			t.Errorf("%s: the body cannot be closed", name)
		}
	}
}

type closes struct {
	io.Reader
	closed bool
}

func (c *closes) Close() error { c.closed = true; return nil }

// The kinds of ResponseWriter that a server may give.
type (
	plainWriter struct{ http.ResponseWriter }
	flushWriter struct {
		plainWriter
		flushed *int
	}
	hijackWriter struct{ plainWriter }
	bothWriter   struct {
		flushWriter
		hijacker
	}
	hijacker struct{}
)

var errFlush = errors.New("flush")

func (w flushWriter) Flush()            { *w.flushed++ }
func (w flushWriter) FlushError() error { *w.flushed++; return errFlush }

func (hijackWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) { return nil, nil, errFlush }
func (hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error)     { return nil, nil, errFlush }

// TestHandlerKeeps holds the ResponseWriter that a handler gets against the one that
// the server gave.
func TestHandlerKeeps(t *testing.T) {
	outer(t)
	plain := plainWriter{httptest.NewRecorder()}
	flushed := 0
	for name, given := range map[string]http.ResponseWriter{
		"plain":  plain,
		"flush":  flushWriter{plain, &flushed},
		"hijack": hijackWriter{plain},
		"both":   bothWriter{flushWriter{plain, &flushed}, hijacker{}},
	} {
		apierrtest.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, flushes := w.(http.Flusher)
			_, hijacks := w.(http.Hijacker)
			if wantFlush, wantHijack := name == "flush" || name == "both", name == "hijack" || name == "both"; flushes != wantFlush || hijacks != wantHijack {
				t.Errorf("%s: Flush %v, Hijack %v", name, flushes, hijacks)
			}
			if u, ok := w.(interface{ Unwrap() http.ResponseWriter }); !ok || u.Unwrap() != given {
				t.Errorf("%s: no Unwrap", name)
			}
			if flushes {
				flushed = 0
				w.(http.Flusher).Flush()
				if err := http.NewResponseController(w).Flush(); err != errFlush || flushed != 2 {
					t.Errorf("%s: flushed %d times, %v", name, flushed, err)
				}
			}
			if _, _, err := http.NewResponseController(w).Hijack(); hijacks && err != errFlush {
				t.Errorf("%s: Hijack returns %v", name, err)
			}
		})).ServeHTTP(given, httptest.NewRequest("GET", "/", nil))
	}
}

// TestHandlerChangesNothing compares a response with and without Handler, on a socket:
// the type of a body without Content-Type is found in its first bytes.
func TestHandlerChangesNothing(t *testing.T) {
	outer(t)
	for name, h := range map[string]http.HandlerFunc{
		"nothing":  func(http.ResponseWriter, *http.Request) {},
		"text":     func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
		"streamed": func(w http.ResponseWriter, _ *http.Request) { w.(http.Flusher).Flush(); _, _ = io.WriteString(w, "x") },
		"error":    func(w http.ResponseWriter, r *http.Request) { apierr.Write(w, r, apierr.TokenExpired) },
		"hints": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusTeapot)
		},
	} {
		if got, want := wire(t, apierrtest.Handler(h)), wire(t, h); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// wire returns what a server writes to a connection, without the date.
func wire(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	raw, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(string(raw), "\r\n") {
		if !strings.HasPrefix(line, "Date: ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
