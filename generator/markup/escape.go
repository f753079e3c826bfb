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

// Escape writes a text so that Markdown shows it unchanged wherever one line of text is
// allowed. It removes spaces at the ends, and writes other white space there as a reference,
// because markup next to white space has no effect.
func Escape(text string) string {
	text = strings.Trim(text, " ")
	if isVerbatim([]byte(text)) && text == strings.TrimSpace(text) { // most titles
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

// HeadingText makes one line of Markdown safe for a heading: parsers would read number signs
// at its end as the closing sequence.
func HeadingText(md string) string {
	text := strings.TrimRight(md, "#")
	if text == md || text != "" && text == strings.TrimRight(text, " \t") {
		return md
	}
	return md[:len(md)-1] + `\#`
}

// char is a character of a text, or a reference such as &nbsp; that is written unchanged.
type char struct {
	r       rune
	escaped bool   // after a backslash
	entity  string // the reference; r is its character
}

// literal returns the characters of a text that is not Markdown.
func literal(text string) []char {
	list := make([]char, 0, len(text))
	for _, r := range text {
		list = append(list, char{r: r})
	}
	return list
}

// chars returns the characters of a text as a Markdown parser reads them.
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

// entity matches everything that parsers may read as a character reference.
var entity = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});`)

// entityAt returns the character reference at the start of a text, and its meaning.
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

// isVerbatim reports whether a source has no character with a meaning in Markdown: none that
// writeDecoded changes, and none that escape may escape.
func isVerbatim(source []byte) bool {
	return utf8.Valid(source) && !bytes.ContainsAny(source, "\x00\\`*_~[]!<&|")
}

// writeDecoded writes the text that a Markdown parser reads in a source without markup.
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

// trim removes blanks from the start and the end of a run, if set.
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

// escape writes a run of text with backslashes before characters that a parser would read
// as markup. It preserves those that the author wrote.
func escape(b *strings.Builder, run []char, ctx context) {
	for i, c := range run {
		switch {
		case c.entity != "":
			b.WriteString(c.entity)
			continue
		case c.r == '\\' && i == len(run)-1 && ctx.beforeBreak: // goldmark misreads three of them
			b.WriteString("&#92;")
			continue
		case c.r == '|': // escaped only in tables, so that Cell can escape it
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

// edge is the unknown character beyond the ends of a run.
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

// isWord reports whether the character is part of a word. Between two of them, emphasis with
// underscores can neither begin nor end.
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
	// blockStart matches the markers of headings, lists and quotations at the start of a
	// line.
	blockStart = regexp.MustCompile(`^(?:#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|>)`)
	numbered   = regexp.MustCompile(`^([0-9]{1,9})([.)](?:[ \t]|$))`)
	// underline turns the line before it into a heading, delimiters into a table.
	underline  = regexp.MustCompile(`^(?:=+|-+)[ \t]*$`)
	delimiters = regexp.MustCompile(`^[:| \t]*-[-:| \t]*$`)
)

// lineStart escapes characters that would make a line of text the start of a different block.
func lineStart(line string) string {
	line = strings.TrimLeft(line, " \t")
	switch {
	case line == "" || strings.IndexByte("#-+*>=:|0123456789", line[0]) < 0: // most lines
	case '0' <= line[0] && line[0] <= '9':
		return numbered.ReplaceAllString(line, `$1\$2`)
	case blockStart.MatchString(line), underline.MatchString(line):
		return `\` + line
	case delimiters.MatchString(line):
		return strings.Replace(line, "-", `\-`, 1)
	}
	return line
}

// lineEnd removes spaces at the end of a line of text, because they could be a line break.
func lineEnd(line string) string {
	line = strings.TrimRight(line, " \t")
	if slashes := len(line) - len(strings.TrimRight(line, `\`)); slashes%2 == 1 {
		line += `\`
	}
	return line
}

// destination returns the address of a link, decoded in the same steps as in goldmark.
func destination(n *ast.Link) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(n.Destination))))
}

// Destination escapes an address for the parentheses of a link, so that parsers read the
// same address.
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
