package markup

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Twins contain portable Markdown, which other parsers read again. To ensure that they read
// what the pages show, each text is written, parsed and compared, and a text that changes is
// reported at its line. Rare sequences change their meaning when a part of them is escaped,
// and parsers disagree on them.

// unchanged writes internal links unchanged.
type unchanged struct{}

func (unchanged) HTML(path string) string     { return path }
func (unchanged) Markdown(path string) string { return path }

// changes returns the first block of a text that changes if it is written as portable
// Markdown and parsed again, or a finding if that Markdown is too complex; nil if neither.
func (r *Renderer) changes(doc ast.Node, src []byte) (ast.Node, *Finding) {
	w := &writer{src: src, links: unchanged{}, bullets: map[*ast.List]string{}}
	portable := strings.Join(w.blocks(doc), "\n")
	if portable == strings.TrimRight(string(src), "\n") {
		return nil, nil
	}
	if f := tooComplex(portable); f != nil {
		return doc.FirstChild(), f
	}
	again := []byte(portable)
	second := r.md.Parser().Parse(text.NewReader(again))
	a, b := doc.FirstChild(), second.FirstChild()
	for ; a != nil && b != nil; a, b = a.NextSibling(), b.NextSibling() {
		if shape(a, src) != shape(b, again) {
			return a, nil
		}
	}
	if a != nil || b != nil {
		return cmp.Or(a, doc.LastChild()), nil
	}
	w = &writer{src: again, links: unchanged{}, bullets: map[*ast.List]string{}}
	if strings.Join(w.blocks(second), "\n") != portable {
		return doc.FirstChild(), nil
	}
	return nil, nil
}

// shape returns the content of a block: its kind, its text with joined white space, and its
// children. Of a link to a fragment of the same page, only the text counts, because twins
// have no fragments.
func shape(block ast.Node, src []byte) string {
	s := shaper{src: src}
	_ = ast.Walk(block, s.node)
	s.flush()
	return s.b.String()
}

type shaper struct {
	src  []byte
	b    strings.Builder
	text strings.Builder // since the last mark
}

// mark writes something that is not text. It begins with a character that no text contains.
func (s *shaper) mark(m string) {
	s.flush()
	s.b.WriteString("\x00" + m + "\x00")
}

func (s *shaper) flush() {
	words := strings.FieldsFunc(s.text.String(), func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' })
	s.b.WriteString(strings.Join(words, " "))
	s.text.Reset()
}

func (s *shaper) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if isLocal(n) {
		return ast.WalkContinue, nil
	}
	if !entering {
		if n.Kind() != ast.KindText {
			s.mark("/")
		}
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Text:
		if n.IsRaw() {
			s.text.Write(n.Segment.Value(s.src))
		} else {
			writeDecoded(&s.text, n.Segment.Value(s.src))
		}
		switch {
		case n.HardLineBreak():
			s.mark("break")
		case n.SoftLineBreak():
			s.text.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	case *ast.CodeSpan:
		w := writer{src: s.src}
		s.mark("code " + w.code(n))
		return ast.WalkSkipChildren, nil
	case *ast.FencedCodeBlock:
		s.mark("fence " + Language(string(n.Language(s.src))) + " " + string(n.Lines().Value(s.src)))
		return ast.WalkSkipChildren, nil
	case *ast.Emphasis:
		s.mark("emphasis " + strings.Repeat("*", n.Level))
	case *ast.Link:
		s.mark("link " + Destination(destination(n)))
	case *ast.AutoLink:
		s.mark("address " + string(n.Label(s.src)))
	case *ast.Heading:
		s.mark("heading " + strings.Repeat("#", n.Level))
	case *ast.List:
		s.mark("list " + strconv.Itoa(n.Start))
	case *extast.Table:
		s.mark("table")
	default:
		s.mark(n.Kind().String())
	}
	return ast.WalkContinue, nil
}
