package format_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
)

// note is the type that the tests decode.
type note struct {
	format.Pos
	Title, Text string
	Tags        []string
	Pairs       []format.Pair
	Any         format.JSON
	Inner       *note
}

var noteFormat = describeNote()

func describeNote() *format.Object[note] {
	line := format.Text{Kind: "one line of text"}
	fields := []format.Key[note]{
		format.Field("title", line, "Its title.", func(n *note) *string { return &n.Title }),
		format.Field("text", format.Text{Kind: "Markdown", Lines: true}, "Its text.", func(n *note) *string { return &n.Text }),
		format.Field("tags", format.List[string](line, "list of tags"), "Its tags.", func(n *note) *[]string { return &n.Tags }),
		format.Field("pairs", format.Pairs{Kind: "mapping of names to values"}, "Its pairs.", func(n *note) *[]format.Pair { return &n.Pairs }),
		format.Field("any", format.JSONValue{Kind: "JSON value"}, "Anything.", func(n *note) *format.JSON { return &n.Any }),
	}
	inner := format.Describe("inner note", "A note in a note.", fields...)
	return format.Describe("note.yaml", "A note.", append(fields,
		format.Field("inner", format.Maybe[note](inner), "A note in it.", func(n *note) **note { return &n.Inner }))...)
}

// decode returns the decoded note and the findings, one line each.
func decode(text string) (note, []string) {
	var (
		n    note
		l    diag.List
		list []string
	)
	format.Decode(noteFormat, "f", []byte(text), &n, &l)
	l.Sort()
	for _, d := range l.All() {
		list = append(list, fmt.Sprintf("%d:%d %s %s", d.Pos.Line, d.Pos.Col, d.ID, d.Message))
	}
	return n, list
}

// syntaxErrors are invalid texts and the expected findings. The lines in the messages of the
// parser are often the line before, or the start of a mapping.
var syntaxErrors = []struct{ text, want string }{
	{"a: b: c\n", `1:5 YML001 the value contains ": "`},
	{"# x\n\n\na: 1\nb: c: d: e\n", `5:5 YML001 the value contains ": "`},
	{"a: 1\nb: c:\n", `2:5 YML001 the value contains ": "`},
	{"a:b\nc: d\n", `2:1 YML001 unexpected key inside the value above`},
	{"a: 1\n  b: 2\n", `2:3 YML001 unexpected key inside the value above`},
	{"# x\na:\n    b: 1\n  c: 2\nd: 3\n", `4:3 YML001 unexpected text: the line does not fit the key above or the lines around it`},
	{"a:\n  - x\n - y\n", `3:2 YML001 unexpected text: the line does not fit the key above or the lines around it`},
	{"a:\n  - x\n y\n" + strings.Repeat("\n# more\n", 20) + "b: 1\n", `3:2 YML001 unexpected text: the line does not fit the key above or the lines around it`},
	{"a: |\n  b\n\n x\n\n  c\n  d\n  e\n  f\n  g\nh: i\n", `4:2 YML001 unexpected text: the line does not fit the key above or the lines around it`},
	{"a:\n    b: [x,, y]\n", `2:11 YML001 a value is missing in a list or mapping in brackets`},
	{"- a\nb: 1\n", `2:1 YML001 unexpected text: the line is not an element of its list`},
	{"# x\na: 1\nb: {c} d\n", `3:4 YML001 text follows the closing bracket of a value`},
	{"a: 1\nb:\n  - [x] y\n", `3:5 YML001 text follows the closing bracket of a value`},
	{"a: 1\nb: 'it's'\n", `2:4 YML001 text follows the closing quote of a value`},
	{"a: 1\nb: \"x\" y\n", `2:4 YML001 text follows the closing quote of a value`},
	{"a: 1\nb: [x, y\nc: 2\n", `2:4 YML001 a list or mapping in brackets is not closed`},
	{"a: 1\nb: {x: [1, 2]\n", `2:4 YML001 a list or mapping in brackets is not closed`},
	{"a: [\n  1,\n  2\nb: 3\nc: 4\n", `1:4 YML001 a list or mapping in brackets is not closed`},
	{"a: [x,, y]\n", `1:7 YML001 a value is missing in a list or mapping in brackets`},
	{"a: 'x\nb: 1\nc: 2\n", `1:4 YML001 a quote is not closed`},
	{"a: 1\nb: \"x\n", `2:4 YML001 a quote is not closed`},
	{"a: \"\\d\"\n", `1:5 YML001 unknown escape in a double-quoted string`},
	{"é: \"ü\\d\"\n", `1:6 YML001 unknown escape in a double-quoted string`},
	{"a: \"\\u12\"\n", `1:5 YML001 an escape has too few digits`},
	{"a: \"\\ud800\"\n", `1:5 YML001 an escape does not name a valid Unicode character`},
	{"a: 1\n\tb: 2\n", `2:1 YML001 the line is indented with a tab`},
	{"a:\n\tb: 2\n", `2:1 YML001 the line is indented with a tab`},
	{"a:\n  - x\n\t- y\n", `3:1 YML001 the line is indented with a tab`},
	{"a: 1\nb: @x\n", `2:4 YML001 the value begins with a character that is special in YAML`},
	{"a: 1\nb: `x`\n", `2:4 YML001 the value begins with a character that is special in YAML`},
	{"a: 1\nb: ,x\n", `2:4 YML001 the value begins with a character that is special in YAML`},
	{"a: 1\nb\nc: 2\n", `2:1 YML001 the line has no ": "`},
	{"a: 1\nb\n", `2:1 YML001 the line has no ": "`},
	{"a: - b\n", `1:4 YML001 a list is not allowed here`},
	{"a: |x\n  y\n", `1:4 YML001 text follows the | or > that begins a block`},
	{"%YAML 1.3\n---\na: 1\n", `1:1 YML001 the line begins with %, like a YAML directive`},
	{"%FOO\na: 1\n", `1:1 YML001 the line begins with %, like a YAML directive`},
	{"title: x\n---\ntitle: y\n", `2:1 YML002 the file contains a second YAML document`},
	{"title: x\n...\ntitle: y\n", `3:1 YML002 text follows the end of the document`},
	{"title: x\n---\na: [\n", `3:4 YML001 a list or mapping in brackets is not closed`},
	{"a: 1\nb: *x\n", `2:4 YML003 aliases are not allowed`},
	{"a: *\n", `1:4 YML003 anchors and aliases are not allowed`},
	{"a: *bold* text\n", `1:4 YML003 anchors and aliases are not allowed`},
	{"a: !x!y z\n", `1:4 YML003 tags are not allowed`},
	{"a: !<x z\n", `1:4 YML003 tags are not allowed`},
	{"a: 1\nb: " + strings.Repeat("[", 10001), `2:1 YML005 the file has more than 16 levels of nesting`},
	{strings.Repeat("- ", 10001), `1:1 YML005 the file has more than 16 levels of nesting`},
	{"a: 1\r\nb: c: d\r\n", `2:5 YML001 the value contains ": "`},
	{"\ufeffa: b: c\n", `1:5 YML001 the value contains ": "`},
}

