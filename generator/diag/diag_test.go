package diag_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/diag"
)

func TestSuggest(t *testing.T) {
	t.Parallel()
	keys := []string{"title", "type", "tags", "details", "deprecated", "description", "since", "use", "note", "url", "why", "go", "id", "help_link"}
	for _, tt := range []struct{ word, want string }{
		{"title", "title"},
		{"titel", "title"}, // two adjacent letters swapped
		{"tilte", "title"},
		{"titl", "title"},
		{"titlee", "title"},
		{"Title", "title"}, // case does not count
		{"TITLE", "title"},
		{"detials", "details"},
		{"detail", "details"},
		{"desciption", "description"},
		{"depricated", "deprecated"},
		{"help-link", "help_link"}, // hyphen and underscore do not count
		{"helpLink", "help_link"},
		{"helplnk", "help_link"},
		{"og", "go"},
		{"i", "id"},
		{"uri", "url"},
		{"usee", "use"},
		{"whyy", "why"},
		{"nope", "note"},
		{"", ""},
		{"x", ""},
		{"consequence", ""},
		{strings.Repeat("title", 1000), ""},
	} {
		if got := diag.Suggest(tt.word, keys); got != tt.want {
			t.Errorf("Suggest(%.20q) = %q, want %q", tt.word, got, tt.want)
		}
	}
	if got := diag.Suggest("anything", nil); got != "" {
		t.Errorf("Suggest without words = %q", got)
	}
	// with equal distance, the word of the same length
	if got := diag.Suggest("fix-b", []string{"fix", "fix-a"}); got != "fix-a" {
		t.Errorf(`Suggest("fix-b") = %q, want "fix-a"`, got)
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	words := []string{"never", "later"}
	if got, want := diag.OneOf("nevr", words), `did you mean "never"? use one of: never, later`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := diag.OneOf("sometimes", words), "use one of: never, later"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := diag.DidYouMean("sometimes", words), ""; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"", `""`},
		{"plain", `"plain"`},
		{`say "hi"`, `"say \"hi\""`},
		{"\x1b[31mred\x1b[0m", `"\x1b[31mred\x1b[0m"`},
		{"a\nb\tc\rd", `"a\nb\tc\rd"`},
		{"über", `"\u00fcber"`},
		{"\u202eevil", `"\u202eevil"`},
		{"\xff\xfe", `"\xff\xfe"`},
		{strings.Repeat("x", 60), `"` + strings.Repeat("x", 60) + `"`},
		{strings.Repeat("x", 61), `"` + strings.Repeat("x", 60) + `"...`},
		{strings.Repeat("ü", 61), `"` + strings.Repeat(`\u00fc`, 60) + `"...`},
	} {
		if got := diag.Quote(tt.in); got != tt.want {
			t.Errorf("Quote(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

// No file name can break a line or send control characters to a terminal.
func TestI16TextIsSafe(t *testing.T) {
	t.Parallel()
	var l diag.List
	at := diag.Pos{File: "catalog/409/\x1b[2J\n::error::x\u202e.yaml", Line: 3, Col: 4}
	l.Add(diag.NotAFile, at, "what").WithNote(at, "note").WithHelp("help")
	var b bytes.Buffer
	if err := diag.Print(&b, diag.FormatText, &l); err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`FILE:3:4: error: what (FIL002)
FILE:3:4: note: note
FILE:3:4: help: help
`, "FILE", `catalog/409/\x1b[2J\n::error::x\u202e.yaml`)
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// GitHub parses commands line by line, and properties up to a comma or colon.
func TestGitHubEscapes(t *testing.T) {
	t.Parallel()
	var l diag.List
	l.Add(diag.UnknownKey, diag.Pos{File: "a,b:c%/d\ne.yaml", Line: 1, Col: 2}, "100%% of\r\n::warning::it").
		WithNote(diag.Pos{File: "x.yaml"}, "first").WithHelp("two\nlines")
	var b bytes.Buffer
	if err := diag.Print(&b, diag.FormatGitHub, &l); err != nil {
		t.Fatal(err)
	}
	want := `::error file=a%2Cb%3Ac%25/d\ne.yaml,line=1,col=2,title=FMT001::100%25 of%0D%0A::warning::it%0Ax.yaml:1:1: first%0Ahelp: two%0Alines` + "\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSONEscapes(t *testing.T) {
	t.Parallel()
	var l diag.List
	l.Add(diag.MissingFix, diag.Pos{File: "ü\x1b\"</script>\u2028.yaml"}, `<b> & "quotes"`)
	var b bytes.Buffer
	if err := diag.Print(&b, diag.FormatJSON, &l); err != nil {
		t.Fatal(err)
	}
	var got struct{ Findings []map[string]any }
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, b.String())
	}
	f := got.Findings[0]
	for key, want := range map[string]any{
		"file": "ü\x1b\"</script>\u2028.yaml", "line": 1.0, "column": 1.0, "severity": "warning", "id": "CON004", "message": `<b> & "quotes"`,
	} {
		if f[key] != want {
			t.Errorf("%s is %v, want %v", key, f[key], want)
		}
	}
	if strings.ContainsAny(b.String(), "\x1b\u2028") {
		t.Errorf("raw control characters in %q", b.String())
	}
}

func TestSortDropsRepeats(t *testing.T) {
	t.Parallel()
	var a, b diag.List
	at := func(file string, line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }
	a.Add(diag.UnknownKey, at("b.yaml", 1, 1), "x")
	a.Add(diag.UnknownKey, at("a.yaml", 10, 1), "x")
	a.Add(diag.UnknownKey, at("a.yaml", 9, 2), "x")
	b.Add(diag.UnknownKey, at("a.yaml", 9, 2), "x") // a duplicate
	b.Add(diag.UnknownKey, at("a.yaml", 9, 2), "another")
	b.Add(diag.NoCatalog, at("a.yaml", 9, 2), "x")
	a.Merge(&b)
	a.Sort()
	var got []string
	for _, d := range a.All() {
		got = append(got, fmt.Sprintf("%s %s %s", d.Pos, d.ID, d.Message))
	}
	want := []string{
		"a.yaml:9:2 FIL001 x", "a.yaml:9:2 FMT001 another", "a.yaml:9:2 FMT001 x", "a.yaml:10:1 FMT001 x", "b.yaml:1:1 FMT001 x",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestStrict(t *testing.T) {
	t.Parallel()
	var l diag.List
	l.Add(diag.MissingFix, diag.Pos{}, "x")
	if errors, warnings := l.Count(); errors != 0 || warnings != 1 || l.HasErrors() {
		t.Errorf("%d errors, %d warnings", errors, warnings)
	}
	l.Strict()
	if errors, warnings := l.Count(); errors != 1 || warnings != 0 || !l.HasErrors() {
		t.Errorf("strict: %d errors, %d warnings", errors, warnings)
	}
}

// TestI17Flood checks that the output for terminals is limited for any number of findings.
func TestI17Flood(t *testing.T) {
	t.Parallel()
	var l diag.List
	for file := range 10 {
		for line := range 100 {
			l.Add(diag.UnknownKey, diag.Pos{File: fmt.Sprint(file), Line: line + 1}, "x")
		}
	}
	var b bytes.Buffer
	if err := diag.Print(&b, diag.FormatText, &l); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "error:"); n != 200 {
		t.Errorf("%d findings in text, want 200", n)
	}
	if want := "and 800 more; --format json shows all\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("the end is not %q", want)
	}
	var long diag.List
	for line := range 200 {
		long.Add(diag.UnknownKey, diag.Pos{File: fmt.Sprint(line), Line: 1}, "%s", strings.Repeat("x", 1000))
	}
	b.Reset()
	if err := diag.Print(&b, diag.FormatText, &long); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 64<<10 || !strings.Contains(b.String(), "more; --format json shows all") {
		t.Errorf("%d bytes of text", b.Len())
	}
}

// TestTable checks the table of checks: every ID occurs once, and every check is explained.
func TestTable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range diag.Checks {
		if seen[c.ID] {
			t.Errorf("%s is there twice", c.ID)
		}
		seen[c.ID] = true
		if c.Title == "" || c.Explain == "" || strings.HasSuffix(c.Title, ".") || !strings.HasSuffix(c.Explain, ".") {
			t.Errorf("%s: title without, explanation with a final period", c.ID)
		}
	}
}
