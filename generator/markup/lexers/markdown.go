package lexers

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// markdown is the lexer of Markdown: it colours front matter as YAML. Its rules colour a
// fence that names another language of this package as that.
type markdown struct {
	chroma.Lexer
	registry *chroma.LexerRegistry
}

// Tokenise implements chroma.Lexer.
func (m *markdown) Tokenise(options *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	front, rest := splitFrontMatter(text)
	if front == "" {
		return m.Lexer.Tokenise(options, text)
	}
	first, err := m.registry.Get("YAML").Tokenise(options, front)
	if err != nil {
		return nil, err
	}
	then, err := m.Lexer.Tokenise(options, rest)
	if err != nil {
		return nil, err
	}
	return chroma.Concaterator(first, then), nil
}

// splitFrontMatter returns the front matter at the begin of a text, with its lines of
// hyphens, and what follows it.
func splitFrontMatter(text string) (front, rest string) {
	end := 0
	for line := range strings.Lines(text) {
		fence := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r") == "---" && strings.HasSuffix(line, "\n")
		if end == 0 && !fence {
			return "", text
		}
		if end += len(line); fence && end > len(line) {
			return text[:end], text[end:]
		}
	}
	return "", text
}
