package compat

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/errdocs/errdocs/generator/markup"
)

// Markdown writes the changes for a pull request: a heading that sums them up, then a
// list for each kind, the gravest first. Every text that comes from a catalog or a
// file name stands in a code span, so it is no markup, link or mention.
func Markdown(w io.Writer, changes []Change) error {
	var b strings.Builder
	b.WriteString("## API errors: " + Summary(changes) + "\n")
	for _, kind := range Kinds {
		first := true
		for i := range changes {
			c := &changes[i]
			if c.Kind != kind {
				continue
			}
			if first {
				words := kind.Words()
				b.WriteString("\n### " + strings.ToUpper(words[:1]) + words[1:] + "\n\n")
				first = false
			}
			where := wholeCatalog
			if c.Entry != "" {
				where = span(c.Entry)
			}
			fmt.Fprintf(&b, "- %s: %s%s. %s (%s)\n", where, c.what(span), c.values(span, " → "), c.Callers, span(c.Pos.String()))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// span returns a text as a code span on one line.
func span(text string) string {
	return markup.CodeSpan(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text))
}
