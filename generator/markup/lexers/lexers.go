// Package lexers holds those of chroma's lexers that code blocks need, made when the first
// is asked for. Chroma's own package reads all of its 279 files whenever a program starts
// that imports it, which took most of the time of a small command.
//
//	lx := lexers.Get("sql") // nil if there is none
//
// The files in embedded are chroma's, byte by byte; those in written say the same as what
// chroma has in Go. Tests hold both to the version of chroma in go.mod. COPYING is the
// licence of all.
package lexers

import (
	"embed"
	"io/fs"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

//go:embed embedded written
var files embed.FS

// Get returns the lexer of a name or alias, or nil.
func Get(name string) chroma.Lexer { return registry().Get(name) }

// registry holds all lexers. The rules of one are read when a text is coloured with it.
var registry = sync.OnceValue(func() *chroma.LexerRegistry {
	r := chroma.NewLexerRegistry()
	paths, err := fs.Glob(files, "*/*.xml")
	if err != nil {
		panic(err) // a bug of ours: the pattern is a constant
	}
	for _, path := range paths {
		r.Register(read(r, path))
	}
	return r
})

// read reads a lexer and adds to it what rules cannot say.
func read(r *chroma.LexerRegistry, path string) chroma.Lexer {
	lx := chroma.MustNewXMLLexer(files, path)
	switch path {
	case "embedded/go_template.xml": // for the raw strings of Go alone
		lx.SetConfig(&chroma.Config{Name: "Go raw string"})
		return chroma.TypeRemappingLexer(lx, chroma.TypeMapping{{From: chroma.Other, To: chroma.LiteralString}})
	case "written/http.xml":
		return &message{lx, r}
	case "written/markdown.xml":
		return &markdown{lx, r}
	}
	return lx
}
