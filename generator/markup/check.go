package markup

import (
	"bytes"
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/errdocs/errdocs/generator/diag"
)

// Rules are the restrictions of a text.
type Rules struct {
	Inline  bool // one line: no blocks
	NoLinks bool // the whole text becomes a link on pages
	Heading int  // lowest allowed number of # in headings; 0: no headings
	// Target reports whether an internal path or a fragment exists. If not, it returns help.
	Target func(dest string) (help string, ok bool)
}

// Finding is a problem in a text, at an offset in bytes.
type Finding struct {
	Check   *diag.Check
	Offset  int
	Message string
	Help    string
}

// Block is a fenced block of a text, for checks of its content.
type Block struct {
	Lang  string
	Text  string
	fence int // offset of the fence
	lines *text.Segments
}

// InSource converts an offset in the block to an offset in the text that contains it.
func (b Block) InSource(offset int) int {
	at := 0
	for i := range b.lines.Len() {
		s := b.lines.At(i)
		if next := at + s.Len() + s.Padding; offset < next || i == b.lines.Len()-1 {
			return min(s.Start+max(offset-at-s.Padding, 0), s.Stop)
		}
		at += s.Len() + s.Padding
	}
	return b.fence
}

// Check returns the problems of a text, and its fenced blocks.
func (r *Renderer) Check(source string, rules Rules) ([]Finding, []Block) {
	if isPlainParagraph(source) {
		return nil, nil
	}
	return r.check(source, rules)
}

func (r *Renderer) check(source string, rules Rules) ([]Finding, []Block) {
	if f := tooComplex(source); f != nil {
		return []Finding{*f}, nil
	}
	k := checker{src: []byte(source), rules: rules}
	doc := r.parse(k.src)
	if rules.Inline && (doc.ChildCount() != 1 || doc.FirstChild().Kind() != ast.KindParagraph) {
		k.block = true
		if doc.FirstChild() == nil || doc.FirstChild().Kind() != ast.KindHTMLBlock { // which is a separate finding
			k.add(diag.InlineOnly, 0, "the text is not one line of Markdown", `put \ before the character that begins the block`)
		}
	}
	walk(doc, k.node)
	if len(k.found) == 0 {
		switch n, f := r.changes(doc, k.src); {
		case f != nil:
			k.add(f.Check, n.Pos(), f.Message, f.Help)
		case n != nil:
			k.ambiguous(n)
		}
	}
	return k.found, k.blocks
}

type checker struct {
	src    []byte
	rules  Rules
	found  []Finding
	blocks []Block

	emphasis bool // the text has emphasis
	block    bool // the text should be one line but is a block; other findings would only repeat this
}

// ambiguous reports a block that changes when it is written and parsed again.
func (k *checker) ambiguous(n ast.Node) {
	what, help := "Markdown parsers disagree on what this is", `put \ before literal characters, and blank lines between blocks`
	if k.emphasis {
		what, help = "the emphasis can be read in more than one way", `use * and _ for different emphases, and put \ before literal ones`
	}
	k.add(diag.MarkupTooComplex, n.Pos(), what, help)
}

func (k *checker) add(c *diag.Check, offset int, message, help string) {
	k.found = append(k.found, Finding{c, min(max(offset, 0), len(k.src)), message, help})
}

// tooComplex counts the characters that make parsing slow, up to the first line that exceeds
// a limit.
func tooComplex(s string) *Finding {
	offset, brackets, emphasis, columns, cells := 0, 0, 0, 0, 0
	over := func(l *diag.Limit, n, known int) *Finding {
		if n <= l.Max {
			return nil
		}
		return &Finding{l.Check, offset, l.Over(known), l.Help}
	}
	for line := range strings.Lines(s) {
		indent, marks, rest := lineBegin(line)
		pipes := strings.Count(line, "|")
		switch {
		case strings.TrimSpace(rest) == "":
			columns = 0
		case pipes > 0 && strings.Trim(line, ">-+*0123456789.):| \t\r\n") == "" && strings.Contains(line, "-"):
			columns = max(columns, strings.Count(strings.Trim(rest, "| \t\r\n"), "|")+1)
		}
		cells += columns
		brackets += strings.Count(line, "[")
		emphasis += strings.Count(line, "*") + strings.Count(line, "_")
		f := cmp.Or(
			over(diag.LinePipes, pipes, pipes), over(diag.LineIndent, indent, indent), over(diag.LineContainers, marks, marks),
			over(diag.TextBrackets, brackets, 0), over(diag.TextEmphasis, emphasis, 0), over(diag.TextCells, cells, 0),
		)
		if f != nil {
			return f
		}
		offset += len(line)
	}
	return nil
}

