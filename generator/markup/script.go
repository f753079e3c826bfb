package markup

import "strings"

// script is what tells one language of scripts from another, as far as colours go.
type script struct {
	keywords map[string]bool
	comments []string // what begins one, up to the end of the line
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

const (
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"
)

// colour colours keywords, strings, numbers, comments and the names of calls. What it
// takes wrongly, such as a quote in a regular expression, it takes so up to the end of
// the line.
func (l script) colour(s *spans, text string) {
	for text != "" {
		n, class := l.next(text)
		s.add(class, text[:n])
		text = text[n:]
	}
}

// next returns the length of the token that begins the text, and its class.
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
		return l.quoted(text), "s"
	case strings.IndexByte(digits, c) >= 0:
		return spanOf(text, digits+letters+"."), "m"
	case strings.IndexByte(letters, c) >= 0:
		n = spanOf(text, letters+digits)
		switch {
		case l.keywords[text[:n]]:
			return n, "k"
		case strings.HasPrefix(text[n:], "("):
			return n, "n"
		}
		return n, ""
	}
	for n = 1; n < len(text) && strings.IndexByte(digits+letters+l.quotes+"/#", text[n]) < 0; n++ {
	}
	return n, ""
}

// quoted returns the length of a string. Between back quotes it may have several lines.
func (l script) quoted(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return i + 1
		case '\n':
			if text[0] != '`' {
				return i
			}
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
