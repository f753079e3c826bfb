package serve

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// offers are the media types of an entry's page.
var offers = []string{typeHTML, typeMarkdown, typeJSON, typeProblem, typePlain}

var isToken = regexp.MustCompile("^" + token + "$")

func (r mediaRange) String() string {
	return fmt.Sprintf("%s/%s;q=%d.%03d", r.typ, r.subtype, r.q/1000, r.q%1000)
}

func TestParseAccept(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"":                                      "[]",
		",, ,":                                  "[]",
		"text/html":                             "[text/html;q=1.000]",
		"Text/HTML;Q=0.5":                       "[text/html;q=0.500]",
		" text/html ; q=0.25\t,\t*/* ; q=0 ":    "[text/html;q=0.250 */*;q=0.000]",
		"text/html;level=1;q=0.7;ext=2":         "[text/html;q=0.700]",
		"text/html;;q=0.7;":                     "[text/html;q=0.700]",
		"text/html;q=1.;x=y":                    "[text/html;q=1.000]",
		`text/html;a="q=0.1,text/plain;";q=0.3`: "[text/html;q=0.300]",
		`text/html;a="\"";q=0.3`:                "[text/html;q=0.300]",
		"text/html;q=0.1;q=0.9":                 "[text/html;q=0.100]",
		// malformed elements are dropped; the others count
		"text/html;q=1.001, a/b": "[a/b;q=1.000]",
		"text/html;q=2, a/b":     "[a/b;q=1.000]",
		"text/html;q=-1, a/b":    "[a/b;q=1.000]",
		"text/html;q=0.1234,a/b": "[a/b;q=1.000]",
		"text/html;q=.5,a/b":     "[a/b;q=1.000]",
		"text/html;q=,a/b":       "[a/b;q=1.000]",
		"text/html;q,a/b":        "[a/b;q=1.000]",
		"text/html;q =1,a/b":     "[a/b;q=1.000]",
		"text/html;q= 1,a/b":     "[a/b;q=1.000]",
		"text/html;q=0.5 x,a/b":  "[a/b;q=1.000]",
		"text, a/b":              "[a/b;q=1.000]",
		"*, a/b":                 "[a/b;q=1.000]",
		"*/html, a/b":            "[a/b;q=1.000]",
		"te xt/html, a/b":        "[a/b;q=1.000]",
		"text/html/x, a/b":       "[a/b;q=1.000]",
		"téxt/html, a/b":         "[a/b;q=1.000]",
		`text/html;a="x, a/b`:    "[]",
		`text/html;a="x"y, a/b`:  "[a/b;q=1.000]",
		"/, a/b":                 "[a/b;q=1.000]",
	} {
		if got := fmt.Sprint(parseAccept([]string{field})); got != want {
			t.Errorf("%q: %s, want %s", field, got, want)
		}
	}
	if got := fmt.Sprint(parseAccept([]string{"a/b", "c/d;q=0.1", ""})); got != "[a/b;q=1.000 c/d;q=0.100]" {
		t.Errorf("several lines: %s", got)
	}
	if got := parseAccept([]string{strings.Repeat("a", maxAccept+1)}); len(got) != 0 {
		t.Errorf("a long element: %v", got)
	}
	if got := len(parseAccept([]string{strings.Repeat("a/b,", 5000)})); got != maxAccept/4 {
		t.Errorf("a long field has %d elements", got)
	}
}

// FuzzAccept parses any field. The result must be well formed and must parse to the same
// list again. Case and malformed elements must not matter. The chosen type must be
// acceptable, unless the list is empty.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{
		"", "*/*", "text/html", "text/html, */*", "text/markdown, text/plain;q=0.9, */*;q=0.8", "text/markdown;q=0, text/html",
		"image/png", `text/html;a="x,y\"";q=0.3, application/*`, "a/b;q=0.001,,*/*;q=1.000", `text/html;a="`, "text/html;q=9",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		list := parseAccept([]string{field})
		var written []string
		for _, r := range list {
			if !isToken.MatchString(r.typ) || !isToken.MatchString(r.subtype) || r.q < 0 || r.q > 1000 {
				t.Fatalf("%q: %+v", field, r)
			}
			written = append(written, r.String())
		}
		if len(field) > maxAccept/8 { // rewritten, it may be too long
			return
		}
		if again := parseAccept([]string{strings.Join(written, ", ")}); !slices.Equal(again, list) {
			t.Fatalf("%q: %v, and rewritten %v", field, list, again)
		}
		chosen := choose(list, offers)
		for what, other := range map[string]string{"upper": asciiUpper(field), "malformed": "nonsense, */x;q=1 ," + field} {
			if got := choose(parseAccept([]string{other}), offers); got != chosen {
				t.Fatalf("%q: chose %d, and %s %d", field, chosen, what, got)
			}
		}
		acceptable := false
		for i, offer := range offers {
			ok := rankOf(list, offer).q > 0
			acceptable = acceptable || ok
			if i == chosen && !ok && len(list) > 0 {
				t.Fatalf("%q: chose %s, which is not acceptable", field, offer)
			}
		}
		if acceptable != (chosen >= 0) && len(list) > 0 {
			t.Fatalf("%q: chose %d", field, chosen)
		}
	})
}

func asciiUpper(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
