package browser

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator"
)

var large = flag.Int("large", 1000, "number of entries in TestLargeCatalog")

var (
	kinds  = strings.Fields("order invoice payment customer shipment warehouse contract voucher refund session device webhook report import export template mailbox calendar project ticket")
	states = strings.Fields("locked missing expired archived suspended duplicated oversized unsigned unreadable unavailable outdated unverified rejected canceled throttled corrupted misplaced forbidden incomplete conflicting")
	places = strings.Fields("berlin tokyo lagos lima oslo quito cairo delhi dublin geneva hanoi havana jakarta kigali lisbon london madrid manila minsk moscow")
)

// generated returns a catalog of n entries. Many of them share the words of their names and
// details.
func generated(n int) fstest.MapFS {
	files := fstest.MapFS{"errdocs.yaml": {Data: []byte("name: Large API\nbase: https://errors.example.com/\nrealm: large\n")}}
	for i := range n {
		kind, state, place := kinds[i%20], states[i/20%20], places[i/400%20]
		name := fmt.Sprintf("%s %s in %s %d", kind, state, place, i)
		files[fmt.Sprintf("4%02d/%s.yaml", i%3, strings.ReplaceAll(name, " ", "-"))] = &fstest.MapFile{Data: fmt.Appendf(nil, largeEntry, name, i, kind, place, state, i, state, place)}
	}
	return files
}

const largeEntry = `title: The %s
code: E_%d
summary: It happens.
params: [{name: id, type: string, example: a-1}]
details:
  - {id: one, scenario: There is one, detail: "The %s {id} in %s is %s and has the number %d."}
  - {id: none, scenario: There is none, detail: "Nothing is %s in %s, not even {id}."}
challenges: [{scheme: Bearer, params: {error: invalid_token}}]
`

// TestLargeCatalog searches and decodes with a catalog whose index is split. Results must appear
// within 100 ms after a keystroke.
func TestLargeCatalog(t *testing.T) {
	src := generator.Source{FS: generated(*large), Shown: "catalog"}
	base, files := serveBelow(t, src, "/v2")
	c, _ := generator.Load(src)
	root, _ := files.Get("search-index.js")
	t.Logf("%d entries: search-index.js has %d bytes", len(c.Entries), len(root))
	b := open(t, base)
	b.visit(t, base+"/")
	b.openDialog(t)
	e := c.Entries[len(c.Entries)/2]
	address := base + "/" + e.Path()
	slip := strings.Replace(e.Slug, "-in-", "-ni-", 1)
	slip = slip[1:]
	for _, tt := range []struct{ name, query, want string }{
		{"slug", e.Slug, address},
		{"code", e.Code(), address},
		{"title", e.Title, address},
		{"path", e.Path(), address},
		{"address", e.TypeURI(), address},
		{"slip", slip, address},
		{"words", strings.Join(strings.Split(e.Slug, "-")[:4], " ") + " " + strings.Fields(e.Title)[5], address},
		{"common word", kinds[0], ""},
		{"letter", "b", ""},
		{"detail", e.Scenarios()[0].Text(), address + "#case=one&id=a-1"},
		{"log line", "2026-11-27T10:00:00Z ERROR worker 17: " + e.Scenarios()[0].Text() + " Giving up.", address + "#case=one&id=a-1"},
		{"problem", fmt.Sprintf(`{"type":%q,"detail":%q}`, e.TypeURI(), e.Scenarios()[1].Text()), address + "#case=none&id=a-1"},
		{"challenge", `WWW-Authenticate: Bearer realm="large", error="invalid_token"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			best := 1e9
			for try := 0; try < 20 && best > 100; try++ { // a shard may still be loading
				var got []string
				best = min(best, b.work(t, func() { got = b.enter(t, dialog, tt.query, false) }))
				if len(got) == 0 || tt.want != "" && got[0] != tt.want {
					t.Fatalf("%q: %v; want %s", tt.query, got, tt.want)
				}
			}
			t.Logf("%.1f ms", best)
			if best > 100 {
				t.Errorf("%.0f ms; want at most 100", best)
			}
		})
	}
	quiet(t, b)
}
