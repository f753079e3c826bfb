package catalog

import (
	"slices"
	"strings"
)

// Part is a part of a text with placeholders: literal text, or the name of a param.
type Part struct {
	Text  string // literal; empty for a placeholder
	Param string // name of the param; empty for literal text
}

// Parts splits a detail, or a value of a challenge or header, at its placeholders: names
// of lower-case letters, digits and underscores in braces. Any other brace is an ordinary
// character, so texts such as "{{.}}" and "{}" have one part.
func Parts(text string) []Part {
	var parts []Part
	last := 0
	for i := 0; i < len(text); i++ {
		name := nameAt(text[i:])
		if name == "" {
			continue
		}
		if i > last {
			parts = append(parts, Part{Text: text[last:i]})
		}
		parts = append(parts, Part{Param: name})
		last = i + len("{") + len(name) + len("}")
		i = last - 1
	}
	if last < len(text) {
		parts = append(parts, Part{Text: text[last:]})
	}
	return parts
}

// nameAt returns the name of the placeholder at the start of a text, or "".
func nameAt(text string) string {
	if text[0] != '{' || len(text) < 3 || text[1] < 'a' || text[1] > 'z' {
		return ""
	}
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case c == '}':
			return text[1:i]
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_':
		default:
			return ""
		}
	}
	return ""
}

// Placeholders returns the names of the params that a text uses, each once, in the order of
// their first use.
func Placeholders(text string) []string {
	if !strings.Contains(text, "{") {
		return nil
	}
	var names []string
	for _, p := range Parts(text) {
		if p.Param != "" && !slices.Contains(names, p.Param) {
			names = append(names, p.Param)
		}
	}
	return names
}

// WithoutPlaceholders returns a text without its placeholders.
func WithoutPlaceholders(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for _, p := range Parts(text) {
		b.WriteString(p.Text)
	}
	return b.String()
}
