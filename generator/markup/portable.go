package markup

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// portable writes a tree as Markdown that every parser reads in the same way, and that does
// not change if it is parsed and written again: internal links are absolute, all markup is
// closed, literal characters are escaped, fences are longer than any run in their content,
// and lists have one style. It also returns the headings that are not inside other blocks.
func (r *Renderer) portable(doc ast.Node, src []byte) (md string, headings []Heading) {
	w := &writer{src: src, links: r.links, bullets: map[*ast.List]string{}}
	var b strings.Builder
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		lines := w.block(n)
		if len(lines) > 0 && b.Len() > 0 {
			b.WriteString("\n\n")
		}
		start := b.Len()
		b.WriteString(strings.Join(lines, "\n"))
		if h, ok := n.(*ast.Heading); ok {
			id, _ := h.AttributeString("id")
			raw, _ := id.([]byte)
			headings = append(headings, Heading{Level: h.Level, ID: string(raw), Text: plain(h, src), start: start, end: b.Len()})
		}
	}
	return b.String(), headings
}

// writer writes blocks as lines. A container adds its marker to the lines of its children.
type writer struct {
	src     []byte
	links   Links
	bullets map[*ast.List]string
}

// blocks returns the lines of the children of a block, separated by blank lines unless the
// block is an item of a tight list.
func (w *writer) blocks(parent ast.Node) []string {
	list, _ := parent.Parent().(*ast.List)
	var lines []string
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		block := w.block(n)
		if len(block) > 0 && len(lines) > 0 && (list == nil || !list.IsTight || !mayFollow(n)) {
			lines = append(lines, "")
		}
		lines = append(lines, block...)
	}
	return lines
}

// mayFollow reports whether a block can directly follow the block before it, as in a tight
// list, without becoming a part of it.
func mayFollow(n ast.Node) bool {
	before := n.PreviousSibling()
	if n.Kind() == ast.KindBlockquote && before.Kind() == ast.KindBlockquote {
		return false
	}
	for c := before; c != nil && c.Type() == ast.TypeBlock; c = c.LastChild() {
		before = c
	}
	switch before.Kind() {
	case ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindThematicBreak: // there is no paragraph that could continue
		return true
	}
	switch n := n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.ThematicBreak, *ast.Blockquote:
		return true
	case *ast.List:
		return (!n.IsOrdered() || n.Start == 1) && n.FirstChild().FirstChild() != nil
	}
	return false
}

// block returns the lines of one block.
func (w *writer) block(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.Heading:
		text := strings.NewReplacer(hardBreak, " ", "\n", " ").Replace(w.inline(n, context{block: true}))
		return []string{strings.TrimRight(strings.Repeat("#", n.Level)+" "+HeadingText(strings.Trim(text, " \t")), " ")}
	case *ast.FencedCodeBlock:
		return strings.Split(Fence(Language(string(n.Language(w.src))), string(n.Lines().Value(w.src))), "\n")
	case *ast.CodeBlock:
		return strings.Split(Fence("text", string(n.Lines().Value(w.src))), "\n")
	case *ast.List:
		return w.list(n)
	case *ast.Blockquote:
		return prefix(w.blocks(n), "> ", "> ")
	case *ast.ThematicBreak: // underscores do not begin a list or underline a heading
		return []string{"___"}
	case *extast.Table:
		return w.table(n)
	case *ast.Paragraph, *ast.TextBlock:
		return w.paragraph(n)
	}
	return nil // raw HTML and link definitions: rejected by Check
}