// lineBegin returns the indentation of a line, the number of list and quotation markers at
// its start, and the rest of it.
func lineBegin(line string) (indent, marks int, rest string) {
	for {
		blank := len(line) - len(strings.TrimLeft(line, " \t"))
		indent += blank + 3*strings.Count(line[:blank], "\t")
		line = line[blank:]
		digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
		mark := 0
		switch {
		case line == "":
		case line[0] == '>':
			mark = 1
		case digits > 0 && digits < len(line) && strings.IndexByte(".)", line[digits]) >= 0:
			mark = digits + 1
		case strings.IndexByte("-+*", line[0]) >= 0:
			mark = 1
		}
		ends := mark == len(line) || mark > 0 && strings.IndexByte(" \t\r\n", line[mark]) >= 0
		if mark == 0 || line[0] != '>' && !ends {
			return indent, marks, line
		}
		line = line[mark:]
		marks++
	}
}

// node checks one node of the tree.
func (k *checker) node(n ast.Node) {
	if k.block && n.Type() == ast.TypeBlock && n.Kind() != ast.KindHTMLBlock {
		return
	}
	switch n := n.(type) {
	case *ast.HTMLBlock:
		k.rawHTML(n.Pos(), n.Lines().At(0))
	case *ast.RawHTML:
		k.rawHTML(n.Segments.At(0).Start, n.Segments.At(0))
	case *ast.Image:
		k.add(diag.NoImages, n.Pos(), "the text contains an image", "describe it in words, or link to it")
	case *ast.Link:
		k.link(n)
	case *ast.AutoLink:
		k.noLinks(n)
		if inLink(n) {
			k.add(diag.LinkTarget, n.Pos(), "the link text contains another link", "write the inner address as plain text")
		}
		if what := badTarget(string(n.URL(k.src))); what != "" && n.AutoLinkType != ast.AutoLinkEmail {
			k.add(diag.LinkTarget, n.Pos(), what, allowedTargets)
		}
	case *ast.Heading:
		k.heading(n)
	case *ast.Emphasis:
		k.emphasis = true
	case *ast.Text:
		k.text(n)
	case *ast.ListItem, *ast.Blockquote:
		k.container(n)
	case *ast.CodeBlock:
		k.add(diag.FenceLanguage, n.Pos(), "indented code has no language", "put it between ``` fences, with its language after the first")
	case *ast.FencedCodeBlock:
		k.fence(n)
	case *ast.LinkReferenceDefinition:
		k.add(diag.LinkTarget, n.Pos(), "a link definition is separate from its link", "write the address in the link: [text](address)")
	}
}

func (k *checker) rawHTML(pos int, first text.Segment) {
	tag := strings.TrimSpace(string(first.Value(k.src)))
	if strings.HasPrefix(tag, "</") && slices.ContainsFunc(k.found, func(f Finding) bool { return f.Check == diag.RawHTML }) {
		return // the opening tag was reported
	}
	k.add(diag.RawHTML, pos, "the text contains raw HTML: "+diag.Quote(tag), "write it in `code`, or remove it")
}

// text reports references to invisible characters. The loader reports the characters
// themselves.
func (k *checker) text(n *ast.Text) {
	if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
		return
	}
	value, at := n.Segment.Value(k.src), n.Segment.Start
	if bytes.IndexByte(value, '&') < 0 {
		return
	}
	for _, c := range chars(value, false) {
		if c.entity != "" {
			_, text := entityAt([]byte(c.entity))
			if strings.ContainsFunc(text, isHidden) {
				k.add(diag.BadCharacter, at, "the text contains the invisible character "+c.entity, "remove it")
			}
			at += len(c.entity)
			continue
		}
		if at += utf8.RuneLen(c.r); c.escaped {
			at++
		}
	}
}

// container checks an item of a list or a quotation.
func (k *checker) container(n ast.Node) {
	if n.FirstChild() == nil {
		k.add(diag.EmptyValue, n.Pos(), "a list item or quotation is empty", "add text, or remove its marker")
		return
	}
	list, ok := n.Parent().(*ast.List)
	if !ok || !list.IsTight {
		return
	}
	for c := n.FirstChild().NextSibling(); c != nil; c = c.NextSibling() {
		if !mayFollow(c) {
			k.add(diag.MarkupTooComplex, c.Pos(), "Markdown parsers disagree on whether this line continues the block above", "put a blank line between them")
		}
	}
}

