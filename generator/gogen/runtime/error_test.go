package runtime_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
)

func TestIdentity(t *testing.T) {
	made := apierr.NewTokenExpiredAt(expiry).WithCause(io.EOF)
	for name, err := range map[string]error{
		"constant":         apierr.TokenExpired,
		"wrapped constant": fmt.Errorf("a: %w", apierr.TokenExpired),
		"made":             made,
		"wrapped":          fmt.Errorf("a: %w", made),
		"joined":           errors.Join(io.EOF, made),
	} {
		if !errors.Is(err, apierr.TokenExpired) || errors.Is(err, apierr.StepUpRequired) {
			t.Errorf("%s: errors.Is", name)
		}
		if got := apierr.TypeOf(err); got != apierr.TokenExpired {
			t.Errorf("%s: TypeOf gives %q", name, string(got))
		}
		var e *apierr.Error
		if !errors.As(err, &e) || e.Type() != apierr.TokenExpired || e.StatusCode() != 401 || e.Title() != "Access token expired" {
			t.Errorf("%s: errors.As gives %v", name, e)
		}
	}
	if !errors.Is(made, io.EOF) {
		t.Error("errors.Is does not find the cause")
	}
	for _, err := range []error{nil, io.EOF} {
		if got := apierr.TypeOf(err); got != "" {
			t.Errorf("TypeOf(%v) gives %q", err, string(got))
		}
	}
}

func TestParamsOf(t *testing.T) {
	made := fmt.Errorf("a: %w", apierr.NewTokenExpiredAt(expiry))
	if p, ok := apierr.ParamsOf[apierr.TokenExpiredParams](made); !ok || !p.ExpiredAt.Equal(expiry) {
		t.Errorf("got %v, %v", p, ok)
	}
	if p, ok := apierr.ParamsOf[apierr.StepUpRequiredParams](made); ok || p.MaxAge != 0 {
		t.Errorf("those of another type: got %v, %v", p, ok)
	}
	for _, err := range []error{nil, io.EOF, apierr.TokenExpired} {
		if _, ok := apierr.ParamsOf[apierr.TokenExpiredParams](err); ok {
			t.Errorf("%v has params", err)
		}
	}
}

func TestTypeFacts(t *testing.T) {
	if got, want := fmt.Sprintf("%v", apierr.TokenExpired), "token-expired: Access token expired"; got != want {
		t.Errorf("%%v gives %s", got)
	}
	text, err := json.Marshal(apierr.TokenExpired)
	if want := `"https://errors.example.com/401/token-expired"`; err != nil || string(text) != want {
		t.Errorf("JSON gives %s, %v", text, err)
	}
	if got := every.BadQuery.Code(); got != "BAD_QUERY" {
		t.Errorf("Code gives %s", got)
	}
	for _, test := range []struct {
		t         every.Type
		retry     string
		retryable bool
		status    int
	}{
		{every.RateLimited, "later", true, 429},
		{every.CredentialsMissing, "after-fix", false, 401},
		{every.ClientClosed, "", false, 499},
		{"https://errors.example.com/v2/401/token-outdated", "", false, 401},
		{"https://elsewhere.test/", "", false, 500},
	} {
		if test.t.Retry() != test.retry || test.t.Retryable() != test.retryable || test.t.StatusCode() != test.status {
			t.Errorf("%s: got %q, %v, %d", string(test.t), test.t.Retry(), test.t.Retryable(), test.t.StatusCode())
		}
	}
	const unknown = every.Type("https://elsewhere.test/")
	if unknown.Error() != string(unknown) || unknown.Title() != "" || unknown.Code() != "" || every.TypeOf(unknown) != unknown {
		t.Errorf("an unknown type has facts: %v", unknown)
	}
	types := every.Types()
	if len(types) != 12 || !slices.IsSorted(types) {
		t.Errorf("Types gives %d types", len(types))
	}
	types[0] = unknown
	if every.Types()[0] == unknown {
		t.Error("Types returns a shared slice")
	}
}

func TestErrorText(t *testing.T) {
	for err, want := range map[error]string{
		apierr.NewTokenExpiredAt(expiry):                                    "token-expired: The access token expired at 2026-01-06T09:58:00Z.",
		apierr.NewTokenExpiredAt(expiry).WithCause(io.EOF):                  "token-expired: The access token expired at 2026-01-06T09:58:00Z: EOF",
		every.NewInsufficientScope(nil, 0):                                  "insufficient-scope: Scope missing",
		fmt.Errorf("list orders: %w", apierr.NewTokenExpiredIntrospected()): "list orders: token-expired: The access token has expired.",
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestLogValue(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.Error("refused", "err", apierr.NewTokenExpiredAt(expiry).WithTraceID("a").WithCause(io.EOF))
	want := `{"level":"ERROR","msg":"refused","err":{"type":"https://errors.example.com/401/token-expired","status":401,"detail":"The access token expired at 2026-01-06T09:58:00Z.","trace_id":"a","cause":"EOF"}}` + "\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestHuma holds the error against the interfaces of danielgtaylor/huma.
func TestHuma(t *testing.T) {
	var err any = every.NewMaintenanceUnplanned()
	status, ok := err.(interface {
		GetStatus() int
		Error() string
	})
	if !ok || status.GetStatus() != 503 {
		t.Error("no StatusError")
	}
	headers, ok := err.(interface{ GetHeaders() http.Header })
	if !ok || headers.GetHeaders().Get("Link") == "" {
		t.Error("no HeadersError")
	}
	filter, ok := err.(interface{ ContentType(string) string })
	if !ok || filter.ContentType("application/json") != every.ContentType {
		t.Error("no ContentTypeFilter")
	}
	if _, ok := any(apierr.NewTokenExpiredIntrospected()).(interface{ GetStatus() int }); ok {
		t.Error("the methods are there unasked")
	}
}
