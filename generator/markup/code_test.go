package markup

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"

	"github.com/errdocs/errdocs/generator/diag"
)

// hardTexts are texts that break Markdown without escaping.
var hardTexts = []string{
	"", " ", "  ", "a", " a", "a ", " a ", "  a  ", "`", "``", "` `", "`a`", "a`b``c", "```", "\\", "a\\", "\\`", "`\\", "|", "a|b", "\\|", "a\\|b", "\\\\|", "|`|\\", "||", "a||b\\", "*a*", "_a_", "__init__", "[a](b)", "![a](b)", "]", "](x)", "]]](x)", "[",
	"<b>", "<script>alert(1)</script>", "<https://a.test>", "&amp;", "&copy", "&#65;", "# a", "#", "a #", "### a ###", "- a", "-", "---", "+ a", "* a", "1. a", "12) a", "1986.", "> a", ">", "=", "===", "~~~", "~a~", "| a | b |", "|---|", ":-:", "{{.}}", "{a}", "%s", "*/", "a  b", "\u00a0a\u00a0", "é—…", "ends with!", "!", "$A", "\"quoted\"", "it's", "@a", "a: b",
}

// textOf returns the text that a tree shows.
func textOf(n ast.Node, src []byte) string {
	var b strings.Builder
	walk(n, func(n ast.Node) {
		if t, ok := n.(*ast.Text); ok {
			value := t.Segment.Value(src)
			if t.IsRaw() || t.Parent().Kind() == ast.KindCodeSpan {
				b.Write(value)
			} else {
				writeDecoded(&b, value)
			}
		}
	})
	return b.String()
}

// find returns the nodes of a kind.
func findNodes(doc ast.Node, kind ast.NodeKind) []ast.Node {
	var list []ast.Node
	walk(doc, func(n ast.Node) {
		if n.Kind() == kind {
			list = append(list, n)
		}
	})
	return list
}

// oneLine reports whether a text is valid for a key with one line of text.
func oneLine(s string) bool { return loadable(s) && !strings.ContainsAny(s, "\n\t") }

func FuzzMarkdownCode(f *testing.F) {
	for _, s := range hardTexts {
		f.Add(s)
		f.Add(s + "\n" + s + "\n")
	}
	f.Add("a\n\n```\nb\n````text\n")
	f.Fuzz(func(t *testing.T, text string) {
		if !loadable(text) && text != "" {
			t.Skip()
		}
		for _, indent := range []string{"", "> ", "   ", "> - > "} {
			checkFence(t, text, indent)
		}
		if !oneLine(text) {
			return
		}
		checkSpan(t, text)
		checkCells(t, text)
	})
}

var blankLines = regexp.MustCompile(`(?m)^[ \t]+$`)

// A fenced block contains its exact text in every position.
func checkFence(t *testing.T, text, indent string) {
	t.Helper()
	lines := prefix(strings.Split(Fence("text", text), "\n"), indent, strings.NewReplacer("-", " ").Replace(indent))
	if indent == "   " {
		lines[0] = "1. " + lines[0][3:]
	}
	src := []byte("before\n\n" + strings.Join(lines, "\n") + "\n\nafter")
	doc := shared.parse(src)
	blocks := findNodes(doc, ast.KindFencedCodeBlock)
	if len(blocks) != 1 || doc.ChildCount() != 3 {
		t.Fatalf("%q becomes %d blocks in %d:\n%s", text, len(blocks), doc.ChildCount(), src)
	}
	want := text
	if want != "" && !strings.HasSuffix(want, "\n") {
		want += "\n"
	}
	got := string(blocks[0].Lines().Value(src))
	if strings.Contains(indent, "-") || indent == "   " { // goldmark empties blank lines of lists
		got, want = blankLines.ReplaceAllString(got, ""), blankLines.ReplaceAllString(want, "")
	}
	if got != want {
		t.Errorf("%q is read back as %q from\n%s", want, got, src)
	}
}

// A code span contains its exact text, and the text next to it does not change.
func checkSpan(t *testing.T, text string) {
	t.Helper()
	src := []byte("- " + CodeSpan(text) + " *after* " + CodeSpan(text) + ".")
	doc := shared.parse(src)
	spans := findNodes(doc, ast.KindCodeSpan)
	if len(spans) != 2 || len(findNodes(doc, ast.KindEmphasis)) != 1 || len(findNodes(doc, ast.KindListItem)) != 1 {
		t.Fatalf("%q becomes %d spans in %q", text, len(spans), src)
	}
	for _, s := range spans {
		if got := textOf(s, src); got != text {
			t.Errorf("%q is read back as %q from %q", text, got, src)
		}
	}
}

