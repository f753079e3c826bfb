package compat_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/errdocs/errdocs/generator/compat"
	"github.com/errdocs/errdocs/generator/diag"
)

// everywhere returns a change that has the text wherever a catalog or a file name may
// have brought it; the path of an entry is made of slugs.
func everywhere(text string) compat.Change {
	return compat.Change{
		Rule: compat.Rules[3], Kind: compat.Breaking, Entry: "404/a", Type: text, Scenarios: []string{text, "x"},
		Name: text, Old: text, New: text, Pos: diag.Pos{File: text, Line: 3, Col: 7}, Callers: "Callers see it.",
	}
}

var hostile = []string{
	"plain", "a `b` c", "```", "<img src=x onerror=alert(1)>", "[x](https://evil.example)", "https://evil.example", "@team #1 GH-1",
	"*a* _b_ ~~c~~", "| a | b |", "\n# Heading\n- list\r\n", "\\", "`", " ` ", "&lt;b&gt;", "\x1b[31mred\x1b[0m", "\u202eevil\u2066", "\u2028\u2029\u0085", "\xff\x00",
	strings.Repeat("long ", 100),
}

// FuzzText: whatever a catalog holds, a change is two lines, and nothing but text
// reaches the terminal.
func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		if err := compat.Text(&b, []compat.Change{everywhere(s)}); err != nil {
			t.Fatal(err)
		}
		if s != "" && strings.Count(b.String(), "\n") != 5 {
			t.Errorf("%q has not 5 lines", b.String())
		}
		for _, r := range b.String() {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%q holds %U", b.String(), r)
			}
		}
	})
}

// FuzzMarkdown: whatever a catalog holds is text in code spans; the headings and the
// item are those that the report has without it.
func FuzzMarkdown(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.TrimSpace(s) == "" {
			t.Skip("the loader refuses it")
		}
		var b bytes.Buffer
		if err := compat.Markdown(&b, []compat.Change{everywhere(s)}); err != nil {
			t.Fatal(err)
		}
		counts := map[ast.NodeKind]int{}
		_ = ast.Walk(parser.Parse(text.NewReader(b.Bytes())), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				counts[n.Kind()]++
			}
			return ast.WalkContinue, nil
		})
		for kind, want := range map[ast.NodeKind]int{ast.KindHeading: 2, ast.KindList: 1, ast.KindListItem: 1, ast.KindCodeSpan: 7} {
			if counts[kind] != want {
				t.Errorf("%d nodes of %s, want %d, in\n%s", counts[kind], kind, want, b.String())
			}
			delete(counts, kind)
		}
		for _, kind := range []ast.NodeKind{ast.KindDocument, ast.KindText, ast.KindTextBlock} {
			delete(counts, kind)
		}
		if len(counts) > 0 {
			t.Errorf("%v in\n%s", counts, b.String())
		}
	})
}

// TestJSON checks the JSON form: every key is present, and arrays are never null.
func TestJSON(t *testing.T) {
	t.Parallel()
	for _, changes := range [][]compat.Change{nil, {{Rule: compat.Rules[0], Kind: compat.New}}, {everywhere("x")}} {
		var b bytes.Buffer
		if err := compat.JSON(&b, changes); err != nil {
			t.Fatal(err)
		}
		var report struct {
			Counts  map[string]int   `json:"counts"`
			Changes []map[string]any `json:"changes"`
		}
		if err := json.Unmarshal(b.Bytes(), &report); err != nil {
			t.Fatal(err)
		}
		if len(report.Counts) != len(compat.Kinds) || report.Changes == nil {
			t.Errorf("a part is missing in %s", b.String())
		}
		for _, c := range report.Changes {
			for _, key := range strings.Fields("kind rule entry type scenarios name what old new callers file line column") {
				if _, ok := c[key]; !ok {
					t.Errorf("no key %s in %s", key, b.String())
				}
			}
			if c["scenarios"] == nil {
				t.Errorf("scenarios is null in %s", b.String())
			}
		}
	}
}

// TestLongValues: of two long texts, the part that differs is shown.
func TestLongValues(t *testing.T) {
	t.Parallel()
	same := strings.Repeat("The same words. ", 20)
	c := compat.Change{Rule: compat.Rules[0], Kind: compat.Reworded, Old: same + "Old end.", New: same + "New end. " + same}
	var b strings.Builder
	if err := compat.Text(&b, []compat.Change{c}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"...`, "Old end.", "New end.", `..."`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %s", want, b.String())
		}
	}
	if len(b.String()) > 600 {
		t.Errorf("%d bytes: %s", len(b.String()), b.String())
	}
}
