// Package markup converts the Markdown of a catalog to HTML for pages, portable Markdown for
// twins, and plain text for everything else. The result depends only on the text and on the
// targets of links:
//
//	r := markup.New(links)
//	t := r.Inline("Send `Authorization`, see [the scheme](/401/unsupported-auth-scheme).")
//	t.HTML, t.Markdown, t.Plain
//
// Raw HTML is removed, links have only targets that Check allows, and classes color the
// code, so that pages need no inline styles.
package markup

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Text is a fragment in the three forms that outputs need.
type Text struct {
	HTML     template.HTML
	Markdown string // portable: links are absolute, all markup is closed
	Plain    string // without markup, on one line
	Headings []Heading
	Leads    bool // it begins with a paragraph, which can follow text on the same line
	Single   bool // it is one block

	paragraph bool // it is one paragraph, with its tags in HTML
}

// Empty reports whether there is no text.
func (t Text) Empty() bool { return t.Markdown == "" }

// Heading is a heading inside a Markdown text.
type Heading struct {
	Level      int
	ID         string
	Text       string
	start, end int // its offsets in Text.Markdown
}

// Part is the content below a second-level heading of a text.
type Part struct {
	ID       string // of the heading; "" before the first one
	Heading  string // as plain text
	Title    string // the heading as Markdown, without its marker
	Markdown string
}

// Parts splits a text at its second-level headings. It omits the part before the first one
// if it is empty.
func (t Text) Parts() []Part {
	var list []Part
	part, start := Part{}, 0
	add := func(end int) {
		part.Markdown = strings.Trim(t.Markdown[start:end], "\n")
		if part != (Part{}) {
			list = append(list, part)
		}
	}
	for _, h := range t.Headings {
		if h.Level != 2 {
			continue
		}
		add(h.start)
		title := t.Markdown[h.start:h.end]
		part, start = Part{ID: h.ID, Heading: h.Text, Title: strings.TrimPrefix(title, "## ")}, h.end
	}
	add(len(t.Markdown))
	return list
}

// Links resolves the internal links of a text.
type Links interface {
	// HTML and Markdown return the address of a path of the site, such as
	// "/401/token-expired", for pages and for twins.
	HTML(path string) string
	Markdown(path string) string
}

// Renderer renders texts with links to the pages of one site. It is safe for concurrent
// use.
type Renderer struct {
	links Links
	base  string // alternative to the slash at the start of links to pages; "" if there is none
	md    goldmark.Markdown
	line  parser.Parser // for one line: no blocks
	kept  *kept
	lent  *kept // the cache of a Renderer with different links, or nil
}

// New returns a Renderer.
func New(links Links) *Renderer {
	line := parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 100)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	)
	return &Renderer{links: links, line: line, kept: newKept(), md: goldmark.New(
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(codeRenderer{}, 100))),
		goldmark.WithExtensions(tables),
	)}
}

// With returns a Renderer with different links. Portable reuses texts from the cache of r if
// they have no links to pages.
func (r *Renderer) With(links Links) *Renderer {
	other := *r
	other.links, other.kept, other.lent = links, newKept(), r.kept
	return &other
}

// WithBase returns a Renderer for texts whose links to pages of the site may begin with a
// base URL.
func (r *Renderer) WithBase(base string) *Renderer {
	other := *r
	other.base, other.kept, other.lent = base, newKept(), nil
	return &other
}

// tables omits the alignment of cells: the content security policy of the site forbids a
// style, and HTML no longer has an attribute for it.
var tables = extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))

// Inline renders one line of Markdown without a paragraph around it. Block markers, such as
// "200. ", are text.
func (r *Renderer) Inline(source string) Text {
	if isPlain(source) {
		return Text{HTML: template.HTML(plainHTML(source)), Markdown: source, Plain: source, Leads: true, Single: true}
	}
	if text, ok := r.kept.text(source, true); ok {
		return text
	}
	return r.inline(source)
}

