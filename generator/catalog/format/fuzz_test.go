package format_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
)

const config = "name: A\nbase: https://errors.test/\nfamilies: [{id: a, title: A}]\nmembers: [{name: trace_id, type: string, example: x}]\n"

const entry = `title: Access token expired
family: a
summary: The access token was valid, but its lifetime is over.
tags: [bearer]
params: [{name: at, type: time, optional: true, description: When, example: 2026-01-06T09:58:00Z}]
details:
  - {id: at, scenario: It is over, detail: "The token expired at {at}.", fix: refresh}
challenges: [{scheme: Bearer, params: {error: invalid_token}}]
headers: {Cache-Control: no-store}
recovery: {retry: after-refresh, reaction: refresh, actor: client, stop: Sign in again.}
description: |
  Text with ` + "`code`" + `.

  ### A heading

  ` + "```json" + `
  {"a": 1}
  ` + "```" + `
causes: [{title: A, text: B, fix: refresh}]
fixes:
  - id: refresh
    title: Refresh
    steps: |
      1. Do this.
    request: {method: POST, url: https://auth.test/token, json: {a: [1, 2.5, true, null, "x"]}}
    expect: {status: 200}
references: [{title: RFC, url: https://rfc.test/}]
`

// crashers are inputs that made versions of yaml.v3 panic, hang or report wrong positions.
var crashers = []string{
	"0: [:!00 \xef", "! !00 \xf6", "! !!0 \xf7", "#\n - - QI\xd7", "#\n- - 0\n  #", "a:\n.\n-\n", "\"\\0\\\r\n", "  0: [\n] 0", "? ? \"\n\" 0", "    - {\n000}0", "0:\n  0: [0\n] 0", "    - \"\n000\"0", "0:\n    - {\n000}0", " \ufeff\n", "? \ufeff\n", "? \ufeff:\n", "0: \ufeff\n",
	"{{},<<}", "<<: *a", "<<: [a]", "a: &a [*a]", "a: &a\n  <<: *a\n", "&a [*a, *a]", "*a", "- &a\n- *a\n- &a b\n- *a", "a: !!binary ===", "a: !!int x", "a: !!float '.'", "a: !!timestamp x", "!!map []", "!!seq {}", "!<tag:x> a", "%YAML 9.9\n---\na", "%TAG ! tag:x,\n---\n!a b", "%x\n",
	"a: |9\n  b", "a: >-+\n b", "a: |0\n b", "|", ">\n>", "a: |\n\tb", "- |\n -", "{? {? \n", "{0", "[", "{", "[[[[", "? ", "? ? ? a", ": :", "- - - -\n- -", "? a\n: b\n: c", "a: b: c", "a: 'b", "a: \"b", "\"\\x", "\"\\U00110000\"", "\"\\ud800\"", "'\n\n'", "---\n---\n", "...\n", "--- a\n...\nb", "a\n---\nb", "\x00", "\xff\xfe", "\xfe\xff\x00a", "\xef\xbb\xbfa: b", "a: \u2028b", "a: b\u0085c: d", "a\r\rb: c", "a: \"\\u202e\"", "a: \"\\N\\L\\P\"", "\t a: b", "a:\n\t- b",
}

// entriesOf are complete files to start from: those of the built-in catalog.
func entriesOf(t testing.TB) [][]byte {
	files, err := filepath.Glob("../../../catalog/401/token-*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("the built-in catalog is not there: %v", err)
	}
	var list [][]byte
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, data)
	}
	return list
}

// For any file, Decode does not panic, every finding has a position in the file and is plain
// text for a terminal, and accepted values contain no invisible characters.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(entry))
	for _, s := range crashers {
		f.Add([]byte(s))
		f.Add([]byte("title: a\n" + s))
		f.Add([]byte("title: a\ndescription: " + strings.ReplaceAll(s, "\n", "\n  ")))
	}
	for _, data := range entriesOf(f) {
		f.Add(data)
	}
	f.Add(bytes.Repeat([]byte("- "), 200))
	f.Add([]byte("title: " + strings.Repeat("{a: ", 30)))
	f.Add([]byte("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, list := loaded(data)
		checkPlaces(t, data, list)
		if !list.HasErrors() {
			checkStrings(t, reflect.ValueOf(c.Entries[0]).Elem(), map[uintptr]bool{})
		}
	})
}

func loaded(data []byte) (*catalog.Catalog, *diag.List) {
	fsys := fstest.MapFS{
		"errdocs.yaml":     {Data: []byte(config)},
		"401.yaml":         {Data: []byte("challenges: [{scheme: Bearer, params: {realm: a}}]\n")},
		"401/subject.yaml": {Data: data},
	}
	var list diag.List
	c := load.Load(fsys, "catalog", &list)
	check.All(c, &list)
	page.Check(c, &list)
	list.Sort()
	return c, &list
}

// checkPlaces fails for a finding with a position outside the file.
func checkPlaces(t *testing.T, data []byte, list *diag.List) {
	t.Helper()
	lines := bytes.Split(data, []byte("\n"))
	inFile := func(d *diag.Diagnostic, pos diag.Pos) {
		if !strings.HasSuffix(pos.File, "subject.yaml") {
			return
		}
		if pos.Line < 1 || pos.Line > len(lines) || pos.Col < 1 || pos.Col > utf8.RuneCount(lines[pos.Line-1])+1 {
			t.Errorf("the finding %s %q is at %d:%d, outside of the file of %d lines:\n%q", d.ID, d.Message, pos.Line, pos.Col, len(lines), data)
		}
	}
	for _, d := range list.All() {
		inFile(d, d.Pos)
		for _, n := range d.Notes {
			inFile(d, n.Pos)
		}
		if !strings.HasPrefix(d.Pos.File, "catalog/") || d.Message == "" {
			t.Errorf("the finding %s %q of %q", d.ID, d.Message, d.Pos.File)
		}
	}
	var b strings.Builder
	if err := diag.Print(&b, diag.FormatText, list); err != nil {
		t.Error(err)
	}
	if i := strings.IndexFunc(b.String(), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f }); i >= 0 {
		t.Errorf("a terminal gets %q for\n%q", b.String()[i:min(i+20, b.Len())], data)
	}
}

// checkStrings fails if a string of an accepted entry contains a forbidden character, raw or
// from an escape.
func checkStrings(t *testing.T, v reflect.Value, seen map[uintptr]bool) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		for _, r := range v.String() {
			if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 || r == 0xfeff ||
				r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r >= 0xe0000 && r <= 0xe01ef {
				t.Errorf("an accepted file holds %U in %q", r, v.String())
			}
		}
		if !utf8.ValidString(v.String()) {
			t.Errorf("an accepted file holds %q, which is not UTF-8", v.String())
		}
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] || v.Type() == reflect.TypeFor[*catalog.Catalog]() {
			return
		}
		seen[v.Pointer()] = true
		checkStrings(t, v.Elem(), seen)
	case reflect.Slice:
		for i := range v.Len() {
			checkStrings(t, v.Index(i), seen)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[format.Pos]() {
			return
		}
		for i := range v.NumField() {
			checkStrings(t, v.Field(i), seen)
		}
	}
}
