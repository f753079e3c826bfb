package markup

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/errdocs/errdocs/generator/diag"
)

func FuzzInline(f *testing.F) {
	for _, s := range append(slices.Clone(hardTexts), markdownSeeds...) {
		f.Add(s)
	}
	for _, s := range []string{"200.", "200. A new token came.", "a (b), c; d? e/f - g.", "a  b", "a ", "a-", "Word", "- a", "# a", "    a", "<b>", "a | b", "[a]: https://a.test"} {
		f.Add(s)
	}
	f.Fuzz(checkInline)
}

// checkInline checks all guarantees about the renderings of one line of Markdown.
func checkInline(t *testing.T, source string) {
	t.Helper()
	if !oneLine(source) {
		return
	}
	text := shared.Inline(source)
	slow := shared.inline(source)
	if text.HTML != slow.HTML || text.Markdown != slow.Markdown || text.Plain != slow.Plain || text.Leads != slow.Leads || text.Single != slow.Single {
		t.Errorf("%q renders fast as %+v, slowly as %+v", source, text, slow)
	}
	var shown strings.Builder
	eachNode(fragment(t, string(text.HTML)), func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			shown.WriteString(n.Data)
		case n.Type == html.ElementNode && !slices.Contains([]string{"em", "strong", "code", "a", "img"}, n.Data):
			t.Errorf("%q renders the element %s: %s", source, n.Data, text.HTML)
		}
	})
	findings, _ := shared.Check(source, Rules{Inline: true})
	if len(findings) > 0 {
		return
	}
	checkElements(t, source, string(text.HTML))
	if got, want := text.Plain, strings.Join(strings.Fields(shown.String()), " "); got != want {
		t.Errorf("%q is the text %q, and shows as %q", source, got, want)
	}
	if again := shared.Inline(text.Markdown); again.Markdown != text.Markdown || normal(t, string(again.HTML)) != normal(t, string(text.HTML)) && !strings.Contains(string(text.HTML), `href="#`) {
		t.Errorf("%q is portable as %q, then as %q:\n%s\n%s", source, text.Markdown, again.Markdown, text.HTML, again.HTML)
	}
	if block := shared.Block(source); block.Markdown != text.Markdown || string(block.HTML) != "<p>"+string(text.HTML)+"</p>\n" {
		t.Errorf("%q renders as a line to %q, as a block to %q", source, text.HTML, block.HTML)
	}
	if alone := shared.Portable(source); alone != text.Markdown {
		t.Errorf("%q: Portable says %q, Inline %q", source, alone, text.Markdown)
	}
	if strings.ContainsAny(text.Markdown, "\n\x00") || strings.TrimSpace(text.Markdown) == "" && strings.TrimSpace(text.Plain) != "" {
		t.Errorf("%q is portable as %q", source, text.Markdown)
	}
}

// Only schemes on the allowlist pass, after an address is parsed like in a browser.
func TestI12LinkTargets(t *testing.T) {
	refused := []string{
		"javascript:alert(1)", "JAVASCRIPT:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#106;avascript:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", `\&#106;avascript:alert(1)`, "&#0152;avascript:alert(1)", `java\&Tab;script:alert(1)`, "&#1;javascript:alert(1)", `javascript\:alert(1)`,
		"vbscript:x", "data:text/html,x", "data:image/gif;base64,x", "data:image/svg+xml,x", "file:///etc/passwd", "blob:https://a.test/x", "filesystem:https://a.test/x", "view-source:https://a.test", "about:blank", "ms-word:ofe|u|https://a.test", "intent:x", "feed:x", "jar:x",
		"tel:1", "sms:1", "ftp://a.test", "ws://a.test", "chrome://settings", "steam://run", "invented:x", "//evil.test", "///evil.test", `/\evil.test`, `\\evil.test`, "/&#47;evil.test", "/&sol;evil.test", "&sol;/evil.test", "/&bsol;evil.test", "</&Tab;/evil.test>",
		"https://user@a.test", "https://user:pass@a.test", "https:a.test", "https:/a.test", "https:///a.test", "http://", "https:", "relative", "../up", "./here", "?query", "401/token-expired", "", `https://a.test/"x`, "https://a.test/<x", "https://a.test/a|b", "https://(a).test", "[::1]", "<https://a.test/b c>", "<https://a.test >",
	}
	accepted := []string{
		"https://a.test", "HTTPS://A.test/", "http://a.test/b?c=d&e=f#g", "https://a.test/(b)", "<https://a.test/b>", "mailto:a@b.test", "/401/token-expired", "/401/token-expired#case-at", "#fix", "https://a.test:8443/", "https://[::1]/", "https://é.test/ü", "https://a.test/%E2%80%AE", "/", "https://a.test/?a=&amp;b",
	}
	for _, dest := range refused {
		source := "see [there](" + dest + ")"
		findings, _ := shared.Check(source, Rules{})
		if len(findings) == 0 && strings.Contains(string(shared.Block(source).HTML), "<a ") {
			t.Errorf("the address %q is accepted: %s", dest, shared.Block(source).HTML)
		}
		if auto := "see <" + dest + ">"; dest != "" {
			if findings, _ := shared.Check(auto, Rules{}); len(findings) == 0 && strings.Contains(string(shared.Block(auto).HTML), "<a ") {
				t.Errorf("the address <%s> is accepted: %s", dest, shared.Block(auto).HTML)
			}
		}
	}
	for _, dest := range accepted {
		source := "see [there](" + dest + ")"
		if findings, _ := shared.Check(source, Rules{}); len(findings) > 0 {
			t.Errorf("the address %q is refused: %s", dest, findings[0].Message)
		}
		if html := shared.Block(source).HTML; !strings.Contains(string(html), `<a href="`) {
			t.Errorf("the address %q is no link: %s", dest, html)
		}
	}
}

