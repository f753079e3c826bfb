package gogen

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commentWidth is the number of columns that the text of a comment takes.
const commentWidth = 76

// paragraph is one paragraph of a doc comment. It opens with words of ours, which may
// hold doc links; then comes text of the catalog, which may hold anything.
type paragraph struct {
	own  string
	text string
	code bool // the text is shown as it is, indented
}

func prose(own, text string) paragraph { return paragraph{own: own, text: text} }
func indented(lines string) paragraph  { return paragraph{text: lines, code: true} }

// goComment returns a doc comment, each line with its // and its line break.
//
// Whatever the text, the comment is what it looks like: every line begins with "// ",
// so it holds no directive; no line but the first of a paragraph begins with what
// go/doc/comment or a tool would read as a heading, a list, a link, a note or an
// instruction; a paragraph ends like a sentence, so it is no heading either.
func goComment(paragraphs ...paragraph) string {
	var blocks []string
	for _, p := range paragraphs {
		if p.code {
			blocks = append(blocks, codeBlock(p.text)...)
			continue
		}
		blocks = append(blocks, proseBlock(strings.Fields(sentence(p.own+" "+cleanText(p.text)))))
	}
	return strings.Join(blocks, "//\n")
}

// proseBlock returns words in lines. A word that must not begin a line stays with the
// one before it, even where the line gets too long.
func proseBlock(words []string) string {
	var units []string
	for _, word := range words {
		if len(units) > 0 && beginsBlock(word) {
			units[len(units)-1] += " " + word
			continue
		}
		units = append(units, word)
	}
	var b strings.Builder
	for i := 0; i < len(units); {
		line := units[i]
		for i++; i < len(units) && utf8.RuneCountInString(line+" "+units[i]) <= commentWidth; i++ {
			line += " " + units[i]
		}
		b.WriteString("// " + line + "\n")
	}
	return b.String()
}

// codeBlock returns indented lines, or none. One that would begin a list, or be a
// build constraint, stands in quotes.
func codeBlock(text string) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		code := strings.TrimLeft(line, "\t")
		indent := line[:len(line)-len(code)]
		code = strings.TrimSpace(printable(code))
		if marker.MatchString(code) {
			code = `"` + code + `"`
		}
		lines = append(lines, strings.TrimRight(indent+code, "\t"))
	}
	text = strings.TrimSpace(strings.Join(lines, "\n"))
	if text == "" {
		return nil
	}
	block := "//\t" + strings.ReplaceAll(text, "\n", "\n//\t") + "\n"
	return []string{strings.ReplaceAll(block, "//\t\n", "//\n")}
}

// marker is what begins a list or a build constraint in an indented line.
var marker = regexp.MustCompile(`^([-*+•]|[0-9]+[.)])([ \t]|$)|^\+build`)

// bracketed is a word in brackets that defines no link target, such as [Type].
var bracketed = regexp.MustCompile(`^\[[^\]]*\]($|[^:])`)

// note is what go/doc collects as a note, such as TODO(name).
var note = regexp.MustCompile(`^[A-Z][A-Z]+\(`)

// beginsBlock reports whether a line that begins with the word could be more than
// text: a heading, a list, a link target, a build constraint, a deprecation, a note.
func beginsBlock(word string) bool {
	return strings.IndexByte("#-+*0123456789", word[0]) >= 0 ||
		strings.HasPrefix(word, "•") ||
		word[0] == '[' && !bracketed.MatchString(word) ||
		strings.HasPrefix(word, "Deprecated:") ||
		word == "Code" || // generated ... DO NOT EDIT.
		note.MatchString(word)
}

// docLink is what could become a link to a symbol or package, such as [Type]; an index
// such as [0] could not.
var docLink = regexp.MustCompile(`\[([^\[\]\s]*[^\[\]\s0-9][^\[\]\s]*)\]`)

// cleanText returns text of the catalog as one line in which go/doc/comment sees
// nothing but words: two apostrophes, which it would turn into one character, and
// brackets that make a link are replaced.
func cleanText(s string) string {
	s = strings.ReplaceAll(printable(s), "`", "'")
	s = strings.ReplaceAll(s, "''", `"`)
	return docLink.ReplaceAllString(s, "($1)")
}

// printable drops what no comment can hold or should hide: control characters, bytes
// that are not UTF-8, marks that reorder text. All white space becomes a space. The
// joiners U+200C and U+200D stay, since scripts and emoji need them.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r) || r == '\u200c' || r == '\u200d':
			return r
		}
		return -1
	}, s)
}

// sentence ends a text like a sentence.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.IndexByte(".!?:", s[len(s)-1]) >= 0 {
		return s
	}
	return s + "."
}

// goString returns s as a Go string literal in ASCII. Every text of the catalog
// reaches the code through this function.
func goString(s string) string { return strconv.QuoteToASCII(s) }
