package lexers

import (
	"io/fs"
	"reflect"
	"slices"
	"testing"

	"github.com/alecthomas/chroma/v2"
	whole "github.com/alecthomas/chroma/v2/lexers"
)

// repair describes how to update to a new version of chroma.
const repair = `run in generator/markup/lexers/embedded:
  from=$(go list -m -f '{{.Dir}}' github.com/alecthomas/chroma/v2)/lexers/embedded
  for f in *.xml; do install -m 644 "$from/$f" "$f"; done; install -m 644 "$from/c#.xml" csharp.xml
and repeat in the files of ../written and in lexers.go what changed in those of chroma's in Go`

// TestSameAsChroma compares the names and rules of all lexers with those of chroma.
func TestSameAsChroma(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, ours := range registry().Lexers {
		config := ours.Config()
		if config.Name == "Go raw string" {
			continue
		}
		for _, name := range append(slices.Clone(config.Aliases), config.Name) {
			theirs := whole.Get(name).Config()
			if theirs.Name != config.Name || !reflect.DeepEqual(theirs, config) && !inGo[config.Name] {
				t.Errorf("%s: chroma has another lexer of this name, or describes it in other words\n%s", name, repair)
			}
		}
		if inGo[config.Name] {
			continue
		}
		compared++
		if got, want := ours.(*chroma.RegexLexer).MustRules(), whole.Get(config.Name).(*chroma.RegexLexer).MustRules(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the rules are not those of chroma\n%s", config.Name, repair)
		}
	}
	if list, err := fs.Glob(files, "embedded/*.xml"); err != nil || compared != len(list)-1 { // not go_template.xml
		t.Errorf("%d lexers were compared, of %d, %v", compared, len(list)-1, err)
	}
}

// inGo are the lexers that chroma implements in Go.
var inGo = map[string]bool{"Go": true, "HTTP": true, "markdown": true}

// goText has every rule of Go.
const goText = "//go:build x\n// comment\n/* a\nb */\npackage main\n\nimport \"fmt\"\n\nvar t = `raw {{if .X}}a{{end}} and {{ printf \"%d\" 1 | f }}`\n\n" +
	"func f(a []string, x map[int]any) (int, error) {\n\tfor i := range 0x1F + 017 + 0b1 + 1_000 { go g(len(a), 'x', '\\n', 1.5e3, .5, 2i, 1.2i, 1e+3i) }\n\treturn nil, \"a\\\"b\" <<= !true &^ x...\n}\n"

// TestSameTokens compares the tokens of the lexers in inGo, including embedded languages,
// with those of chroma.
func TestSameTokens(t *testing.T) {
	t.Parallel()
	texts := map[string][]string{
		"Go": {goText, "", "`", "é := \"\x00\"\n"},
		"HTTP": {
			"POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\r\n{\"a\": [1, true, null, \"b\"]}\n",
			"HTTP/2 401 Unauthorized\nWWW-Authenticate: Bearer error=\"x\",\n  realm=\"y\"\nContent-Type: application/problem+json; charset=utf-8\n\n{\"a\": 1}\n",
			"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p class=\"a\">b</p><script>let a = 1;</script>\n",
			"HTTP/1.1 200 OK\nContent-Type: application/atom+xml\n\n<a b=\"c\"/>\n",
			"HTTP/1.1 200 OK\nContent-Type: application/x-unknown\n\na b\n", "HTTP/1.1 200 OK\n\nplain\n", "GET / HTTP/1.1\n", "no message\n", "",
		},
		"markdown": {
			"---\ntitle: a\nlist: [1, \"b\"]\n---\n# Heading\n\nText *em* and **strong**, ~~gone~~, `code`, [a](/b), ![c](d) @e\n\n- [ ] a\n- [x] b\n* c\n1. d\n\n> quoted\n\n## Second\n\n<!-- a\nb -->\n",
			"---\nno end\n", "---\r\na: 1\r\n---\r\n", "```\nplain\n```\n", "```nosuchlanguage\na = 1\n```\n", "",
		},
		"Bash Session": {"$ curl -sS \"$URL\" | jq .a\n{\"a\": 1}\n# ls -l\n"},
		"HTML":         {"<!DOCTYPE html>\n<style>a { color: #fff; margin: 1px }</style><p class=a>&amp;</p><script>const a = `b${c}`; // d\n</script>\n"},
	}
	for _, lx := range registry().Lexers { // a fence of every language, in Markdown
		for _, name := range append(slices.Clone(lx.Config().Aliases), lx.Config().Name) {
			texts["markdown"] = append(texts["markdown"], "# "+name+"\n```"+name+"\n"+goText+"```\n")
		}
	}
	for _, http := range texts["HTTP"] {
		texts["markdown"] = append(texts["markdown"], "```http\n"+http+"```\n")
	}
	for name, list := range texts {
		for _, text := range list {
			got, want := tokens(t, Get(name), text), tokens(t, whole.Get(name), text)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q is\n%q, in chroma\n%q\n%s", name, text, got, want, repair)
			}
		}
	}
}

func tokens(t *testing.T, lx chroma.Lexer, text string) []chroma.Token {
	t.Helper()
	list, err := chroma.Tokenise(lx, nil, text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
