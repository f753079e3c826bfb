package markup

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// testLinks returns the same addresses for pages and twins, so that a text and its portable
// form can be compared.
type testLinks struct{}

func (testLinks) HTML(path string) string     { return "https://errors.test" + path }
func (testLinks) Markdown(path string) string { return "https://errors.test" + path }

var shared = New(testLinks{})

// fragment parses HTML as the content of an element of a page.
func fragment(t *testing.T, text string) []*html.Node {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, DataAtom: atom.Main, Data: "main"})
	if err != nil {
		t.Fatalf("parse the HTML: %v", err)
	}
	return nodes
}

// eachNode visits the nodes and their descendants.
func eachNode(nodes []*html.Node, visit func(*html.Node)) {
	for _, n := range nodes {
		visit(n)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			eachNode([]*html.Node{c}, visit)
		}
	}
}

// allowed lists the elements of rendered Markdown, their attributes and the allowed values.
var allowed = map[string]map[string]*regexp.Regexp{
	"p": {}, "em": {}, "strong": {}, "br": {}, "hr": {}, "ul": {}, "li": {}, "blockquote": {},
	"table": {}, "thead": {}, "tbody": {}, "tr": {},
	"th":   {"scope": regexp.MustCompile(`^col$`)},
	"td":   {},
	"ol":   {"start": regexp.MustCompile(`^[0-9]{1,9}$`)},
	"a":    {"href": regexp.MustCompile(``)},
	"pre":  {"tabindex": regexp.MustCompile(`^0$`)},
	"code": {"class": regexp.MustCompile(`^language-[a-z]+$`)},
	"span": {"class": regexp.MustCompile(`^[ksmnc]$`)},
	"h2":   {"id": headingID}, "h3": {"id": headingID}, "h4": {"id": headingID}, "h5": {"id": headingID}, "h6": {"id": headingID},
}

var headingID = regexp.MustCompile(`^d-[a-z0-9]+(-[a-z0-9]+)*$`)

// checkElements fails if rendered Markdown contains anything that is not in the list.
func checkElements(t *testing.T, source, rendered string) {
	t.Helper()
	ids := map[string]bool{}
	eachNode(fragment(t, rendered), func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			return
		case html.ElementNode:
		default:
			t.Errorf("%q renders a node of type %d: %q", source, n.Type, n.Data)
			return
		}
		attrs, ok := allowed[n.Data]
		if !ok {
			t.Errorf("%q renders the element %q\n%s", source, n.Data, rendered)
			return
		}
		for _, a := range n.Attr {
			if values, ok := attrs[a.Key]; !ok || a.Namespace != "" || !values.MatchString(a.Val) {
				t.Errorf("%q renders the attribute %s=%q of %s\n%s", source, a.Key, a.Val, n.Data, rendered)
			}
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("%q renders the id %q twice", source, a.Val)
				}
				ids[a.Val] = true
			}
			if a.Key == "href" && !safeTarget(a.Val) {
				t.Errorf("%q renders a link to %q\n%s", source, a.Val, rendered)
			}
		}
	})
}

// safeTarget parses an address like a browser: it ignores spaces at the ends, and tabs and
// line breaks anywhere, and reads a backslash as a slash.
func safeTarget(href string) bool {
	seen := strings.TrimFunc(href, func(r rune) bool { return r <= ' ' })
	seen = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(seen)
	scheme, rest, ok := strings.Cut(seen, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return !strings.HasPrefix(seen, "//")
	}
	switch strings.ToLower(scheme) {
	case "https", "http":
		return strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, "///")
	case "mailto":
		return true
	}
	return false
}

// sameAddress encodes characters that may or may not be encoded in an address.
var sameAddress = strings.NewReplacer("(", "%28", ")", "%29")

// normal writes HTML in a form that does not depend on invisible white space.
func normal(t *testing.T, rendered string) string {
	t.Helper()
	var b strings.Builder
	var write func(n *html.Node, pre bool)
	write = func(n *html.Node, pre bool) {
		switch {
		case n.Type == html.TextNode && pre:
			b.WriteString(n.Data)
		case n.Type == html.TextNode:
			text := strings.Join(strings.FieldsFunc(n.Data, func(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) }), " ")
			if text == "" {
				return
			}
			b.WriteString("«" + text + "»")
		default:
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				if a.Key == "align" && n.FirstChild == nil { // cells that goldmark adds have no align
					continue
				}
				b.WriteString(" " + a.Key + "=" + sameAddress.Replace(a.Val))
			}
			b.WriteString(">")
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				write(c, pre || n.Data == "code")
			}
			b.WriteString("</" + n.Data + ">")
		}
	}
	for _, n := range fragment(t, rendered) {
		write(n, false)
	}
	return b.String()
}

