package runtime_test

import (
	"net/http"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
)

// discard is a ResponseWriter that keeps nothing but its header map.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             { clear(d.header) }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// TestAllocs guards the allocations of a response. It needs one, the array of header
// values; the limit leaves room for the race detector, under which a pool forgets.
func TestAllocs(t *testing.T) {
	w := &discard{header: http.Header{}}
	r := request("GET")
	static := apierr.NewTokenExpiredIntrospected()
	withParams := apierr.NewTokenExpiredAt(expiry)
	for _, test := range []struct {
		name string
		max  float64
		run  func()
	}{
		{"Write of a constant", 4, func() { apierr.Write(w, r, apierr.TokenExpired) }},
		{"Write of a static scenario", 4, func() { apierr.Write(w, r, static) }},
		{"Write of the fallback", 4, func() { every.Write(w, r, every.Internal) }},
		{"Write of an error with params", 4, func() { apierr.Write(w, r, withParams) }},
		{"static constructor", 0, func() { static = apierr.NewTokenExpiredIntrospected() }},
		{"TypeOf", 0, func() { _ = apierr.TypeOf(static) }},
	} {
		got := testing.AllocsPerRun(200, test.run)
		t.Logf("%s: %v", test.name, got)
		if got > test.max {
			t.Errorf("%s: %v allocations, want at most %v", test.name, got, test.max)
		}
	}
}
