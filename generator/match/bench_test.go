package match_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
)

// generated returns a catalog of n entries that differ in a number alone.
func generated(tb testing.TB, n int) *catalog.Catalog {
	files := fstest.MapFS{"errdocs.yaml": {Data: []byte("name: Large\nbase: https://errors.example.com/\nrealm: large\n")}}
	for i := range n {
		files[fmt.Sprintf("401/entry-%d.yaml", i)] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(`title: Access token @ expired
summary: The access token @ was valid, but its lifetime is over.
params: [{name: expired_at, type: time, optional: true}, {name: who, type: string, example: ann}]
details:
  - {id: at, scenario: It expired, detail: "The access token @ of {who} expired at {expired_at}.", fix: refresh}
  - {id: plain, scenario: It expired, detail: The access token @ has expired., fix: refresh}
challenges: [{scheme: Bearer, params: {error: invalid_token, error_description: The access token @ has expired}}]
causes: [{title: The client does not refresh, text: It keeps the token until a request fails., fix: refresh}]
fixes: [{id: refresh, title: Refresh the token, steps: Send the refresh token to the token endpoint., when: you hold a refresh token}]
faq: [{question: Why does call @ fail after an hour, answer: The token is past its lifetime.}]
`, "@", fmt.Sprint(i)))}
	}
	return loadFS(tb, files)
}

// responses are what the benchmarks ask, by what leads to the entry.
func responses(c *catalog.Catalog) map[string]string {
	s := c.Entries[len(c.Entries)/2].Scenarios()[0]
	r := s.Response()
	return map[string]string{
		"response":  r.String(),
		"detail":    s.Text(),
		"line":      "2026-01-06 ERROR orders: " + s.Text() + " (attempt 2)",
		"challenge": s.Entry.Status.ChallengeField() + `: Bearer error="invalid_token", error_description="The access token ` + strings.TrimPrefix(s.Entry.Slug, "entry-") + ` has expired"`,
		"error":     `Bearer error="invalid_token"`,
		"words":     "why did my access token expire after an hour?",
	}
}

// BenchmarkExplain measures one answer. It should stay under a millisecond at 10,000
// entries.
func BenchmarkExplain(b *testing.B) {
	for _, n := range []int{50, 1000, 10_000} {
		c := generated(b, n)
		x := match.New(c)
		for name, text := range responses(c) {
			x.Explain(text)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					x.Explain(text)
				}
			})
		}
	}
}

// BenchmarkNew measures the index of the built-in catalog and of a large one, without and
// with that of words, which the first question in words builds.
func BenchmarkNew(b *testing.B) {
	for name, c := range map[string]*catalog.Catalog{"built-in": loaded(b, "../../catalog"), "10000": generated(b, 10_000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				match.New(c)
			}
		})
		b.Run(name+"/words", func(b *testing.B) {
			for b.Loop() {
				match.New(c).Explain("refresh the acess token")
			}
		})
	}
}

// BenchmarkPassages measures one question; it should stay under 50 ms at 1,000 entries.
func BenchmarkPassages(b *testing.B) {
	c := generated(b, 1000)
	s := search(b, c)
	s.Passages("token", "", 5)
	for name, question := range map[string]string{"words": "how do I refresh an expired accss token of call 17", "response": responses(c)["response"]} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Passages(question, "", 5)
			}
		})
	}
}

// TestExplainLinear explains long texts: what takes a fraction of a second where the
// time grows with the length takes minutes where it grows with its square.
func TestExplainLinear(t *testing.T) {
	c := loaded(t, catalogs["mixed"])
	x := match.New(c)
	const size, limit = 400 << 10, 10 * time.Second
	for _, unit := range []string{
		`{"`, `{"a":`, `{"a":"`, `{\"`, `{\\\"a\\\":`, `{'`, "[{", `"`, `\`, `\"`, "{", "Bearer ", `a="`, `a="\`, ", ", `Bearer realm="x", `, "HTTP/1.1 401 X\n", "> ", "\n\n",
		"type=", `detail="`, "https://", "http:", "urn:a:", "Order 42 was not found ", "The token is ", "The API is down for ", "www-authenticate: ", "authorization: Bearer aaaaaaaaaa ",
		"www-authenticate: a\n ", "é", "\xff", "\x00", "aaaaaaaa", "A", "a-", "Order Order Order was ", "\r", `{"type":"x"}`, "cookie", "cookie:", " was not found.", `x="y" `, "\x1b[", "eyJaaaaaaaaaaa",
	} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		x.Explain(text)
		if took := time.Since(start); took > limit {
			t.Errorf("%q: %v for %d bytes", unit, took, size)
		}
	}
}
