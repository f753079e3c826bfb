// Package runtime_test tests the templates of this folder through the golden packages
// that are made of them.
package runtime_test

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
)

var expiry = time.Date(2026, time.January, 6, 9, 58, 0, 0, time.UTC)

// dump returns a recorded response as it stands in the documentation.
func dump(w *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", w.Code)
	for _, name := range sortedNames(w.Header()) {
		for _, value := range w.Header()[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	return b.String() + "\n" + w.Body.String()
}

func sortedNames(h http.Header) []string {
	var names []string
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func request(method string) *http.Request { return httptest.NewRequest(method, "/orders", nil) }

// sentBy returns what Write sends for the error.
func sentBy(err error) string {
	w := httptest.NewRecorder()
	apierr.Write(w, request("GET"), err)
	return dump(w)
}

const expiredAt = `401
Cache-Control: no-store
Content-Language: en
Content-Type: application/problem+json
Link: <https://errors.example.com/401/token-expired.md>; rel="help"; type="text/markdown"
Www-Authenticate: Bearer realm="example", error="invalid_token", error_description="The access token has expired"
X-Content-Type-Options: nosniff

{"type":"https://errors.example.com/401/token-expired","title":"Access token expired","status":401,"detail":"The access token expired at 2026-01-06T09:58:00Z.","trace_id":"4bf92f3577b34da6","expired_at":"2026-01-06T09:58:00Z"}
`

func TestWrite(t *testing.T) {
	got := sentBy(apierr.NewTokenExpiredAt(expiry).WithTraceID("4bf92f3577b34da6"))
	if got != expiredAt {
		t.Errorf("got\n%swant\n%s", got, expiredAt)
	}
}

func TestWriteFindsTheError(t *testing.T) {
	introspected := apierr.NewTokenExpiredIntrospected()
	bare := sentBy(apierr.TokenExpired)
	if !strings.HasSuffix(bare, `"status":401}`+"\n") || !strings.Contains(bare, "error=\"invalid_token\"") {
		t.Errorf("the constant sends\n%s", bare)
	}
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"wrapped", fmt.Errorf("list orders: %w", introspected), sentBy(introspected)},
		{"wrapped constant", fmt.Errorf("list orders: %w", apierr.TokenExpired), bare},
		{"the first of two", errors.Join(errors.New("x"), introspected, apierr.StepUpRequired), sentBy(introspected)},
		{"the constant is the first of two", errors.Join(apierr.TokenExpired, apierr.NewStepUpRequiredStrongerMethod(nil)), bare},
		{"alias", apierr.Type("https://errors.example.com/401/access-token-expired"), bare},
		{"a cause changes nothing", introspected.WithCause(apierr.StepUpRequired), sentBy(introspected)},
	} {
		if got := sentBy(test.err); got != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got, test.want)
		}
	}
}

// TestWriteOutside shows what answers an error outside the catalog, and that neither
// its text nor anything of another server's response is sent.
func TestWriteOutside(t *testing.T) {
	backend := &http.Response{StatusCode: 401, Body: http.NoBody, Header: http.Header{
		"Content-Type":     {"application/problem+json"},
		"Www-Authenticate": {`Bearer realm="secret"`},
		"Link":             {"<https://secret.test/>"},
	}}
	received := apierr.CheckResponse(backend)
	const plain = `500
Content-Language: en
Content-Type: application/problem+json
X-Content-Type-Options: nosniff

{"type":"about:blank","title":"Internal Server Error","status":500}
`
	var none *apierr.Error
	for name, err := range map[string]error{
		"plain":         errors.New("secret"),
		"nil":           nil,
		"nil Error":     none,
		"unknown type":  apierr.Type("https://secret.test/"),
		"received":      received,
		"received type": fmt.Errorf("secret: %w", received),
		"received copy": received.(*apierr.Error).WithInstance("secret").WithChallenges("secret"),
	} {
		w := httptest.NewRecorder()
		sent := apierr.Write(w, request("GET"), err)
		if got := dump(w); got != plain || strings.Contains(got, "secret") {
			t.Errorf("%s: got\n%s", name, got)
		}
		if sent.Type() != "about:blank" || sent.StatusCode() != 500 || err != nil && !errors.Is(sent, err) {
			t.Errorf("%s: Write returned %v with the cause %v", name, sent.Type(), errors.Unwrap(sent))
		}
	}
	w := httptest.NewRecorder()
	sent := every.Write(w, request("GET"), errors.New("secret"))
	if got := dump(w); w.Code != 500 || !strings.Contains(got, `"detail":"The server has a problem."`) || strings.Contains(got, "secret") {
		t.Errorf("the fallback sends\n%s", got)
	}
	if sent.Error() != "internal: The server has a problem: secret" {
		t.Errorf("Write returned %v", sent)
	}
	if again := httptest.NewRecorder(); every.Write(again, nil, every.Internal).Unwrap() != nil {
		t.Error("the fallback keeps a cause")
	}
}

func TestWriteHead(t *testing.T) {
	w := httptest.NewRecorder()
	apierr.Write(w, request("HEAD"), apierr.NewTokenExpiredAt(expiry))
	if w.Body.Len() > 0 || w.Code != 401 || w.Header().Get("Content-Type") != apierr.ContentType {
		t.Errorf("got\n%s", dump(w))
	}
}