func TestSyntax(t *testing.T) {
	t.Parallel()
	for _, tt := range syntaxErrors {
		_, got := decode(tt.text)
		if len(got) == 0 || got[len(got)-1] != tt.want {
			t.Errorf("%.60q:\ngot  %s\nwant %s", tt.text, strings.Join(got, "\n     "), tt.want)
		}
	}
}

// In a long file, the line is exact, and the check is fast.
func TestSyntaxFarDown(t *testing.T) {
	t.Parallel()
	text := "# a comment\ntitle: x\ntags:\n" + strings.Repeat("  - a\n", 25_000) + "text: it is: wrong\n" + strings.Repeat("# more\n", 25_000)
	if _, got := decode(text); len(got) != 1 || got[0] != `25004:12 YML001 the value contains ": "` {
		t.Errorf("got %q", got)
	}
}

// refusedAnywhere are characters that are not allowed in any file; refusedInLine those that
// are invisible in one line of text.
var (
	refusedAnywhere = []rune{
		0x00, 0x01, 0x08, 0x0b, 0x0c, 0x0e, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0x2028, 0x2029, 0xfeff,
		0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfff9, 0xfffa, 0xfffb, 0xfffe, 0xffff,
		0xe0000, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef,
	}
	refusedInLine = []rune{0x00ad, 0x200b, 0x200e, 0x200f, 0x2060}
	fine          = []rune{' ', '~', 0xa0, 0xe9, 0x200c, 0x200d, 0x2010, 0x2027, 0x2030, 0x4e2d, 0xfe0f, 0xfffd, 0x1f600, 0x10fffd}
)