// loadable reports whether the loader passes a text to the renderer: it rejects invisible
// characters, and truncates nothing.
func loadable(s string) bool {
	if !utf8.ValidString(s) || len(s) > 32<<10 || strings.TrimSpace(s) == "" {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp)) ||
			r >= 0xe0000 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r >= 0xfff9 && r <= 0xffff
	})
}

// checkMarkdown checks all guarantees about the rendered Markdown of a text.
func checkMarkdown(t *testing.T, source string) {
	t.Helper()
	if !loadable(source) {
		return
	}
	began := time.Now()
	findings, _ := shared.Check(source, Rules{Heading: 2})
	text := shared.Block(source)
	if took := time.Since(began); tooLong(took, 2*time.Second) {
		t.Errorf("rendering %d bytes took %v", len(source), took)
	}
	if slow := shared.block(source); !reflect.DeepEqual(text, slow) {
		t.Errorf("%q renders fast as %+v, slowly as %+v", source, text, slow)
	}
	if slow, _ := shared.check(source, Rules{Heading: 2}); !reflect.DeepEqual(findings, slow) {
		t.Errorf("%q: found fast %+v, slowly %+v", source, findings, slow)
	}
	if alone := shared.Portable(source); alone != text.Markdown {
		t.Errorf("%q: Portable says %q, Block %q", source, alone, text.Markdown)
	}
	if limit := 20*len(source) + 64<<10; len(text.HTML) > limit || len(text.Markdown) > limit {
		t.Errorf("%d bytes became %d of HTML and %d of Markdown", len(source), len(text.HTML), len(text.Markdown))
	}
	for _, f := range findings {
		if f.Offset < 0 || f.Offset > len(source) {
			t.Errorf("%q: the finding %q is at %d", source, f.Message, f.Offset)
		}
	}
	if len(findings) > 0 {
		return
	}
	checkElements(t, source, string(text.HTML))
	checkPortable(t, source, text)
}

// checkPortable compares the portable form of a text that Check accepts with the text.
func checkPortable(t *testing.T, source string, text Text) {
	t.Helper()
	portable := text.Markdown
	if findings, _ := shared.Check(portable, Rules{Heading: 2}); len(findings) > 0 {
		t.Errorf("%q is portable as %q, which is refused: %s", source, portable, findings[0].Message)
		return
	}
	again := shared.Block(portable)
	if again.Markdown != portable {
		t.Errorf("%q is portable\n   as %q\n then %q", source, portable, again.Markdown)
	}
	if got, want := normal(t, string(again.HTML)), normal(t, string(text.HTML)); got != want && !strings.Contains(want, " href=#") {
		t.Errorf("%q is portable as %q, which means\n      %s\nwhere %s", source, portable, got, want)
	}
	if alone := shared.Portable(source); alone != portable {
		t.Errorf("%q: Portable says %q, Block %q", source, alone, portable)
	}
	open := ""
	for _, line := range strings.Split(portable, "\n") {
		switch fence := fenceMarks.FindStringSubmatch(line); {
		case open == "" && line != strings.TrimRight(line, " \t"):
			t.Errorf("%q is portable as %q, where a line ends with a space", source, portable)
		case open == "" && fence != nil:
			open = fence[1]
		case open != "" && strings.TrimLeft(line, "> ") == open:
			open = ""
		}
	}
	if open != "" {
		t.Errorf("%q is portable as %q, where a fence is open", source, portable)
	}
	if strings.HasPrefix(portable, "\n") || strings.HasSuffix(portable, "\n") || strings.Contains(portable, "\x00") {
		t.Errorf("%q is portable as %q", source, portable)
	}
}

// fenceMarks finds the line that opens a fenced block: no code span has a language
// right after its marks and nothing else on its line.
var fenceMarks = regexp.MustCompile("^[-*> 0-9.)]*(`{3,})[a-z]+$")

