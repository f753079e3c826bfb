package markup

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Escape writes a text so that Markdown shows it as it is, wherever one line of text
// may stand. Spaces at its ends are left out; other white space there is written as a
// reference, since marks beside it would be none.
func Escape(text string) string {
	text = strings.Trim(text, " ")
	if isVerbatim([]byte(text)) && text == strings.TrimSpace(text) { // as most titles
		return lineStart(HeadingText(text))
	}
	run := literal(text)
	for i := range run {
		if r := run[i].r; (i == 0 || i == len(run)-1) && unicode.IsSpace(r) {
			run[i].entity = "&#" + strconv.Itoa(int(r)) + ";"
		}
	}
	var b strings.Builder
	escape(&b, run, context{label: true})
	return lineStart(HeadingText(b.String()))
}

// HeadingText makes Markdown of one line safe after the marks of a heading: number
// signs at its end would be taken for closing ones.
func HeadingText(md string) string {
	text := strings.TrimRight(md, "#")
	if text == md || text != "" && text == strings.TrimRight(text, " \t") {
		return md
	}
	return md[:len(md)-1] + `\#`
}

// char is a character of a text: itself, or a reference such as &nbsp; that stays as
// its author wrote it.
type char struct {
	r       rune
	escaped bool   // with a backslash before it
	entity  string // the reference; r is what it stands for
}

// literal returns the characters of a text that is no Markdown.
func literal(text string) []char {
	list := make([]char, 0, len(text))
	for _, r := range text {
		list = append(list, char{r: r})
	}
	return list
}

// chars returns the characters of a text as Markdown reads them.
func chars(source []byte, raw bool) []char {
	if raw {
		return literal(string(source))
	}
	list := make([]char, 0, len(source))
	for i := 0; i < len(source); {
		switch c := source[i]; {
		case c == '\\' && i+1 < len(source) && util.IsPunct(source[i+1]):
			list = append(list, char{r: rune(source[i+1]), escaped: true})
			i += 2
			continue
		case c == '&':
			if whole, text := entityAt(source[i:]); whole != "" {
				r, _ := utf8.DecodeRuneInString(text)
				list = append(list, char{r: r, entity: whole})
				i += len(whole)
				continue
			}
		case c == 0:
			list = append(list, char{r: utf8.RuneError})
			i++
			continue
		}
		r, size := utf8.DecodeRune(source[i:])
		list = append(list, char{r: r})
		i += size
	}
	return list
}

// entity is what readers may take for a character reference.
var entity = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});`)

// entityAt returns the character reference that a text begins with, and what it
// stands for.
func entityAt(source []byte) (whole, text string) {
	whole = string(entity.Find(source))
	if whole == "" {
		return "", ""
	}
	digits, base := strings.TrimPrefix(whole[1:len(whole)-1], "#"), 10
	switch {
	case !strings.HasPrefix(whole, "&#"):
		if known, ok := util.LookUpHTML5EntityByName(digits); ok {
			return whole, string(known.Characters)
		}
		return "", ""
	case digits[0] == 'x' || digits[0] == 'X':
		digits, base = digits[1:], 16
	}
	r, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", ""
	}
	return whole, string(util.ToValidRune(rune(r)))
}

// isVerbatim reports whether a source has no character that Markdown may take for
// more than itself: none that writeDecoded changes, and none that escape may mark.
func isVerbatim(source []byte) bool {
	return utf8.Valid(source) && !bytes.ContainsAny(source, "\x00\\`*_~[]!<&|")
}

// writeDecoded writes the text that Markdown reads in a source without constructs.
func writeDecoded(b *strings.Builder, source []byte) {
	if isVerbatim(source) {
		b.Write(source)
		return
	}
	for _, c := range chars(source, false) {
		if c.entity == "" {
			b.WriteRune(c.r)
			continue
		}
		_, text := entityAt([]byte(c.entity))
		b.WriteString(text)
	}
}

// trim takes the blanks off the start and the end of a run, where asked to.
func trim(run []char, start, end bool) []char {
	for start && len(run) > 0 && run[0].isBlank() {
		run = run[1:]
	}
	for end && len(run) > 0 && run[len(run)-1].isBlank() {
		run = run[:len(run)-1]
	}
	return run
}

func (c char) isBlank() bool { return c.entity == "" && (c.r == ' ' || c.r == '\t') }

