package markup

import (
	"go/scanner"
	"go/token"
	"html/template"
	"slices"
	"strings"
)

// JSON, HTTP messages, Go, JavaScript, Python and shell commands occur several times on
// every page. This file colors them ten times faster than a lexer with regular expressions.

const (
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// spans writes text in spans of a class.
type spans struct {
	b      strings.Builder
	breaks bool // write an optional line break between a comma and a span
}

func (s *spans) add(class, text string) {
	if text == "" {
		return
	}
	if class == "" {
		s.b.WriteString(template.HTMLEscapeString(text))
		return
	}
	if s.breaks && strings.HasSuffix(s.b.String(), ",") {
		s.b.WriteString("<wbr>")
	}
	s.b.WriteString(`<span class="`)
	s.b.WriteString(class)
	s.b.WriteString(`">`)
	s.b.WriteString(template.HTMLEscapeString(text))
	s.b.WriteString(`</span>`)
}

// colorJSON colors names, strings, numbers and words. It does not change anything else, so
// fragments and texts with comments are safe.
func colorJSON(s *spans, text string) {
	for len(text) > 0 {
		n := 1
		class := ""
		switch c := text[0]; {
		case c == '"':
			n = quotedEnd(text, false)
			class = "s"
			if strings.HasPrefix(strings.TrimLeft(text[n:], " \t\n"), ":") {
				class = "n"
			}
		case c == '-' || c >= '0' && c <= '9':
			n = spanOf(text, "+-.eE"+digits)
			class = "m"
		case isLetter(c):
			n = spanOf(text, letters)
			if word := text[:n]; word == "true" || word == "false" || word == "null" {
				class = "k"
			}
		default:
			for n < len(text) && strings.IndexByte(`"-`+digits+letters, text[n]) < 0 {
				n++
			}
		}
		s.add(class, text[:n])
		text = text[n:]
	}
}

func spanOf(text, set string) int {
	n := 0
	for n < len(text) && strings.IndexByte(set, text[n]) >= 0 {
		n++
	}
	return n
}

// colorHTTP colors a message: its start line, its fields, and a body that looks like JSON.
func colorHTTP(s *spans, text string) {
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
			colorBody(s, rest)
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
	return s != "" && spanOf(s, letters+digits+"-_") == len(s)
}

func colorBody(s *spans, body string) {
	switch trimmed := strings.TrimLeft(body, " \n"); {
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		colorJSON(s, body)
	case strings.HasPrefix(trimmed, "HTTP/"): // a second message
		colorHTTP(s, body)
	default:
		s.add("", body)
	}
}

// colorGo colors Go with the scanner of the standard library. An identifier before a
// parenthesis is a call.
func colorGo(s *spans, text string) {
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
		if class == "" || at < done || text[at:end] != lit { // an automatic semicolon, or CR in a comment
			continue
		}
		s.add("", text[done:at])
		s.add(class, text[at:end])
		done = end
	}
	s.add("", text[done:])
}

// script describes a scripting language, as far as colors need it.
type script struct {
	keywords map[string]bool
	comments []string // prefixes of comments up to the end of the line
	quotes   string
}