// markdownSeeds are texts with every construct, and with almost valid constructs.
var markdownSeeds = []string{
	"plain", "two\nlines", "Two plain\nlines: one, it's \"two\".\n", "plain\n\n", "plain\n\nplain", "{a}=b+c%d$e", "two  \nlines", "two\\\nlines", "a\n\nb", "R&D, 3 < 4, a_b_c, 2 * 3, ~5 min",
	"*em* **strong** ***both*** _em_ __strong__ *a **b** c* **a *b***", "snake_case and __init__ and a*b*c", "*a*_b_ **a**_b_ *_a_*",
	"**unclosed", "*a **b*", "a** b", "***a** b", "`code` ``a`b`` `` ` `` ` a ` `  ` `\\`", "``` inline", "a `b\nc` d",
	"[text](/401/token-expired) [x](https://example.com/a(b)c) [y](<https://example.com/a b>) [z](mailto:a@b.test)",
	"[here](#fix) and [`code`](#fix) [*em*](#x)*y*", "[a [b] c](https://example.com) [a \\[ b](https://example.com) [no](", "see [1] and [a]: b", "\\[a]: https://example.com",
	"!\\[a](https://example.com) !`a` \\![a](https://example.com) a![", "<https://example.com/?a=1&b=2> <a@b.test> a < b <5> <-", "&amp; &lt;b&gt; &copy; &nbsp;x &#65; &unknown; \\&amp; AT&T;",
	"# no", "### a heading\n\ntext", "### a #\n\n### b \\#\n\n### c#", "### same\n\n### same\n\n### same 2\n\ntext", "a\n===", "a\nb\n---", "###", "### document\n\n### __proto__\n\n### body",
	"- a\n- b\n  - c\n\n    d\n- e", "- a\n\n- b", "* a\n* b\n\n+ c\n- d", "1. a\n2. b\n   - c", "7) a\n8) b", "999999999. a\n1. b", "-\n- a\n-", "- - - a", "1. - > a\n      b", "- ```sh\n  a\n\n    b\n  ```\n- b",
	"- a\n\n  ```json\n  {}\n  ```\n\n  b", "- a\n  > b\n- ***\n- c", "-\n\n  a", "1.\n2. a", "- a\n      b", "- a\n  1. b\n  7. c",
	"> a\n> b\n>\n> - c\nlazy", ">", "> > a\n> b", "> ```text\n> a\n>\n> b\n> ```", "***", "---", "_ _ _", "a\n***\nb", "a\n\n- - -",
	"1986\\. a year", "\\- a\n\\+ b\n\\* c", "\\# a\n\\> b\n1\\) c", "a\n\\---\n\\===\nb\n\\- - -", "~~~text\na\n~~~", "~~~~ json\n~~~\n~~~~", "````text\n```\n````", "```text\n```", "```text\n\n```", "```text\n\n\na\n\n\n```", "```yml\na: b\n```",
	"| a | b |\n| --- | :-: |\n| 1 | `x\\|y` |\n| \\| |", "a | b\n-|-\n1 | 2 | 3\n4\n", "text\n| a |\n| - |\n| `\\\\|` | \\\\\\| ", "| |\n|-|\n| |", "a\n:-", "a\n\\:-", "|\\|\n|-|\n|`\\\\\\|`|",
	"- | a |\n  | - |\n  | b |\n- c", "a \\| b | c", "a\\\\\n\\\\\\\nb", "a\\", "x\u00a0*a*\u00a0y", "a&#98;_c_ _a_&nbsp;b", "*a*&nbsp;*b*", "一*二*三_四_", "$TOKEN {param} {{.}} %s %%", "\t- a", "a\tb", "   a\n    b",
	"<script>alert(1)</script>", "<b onclick=x>", "<!-- c -->", "<!DOCTYPE x>", "<?php", "![a](https://example.com)", "[a]: https://example.com\n\n[a]", "    code", "```\na\n```", "```nope\na\n```",
	"[a](javascript:alert(1))", "[a](JaVaScript&colon;alert(1))", "[a](&#x6A;avascript:alert(1))", "[a](java\\script:x)", "[a](//evil.test)", "[a](/\\evil.test)", "[a](/&#47;evil.test)", "[a](&sol;&sol;evil.test)", "[a](</\t/evil.test>)",
	"[a](data:image/gif;base64,R0lGOD)", "[a](blob:x) [b](view-source:x) [c](ms-word:x) [d](tel:1) [e](file:///etc/passwd)", "<javascript:alert(1)> <intent:x>", "[a](https://user:pass@example.com)", "[a](https:example.com)", "[](https://example.com)",
	"&#x202e;abc &#8203; &zwj; &shy; &lrm;", "a&#10;b&#13;c&#0;", "&#32;a&#32;", "&Tab;- a", "[a](https://example.com \"title\")", "[a](#b \"\")", "[a](https://example.com/?a&copy;=1)", "[a](https://example.com/&lt;b&gt;)",
	strings.Repeat("> ", 8) + "a", strings.Repeat("- ", 9) + "a", strings.Repeat(">", 9), strings.Repeat("| a ", 20) + "|\n" + strings.Repeat("|-", 20) + "|\n|",
}