func TestWriteHeaders(t *testing.T) {
	w := httptest.NewRecorder()
	h := w.Header()
	h.Set("Content-Length", "3")
	h.Set("Content-Type", "text/html")
	h.Set("Cache-Control", "public")
	h.Set("X-Request-Id", "7")
	h.Add("Link", "</a>")
	h.Add("Www-Authenticate", "Basic")
	apierr.Write(w, nil, apierr.NewTokenExpiredIntrospected())
	h.Add("Cache-Control", "late") // its slice must not reach into the next one
	for name, want := range map[string][]string{
		"Content-Length":   nil,
		"Content-Language": {"en"},
		"Content-Type":     {"application/problem+json"},
		"Cache-Control":    {"no-store", "late"},
		"X-Request-Id":     {"7"},
		"Link":             {"</a>", `<https://errors.example.com/401/token-expired.md>; rel="help"; type="text/markdown"`},
		"Www-Authenticate": {`Bearer realm="example", error="invalid_token", error_description="The access token has expired"`},
	} {
		if got := h[name]; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestHandlers(t *testing.T) {
	w := httptest.NewRecorder()
	apierr.HandlerFunc(func(http.ResponseWriter, *http.Request) error { return nil }).ServeHTTP(w, request("GET"))
	if w.Body.Len() > 0 || w.Code != 200 {
		t.Errorf("no error: got\n%s", dump(w))
	}
	want := sentBy(apierr.NewTokenExpiredIntrospected())
	for name, handler := range map[string]http.Handler{
		"HandlerFunc": apierr.HandlerFunc(func(http.ResponseWriter, *http.Request) error { return apierr.NewTokenExpiredIntrospected() }),
		"Error":       apierr.NewTokenExpiredIntrospected(),
	} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, request("GET"))
		if got := dump(w); got != want {
			t.Errorf("%s: got\n%s", name, got)
		}
	}
}

// TestLargeResponses shows that buffers of responses are not mixed up.
func TestLargeResponses(t *testing.T) {
	large := strings.Repeat("x", 10_000)
	for range 3 {
		if got := sentBy(apierr.NewTokenExpiredAt(expiry).WithTraceID(large)); !strings.Contains(got, `"trace_id":"`+large+`"`) {
			t.Fatal("the member is missing")
		}
		if got := sentBy(apierr.NewTokenExpiredAt(expiry)); strings.Contains(got, "xxx") {
			t.Fatal("the member stayed")
		}
	}
}

func TestCopies(t *testing.T) {
	shared := apierr.NewTokenExpiredIntrospected()
	before := sentBy(shared)
	changed := shared.WithTraceID("a").WithInstance("b").WithCause(errors.New("c")).WithChallenges("D e=\"f\"", "g\r\nh\u00fc")
	if after := sentBy(shared); after != before || shared.TraceID() != "" || shared.Instance() != "" || shared.Unwrap() != nil {
		t.Errorf("the shared error changed:\n%s", after)
	}
	got := sentBy(changed)
	for _, want := range []string{`,"instance":"b","trace_id":"a"}`, "Www-Authenticate: D e=\"f\"\nWww-Authenticate: g??h??\n", "Cache-Control: no-store\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Bearer") {
		t.Errorf("the challenge of the catalog is still sent:\n%s", got)
	}
	if changed.WithChallenges() != changed {
		t.Error("WithChallenges without challenges changes the error")
	}
	proxy := every.NewProxyCredentialsMissingNone().WithChallenges("Basic").Headers()
	if got := proxy["Proxy-Authenticate"]; !slices.Equal(got, []string{"Basic"}) || proxy["Www-Authenticate"] != nil {
		t.Errorf("407: got %q", proxy)
	}
}

// TestZeroParams shows what is left out where an optional param is zero, and that a
// required one is always sent.
func TestZeroParams(t *testing.T) {
	h := every.NewInsufficientScope(nil, 0).Headers()
	want := `Bearer realm="every \"thing\"", error="insufficient_scope", error_description="A scope is missing"`
	if got := h.Get("Www-Authenticate"); got != want || h.Get("Retry-After") != "" {
		t.Errorf("got %q", h)
	}
	for err, want := range map[*every.Error]string{
		every.NewInsufficientScope(nil, 0):                                                      `"code":"insufficient-scope"}`,
		every.NewRateLimited(0, 0):                                                              `"detail":"Wait 0 seconds.","code":"rate-limited","retry_after":0,"remaining":0}`,
		every.NewMethodNotAllowed(nil):                                                          `"detail":"Use one of .","code":"method-not-allowed","allowed":[]}`,
		every.NewMaintenancePlanned(time.Time{}):                                                `"detail":"The API is back at 0001-01-01T00:00:00Z.","code":"maintenance"}`,
		every.NewBadQueryTooMany(every.BadQueryParams{Error: "no"}):                             `"count":0,"ratio":0,"strict":false,"since":"0001-01-01T00:00:00Z","timeout":0,"url":"","fields":[]}`,
		every.NewBadQueryTooMany(every.BadQueryParams{Ratio: math.NaN()}).WithLoad(math.Inf(1)): `"count":0,"strict":false,"since":"0001-01-01T00:00:00Z","timeout":0,"url":"","fields":[]}`,
	} {
		text, _ := err.MarshalJSON()
		if !strings.HasSuffix(string(text), want) {
			t.Errorf("got %s, want %s", text, want)
		}
	}
}
