package compat

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Text writes the changes for people at a terminal: grouped by kind, the gravest
// first, each with its place and with what callers see, and a line that sums them up.
func Text(w io.Writer, changes []Change) error {
	var b strings.Builder
	for _, kind := range Kinds {
		first := true
		for i := range changes {
			c := &changes[i]
			if c.Kind != kind {
				continue
			}
			if first {
				b.WriteString(kind.Words() + "\n")
				first = false
			}
			fmt.Fprintf(&b, "%s: %s: %s%s\n    %s\n", c.Pos, c.where(), c.What(), c.values(strconv.Quote, " -> "), c.Callers)
		}
		if !first {
			b.WriteByte('\n')
		}
	}
	b.WriteString(Summary(changes) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary says how many changes there are, such as "3 changes: 1 breaking, 2 new".
func Summary(changes []Change) string {
	if len(changes) == 0 {
		return "no changes"
	}
	counts := Counts(changes)
	var parts []string
	for _, k := range Kinds {
		if n := counts[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k.Words()))
		}
	}
	word := "changes"
	if len(changes) == 1 {
		word = "change"
	}
	return fmt.Sprintf("%d %s: %s", len(changes), word, strings.Join(parts, ", "))
}

// wholeCatalog stands where a change belongs to no entry.
const wholeCatalog = "the catalog"

func (c *Change) where() string {
	if c.Entry == "" {
		return wholeCatalog
	}
	return c.Entry
}

// values returns how the value changed, quoted in the way of the publish.
func (c *Change) values(quote func(string) string, arrow string) string {
	was, now := excerpt(c.Old, c.New)
	switch {
	case c.Old != "" && c.New != "":
		return ": " + quote(was) + arrow + quote(now)
	case c.Old != "":
		return ": was " + quote(was)
	case c.New != "":
		return ": " + quote(now)
	}
	return ""
}

// Limits of the values in text and Markdown; the JSON has them whole.
const (
	maxValue = 160 // characters
	lead     = 20  // characters before the first difference of long values
)

// excerpt shortens two values, so that what differs is seen.
func excerpt(old, new string) (string, string) {
	a, b := []rune(old), []rune(new)
	if len(a) <= maxValue && len(b) <= maxValue {
		return old, new
	}
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	return cut(a, same-lead), cut(b, same-lead)
}

func cut(text []rune, from int) string {
	head, tail := "", ""
	if from > 0 && from < len(text) {
		head, text = "...", text[from:]
	}
	if len(text) > maxValue {
		text, tail = text[:maxValue], "..."
	}
	return head + string(text) + tail
}