// noLinks reports a link in a text that becomes a link.
func (k *checker) noLinks(n ast.Node) {
	if k.rules.NoLinks {
		k.add(diag.LinkTarget, n.Pos(), "the text contains a link, but the whole text becomes a link on pages", "move the link to a different text of the entry")
	}
}

func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func isHidden(r rune) bool { return !unicode.IsGraphic(r) || r >= 0xe0000 }

func (k *checker) link(n *ast.Link) {
	dest := destination(n)
	pos := n.Pos()
	k.noLinks(n)
	if plain(n, k.src) == "" {
		k.add(diag.LinkTarget, pos, "the link has no text", "add text that describes the target")
	}
	if n.Title != nil { // even if it is empty
		k.add(diag.LinkTarget, pos, "the link has a title, which only shows on hover", "move it to the link text")
	}
	switch {
	case isInternal(dest) || strings.HasPrefix(dest, "#"):
		if k.rules.Target == nil {
			return
		}
		if help, ok := k.rules.Target(dest); !ok {
			k.add(diag.DanglingLink, pos, "the link target "+diag.Quote(dest)+" does not exist on the site", cmp.Or(help, "use a page such as /401/token-expired, or a section of this page"))
		}
	default:
		if what := badTarget(dest); what != "" {
			k.add(diag.LinkTarget, pos, what, allowedTargets)
		}
	}
}

const allowedTargets = "use https://, http:// or mailto:, a path of the site such as /401/token-expired, or a fragment"

// schemes are the allowed schemes of links.
var schemes = []string{"https", "http", "mailto"}

// hostForm matches a host name or an IP address, with an optional port.
var hostForm = regexp.MustCompile(`^(?:\[[0-9A-Fa-f:.]+\]|[^][!$&'()*+,;=%:]+)(?::[0-9]{0,5})?$`)

// badTarget returns what is wrong with an absolute address, or "". Browsers remove spaces at
// the ends, and tabs and line breaks anywhere, before they parse the scheme. No address may
// contain them.
func badTarget(dest string) string {
	u, err := url.Parse(dest)
	switch {
	case err != nil || hasForeign(dest) || u.Host != "" && !hostForm.MatchString(u.Host):
		return "the address " + diag.Quote(dest) + " is malformed"
	case !slices.Contains(schemes, u.Scheme) || u.Scheme != "mailto" && u.Host == "" || u.User != nil:
		return "the address " + diag.Quote(dest) + " is not allowed in a link"
	}
	return ""
}

// hasForeign reports whether an address contains a character that must be percent-encoded
// (RFC 3986 appendix A).
func hasForeign(dest string) bool {
	return strings.ContainsFunc(dest, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune("\\|^`<>\"", r) })
}

func (k *checker) heading(n *ast.Heading) {
	switch {
	case k.rules.Heading == 0:
		k.add(diag.HeadingLevel, n.Pos(), "the text contains a heading", "use headings only in descriptions")
	case n.Level < k.rules.Heading:
		k.add(diag.HeadingLevel, n.Pos(), "the heading level is reserved for the page",
			"begin it with "+strings.Repeat("#", k.rules.Heading))
	}
	if n.Parent().Kind() != ast.KindDocument {
		k.add(diag.HeadingLevel, n.Pos(), "the heading is inside a list or quotation", "move it out")
	}
	if plain(n, k.src) == "" {
		k.add(diag.HeadingLevel, n.Pos(), "the heading has no text", "add text, or remove the marker")
	}
	if n.Lines().Len() > 1 {
		k.add(diag.HeadingLevel, n.Pos(), "the heading has several lines", "write it on one line, after its #")
	}
}

func (k *checker) fence(n *ast.FencedCodeBlock) {
	name := string(n.Language(k.src))
	code := string(n.Lines().Value(k.src))
	pos := n.Pos()
	switch {
	case name == "":
		k.add(diag.FenceLanguage, pos, "the code block has no language", "add a language after the fence; use text for plain text")
	case Language(name) == "":
		k.add(diag.FenceLanguage, pos, "unknown language "+diag.Quote(name), diag.OneOf(name, Languages()))
	default:
		k.blocks = append(k.blocks, Block{Language(name), code, pos, n.Lines()})
	}
}