func (r *Renderer) inline(source string) Text {
	if source == "" || tooComplex(source) != nil {
		return unread(source)
	}
	src := []byte(strings.ReplaceAll(source, "\n", " "))
	doc := r.line.Parse(text.NewReader(src))
	t, linked := r.render(doc, doc.FirstChild(), src)
	r.kept.keep(&keptText{source, true, t, linked})
	return t
}

// unread returns a text that is too complex as plain text, so that no caller waits for the
// parser.
func unread(source string) Text {
	return Text{
		HTML: template.HTML(template.HTMLEscapeString(source)), Markdown: Escape(source),
		Plain: strings.Join(strings.Fields(source), " "), Leads: true, Single: true,
	}
}

// isPlain reports whether a text has no character with a meaning in Markdown or HTML, so that
// parsing would not change it.
func isPlain(s string) bool {
	if s == "" || !isLetter(s[0]) || s[len(s)-1] == ' ' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isLetter(c) && (c < '0' || c > '9') && strings.IndexByte(` ,.()-;?/:'"=+%${}`, c) < 0 {
			return false
		}
	}
	return !strings.Contains(s, "  ")
}

// isPlainParagraph is isPlain for a text of one or more lines without blank lines.
func isPlainParagraph(s string) bool {
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
		if !isPlain(line) {
			return false
		}
	}
	return true
}

// plainHTML escapes a text that is plain.
func plainHTML(s string) string { return strings.ReplaceAll(s, `"`, "&quot;") }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// Block renders a Markdown text.
func (r *Renderer) Block(source string) Text {
	if isPlainParagraph(source) {
		text := strings.TrimSuffix(source, "\n")
		return Text{
			HTML: template.HTML("<p>" + plainHTML(text) + "</p>\n"), Markdown: text,
			Plain: strings.ReplaceAll(text, "\n", " "), Leads: true, Single: true, paragraph: true,
		}
	}
	if text, ok := r.kept.text(source, false); ok {
		return text
	}
	return r.block(source)
}

func (r *Renderer) block(source string) Text {
	if source == "" || tooComplex(source) != nil {
		return unread(source)
	}
	src := []byte(source)
	t, linked := r.render(r.parse(src), nil, src)
	r.kept.keep(&keptText{source, false, t, linked})
	return t
}

// render renders a text. If paragraph is not nil, the HTML is only the content of that
// paragraph. It also reports whether the text has links to pages of the site.
func (r *Renderer) render(doc, paragraph ast.Node, src []byte) (t Text, linked bool) {
	t = Text{Plain: plain(doc, src), Single: doc.ChildCount() == 1}
	t.Markdown, t.Headings = r.portable(doc, src)
	if first := doc.FirstChild(); first != nil {
		t.Leads = first.Kind() == ast.KindParagraph
	}
	linked = r.resolve(doc)
	var b buffer
	b.Grow(len(src) * 2)
	render := func(n ast.Node) {
		if err := r.md.Renderer().Render(&b, src, n); err != nil {
			panic("markup: " + err.Error()) // neither a Buffer nor a node renderer returns errors
		}
	}
	if paragraph == nil {
		render(doc)
		t.paragraph = t.Leads && t.Single
	} else {
		for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
			render(n)
		}
	}
	t.HTML = template.HTML(b.String()) // goldmark escapes text and drops raw HTML
	return t, linked
}

// Inner returns the HTML of a text. If the text is one paragraph, it omits the tags of the
// paragraph, so that the HTML can follow text on the same line.
func (t Text) Inner() template.HTML {
	if t.paragraph {
		return t.HTML[len("<p>") : len(t.HTML)-len("</p>\n")]
	}
	return t.HTML
}

// buffer implements util.BufWriter, so that goldmark needs no second buffer.
type buffer struct{ bytes.Buffer }

// Buffered and Flush implement util.BufWriter.
func (*buffer) Buffered() int { return 0 }
func (*buffer) Flush() error  { return nil }

// Portable renders a text only as portable Markdown.
func (r *Renderer) Portable(source string) string {
	if source == "" || isPlainParagraph(source) {
		return strings.TrimSuffix(source, "\n")
	}
	if r.lent != nil {
		if md, ok := r.lent.portable(source); ok {
			return md
		}
	}
	if tooComplex(source) != nil {
		return Escape(source)
	}
	src := []byte(source)
	md, _ := r.portable(r.parse(src), src)
	return md
}

