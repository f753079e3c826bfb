package markup

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"
)

// JSON, HTTP messages, Go, JavaScript, Python and shell commands are on every page,
// several times: they are coloured by code of ours, ten times faster than by a lexer of
// regular expressions.

// spans writes text in spans of a class.
type spans struct{ b strings.Builder }

func (s *spans) add(class, text string) {
	if text == "" {
		return
	}
	if class == "" {
		writeEscaped(&s.b, text)
		return
	}
	s.b.WriteString(`<span class="`)
	s.b.WriteString(class)
	s.b.WriteString(`">`)
	writeEscaped(&s.b, text)
	s.b.WriteString(`</span>`)
}

// htmlEscaped has the replacements of template.HTMLEscapeString.
var htmlEscaped = [utf8.RuneSelf]string{0: "\uFFFD", '"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;"}

// writeEscaped writes what template.HTMLEscapeString returns.
func writeEscaped(b *strings.Builder, text string) {
	done := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < utf8.RuneSelf && htmlEscaped[c] != "" {
			b.WriteString(text[done:i])
			b.WriteString(htmlEscaped[c])
			done = i + 1
		}
	}
	b.WriteString(text[done:])
}

// colourJSON colours names, strings, numbers and words; anything else is left as it
// is, so that a fragment or a text with comments does no harm.
func colourJSON(s *spans, text string) {
	for len(text) > 0 {
		n := 1
		class := ""
		switch c := text[0]; {
		case c == '"':
			n = stringEnd(text)
			class = "s"
			if strings.HasPrefix(strings.TrimLeft(text[n:], " \t\n"), ":") {
				class = "n"
			}
		case c == '-' || c >= '0' && c <= '9':
			n = spanOf(text, "+-.0123456789eE")
			class = "m"
		case isLetter(c):
			n = spanOf(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
			if word := text[:n]; word == "true" || word == "false" || word == "null" {
				class = "k"
			}
		default:
			n = strings.IndexAny(text, `"-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`)
			if n < 0 {
				n = len(text)
			}
		}
		s.add(class, text[:n])
		text = text[n:]
	}
}

// stringEnd returns the length of the string that begins the text, quotes included.
func stringEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		case '\n':
			return i
		}
	}
	return len(text)
}

func spanOf(text, set string) int {
	n := 0
	for n < len(text) && strings.IndexByte(set, text[n]) >= 0 {
		n++
	}
	return n
}

// colourHTTP colours a message: its start line, its fields, and a body that looks like
// JSON.
func colourHTTP(s *spans, text string) {
	for i := 0; text != ""; i++ {
		line, rest, more := strings.Cut(text, "\n")
		name, value, isField := strings.Cut(line, ":")
		switch {
		case i == 0 && !isFieldName(name):
			start, _, _ := strings.Cut(line, " ")
			s.add("k", start)
			s.add("m", line[len(start):])
		case line == "":
			s.add("", "\n")
			colourBody(s, rest)
			return
		case isField && isFieldName(name):
			s.add("n", name)
			s.add("", ":")
			s.add("s", value)
		default:
			s.add("", line)
		}
		if more {
			s.add("", "\n")
		}
		text = rest
	}
}

func isFieldName(s string) bool {
	return s != "" && spanOf(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == len(s)
}

func colourBody(s *spans, body string) {
	switch trimmed := strings.TrimLeft(body, " \n"); {
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		colourJSON(s, body)
	case strings.HasPrefix(trimmed, "HTTP/"): // a second message
		colourHTTP(s, body)
	default:
		s.add("", body)
	}
}

// colourGo colours Go by the scanner of the standard library, which knows the language
// best. An identifier before a parenthesis is a call.
func colourGo(s *spans, text string) {
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	sc.Init(file, []byte(text), func(token.Position, string) {}, scanner.ScanComments)
	done := 0
	for {
		pos, tok, lit := sc.Scan()
		if tok == token.EOF {
			break
		}
		at := file.Offset(pos)
		end := min(at+len(lit), len(text))
		class := ""
		switch {
		case tok.IsKeyword():
			class = "k"
		case tok == token.STRING || tok == token.CHAR:
			class = "s"
		case tok == token.INT || tok == token.FLOAT || tok == token.IMAG:
			class = "m"
		case tok == token.COMMENT:
			class = "c"
		case tok == token.IDENT && strings.HasPrefix(text[end:], "("):
			class = "n"
		}
		if class == "" || at < done || text[at:end] != lit { // a semicolon that is not written, or CR in a comment
			continue
		}
		s.add("", text[done:at])
		s.add(class, text[at:end])
		done = end
	}
	s.add("", text[done:])
}
