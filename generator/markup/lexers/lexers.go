// Package lexers contains the lexers of chroma that code blocks need. They are created on
// first use. Chroma's package reads all of its 279 files whenever a program that imports it
// starts, which took most of the time of a small command.
//
//	lx := lexers.Get("sql") // nil if there is none
//
// The files in embedded are exact copies from chroma. Those in written are equivalent to
// lexers that chroma implements in Go. Tests compare both with the version of chroma in
// go.mod. COPYING is the license of all files.
package lexers

import (
	"embed"
	"io/fs"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

//go:embed embedded written
var files embed.FS

// Get returns the lexer of a name or alias, or nil.
func Get(name string) chroma.Lexer { return registry().Get(name) }

// registry contains all lexers. The rules of a lexer are read on first use.
var registry = sync.OnceValue(func() *chroma.LexerRegistry {
	r := chroma.NewLexerRegistry()
	paths, err := fs.Glob(files, "*/*.xml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, path := range paths {
		r.Register(read(r, path))
	}
	return r
})

// read reads a lexer and adds the parts that rules cannot express.
func read(r *chroma.LexerRegistry, path string) chroma.Lexer {
	lx := chroma.MustNewXMLLexer(files, path)
	switch path {
	case "embedded/go_template.xml": // only for the raw strings of Go
		lx.SetConfig(&chroma.Config{Name: "Go raw string"})
		return chroma.TypeRemappingLexer(lx, chroma.TypeMapping{{From: chroma.Other, To: chroma.LiteralString}})
	case "written/http.xml":
		return &message{lx, r}
	case "written/markdown.xml":
		return &markdown{lx, r}
	}
	return lx
}

// message is the lexer of HTTP messages. It colors the body by its media type.
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
				panic(err) // like all emitters of chroma
			}
			return body()
		}
		return token
	}, nil
}

// byType returns the lexer of a media type, or of its suffix after "+".
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

// markdown is the lexer of Markdown. It colors front matter as YAML. Its rules color fenced
// blocks in the other languages of this package.
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

// splitFrontMatter returns the front matter at the start of a text, including its lines of
// hyphens, and the rest of the text.
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
