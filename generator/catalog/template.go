package catalog

import (
	"regexp"
	"strings"
)

// Part is a piece of a text with placeholders: literal text, or the name of a param.
type Part struct {
	Text  string // literal; empty for a placeholder
	Param string // name of the param; empty for literal text
}

// placeholder is a name in braces. Any other brace is an ordinary character, so
// texts such as "{{.}}" and "{}" stay what they are.
var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// Parts splits a detail, or a value of a challenge or header, at its placeholders.
func Parts(text string) []Part {
	var parts []Part
	last := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > last {
			parts = append(parts, Part{Text: text[last:m[0]]})
		}
		parts = append(parts, Part{Param: text[m[2]:m[3]]})
		last = m[1]
	}
	if last < len(text) {
		parts = append(parts, Part{Text: text[last:]})
	}
	return parts
}

// Placeholders returns the names of the params that a text names, each once, in the
// order of their first use.
func Placeholders(text string) []string {
	if !strings.Contains(text, "{") {
		return nil
	}
	var names []string
	seen := map[string]bool{}
	for _, p := range Parts(text) {
		if p.Param != "" && !seen[p.Param] {
			seen[p.Param] = true
			names = append(names, p.Param)
		}
	}
	return names
}
