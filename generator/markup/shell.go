package markup

import (
	"slices"
	"strings"
)

// shellWords are the reserved words of a POSIX shell.
var shellWords = strings.Fields("if then elif else fi for in do done while until case esac function export set")

// colourShell colours what helps to read a command: its name, strings, variables and
// comments.
func colourShell(s *spans, text string) {
	command := true // the next word is the name of a command
	for text != "" {
		n, class := 1, ""
		switch c := text[0]; {
		case c == '#':
			n = len(text)
			if end := strings.IndexByte(text, '\n'); end >= 0 {
				n = end
			}
			class = "c"
		case c == '\'':
			n = quoteEnd(text, c)
			class, command = "s", false
		case c == '"':
			n = quoteEnd(text, c)
			colourQuoted(s, text[:n])
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

// quoteEnd returns the length of the string that begins the text, quotes included.
func quoteEnd(text string, quote byte) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// colourQuoted colours a string in double quotes and the variables in it.
func colourQuoted(s *spans, text string) {
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

// variableEnd returns the length of the variable that begins the text with a dollar
// sign; 1 where none follows.
func variableEnd(text string) int {
	if strings.HasPrefix(text, "${") {
		if end := strings.IndexByte(text, '}'); end > 0 {
			return end + 1
		}
		return 1
	}
	return 1 + spanOf(text[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
}

// wordEnd returns the length of the word that begins the text.
func wordEnd(text string) int {
	if n := strings.IndexAny(text, " \t\n|&;()<>'\"$\\"); n > 0 {
		return n
	}
	return len(text)
}