// paragraph returns the lines of a paragraph. The text of a link to the same page may begin
// or end with a line break, which has no effect there.
func (w *writer) paragraph(n ast.Node) []string {
	var lines []string
	text := strings.TrimRight(w.inline(n, context{block: true}), hardBreak)
	for line := range strings.SplitSeq(text, "\n") {
		text, hard := strings.CutSuffix(line, hardBreak[:1])
		if text = lineEnd(text); hard {
			text += `\`
		}
		if text = lineStart(text); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

// prefix adds the marker of a container to its lines.
func prefix(lines []string, first, rest string) []string {
	if len(lines) == 0 {
		return []string{strings.TrimRight(first, " ")}
	}
	for i, line := range lines {
		marker := rest
		if i == 0 {
			marker = first
		}
		if line == "" {
			marker = strings.TrimRight(marker, " ")
		}
		lines[i] = marker + line
	}
	return lines
}

// bullet returns the marker of a bullet list. Two consecutive lists need different markers,
// and so do lists that begin on the same line: "- - -" is a thematic break.
func (w *writer) bullet(n *ast.List) string {
	if b, ok := w.bullets[n]; ok {
		return b
	}
	taken := ""
	if other, ok := n.PreviousSibling().(*ast.List); ok && !other.IsOrdered() {
		taken += w.bullet(other)
	}
	if item, ok := n.Parent().(*ast.ListItem); ok && n.PreviousSibling() == nil {
		if outer := item.Parent().(*ast.List); !outer.IsOrdered() {
			taken += w.bullet(outer)
		}
	}
	b := "- "
	for _, other := range []string{"* ", "+ "} {
		if strings.Contains(taken, b) {
			b = other
		}
	}
	w.bullets[n] = b
	return b
}

// list returns the lines of a list.
func (w *writer) list(n *ast.List) []string {
	var lines []string
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if item.PreviousSibling() != nil && !n.IsTight {
			lines = append(lines, "")
		}
		marker := ""
		if n.IsOrdered() {
			marker = strconv.Itoa(number) + string(n.Marker) + " "
			number = min(number+1, 999_999_999)
		} else {
			marker = w.bullet(n)
		}
		lines = append(lines, prefix(w.blocks(item), marker, strings.Repeat(" ", len(marker)))...)
	}
	return lines
}

func (w *writer) table(n *extast.Table) []string {
	var lines []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		line := "|"
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			line += strings.TrimRight(" "+w.inline(cell, context{block: true, cell: true}), " ") + " |"
		}
		lines = append(lines, line)
		if row.Kind() == extast.KindTableHeader {
			line = "|"
			for _, a := range n.Alignments {
				line += alignments[a]
			}
			lines = append(lines, line)
		}
	}
	return lines
}

var alignments = map[extast.Alignment]string{
	extast.AlignLeft: " :-- |", extast.AlignRight: " --: |", extast.AlignCenter: " :-: |", extast.AlignNone: " --- |",
}

// Cell makes one line of Markdown safe for a table cell. Parsers split tables before they
// parse anything else, so every pipe is escaped, including those in code.
func Cell(md string) string { return strings.ReplaceAll(md, "|", `\|`) }

// Fence returns a fenced code block without a final newline. The fence is longer than
// any run of its character inside.
func Fence(lang, code string) string {
	fence := strings.Repeat("`", max(3, longestRun(code, '`')+1))
	if code != "" && !strings.HasSuffix(code, "\n") {
		code += "\n"
	}
	return fence + lang + "\n" + code + fence
}

// CodeSpan returns a code span that contains the text, with any characters. It returns ""
// for an empty text, which cannot be a code span.
func CodeSpan(code string) string {
	if code == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(code, '`')+1)
	first, last := code[0], code[len(code)-1]
	if first == '`' || last == '`' || first == ' ' && last == ' ' && strings.Trim(code, " ") != "" {
		code = " " + code + " " // parsers remove one space from both ends
	}
	return fence + code + fence
}

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// context is the position of inline text.
type context struct {
	cell        bool // in a cell of a table
	label       bool // in the text of a link
	block       bool // directly in a block: white space at the ends has no effect
	beforeLink  bool // of a run of text: a link follows
	beforeBreak bool // of a run of text: a hard line break follows
}

// hardBreak marks a hard line break until the lines are joined. Texts do not contain the
// character.
const hardBreak = "\x00\n"

// inline writes the inline children of a node.
func (w *writer) inline(parent ast.Node, ctx context) string {
	var b strings.Builder
	nodes := unlinked(parent, nil)
	for i := 0; i < len(nodes); i++ {
		switch n := nodes[i].(type) {
		case *ast.Text:
			i = w.texts(&b, nodes, i, ctx)
		case *ast.CodeSpan:
			code := w.code(n)
			switch {
			case i > 0 && nodes[i-1].Kind() == ast.KindCodeSpan: // a link between the two is omitted
				escape(&b, literal(code), ctx)
			case ctx.cell:
				b.WriteString(Cell(CodeSpan(code)))
			default:
				b.WriteString(CodeSpan(code))
			}
		case *ast.Emphasis:
			mark := strings.Repeat(w.mark(n), n.Level)
			inner := ctx
			inner.block = false
			b.WriteString(mark + w.inline(n, inner) + mark)
		case *ast.Link:
			b.WriteString(w.link(n, ctx))
		case *ast.AutoLink:
			b.WriteString("<" + string(n.Label(w.src)) + ">")
		}
	}
	return b.String()
}

// unlinked returns the children of a node. It replaces a link to a fragment of the same page
// with the children of the link: twins have no fragments.
func unlinked(parent ast.Node, nodes []ast.Node) []ast.Node {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if isLocal(n) {
			nodes = unlinked(n, nodes)
			continue
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// isLocal reports whether a node is a link to a fragment of the same page.
func isLocal(n ast.Node) bool {
	link, ok := n.(*ast.Link)
	return ok && strings.HasPrefix(destination(link), "#")
}

// texts writes the run of text that begins with node i, up to a line break or other markup,
// and returns its last node. The next parser reads adjacent nodes as one text.
func (w *writer) texts(b *strings.Builder, nodes []ast.Node, i int, ctx context) int {
	first := i
	last := nodes[i].(*ast.Text)
	for !breaks(last) && i+1 < len(nodes) && nodes[i+1].Kind() == ast.KindText {
		i++
		last = nodes[i].(*ast.Text)
	}
	atStart := ctx.block && (first == 0 || breaks(nodes[first-1]))
	atEnd := breaks(last) || ctx.block && i+1 == len(nodes)
	if text := last.Segment.Value(w.src); first == i && isVerbatim(text) {
		if atStart {
			text = bytes.TrimLeft(text, " \t")
		}
		if atEnd {
			text = bytes.TrimRight(text, " \t")
		}
		b.Write(text)
	} else {
		var run []char
		for _, n := range nodes[first : i+1] {
			t := n.(*ast.Text)
			run = append(run, chars(t.Segment.Value(w.src), t.IsRaw())...)
		}
		run = trim(run, atStart, atEnd)
		ctx.beforeLink = i+1 < len(nodes) && nodes[i+1].Kind() == ast.KindLink
		ctx.beforeBreak = last.HardLineBreak()
		escape(b, run, ctx)
	}
	switch {
	case last.HardLineBreak():
		b.WriteString(hardBreak)
	case last.SoftLineBreak():
		b.WriteByte('\n')
	}
	return i
}

func breaks(n ast.Node) bool {
	t, ok := n.(*ast.Text)
	return ok && (t.SoftLineBreak() || t.HardLineBreak())
}

// mark returns the character that the author used for an emphasis: a different one could
// pair with adjacent characters. Inside and next to an omitted link, only an asterisk always
// works.
func (w *writer) mark(n *ast.Emphasis) string {
	at := n.Pos()
	if isLocal(n.Parent()) || isLocal(n.PreviousSibling()) || isLocal(n.NextSibling()) || at < 0 || at >= len(w.src) || w.src[at] != '_' {
		return "*"
	}
	return "_"
}

func (w *writer) code(n *ast.CodeSpan) string {
	var b bytes.Buffer
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(bytes.ReplaceAll(t.Segment.Value(w.src), []byte("\n"), []byte(" ")))
		}
	}
	return b.String()
}

func (w *writer) link(n *ast.Link, ctx context) string {
	dest := destination(n)
	if isInternal(dest) {
		dest = w.links.Markdown(dest)
	}
	ctx.label, ctx.block = true, false
	return "[" + w.inline(n, ctx) + "](" + Destination(dest) + ")"
}