var (
	javascript = script{keywords: wordSet("async await break case catch class const continue default delete do else export extends false finally for from function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while yield"), comments: []string{"//"}, quotes: "\"'`"}
	python     = script{keywords: wordSet("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield"), comments: []string{"#"}, quotes: `"'`}
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// color colors keywords, strings, numbers, comments and the names of calls. A mistake, such
// as for a quote in a regular expression, ends with the line.
func (l script) color(s *spans, text string) {
	for text != "" {
		n, class := l.next(text)
		s.add(class, text[:n])
		text = text[n:]
	}
}

// next returns the length of the first token of the text, and its class.
func (l script) next(text string) (n int, class string) {
	for _, mark := range l.comments {
		if strings.HasPrefix(text, mark) {
			return lineLength(text), "c"
		}
	}
	switch c := text[0]; {
	case strings.HasPrefix(text, "/*") && l.comments[0] == "//":
		return blockEnd(text, 2, "*/"), "c"
	case strings.IndexByte(l.quotes, c) >= 0:
		if triple := strings.Repeat(text[:1], 3); strings.HasPrefix(text, triple) && c != '`' {
			return blockEnd(text, 3, triple), "s"
		}
		return quotedEnd(text, c == '`'), "s"
	case strings.IndexByte(digits, c) >= 0:
		return spanOf(text, digits+letters+"_$."), "m"
	case isLetter(c) || c == '_' || c == '$':
		n = spanOf(text, letters+digits+"_$")
		switch {
		case l.keywords[text[:n]]:
			return n, "k"
		case strings.HasPrefix(text[n:], "("):
			return n, "n"
		}
		return n, ""
	}
	for n = 1; n < len(text) && strings.IndexByte(digits+letters+"_$/#", text[n]) < 0 && strings.IndexByte(l.quotes, text[n]) < 0; n++ {
	}
	return n, ""
}

// quotedEnd returns the length of the string at the start of the text, including quotes.
// Unless lines is set, the string ends at the end of the line.
func quotedEnd(text string, lines bool) int {
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == text[0]:
			return i + 1
		case c == '\n' && !lines:
			return i
		}
	}
	return len(text)
}

func lineLength(text string) int {
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

func blockEnd(text string, from int, end string) int {
	if n := strings.Index(text[from:], end); n >= 0 {
		return from + n + len(end)
	}
	return len(text)
}

// shellWords are the reserved words of a POSIX shell.
var shellWords = strings.Fields("if then elif else fi for in do done while until case esac function export set")

// colorShell colors the names of commands, strings, variables and comments.
func colorShell(s *spans, text string) {
	command := true // the next word is the name of a command
	for text != "" {
		n, class := 1, ""
		switch c := text[0]; {
		case c == '#':
			n, class = lineLength(text), "c"
		case c == '\'':
			n = blockEnd(text, 1, "'")
			class, command = "s", false
		case c == '"':
			n = quotedEnd(text, true)
			colorQuoted(s, text[:n])
			text, command = text[n:], false
			continue
		case c == '$':
			n = variableEnd(text)
			class, command = "m", text[:n] == "$"
		case c == '\\':
			n = min(2, len(text))
		case strings.IndexByte("\n|&;(", c) >= 0:
			command = true
		case c == ' ' || c == '\t' || c == ')' || c == '<' || c == '>':
		default:
			n = wordEnd(text)
			word := text[:n]
			switch {
			case command && slices.Contains(shellWords, word):
				class = "k"
			case command && !strings.HasSuffix(word, "="):
				class, command = "n", false
			}
		}
		s.add(class, text[:n])
		text = text[n:]
	}
}

// colorQuoted colors a string in double quotes and the variables in it.
func colorQuoted(s *spans, text string) {
	done := 0
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
			continue
		}
		if text[i] != '$' {
			continue
		}
		if n := variableEnd(text[i:]); n > 1 {
			s.add("s", text[done:i])
			s.add("m", text[i:i+n])
			done = i + n
			i = done - 1
		}
	}
	s.add("s", text[done:])
}

// variableEnd returns the length of the variable at the start of the text, including its
// dollar sign, or 1 if no variable follows the dollar sign.
func variableEnd(text string) int {
	if strings.HasPrefix(text, "${") {
		if end := strings.IndexByte(text, '}'); end > 0 {
			return end + 1
		}
		return 1
	}
	return 1 + spanOf(text[1:], letters+digits+"_")
}

// wordEnd returns the length of the word at the start of the text.
func wordEnd(text string) int {
	if n := strings.IndexAny(text, " \t\n|&;()<>'\"$\\"); n > 0 {
		return n
	}
	return len(text)
}