func TestI07Characters(t *testing.T) {
	t.Parallel()
	escaped := func(r rune) string { return fmt.Sprintf("text: \"a\\U%08Xb\"\n", r) }
	for _, r := range refusedAnywhere {
		if _, got := decode("# a\ntext: a" + string(r) + "b\n"); len(got) != 1 || !strings.HasPrefix(got[0], "2:8 YML004 the character U+") {
			t.Errorf("U+%04X raw: %q", r, got)
		}
		if _, got := decode(escaped(r)); len(got) != 1 || !strings.HasPrefix(got[0], "1:7 YML004 \"text\" contains the character U+") {
			t.Errorf("U+%04X escaped: %q", r, got)
		}
		key := fmt.Sprintf("pairs: {\"a\\U%08X\": b}\n", r)
		if _, got := decode(key); len(got) != 1 || !strings.Contains(got[0], "YML004") {
			t.Errorf("U+%04X in a name: %q", r, got)
		}
		if _, got := decode(fmt.Sprintf("any: [{a: \"\\U%08X\"}]\n", r)); len(got) != 1 || !strings.Contains(got[0], "YML004") {
			t.Errorf("U+%04X in JSON: %q", r, got)
		}
	}
	for _, r := range refusedInLine {
		for _, text := range []string{"title: a" + string(r) + "b\n", strings.Replace(escaped(r), "text", "title", 1)} {
			if _, got := decode(text); len(got) != 1 || !strings.Contains(got[0], "YML004") {
				t.Errorf("%q: %q", text, got)
			}
		}
		if n, got := decode(escaped(r)); len(got) != 0 || n.Text != "a"+string(r)+"b" {
			t.Errorf("U+%04X in a text of several lines: %q, %q", r, n.Text, got)
		}
	}
	for _, r := range fine {
		for _, text := range []string{"title: a" + string(r) + "b\n", strings.Replace(escaped(r), "text", "title", 1)} {
			if n, got := decode(text); len(got) != 0 || n.Title != "a"+string(r)+"b" {
				t.Errorf("%q: %q, %q", text, n.Title, got)
			}
		}
	}
	if n, got := decode("\ufefftitle: a\r\ntext: |\r\n  b\r\n  c\r\n"); len(got) != 0 || n.Title != "a" || n.Text != "b\nc\n" {
		t.Errorf("CR LF and a byte order mark: %q, %q, %q", n.Title, n.Text, got)
	}
	if _, got := decode("title: a\xff\n"); len(got) != 1 || got[0] != "1:9 YML004 the byte 0xFF is not UTF-8" {
		t.Errorf("not UTF-8: %q", got)
	}
	if _, got := decode(strings.Repeat("\xff", 1000)); len(got) > 10 {
		t.Errorf("%d findings for a file of no text", len(got))
	}
}

// TestPlaces checks the positions that later findings use.
func TestPlaces(t *testing.T) {
	t.Parallel()
	n, got := decode("# x\ntitle: a\ntext: |\n    one\n\n    two ü three\ntags: [a,\n  b]\npairs:\n  x: y\ninner:\n  title: in\n")
	if len(got) != 0 {
		t.Fatal(got)
	}
	for name, tt := range map[string]struct {
		pos  diag.Pos
		want string
	}{
		"object":     {n.Here("f"), "f:2:1"},
		"value":      {n.At("f", "title"), "f:2:8"},
		"not there":  {n.At("f", "any"), "f:2:1"},
		"block":      {n.AtText("f", "text", n.Text, 0), "f:4:5"},
		"third line": {n.AtText("f", "text", n.Text, strings.Index(n.Text, "three")), "f:6:11"},
		"far":        {n.AtText("f", "text", n.Text, 1000), "f:7:5"},
		"element":    {n.AtItem("f", "tags", 2), "f:8:3"},
		"name":       {n.Pairs[0].NamePos("f"), "f:10:3"},
		"pair":       {n.Pairs[0].ValuePos("f"), "f:10:6"},
		"inner":      {n.Inner.At("f", "title"), "f:12:10"},
	} {
		if got := tt.pos.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	if !n.Has("title") || n.Has("any") {
		t.Error("Has is wrong")
	}
}

func TestParses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                      "0 ",
		"a: 1\n---\nb: &x 2\n":  "0 ",
		"a: 1\nb: c: d\n":       `1 the value contains ": "`,
		"a: 1\n---\nb: [\n":     "2 a list or mapping in brackets is not closed",
		"a:\n  b: 1\n c: 2\n":   "2 unexpected text: the line does not fit the key above or the lines around it",
		"just text, and a [":    "0 ",
		"a: b\n  c: [x] y\nd\n": "1 unexpected key inside the value above",
	} {
		line, what := format.Parses(text)
		if got := fmt.Sprintf("%d %s", line, what); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzDecode checks that Decode does not panic, that every finding has a position in the file
// and a message of errdocs, and that rejected texts have a finding.
func FuzzDecode(f *testing.F) {
	for _, s := range syntaxErrors {
		f.Add(s.text)
	}
	for _, s := range []string{
		"0: [:!00 \xef", "0: [:!00 \u0085", "a: &a [*a]\n", "#\n  - - - -", "? a\n: b", "<<: {a: 1}", "title: !!binary gIGC",
		"[[a: b], {? c}]: d", "'", "\"", "|", ">-", "%", "@", "title: |2\n  x", "--- |\n%", "a: \xff", "title: \"\\x1b[2J\"", "\t",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var (
			n note
			l diag.List
		)
		ok := format.Decode(noteFormat, "f", []byte(text), &n, &l)
		lines := strings.Count(text, "\n") + 1
		for _, d := range l.All() {
			if d.Pos.Line < 1 || d.Pos.Line > lines || d.Pos.Col < 1 {
				t.Errorf("%q: a finding at %s", text, d.Pos)
			}
			for _, part := range []string{d.Message, d.Help} {
				if strings.Contains(part, "yaml:") || strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || r > '~' }) {
					t.Errorf("%q: says %q", text, part)
				}
			}
		}
		if !ok && !l.HasErrors() {
			t.Errorf("%q: refused without a finding", text)
		}
		if ok && !l.HasErrors() && (!utf8.ValidString(text) || strings.ContainsAny(n.Title+n.Text+string(n.Any), "\x00\x1b\u2028\u202e\ufeff")) {
			t.Errorf("%q: taken as %+v", text, n)
		}
	})
}
