package markdown

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// hardTexts are texts that break out of careless Markdown, YAML and llms.txt.
var hardTexts = []string{
	"a", "Access token expired", "`a` b", "`", "``", "a`b", "\\", "a\\", "\\\\", "|", "a|b", "\\|", "*a*", "**a", "_a_", "__init__", "snake_case", "[a](https://b.test)", "![a](b)", "]", "](x)", "]]](x)", "[", "[a]", "[a]: b",
	"<b>", "<script>alert(1)</script>", "</script>", "<!-- a -->", "<https://a.test>", "<a@b.test>", "a < b", "&amp;", "&copy; 2026", "AT&T", "# a", "#", "a #", "a ##", "C#", "- a", "- ", "-", "---", "+ a", "* a", "1. a", "12) a", "1986.", "> a", "=", "===", "~~a~~",
	"| a | b |", "|---|", "{{.}}", "{a}", "%s", "*/", "a  b", "true", "null", "no", "~", "401", "0x1f", "1e3", "2026-01-06", "a: b", "a:", "a #b", "'a'", "\"a\"", "\"", "@a", "!a", "&a", "*a", "%a", "?", ": a", ", a", "é—…", "\u00a0a", "a\u00a0", "日本語", "😀 a", "e\u0301", "x\u200dy", "Not found",
}

// oneLineText reports whether the loader takes a text for a key of one line.
func oneLineText(s string) bool {
	return utf8.ValidString(s) && strings.TrimSpace(s) != "" && utf8.RuneCountInString(s) <= 1000 && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || r >= 0xe0000 && r <= 0xe01ef || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
			r == 0xfeff || r >= 0xfff9 && r <= 0xffff && r != utf8.RuneError || r == 0xad || r == 0x200b || r == 0x200e || r == 0x200f || r == 0x2060
	})
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

// parse reads Markdown as GitHub does.
func parse(src string) ast.Node { return markdown.Parser().Parse(text.NewReader([]byte(src))) }

func walk(n ast.Node, visit func(ast.Node)) {
	visit(n)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		walk(c, visit)
	}
}

func find(doc ast.Node, kinds ...ast.NodeKind) []ast.Node {
	var list []ast.Node
	walk(doc, func(n ast.Node) {
		if slices.Contains(kinds, n.Kind()) {
			list = append(list, n)
		}
	})
	return list
}

// shown returns the text that a reader sees of a tree, with white space joined.
func shown(n ast.Node, src string) string {
	var b strings.Builder
	walk(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value([]byte(src))
			if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
				b.Write(value)
				return
			}
			b.Write(unescape(value))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(n.Label([]byte(src)))
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// unescape reads escapes and references in one pass.
func unescape(value []byte) []byte {
	return escapes.ReplaceAllFunc(value, func(m []byte) []byte {
		switch {
		case m[0] == '\\':
			return m[1:]
		case m[1] == '#':
			return util.ResolveNumericReferences(m)
		}
		return util.ResolveEntityNames(m)
	})
}

var escapes = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]*);")

// Plain text shows as it is wherever a twin puts it, and makes no construct.
func FuzzMarkdownText(f *testing.F) {
	for _, s := range hardTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !oneLineText(s) {
			t.Skip()
		}
		want := strings.Join(strings.Fields(s), " ")
		md := Prose(s)
		for _, place := range []struct {
			name, before, after string
			kind                ast.NodeKind
		}{
			{"a heading", "before\n\n# ", "\n\nafter", ast.KindHeading},
			{"a paragraph", "before\n\n", "\n\nafter", ast.KindParagraph},
			{"a line", "first\n", "\nlast", ast.KindParagraph},
			{"an element", "before\n\n- ", "\n- after", ast.KindListItem},
			{"a link", "- [", "](https://a.test): note", ast.KindLink},
			{"a strong text", "**", ".** text", ast.KindEmphasis},
			{"a cell", "| a | b |\n| --- | --- |\n| ", " | after |", extast.KindTableCell},
		} {
			md := md
			if place.kind == extast.KindTableCell {
				md = markup.Cell(md)
			}
			src := place.before + md + place.after
			doc := parse(src)
			var got []string
			for _, n := range find(doc, place.kind) {
				text := shown(n, src)
				if place.kind == ast.KindEmphasis {
					text = strings.TrimSpace(strings.TrimSuffix(text, "."))
				}
				got = append(got, strings.TrimPrefix(strings.TrimSuffix(text, " last"), "first "))
			}
			if !slices.Contains(got, want) {
				t.Errorf("%q as %s is read back as %q from\n%s", s, place.name, got, src)
			}
			if bad := find(doc, ast.KindRawHTML, ast.KindHTMLBlock, ast.KindImage, ast.KindCodeSpan, ast.KindFencedCodeBlock, ast.KindThematicBreak, extast.KindStrikethrough); len(bad) > 0 {
				t.Errorf("%q as %s becomes a %s:\n%s", s, place.name, bad[0].Kind(), src)
			}
			if cells := find(doc, extast.KindTableCell); place.kind == extast.KindTableCell && len(cells) != 4 {
				t.Errorf("%q makes a table of %d cells:\n%s", s, len(cells), src)
			}
		}
	})
}

// YAML reads the values that the front matter was given.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range hardTexts {
		f.Add(s, s)
	}
	f.Add("y", "urn:x:")
	f.Add("a\x7f\u0085\ufeffb", "https://a.test/#b: c")
	f.Add("\u2028", "https://a.test/[b]{c}")
	f.Fuzz(func(t *testing.T, s, uri string) {
		if !utf8.ValidString(s) || s == "" || !utf8.ValidString(uri) || uri == "" {
			t.Skip()
		}
		var m frontMatter
		m.text("title", s)
		m.address("type", uri)
		block := strings.TrimSuffix(strings.TrimPrefix(m.end("a", ""), "---\n"), "---\n")
		var got struct{ Title, Type string }
		var loose map[string]any
		if err := yaml.Unmarshal([]byte(block), &loose); err != nil {
			t.Fatalf("%q: %v in\n%s", s, err, block)
		}
		if _, ok := loose["title"].(string); !ok {
			t.Errorf("%q is read back as a %T from\n%s", s, loose["title"], block)
		}
		if _, ok := loose["type"].(string); !ok {
			t.Errorf("%q is read back as a %T from\n%s", uri, loose["type"], block)
		}
		if err := yaml.Unmarshal([]byte(block), &got); err != nil {
			t.Fatal(err)
		}
		if got.Title != s || got.Type != uri || len(loose) != 2 {
			t.Errorf("%q and %q are read back as %q from\n%s", s, uri, got, block)
		}
		if strings.Count(block, "\n") != 2 {
			t.Errorf("%q has several lines:\n%s", s, block)
		}
	})
}

// loaded makes the renderer of a catalog of the given files. It returns nil where the
// catalog has errors.
func loaded(t testing.TB, files map[string]string) *Renderer {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	var l diag.List
	c := load.Load(fsys, "catalog", &l)
	check.All(c, &l)
	page.Check(c, &l)
	if l.HasErrors() {
		return nil
	}
	r, err := New(c, page.New(c, page.Options{}), errdocs.Files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
