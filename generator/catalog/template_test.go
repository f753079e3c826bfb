package catalog

import (
	"regexp"
	"slices"
	"testing"
)

// placeholder is the form of a placeholder, as a regular expression.
var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// FuzzParts compares the parts of a text with a regular expression for placeholders.
func FuzzParts(f *testing.F) {
	for _, s := range []string{"", "a", "{a}", "a {b_1} c{d}{e}", "{{.}}", "{{a}}", "{}", "{A}", "{1a}", "{a", "a}", "{a{b}", "{é}", "{a b}", "}{a}{"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want []Part
		last := 0
		for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
			if m[0] > last {
				want = append(want, Part{Text: text[last:m[0]]})
			}
			want = append(want, Part{Param: text[m[2]:m[3]]})
			last = m[1]
		}
		if last < len(text) {
			want = append(want, Part{Text: text[last:]})
		}
		if got := Parts(text); !slices.Equal(got, want) {
			t.Errorf("%q has the parts %q, want %q", text, got, want)
		}
		if got, want := WithoutPlaceholders(text), placeholder.ReplaceAllString(text, ""); got != want {
			t.Errorf("%q is %q without its placeholders, want %q", text, got, want)
		}
	})
}
