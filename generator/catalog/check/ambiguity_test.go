package check_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
)

const config = "name: Test\nbase: https://errors.example.com/\n"

// loaded reads a catalog from the texts of its files, and returns the findings of check.All,
// one line each.
func loaded(t *testing.T, files map[string]string) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var l diag.List
	check.All(load.Load(fsys, "catalog", &l), &l)
	return said(&l)
}

// said returns the sorted findings, one line each.
func said(l *diag.List) []string {
	l.Sort()
	var list []string
	for _, d := range l.All() {
		list = append(list, fmt.Sprintf("%s: %s: %s (%s)", d.Pos, d.Severity, d.Message, d.ID))
	}
	return list
}

// entry returns a complete entry with the given details.
func entry(details ...string) string {
	var b strings.Builder
	b.WriteString(`title: Whole
summary: It is whole.
params:
  - {name: a, type: string, optional: true, example: x}
  - {name: n, type: int, optional: true, example: 1}
  - {name: t, type: time, optional: true, example: 2026-01-06T09:58:00Z}
  - {name: b, type: bool, optional: true, example: true}
recovery: {retry: never, reaction: stop, actor: client, stop: Stop.}
causes: [{title: A cause, fix: one}]
fixes: [{id: one, title: A fix}]
details:
`)
	for i, d := range details {
		fmt.Fprintf(&b, "  - {id: d%d, scenario: It happens, fix: one, detail: %q}\n", i, d)
	}
	return b.String()
}

// TestAmbiguity checks pairs of details that can, or cannot, produce the same text.
func TestAmbiguity(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Gone.", "Gone.", true},
		{"Gone.", "Gone!", false},
		{"Gone.", "Gone. ", false},
		{"It is {a}.", "It is {a}.", true},
		{"It is {a}.", "It is gone.", true},
		{"It is {a}.", "It was gone.", false},
		{"It is {a}.", "It is gone!", false},
		{"{a} is gone.", "It is {a}.", true},
		{"{a} is gone.", "It is {a}!", false},
		{"It is {n}.", "It is gone.", false},
		{"It is {n}.", "It is 42.", true},
		{"It is {n}.", "It is {t}.", true}, // both may be digits
		{"It is {n}.", "It is {b}.", false},
		{"It is {b}.", "It is false.", true},
		{"{a}{n}", "x", false}, // two values have at least two characters
		{"{a}{n}", "x1", true},
		{"Ends with {a}", "Ends with {n} days", true},
		{"Ends on {t}", "Ends with {n}", false},
		{"Über {a}", "Über alles", true},
	} {
		got := loaded(t, map[string]string{"errdocs.yaml": config, "409/x.yaml": entry(tt.a), "409/y.yaml": entry(tt.b)})
		if (len(got) == 1 && strings.HasSuffix(got[0], "(CON007)")) != tt.want || !tt.want && len(got) > 0 {
			t.Errorf("%q and %q: %q, want a finding: %v", tt.a, tt.b, got, tt.want)
		}
	}
}

// Thousands of identical or similar details are checked quickly, and each is reported once.
func TestAmbiguityCost(t *testing.T) {
	t.Parallel()
	many := func(n int, text func(i int) string) string {
		var b strings.Builder
		b.WriteString("title: Many\nretired: {since: \"2\"}\nparams: [{name: a, type: string, optional: true, example: x}, {name: n, type: int, optional: true, example: 1}]\ndetails:\n")
		for i := range n {
			fmt.Fprintf(&b, "- {id: d%d, scenario: S, detail: %q}\n", i, text(i))
		}
		return b.String()
	}
	for name, tt := range map[string]struct {
		n    int
		text func(i int) string
		most int
	}{
		"equal":        {1000, func(int) string { return "Gone." }, 999},
		"placeholders": {1000, func(i int) string { return fmt.Sprintf("{a} %d {a}", i) }, 999},
		"long":         {300, func(i int) string { return strings.Repeat("{a}x", 100) + fmt.Sprint(i) + "{a}" }, 299},
		"different":    {300, func(i int) string { return strings.Repeat("{n}x", 200) + fmt.Sprintf("u%du", i) + "{n}" }, 0},
	} {
		begin := time.Now()
		got := loaded(t, map[string]string{"errdocs.yaml": config, "409/x.yaml": many(tt.n, tt.text)})
		if took := time.Since(begin); took > time.Minute { // a fraction of a second; hours without the limit
			t.Errorf("%s: %v", name, took)
		}
		if n := len(got); n > tt.most {
			t.Errorf("%s: %d findings for %d details", name, n, tt.n)
		}
	}
}
