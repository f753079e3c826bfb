package lexers

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// message is the lexer of HTTP messages: it colours a body by its media type.
type message struct {
	chroma.Lexer
	registry *chroma.LexerRegistry
}

// Tokenise implements chroma.Lexer.
func (m *message) Tokenise(options *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	next, err := m.Lexer.Tokenise(options, text)
	if err != nil {
		return nil, err
	}
	var mediaType string
	var named bool // the last field is Content-Type
	var body chroma.Iterator
	return func() chroma.Token {
		token := next()
		switch {
		case token == chroma.EOF && body != nil:
			return body()
		case token.Type == chroma.Name && strings.EqualFold(token.Value, "content-type"):
			named = true
		case token.Type == chroma.Literal && named:
			named = false
			mediaType, _, _ = strings.Cut(token.Value, ";")
			mediaType = strings.TrimSpace(mediaType)
		case token.Type == chroma.Generic && mediaType != "":
			lx := m.byType(mediaType)
			if lx == nil {
				token.Type = chroma.Text
				break
			}
			if body, err = lx.Tokenise(nil, token.Value); err != nil {
				panic(err) // as all emitters of chroma do
			}
			return body()
		}
		return token
	}, nil
}

// byType returns the lexer of a media type, or of what follows its "+".
func (m *message) byType(mediaType string) chroma.Lexer {
	if lx := m.registry.MatchMimeType(mediaType); lx != nil {
		return lx
	}
	if kind, name, ok := strings.Cut(mediaType, "/"); ok {
		if i := strings.LastIndexByte(name, '+'); i >= 0 {
			return m.registry.MatchMimeType(kind + "/" + name[i+1:])
		}
	}
	return nil
}