// A table row has as many cells as the header, for any code and text in the cells.
func checkCells(t *testing.T, text string) {
	t.Helper()
	row := []string{Cell(CodeSpan(text)), Cell(Escape(text)), Cell("a " + CodeSpan(text) + " b " + Escape(text)), "last"}
	src := []byte("| a | b | c | d |\n| --- | --- | --- | --- |\n| " + strings.Join(row, " | ") + " |\n")
	doc := shared.parse(src)
	rows := findNodes(doc, extast.KindTableRow)
	if len(rows) != 1 || rows[0].ChildCount() != 4 {
		t.Fatalf("%q breaks the table:\n%s", text, src)
	}
	shown := strings.TrimSpace(text)
	var got []string
	for c := rows[0].FirstChild(); c != nil; c = c.NextSibling() {
		got = append(got, textOf(c, src))
	}
	if got[0] != text || strings.TrimSpace(got[1]) != shown || got[3] != "last" || strings.Join(strings.Fields(got[2]), " ") != strings.Join(strings.Fields("a "+text+" b "+text), " ") {
		t.Errorf("%q is read back as %q from\n%s", text, got, src)
	}
}

func FuzzHighlight(f *testing.F) {
	for i, s := range hardTexts {
		f.Add(languages[i%len(languages)].name, s)
	}
	f.Add("json", "{\"a\": [1, true, null, \"\\u00e9</script>\"]}\n")
	f.Add("http", "HTTP/1.1 401 Unauthorized\nA: b\n\n{\"a\":1}\n")
	f.Add("sh", "curl -i \"$A\" \\\n  -d 'x'\n\n")
	f.Add("go", "if err != nil {\n\treturn err // `x`\n}\n")
	f.Add("yaml", "a: &b\n  - *b\n")
	f.Add("html", "<script>alert(1)</script><!--")
	f.Add("diff", "--- a\n+++ b\n@@ -1 +1 @@\n")
	f.Add("C#", "\n\n\nvar a;")
	f.Add("\"><script>", "a")
	f.Fuzz(func(t *testing.T, lang, text string) {
		if !loadable(text) || len(text) > colorMax+10 {
			t.Skip()
		}
		code := NewCode(lang, text)
		if code.Text != text || Language(code.Lang) != code.Lang {
			t.Errorf("the block is of the language %q and holds %q", code.Lang, code.Text)
		}
		checkElements(t, text, string(code.Pre()))
		var b strings.Builder
		eachNode(fragment(t, string(code.Pre())), func(n *html.Node) {
			if n.Type == html.TextNode {
				b.WriteString(n.Data)
			}
		})
		if b.String() != text {
			t.Errorf("%q as %s shows %q", text, code.Lang, b.String())
		}
	})
}

// The table of limits lists the languages with slow lexers.
func TestI11SlowLanguages(t *testing.T) {
	for _, l := range languages {
		if slow := strings.Contains(diag.SlowColoredBytes.Of, " "+l.name); slow != (l.max == diag.SlowColoredBytes.Max) {
			t.Errorf("%s is colored up to %d bytes, and docs/limits.md has a different limit", l.name, l.max)
		}
	}
}

// Some lexers take minutes for some texts of a few kilobytes. The size limits ensure that no
// lexer takes long.
func TestI11CostOfHighlighting(t *testing.T) {
	tests := []struct {
		lang, piece string
		size        int
		plain       bool
	}{
		{"yaml", "@", 8 << 10, true}, {"yaml", "'", 64 << 10, true}, {"java", "\n", 8 << 10, true}, {"hcl", "{", 8 << 10, true},
		{"yaml", "@", colorMaxSlow, false}, {"yaml", "'", colorMaxSlow, false}, {"java", "\n", colorMaxSlow, false}, {"apache", "<", colorMaxSlow, false},
		{"ts", "$", colorMax, false}, {"html", "&", colorMax, false}, {"csharp", "\n", colorMax, false}, {"sql", "!", colorMax, false},
	}
	for _, test := range tests {
		t.Run(test.lang, func(t *testing.T) {
			size := test.size
			if !test.plain {
				size /= min(slower, 4)
			}
			text := strings.Repeat(test.piece, size/len(test.piece))
			began := time.Now()
			html := string(NewCode(test.lang, text).Pre())
			if took := time.Since(began); tooLong(took, 3*time.Second) {
				t.Errorf("%d bytes of %q took %v", len(text), test.piece, took)
			}
			if plain := !strings.Contains(html, "<span"); test.plain && !plain {
				t.Errorf("%d bytes of %q are colored", len(text), test.piece)
			}
		})
	}
}
