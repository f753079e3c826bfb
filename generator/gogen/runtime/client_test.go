package runtime_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
)

// response returns a response as a client has it, to a request for
// https://api.example.com/v1/orders.
func response(status int, contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Header:     http.Header{"Content-Type": {contentType}},
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    &http.Request{URL: &url.URL{Scheme: "https", Host: "api.example.com", Path: "/v1/orders"}},
	}
}

func TestCheckResponse(t *testing.T) {
	const problem = "application/problem+json"
	for _, test := range []struct {
		name              string
		status            int
		contentType, body string
		want              string // the error, "" for nil
		json              string
	}{
		{"success", 204, problem, `{"type":"x"}`, "", ""},
		{"redirect", 302, problem, `{"type":"x"}`, "", ""},
		{"known", 401, problem, `{"type":"https://errors.example.com/401/token-expired","title":"Access token expired","status":401,"detail":"Over.","trace_id":"a","expired_at":"2026-01-06T09:58:00Z"}`,
			"token-expired: Over.",
			`{"type":"https://errors.example.com/401/token-expired","title":"Access token expired","status":401,"detail":"Over.","trace_id":"a","expired_at":"2026-01-06T09:58:00Z"}`},
		{"media type in capitals, with a parameter", 401, "Application/Problem+JSON; charset=utf-8", `{"type":"https://errors.example.com/401/token-expired"}`,
			"token-expired: Access token expired",
			`{"type":"https://errors.example.com/401/token-expired","title":"Access token expired","status":401}`},
		{"other title and status", 403, problem, `{"type":"https://errors.example.com/401/token-expired","title":"Too late","status":401}`,
			"token-expired: Too late",
			`{"type":"https://errors.example.com/401/token-expired","title":"Too late","status":403}`},
		{"alias", 401, problem, `{"type":"https://errors.example.com/401/access-token-expired"}`,
			"token-expired: Access token expired",
			`{"type":"https://errors.example.com/401/token-expired","title":"Access token expired","status":401}`},
		{"unknown type", 422, problem, `{"type":"https://elsewhere.test/a","title":"No","detail":"Not so.","more":1}`,
			"https://elsewhere.test/a: Not so.",
			`{"type":"https://elsewhere.test/a","title":"No","status":422,"detail":"Not so."}`},
		{"relative type", 422, problem, `{"type":"../problems/a","title":"No"}`,
			"https://api.example.com/problems/a: No",
			`{"type":"https://api.example.com/problems/a","title":"No","status":422}`},
		{"no type", 404, problem, `{"title":"No page"}`,
			"404: No page",
			`{"type":"about:blank","title":"No page","status":404}`},
		{"wrong types", 401, problem, `{"type":["x"],"title":{},"detail":1,"instance":false,"trace_id":[],"status":"401"}`,
			"401: Unauthorized",
			`{"type":"about:blank","title":"Unauthorized","status":401}`},
		{"wrong types of params", 401, problem, `{"type":"https://errors.example.com/401/step-up-authentication-required","acr_values":["a",1],"max_age":"300"}`,
			"step-up-authentication-required: Step-up authentication required",
			`{"type":"https://errors.example.com/401/step-up-authentication-required","title":"Step-up authentication required","status":401,"acr_values":[]}`},
		{"a duration that is too long", 401, problem, `{"type":"https://errors.example.com/401/step-up-authentication-required","max_age":9223372036854775807}`,
			"step-up-authentication-required: Step-up authentication required",
			`{"type":"https://errors.example.com/401/step-up-authentication-required","title":"Step-up authentication required","status":401,"acr_values":[]}`},
		{"null", 401, problem, `null`, "401: Unauthorized", `{"type":"about:blank","title":"Unauthorized","status":401}`},
		{"a type that is no URI", 401, problem, `{"type":"http://[::1"}`, "401: Unauthorized", `{"type":"about:blank","title":"Unauthorized","status":401}`},
		{"another media type", 502, "text/html", `<h1>Bad Gateway</h1>`, "502: Bad Gateway", `{"type":"about:blank","title":"Bad Gateway","status":502}`},
		{"plain JSON", 401, "application/json", `{"type":"https://errors.example.com/401/token-expired"}`, "401: Unauthorized", `{"type":"about:blank","title":"Unauthorized","status":401}`},
		{"broken", 500, problem, `{"type":`, "500: Internal Server Error: parse problem: unexpected end of JSON input", `{"type":"about:blank","title":"Internal Server Error","status":500}`},
		{"empty", 500, problem, ``, "500: Internal Server Error: parse problem: unexpected end of JSON input", `{"type":"about:blank","title":"Internal Server Error","status":500}`},
		{"a status without a name", 599, "", ``, "599: ", `{"type":"about:blank","title":"","status":599}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := apierr.CheckResponse(response(test.status, test.contentType, test.body))
			if test.want == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			if err == nil || err.Error() != test.want {
				t.Fatalf("got %v, want %s", err, test.want)
			}
			if text, _ := err.(*apierr.Error).MarshalJSON(); string(text) != test.json {
				t.Errorf("got\n%s\nwant\n%s", text, test.json)
			}
		})
	}
}

func TestCheckResponseReads(t *testing.T) {
	broken := response(401, apierr.ContentType, "")
	broken.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))
	if err := apierr.CheckResponse(broken); !errors.Is(err, io.ErrUnexpectedEOF) || apierr.TypeOf(err) != "about:blank" {
		t.Errorf("a read error: got %v", err)
	}
	body := strings.NewReader(`{"title":"` + strings.Repeat("x", 100_000) + `"}`)
	large := response(401, apierr.ContentType, "")
	large.Body = io.NopCloser(body)
	if err := apierr.CheckResponse(large); errors.Unwrap(err) == nil || body.Len() != 100_000+12-(64<<10) {
		t.Errorf("a large body: got %v with %d bytes left", err, body.Len())
	}
	unasked := response(401, apierr.ContentType, `{"type":"/a"}`)
	unasked.Request = nil
	if err := apierr.CheckResponse(unasked); apierr.TypeOf(err) != "/a" {
		t.Errorf("no request: got %v", err)
	}
}

func TestCheckResponseHeaders(t *testing.T) {
	resp := response(401, apierr.ContentType, `{"type":"https://errors.example.com/401/token-expired"}`)
	resp.Header["Www-Authenticate"] = []string{"Bearer", "Basic"}
	resp.Header["Retry-After"] = []string{"3"}
	resp.Header["Set-Cookie"] = []string{"a=b"}
	h := apierr.CheckResponse(resp).(*apierr.Error).Headers()
	if len(h) != 2 || !slices.Equal(h["Www-Authenticate"], []string{"Bearer", "Basic"}) || h.Get("Retry-After") != "3" {
		t.Errorf("got %q", h)
	}
	none := apierr.CheckResponse(response(401, apierr.ContentType, `{"type":"https://errors.example.com/401/token-expired"}`))
	if h := none.(*apierr.Error).Headers(); len(h) > 0 {
		t.Errorf("the fields of the catalog stand in for those of the response: %q", h)
	}
}

// TestRoundTrip sends every type of param and reads it back.
func TestRoundTrip(t *testing.T) {
	params := every.BadQueryParams{
		Count: -3, Ratio: 1e-7, Strict: true, Since: expiry, Timeout: 90 * time.Second,
		URL: "https://api.example.com/?a=1&b=<2>", Fields: []string{"a", "\"\\\n\u2028"}, Error: "Ü\x00",
	}
	made := every.NewBadQueryAll(params).WithTraceID("a").WithRange([]string{"b"}).WithAttempt(2).
		WithLoad(0.5).WithLive(true).WithAt(expiry).WithTook(3 * time.Second).WithHelp("https://x.test/")
	w := httptest.NewRecorder()
	every.Write(w, request("GET"), made)
	received := every.CheckResponse(w.Result())
	if !errors.Is(received, every.BadQuery) {
		t.Fatalf("got %v", received)
	}
	got, ok := every.ParamsOf[every.BadQueryParams](received)
	if !ok || !slices.Equal(got.Fields, params.Fields) {
		t.Errorf("got %+v", got)
	}
	got.Fields, params.Fields = nil, nil
	if gotJSON, wantJSON := marshal(t, got), marshal(t, params); gotJSON != wantJSON {
		t.Errorf("got %s, want %s", gotJSON, wantJSON)
	}
	var e *every.Error
	errors.As(received, &e)
	if e.TraceID() != "a" || !slices.Equal(e.Range(), []string{"b"}) || e.Attempt() != 2 || e.Load() != 0.5 || !e.Live() ||
		!e.At().Equal(expiry) || e.Took() != 3*time.Second || e.Help() != "https://x.test/" || e.Detail() != made.Detail() {
		t.Errorf("the members differ: %s", marshal(t, e))
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