// escape writes a run of text with backslashes where a reader would take a character
// for markup. Those that the author wrote stay.
func escape(b *strings.Builder, run []char, ctx context) {
	for i, c := range run {
		switch {
		case c.entity != "":
			b.WriteString(c.entity)
			continue
		case c.r == '\\' && i == len(run)-1 && ctx.beforeBreak: // goldmark misreads three of them
			b.WriteString("&#92;")
			continue
		case c.r == '|': // escaped in tables and nowhere else, so that Cell may escape it
			c.escaped = ctx.cell
		case !c.escaped:
			c.escaped = mustEscape(run, i, ctx)
		}
		if c.escaped {
			b.WriteByte('\\')
		}
		b.WriteRune(c.r)
	}
}

// mustEscape reports whether the character at i needs a backslash.
func mustEscape(run []char, i int, ctx context) bool {
	before, after := at(run, i-1), at(run, i+1)
	spaces := isSpace(before) && isSpace(after)
	switch run[i].r {
	case '`':
		return true
	case '*':
		return !spaces
	case '_':
		return !spaces && !(isWord(before) && isWord(after))
	case '~':
		return !spaces && !(isSpace(before) && isWord(after))
	case '[':
		return ctx.label
	case ']':
		return ctx.label || after == '(' || after == '[' || after == ':'
	case '!':
		return i == len(run)-1 && ctx.beforeLink
	case '<':
		return !isSpace(after)
	case '&':
		return isEntity(run[i:])
	case '\\':
		return i == len(run)-1 || after < utf8.RuneSelf && util.IsPunct(byte(after))
	}
	return false
}

// edge stands for what is beyond the ends of a run: it may be anything.
const edge = rune(-1)

func at(run []char, i int) rune {
	switch {
	case i < 0 || i >= len(run):
		return edge
	case run[i].entity != "":
		return '&'
	}
	return run[i].r
}

func isSpace(r rune) bool { return r != edge && unicode.IsSpace(r) }

// isWord reports whether emphasis with underscores can neither begin nor end between
// two such characters.
func isWord(r rune) bool { return r != edge && !util.IsSpaceRune(r) && !util.IsPunctRune(r) }

func isEntity(run []char) bool {
	var b []byte
	for _, c := range run[:min(len(run), 50)] {
		if c.entity != "" || c.escaped || c.r >= utf8.RuneSelf {
			break
		}
		b = append(b, byte(c.r))
	}
	return entity.Match(b)
}

var (
	// blockStart is what makes a block at the start of a line: the marks of headings,
	// lists and quotations.
	blockStart = regexp.MustCompile(`^(?:#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|>)`)
	numbered   = regexp.MustCompile(`^([0-9]{1,9})([.)](?:[ \t]|$))`)
	// underline makes a heading, and delimiters make a table, of the line before.
	underline  = regexp.MustCompile(`^(?:=+|-+)[ \t]*$`)
	delimiters = regexp.MustCompile(`^[:| \t]*-[-:| \t]*$`)
)

// lineStart escapes what would make a line of text the start of another block.
func lineStart(line string) string {
	line = strings.TrimLeft(line, " \t")
	switch {
	case line == "" || strings.IndexByte("#-+*>=:|0123456789", line[0]) < 0: // as most lines
	case '0' <= line[0] && line[0] <= '9':
		return numbered.ReplaceAllString(line, `$1\$2`)
	case blockStart.MatchString(line), underline.MatchString(line):
		return `\` + line
	case delimiters.MatchString(line):
		return strings.Replace(line, "-", `\-`, 1)
	}
	return line
}

// lineEnd takes off the spaces at the end of a line of text, where they could be a line
// break.
func lineEnd(line string) string {
	line = strings.TrimRight(line, " \t")
	if slashes := len(line) - len(strings.TrimRight(line, `\`)); slashes%2 == 1 {
		line += `\`
	}
	return line
}

// destination returns the address of a link as goldmark decodes it, step by step.
func destination(n *ast.Link) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(n.Destination))))
}

// Destination writes an address between the parentheses of a link, so that Markdown
// reads the same address.
func Destination(url string) string {
	var b strings.Builder
	b.Grow(len(url))
	for i := 0; i < len(url); i++ {
		switch c := url[i]; {
		case c <= ' ' || c == 0x7f || strings.IndexByte("()<>\\`|[]", c) >= 0:
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '&' && entity.MatchString(url[i:]):
			b.WriteString("&amp;")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
