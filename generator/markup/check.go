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

// Rules say what a text may hold.
type Rules struct {
	Inline  bool // one line: no blocks
	NoLinks bool // pages make a link of the whole text
	Heading int  // level from which headings may begin; 0: none
	// Target reports whether an internal path or a fragment exists, with a help if not.
	Target func(dest string) (help string, ok bool)
}

// Finding is something wrong in a text, at an offset in bytes.
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

// InSource returns the offset in the text that holds the block, where the byte at
// offset of the block stands.
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

// Check returns what is wrong with a text, and its fenced blocks.
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
		if doc.FirstChild() == nil || doc.FirstChild().Kind() != ast.KindHTMLBlock { // which is a finding of its own
			k.add(diag.InlineOnly, 0, "the text is not one line of text in Markdown", `put \ before the character that begins it`)
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

	emphasis bool // there is some
	block    bool // what should be one line is a block, which is finding enough
}

// ambiguous refuses a block that does not come back as itself.
func (k *checker) ambiguous(n ast.Node) {
	what, help := "readers disagree on what this is", `put \ before the characters that are text, and blank lines between blocks`
	if k.emphasis {
		what, help = "the marks of emphasis can be read in more than one way", `use * and _ for different emphases, and put \ before those that are text`
	}
	k.add(diag.MarkupTooComplex, n.Pos(), what, help)
}

func (k *checker) add(c *diag.Check, offset int, message, help string) {
	k.found = append(k.found, Finding{c, min(max(offset, 0), len(k.src)), message, help})
}

// tooComplex counts the characters that make parsing slow, up to the line that has one
// too many.
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

// lineBegin returns how far a line is indented, how many lists and quotations begin in
// it, and what follows.
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

// node looks at one node of the tree.
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
		k.add(diag.NoImages, n.Pos(), "the text holds an image", "say it in words, or link to it")
	case *ast.Link:
		k.link(n)
	case *ast.AutoLink:
		k.noLinks(n)
		if inLink(n) {
			k.add(diag.LinkTarget, n.Pos(), "the text of a link holds another link", "write its address as text")
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
		k.add(diag.FenceLanguage, n.Pos(), "indented code has no language", "put it between ``` fences that name the language")
	case *ast.FencedCodeBlock:
		k.fence(n)
	case *ast.LinkReferenceDefinition:
		k.add(diag.LinkTarget, n.Pos(), "a link definition stands apart from its link", "write the address in the link: [text](address)")
	}
}

func (k *checker) rawHTML(pos int, first text.Segment) {
	tag := strings.TrimSpace(string(first.Value(k.src)))
	if strings.HasPrefix(tag, "</") && slices.ContainsFunc(k.found, func(f Finding) bool { return f.Check == diag.RawHTML }) {
		return // the end of what was found
	}
	k.add(diag.RawHTML, pos, "the text holds raw HTML: "+diag.Quote(tag), "write it in `code`, or remove it")
}

// text refuses references to characters that cannot be seen, which the loader refuses
// where they stand for themselves.
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
				k.add(diag.BadCharacter, at, "the text holds "+c.entity+", which cannot be seen", "remove it")
			}
			at += len(c.entity)
			continue
		}
		if at += utf8.RuneLen(c.r); c.escaped {
			at++
		}
	}
}

// container looks at an element of a list or a quotation.
func (k *checker) container(n ast.Node) {
	if n.FirstChild() == nil {
		k.add(diag.EmptyValue, n.Pos(), "a list element or quotation is empty", "fill it, or remove its mark")
		return
	}
	list, ok := n.Parent().(*ast.List)
	if !ok || !list.IsTight {
		return
	}
	for c := n.FirstChild().NextSibling(); c != nil; c = c.NextSibling() {
		if !mayFollow(c) {
			k.add(diag.MarkupTooComplex, c.Pos(), "readers disagree on whether this line goes on with the block above it", "put a blank line between the two")
		}
	}
}

// noLinks refuses a link in a text that is a link as a whole.
func (k *checker) noLinks(n ast.Node) {
	if k.rules.NoLinks {
		k.add(diag.LinkTarget, n.Pos(), "the text holds a link, and pages make a link of all of it", "put the link into another text of the entry")
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
		k.add(diag.LinkTarget, pos, "the link has no text", "say where it leads")
	}
	if n.Title != nil { // be it empty
		k.add(diag.LinkTarget, pos, "the link has a title, which shows on hover alone", "say it in the text")
	}
	switch {
	case isInternal(dest) || strings.HasPrefix(dest, "#"):
		if k.rules.Target == nil {
			return
		}
		if help, ok := k.rules.Target(dest); !ok {
			k.add(diag.DanglingLink, pos, "the link leads to "+diag.Quote(dest)+", which the site does not have", cmp.Or(help, "name a page such as /401/token-expired, or a section of this page"))
		}
	default:
		if what := badTarget(dest); what != "" {
			k.add(diag.LinkTarget, pos, what, allowedTargets)
		}
	}
}

const allowedTargets = "use https://, http:// or mailto:, a path of the site such as /401/token-expired, or a fragment"

// schemes are the only ones that links may have.
var schemes = []string{"https", "http", "mailto"}

// hostForm is a name or an IP address, and a port.
var hostForm = regexp.MustCompile(`^(?:\[[0-9A-Fa-f:.]+\]|[^][!$&'()*+,;=%:]+)(?::[0-9]{0,5})?$`)

// badTarget says what is wrong with an absolute address; "" if it is fine. Browsers
// drop spaces at the ends, and tabs and line breaks anywhere, before they look for the
// scheme: no address may hold any.
func badTarget(dest string) string {
	u, err := url.Parse(dest)
	switch {
	case err != nil || hasForeign(dest) || u.Host != "" && !hostForm.MatchString(u.Host):
		return "the address " + diag.Quote(dest) + " is malformed"
	case !slices.Contains(schemes, u.Scheme) || u.Scheme != "mailto" && u.Host == "" || u.User != nil:
		return "the address " + diag.Quote(dest) + " is not one that pages may link to"
	}
	return ""
}

// hasForeign reports whether an address holds a character that no address holds
// unencoded (RFC 3986 appendix A).
func hasForeign(dest string) bool {
	return strings.ContainsFunc(dest, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune("\\|^`<>\"", r) })
}

func (k *checker) heading(n *ast.Heading) {
	switch {
	case k.rules.Heading == 0:
		k.add(diag.HeadingLevel, n.Pos(), "the text holds a heading", "headings belong into descriptions")
	case n.Level < k.rules.Heading:
		k.add(diag.HeadingLevel, n.Pos(), "the heading is of a level that belongs to the page",
			"begin it with "+strings.Repeat("#", k.rules.Heading))
	}
	if n.Parent().Kind() != ast.KindDocument {
		k.add(diag.HeadingLevel, n.Pos(), "the heading stands inside a list or quotation", "take it out")
	}
	if plain(n, k.src) == "" {
		k.add(diag.HeadingLevel, n.Pos(), "the heading has no text", "write it, or remove the marks")
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
		k.add(diag.FenceLanguage, pos, "the code block has no language", "name it after the fence; use text if there is no other")
	case Language(name) == "":
		k.add(diag.FenceLanguage, pos, "the language "+diag.Quote(name)+" is not known", diag.OneOf(name, Languages()))
	default:
		k.blocks = append(k.blocks, Block{Language(name), code, pos, n.Lines()})
	}
}
