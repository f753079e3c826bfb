package runtime_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
)

const traceID = "4bf92f3577b34da6"

// generated answers with the generated package.
func generated(w http.ResponseWriter, r *http.Request) {
	apierr.Write(w, r, apierr.NewTokenExpiredAt(expiry).WithTraceID(traceID))
}

// byHand answers as servers without a catalog do it: a struct and encoding/json.
func byHand(w http.ResponseWriter, _ *http.Request) {
	type problem struct {
		Type      string    `json:"type"`
		Title     string    `json:"title"`
		Status    int       `json:"status"`
		Detail    string    `json:"detail,omitempty"`
		TraceID   string    `json:"trace_id,omitempty"`
		ExpiredAt time.Time `json:"expired_at,omitzero"`
	}
	send(w, problem{
		Type:      "https://errors.example.com/401/token-expired",
		Title:     "Access token expired",
		Status:    http.StatusUnauthorized,
		Detail:    "The access token expired at " + expiry.UTC().Format(time.RFC3339) + ".",
		TraceID:   traceID,
		ExpiredAt: expiry,
	})
}

// byMap is byHand with a map.
func byMap(w http.ResponseWriter, _ *http.Request) {
	send(w, map[string]any{
		"type":       "https://errors.example.com/401/token-expired",
		"title":      "Access token expired",
		"status":     http.StatusUnauthorized,
		"detail":     "The access token expired at " + expiry.UTC().Format(time.RFC3339) + ".",
		"trace_id":   traceID,
		"expired_at": expiry,
	})
}

func send(w http.ResponseWriter, problem any) {
	body, err := json.Marshal(problem)
	if err != nil {
		http.Error(w, "marshal", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", "en")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Link", `<https://errors.example.com/401/token-expired.md>; rel="help"; type="text/markdown"`)
	h.Set("Www-Authenticate", `Bearer realm="example", error="invalid_token", error_description="The access token has expired"`)
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = w.Write(append(body, '\n'))
}

// BenchmarkWrite compares the three ways to send one response.
func BenchmarkWrite(b *testing.B) {
	for _, way := range []struct {
		name string
		run  http.HandlerFunc
	}{
		{"generated", generated},
		{"struct", byHand},
		{"map", byMap},
	} {
		b.Run(way.name, func(b *testing.B) {
			w := &discard{header: http.Header{}}
			r := request("GET")
			b.ReportAllocs()
			for b.Loop() {
				way.run(w, r)
			}
		})
	}
}

// TestBenchmarkIsFair holds the responses of the benchmark against each other.
func TestBenchmarkIsFair(t *testing.T) {
	answer := func(h http.HandlerFunc) string {
		w := httptest.NewRecorder()
		h(w, request("GET"))
		return dump(w)
	}
	want := answer(generated)
	if got := answer(byHand); got != want {
		t.Errorf("a struct gives\n%s\nwant\n%s", got, want)
	}
	if got := answer(byMap); len(got) != len(want) { // its members are in another order
		t.Errorf("a map gives\n%s\nwant, in any order,\n%s", got, want)
	}
}

// TestWriteAllocates less than the ways by hand.
func TestWriteAllocates(t *testing.T) {
	allocs := func(h http.HandlerFunc) float64 {
		w := &discard{header: http.Header{}}
		r := request("GET")
		return testing.AllocsPerRun(200, func() { h(w, r) })
	}
	ours, hand, byMap := allocs(generated), allocs(byHand), allocs(byMap)
	t.Logf("generated %v, struct %v, map %v allocations", ours, hand, byMap)
	if ours >= hand || ours >= byMap {
		t.Errorf("%v allocations; a struct has %v, a map %v", ours, hand, byMap)
	}
}
