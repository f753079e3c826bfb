package vet

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
)

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// spellings are ways in which people write a detail by hand.
var spellings = map[string]func(detail string) string{
	"as it is":        func(d string) string { return d },
	"as an error":     func(d string) string { return strings.ToLower(strings.TrimSuffix(d, ".")) },
	"wrapped":         func(d string) string { return "auth: " + d },
	"with a cause":    func(d string) string { return strings.TrimSuffix(d, ".") + ": %w" },
	"with a verb":     func(d string) string { return placeholder.ReplaceAllString(d, "%v") },
	"with quotes":     func(d string) string { return placeholder.ReplaceAllString(d, "%q") },
	"with a number":   func(d string) string { return placeholder.ReplaceAllString(d, "300") },
	"in JSON":         func(d string) string { return `{"status":401,"detail":` + strconv.Quote(d) + `,"title":"x"}` },
	"in several rows": func(d string) string { return "\n\t" + strings.ReplaceAll(d, " ", "\n\t") + "\n" },
}

// TestSpellings looks for each detail of the built-in catalog.
func TestSpellings(t *testing.T) {
	d := newDetails(loaded(t, "../../catalog"))
	for _, e := range loaded(t, "../../catalog").Entries {
		for _, s := range e.Scenarios() {
			if s.Detail == nil {
				continue
			}
			for name, spell := range spellings {
				text := spell(s.Detail.Text)
				if got, ok := d.find(text, false); !ok || got.Name() != s.Name() {
					t.Errorf("%s: %s: found %q in %s", s.Name(), name, nameOf(got, ok), text)
				}
			}
			for _, p := range catalog.Parts(s.Detail.Text) {
				if _, ok := d.find(p.Text, false); ok && p.Text != s.Detail.Text {
					t.Errorf("%s: its part %q counts for the whole", s.Name(), p.Text)
				}
			}
		}
	}
}

func nameOf(s catalog.Scenario, ok bool) string {
	if !ok {
		return ""
	}
	return s.Name()
}

// FuzzFind checks that the search finds each exact detail, regardless of other texts.
func FuzzFind(f *testing.F) {
	f.Add("The access token expired at {expired_at}.", "The access token has expired.")
	f.Add(`The operation "{operation}" needs: the scope {scopes}`, "100% of %d and %%s: \"x\"")
	f.Add("\\\"quoted from end to end\\\"", "...: ::: \x00 ")
	f.Fuzz(func(t *testing.T, detail, other string) {
		c := &catalog.Catalog{}
		status := &catalog.Status{Code: 401}
		for _, text := range []string{detail, other} {
			c.Entries = append(c.Entries, &catalog.Entry{Catalog: c, Status: status, Details: []catalog.Detail{{Text: text}}})
		}
		d := newDetails(c)
		key := trim(fold(detail))
		if _, indexed := d.whole[key]; !indexed {
			return
		}
		texts := []string{detail}
		if len(marks.FindAllString(key, -1)) <= maxInner {
			texts = append(texts, "x: "+detail)
		}
		if !strings.ContainsRune(detail, '"') { // it would close the one before it
			texts = append(texts, `"`+detail+`"`)
		}
		for _, text := range texts {
			if _, ok := d.find(text, false); !ok {
				t.Errorf("%q is not found in %q", detail, text)
			}
		}
	})
}