func TestMarkdown(t *testing.T) {
	for _, s := range markdownSeeds {
		t.Run("", func(t *testing.T) { checkMarkdown(t, s) })
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range markdownSeeds {
		f.Add(s)
	}
	f.Fuzz(checkMarkdown)
}

// pieces are the parts of random texts.
var pieces = []string{
	"a", "b", "Word", " ", " ", " ", "\n", "\n", "\n\n", "*", "**", "_", "__", "`", "``", "```", "[", "]", "](/a)", "](https://b.test)", "](#c)", "(", ")", "!", "<", ">", "&", "&amp;", "&nbsp;", ";", "#", "###", "### ", "\\", "|", "|", "- ", "* ", "+ ", "1. ", "2) ", "> ",
	"---", "===", "***", "~", "~~~", "    ", "  ", "\t", ":", ".", "-", "+", "=", "1", "\n```sh\n", "\n```\n", "\n| a | b |\n|---|---|\n", "|-|\n", "\n- ", "\n1. ", "\n  ", "<https://c.test>", "é", "—", "\u00a0", "\"", "'", "_a_", "*b*", "`c`",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(30) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func TestMarkdownOfRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 6_000 / min(slower, 3) {
		s := randomText(r)
		if !loadable(s) {
			continue
		}
		checkMarkdown(t, s)
		if t.Failed() {
			t.Fatalf("failed for %q", s)
		}
	}
}

// A text is split at its headings, not at lines that only look like headings.
func TestParts(t *testing.T) {
	const lead = "Begin here.\n\n```sh\n## no heading\n\necho\n```"
	for _, test := range []struct {
		source string
		want   []Part
	}{
		{"", nil},
		{"Text.", []Part{{Markdown: "Text."}}},
		{lead + "\n\n## One `code`\n\n### Below\n\ntext\n\n## Two\n## [Three](/401)\n\nend", []Part{
			{Markdown: lead},
			{ID: "d-one-code", Heading: "One code", Title: "One `code`", Markdown: "### Below\n\ntext"},
			{ID: "d-two", Heading: "Two", Title: "Two"},
			{ID: "d-three", Heading: "Three", Title: "[Three](https://errors.test/401)", Markdown: "end"},
		}},
		{"## One\n\ntext", []Part{{ID: "d-one", Heading: "One", Title: "One", Markdown: "text"}}},
	} {
		text := shared.Block(test.source)
		parts := text.Parts()
		if !slices.Equal(parts, test.want) {
			t.Errorf("%q has the parts\n%q; want\n%q", test.source, parts, test.want)
		}
		var whole []string
		for _, p := range parts {
			if p.Title != "" {
				whole = append(whole, "## "+p.Title)
			}
			if p.Markdown != "" {
				whole = append(whole, p.Markdown)
			}
		}
		if got := strings.Join(whole, "\n\n"); got != text.Markdown {
			t.Errorf("the parts of %q are together\n%s\nwant\n%s", test.source, got, text.Markdown)
		}
	}
}

func TestInner(t *testing.T) {
	r := New(nil)
	for source, want := range map[string]string{
		"a":                 "a",
		"a `<p>` *b*":       "a <code>&lt;p&gt;</code> <em>b</em>",
		"a\n\nb":            "<p>a</p>\n<p>b</p>\n",
		"a\n\n- b":          "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n",
		"- b":               "<ul>\n<li>b</li>\n</ul>\n",
		"- a\n\n  b":        "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n",
		"> a":               "<blockquote>\n<p>a</p>\n</blockquote>\n",
		"":                  "",
		"two\nlines of `a`": "two\nlines of <code>a</code>",
	} {
		if got := r.Block(source).Inner(); string(got) != want {
			t.Errorf("%q: %q; want %q", source, got, want)
		}
	}
	if got := r.Inline("a `b`").Inner(); got != "a <code>b</code>" {
		t.Errorf("one line: %q", got)
	}
}