func (r *Renderer) parse(src []byte) ast.Node {
	doc := r.md.Parser().Parse(text.NewReader(src))
	taken := ids{}
	walk(doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			h.SetAttributeString("id", []byte(taken.next(plain(h, src))))
		}
	})
	return doc
}

// resolve sets the addresses of internal links and the scope of table headers. It reports
// whether there are internal links.
func (r *Renderer) resolve(doc ast.Node) (linked bool) {
	walk(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Link:
			dest := destination(n)
			if path, ok := strings.CutPrefix(dest, r.base); ok && r.base != "" {
				dest = "/" + path
			}
			if isInternal(dest) {
				linked = true
				n.Destination = []byte(Destination(r.links.HTML(dest)))
			}
			n.Title = nil // rejected by Check
		case *extast.TableCell:
			if n.Parent().Kind() == extast.KindTableHeader {
				n.SetAttributeString("scope", []byte("col"))
			}
		}
	})
	return linked
}

// isInternal reports whether a link leads to a page of the site. Browsers read a backslash as
// a slash and remove control characters, so an internal link must contain neither.
func isInternal(dest string) bool {
	if !strings.HasPrefix(dest, "/") || strings.HasPrefix(dest, "//") || hasForeign(dest) {
		return false
	}
	_, err := url.Parse(dest)
	return err == nil
}

func walk(n ast.Node, visit func(ast.Node)) {
	visit(n)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		walk(c, visit)
	}
}

// ids creates the ids of headings: a prefix, then letters, digits and hyphens. Because of
// the prefix, no text of a catalog can use an id of the page or clobber a property of the
// document. The map counts the uses of each id.
type ids map[string]int

func (m ids) next(text string) string {
	first := "d-" + Slug(text)
	id := first
	for m[id] > 0 {
		m[first]++
		id = first + "-" + strconv.Itoa(m[first])
	}
	m[id] = 1
	return id
}

// Slug converts a text to an id: lower-case ASCII letters and digits, separated by hyphens.
func Slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return cmp.Or(strings.Join(words, "-"), "section")
}

// plain returns the text of a tree without markup, with joined white space.
func plain(doc ast.Node, src []byte) string {
	var b strings.Builder
	walk(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value(src)
			if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
				b.Write(value)
			} else {
				writeDecoded(&b, value)
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *ast.FencedCodeBlock:
			b.WriteByte(' ')
			b.Write(n.Lines().Value(src))
		default:
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// kept caches recently rendered texts. The texts of an entry are needed several times in a
// row, for its page, its cases, its responses and its JSON, and some texts are on every page.
// It is a table of fixed size, safe for concurrent use: a new text replaces the text in its
// slot, which is then rendered again if it is needed.
type kept struct {
	seed  maphash.Seed
	slots [512]atomic.Pointer[keptText]
}

type keptText struct {
	source string
	inline bool
	text   Text
	linked bool // it has links to pages of the site, so it depends on their addresses
}

// keptBytes limits the size of cached texts.
const keptBytes = 4 << 10

func newKept() *kept { return &kept{seed: maphash.MakeSeed()} }

func (k *kept) slot(source string) *atomic.Pointer[keptText] {
	return &k.slots[maphash.String(k.seed, source)%uint64(len(k.slots))]
}

// text returns a cached text with the same source and form.
func (k *kept) text(source string, inline bool) (Text, bool) {
	if t := k.slot(source).Load(); t != nil && t.source == source && t.inline == inline {
		return t.text, true
	}
	return Text{}, false
}

// portable returns the portable form of a cached text, if it does not depend on links.
func (k *kept) portable(source string) (string, bool) {
	if t := k.slot(source).Load(); t != nil && t.source == source && !t.linked {
		return t.text.Markdown, true
	}
	return "", false
}

func (k *kept) keep(t *keptText) {
	if len(t.source) <= keptBytes {
		k.slot(t.source).Store(t)
	}
}
