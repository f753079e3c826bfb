package runtime_test

import (
	"encoding/json"
	"math"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/http/httpguts"

	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
)

// FuzzCheckResponse holds any response against what a client may rely on.
func FuzzCheckResponse(f *testing.F) {
	f.Add(401, "application/problem+json", `{"type":"https://errors.example.com/401/token-expired","expired_at":"2026-01-06T09:58:00Z"}`)
	f.Add(401, "application/problem+json", `{"type":"https://errors.example.com/401/step-up-authentication-required","acr_values":["a"],"max_age":300}`)
	f.Add(500, "application/problem+json; charset=utf-8", `{"type":"../a","title":null,"detail":"\ud800","instance":[[[[]]]]}`)
	f.Add(404, "text/html", "<h1>secret</h1>")
	f.Add(200, "", "")
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		err := apierr.CheckResponse(response(status, contentType, body))
		if status < 400 {
			if err != nil {
				t.Errorf("%d gives %v", status, err)
			}
			return
		}
		e, ok := err.(*apierr.Error)
		if !ok {
			t.Fatalf("%d gives a %T", status, err)
		}
		if e.StatusCode() != status || e.Type() == "" || e.Error() == "" {
			t.Errorf("status %d, type %q, text %q", e.StatusCode(), string(e.Type()), e.Error())
		}
		if text, err := e.MarshalJSON(); err != nil || !json.Valid(text) {
			t.Errorf("%v: %s", err, text)
		}
		w := httptest.NewRecorder()
		if apierr.Write(w, request("GET"), err); w.Code != 500 || w.Body.Len() != 68 {
			t.Errorf("a received error was sent on:\n%s", dump(w))
		}
	})
}

// FuzzParams holds the response to any params against JSON and HTTP.
func FuzzParams(f *testing.F) {
	f.Add("", int64(0), 0.0, false, int64(0), int64(0))
	f.Add("a\r\nSet-Cookie: x=y", int64(-1), math.Inf(1), true, int64(1767693480), int64(300))
	f.Add("\xff\x00\u2028\"\\<", int64(math.MaxInt64), 1e21, true, int64(math.MinInt64), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, s string, i int64, n float64, b bool, unix, d int64) {
		list := []string{s, s}
		for _, e := range []*every.Error{
			every.NewBadQueryAll(every.BadQueryParams{
				Count: i, Ratio: n, Strict: b, Since: time.Unix(unix, 0), Timeout: time.Duration(d), URL: s, Fields: list, Error: s,
			}),
			every.NewInsufficientScope(list, time.Duration(d)),
			every.NewMethodNotAllowed(list),
			every.NewRateLimited(time.Duration(d), i).WithTraceID(s).WithRange(list).WithLoad(n).WithInstance(s).
				WithChallenges(s, every.Challenge("Bearer", "scope", s)),
		} {
			w := httptest.NewRecorder()
			every.Write(w, request("GET"), e)
			body := w.Body.Bytes()
			if !json.Valid(body) || !utf8.Valid(body) {
				t.Errorf("no JSON: %q", body)
			}
			for name, values := range w.Header() {
				for _, value := range values {
					if !httpguts.ValidHeaderFieldValue(value) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
						t.Errorf("%s: %q", name, value)
					}
				}
			}
		}
	})
}