// The finding and position for each construct that Check rejects.
func TestCheck(t *testing.T) {
	tests := []struct {
		name, source string
		rules        Rules
		check        *diag.Check
		offset       int
	}{
		{"raw HTML in a line", "a <b>bold</b>", Rules{}, diag.RawHTML, 2},
		{"raw HTML as a block", "a\n\n<div>\n", Rules{}, diag.RawHTML, 3},
		{"a comment", "a <!-- for agents --> b", Rules{}, diag.RawHTML, 2},
		{"an image", "![a](https://a.test)", Rules{}, diag.NoImages, 0},
		{"a link title", `[a](https://a.test "b")`, Rules{}, diag.LinkTarget, 0},
		{"a link without text", "x [](https://a.test)", Rules{}, diag.LinkTarget, 2},
		{"a link in a link", "[a <https://b.test>](https://a.test)", Rules{}, diag.LinkTarget, 3},
		{"a link in a title", "see [a](https://a.test)", Rules{NoLinks: true}, diag.LinkTarget, 4},
		{"an address in a title", "see <https://a.test>", Rules{NoLinks: true}, diag.LinkTarget, 4},
		{"a definition", "[a]\n\n[a]: https://a.test", Rules{}, diag.LinkTarget, 5},
		{"a heading in a text without", "### a", Rules{}, diag.HeadingLevel, 0},
		{"a heading of the page", "## a", Rules{Heading: 3}, diag.HeadingLevel, 0},
		{"a heading in a list", "- ### a", Rules{Heading: 3}, diag.HeadingLevel, 2},
		{"an empty heading", "a\n\n###", Rules{Heading: 3}, diag.HeadingLevel, 3},
		{"a heading of two lines", "a\nb\n---", Rules{Heading: 2}, diag.HeadingLevel, 0},
		{"an empty element", "- a\n-\n- b", Rules{}, diag.EmptyValue, 4},
		{"an empty quotation", "a\n\n>", Rules{}, diag.EmptyValue, 3},
		{"a block in a line", "1. a", Rules{Inline: true}, diag.InlineOnly, 0},
		{"indented code", "a\n\n    b", Rules{}, diag.FenceLanguage, 7},
		{"a fence without language", "```\na\n```", Rules{}, diag.FenceLanguage, 0},
		{"an unknown language", "```brainfuck\na\n```", Rules{}, diag.FenceLanguage, 0},
		{"a hidden character", "abc &#x202e;d", Rules{}, diag.BadCharacter, 4},
		{"a line break by reference", "abc&NewLine;d", Rules{}, diag.BadCharacter, 3},
		{"tangled emphasis", "**a <~* b)***~", Rules{}, diag.MarkupTooComplex, 0},
		{"an ambiguous list", "- a\n- > b\n  2) c", Rules{}, diag.MarkupTooComplex, 0},
		{"deep lists", strings.Repeat("- ", 9) + "a", Rules{}, diag.MarkupTooComplex, 0},
		{"many cells", "a|b\n-|-\n" + strings.Repeat("c|d\n", 1000), Rules{}, diag.MarkupTooComplex, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings, _ := shared.Check(test.source, test.rules)
			i := slices.IndexFunc(findings, func(f Finding) bool { return f.Check == test.check })
			if i < 0 {
				t.Fatalf("%q: no finding %s in %+v; it renders as %s", test.source, test.check.ID, findings, shared.Block(test.source).HTML)
			}
			if got := findings[i].Offset; test.check != diag.MarkupTooComplex && got != test.offset {
				t.Errorf("%q: the finding %q is at %d; want %d", test.source, findings[i].Message, got, test.offset)
			}
		})
	}
}

// Heading ids cannot equal ids of the page or names that scripts use.
func TestI13HeadingIDs(t *testing.T) {
	source := "### document\n\n### body\n\n### forms\n\n### __proto__\n\n### toString\n\n### same\n\n### Same!\n\n### same 2\n\n### [linked](/401/token-expired) `code`\n\n### ???\n\ntext"
	text := shared.Block(source)
	checkElements(t, source, string(text.HTML))
	var got []string
	for _, h := range text.Headings {
		got = append(got, h.ID)
		if !strings.Contains(string(text.HTML), `<h3 id="`+h.ID+`">`) {
			t.Errorf("the page has no heading with the id %q", h.ID)
		}
	}
	want := []string{"d-document", "d-body", "d-forms", "d-proto", "d-tostring", "d-same", "d-same-2", "d-same-2-2", "d-linked-code", "d-section"}
	if !slices.Equal(got, want) {
		t.Errorf("the ids are %q; want %q", got, want)
	}
	if !strings.HasSuffix(string(text.HTML), "<p>text</p>\n") {
		t.Errorf("the text after the headings has changed: %s", text.HTML)
	}
}
