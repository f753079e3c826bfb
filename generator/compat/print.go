package compat

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/errdocs/errdocs/generator/internal/jsontext"
	"github.com/errdocs/errdocs/generator/markup"
)

// Text writes the changes for people at a terminal: grouped by kind, the gravest
// first, each with its place and with what callers see, and a line that sums them up.
func Text(w io.Writer, changes []Change) error {
	var b strings.Builder
	for _, kind := range Kinds {
		list := ofKind(changes, kind)
		if len(list) == 0 {
			continue
		}
		b.WriteString(kind.Words() + "\n")
		for _, c := range list {
			fmt.Fprintf(&b, "%s: %s: %s%s\n    %s\n",
				c.Pos, cmp.Or(c.Entry, wholeCatalog), c.What(), c.values(strconv.Quote, " -> "), c.Callers)
		}
		b.WriteByte('\n')
	}
	b.WriteString(Summary(changes) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary returns the number of changes, such as "3 changes: 1 breaking, 2 new".
func Summary(changes []Change) string {
	if len(changes) == 0 {
		return "no changes"
	}
	var parts []string
	for _, k := range Kinds {
		if n := len(ofKind(changes, k)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k.Words()))
		}
	}
	word := "changes"
	if len(changes) == 1 {
		word = "change"
	}
	return fmt.Sprintf("%d %s: %s", len(changes), word, strings.Join(parts, ", "))
}

// wholeCatalog is the label of a change that belongs to no entry.
const wholeCatalog = "the catalog"

func ofKind(changes []Change, kind Kind) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Kind != kind })
}

// values returns how the value changed, quoted in the way of the output.
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

// Limits of the values in text and Markdown; the JSON has the full values.
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

// Markdown writes the changes for a pull request: a heading that sums them up, then a
// list for each kind, the gravest first. Every text that comes from a catalog or a
// file name stands in a code span, so it is no markup, link or mention.
func Markdown(w io.Writer, changes []Change) error {
	var b strings.Builder
	b.WriteString("## API errors: " + Summary(changes) + "\n")
	for _, kind := range Kinds {
		list := ofKind(changes, kind)
		if len(list) == 0 {
			continue
		}
		words := kind.Words()
		b.WriteString("\n### " + strings.ToUpper(words[:1]) + words[1:] + "\n\n")
		for _, c := range list {
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

// jsonChange is a change in the JSON form. Every key is always there; a value that a
// change does not have is null.
type jsonChange struct {
	Kind      Kind     `json:"kind"`
	Rule      string   `json:"rule"`
	Entry     *string  `json:"entry"`
	Type      *string  `json:"type"`
	Scenarios []string `json:"scenarios"`
	Name      *string  `json:"name"`
	What      string   `json:"what"`
	Old       *string  `json:"old"`
	New       *string  `json:"new"`
	Callers   string   `json:"callers"`
	File      string   `json:"file"`
	Line      int      `json:"line"`
	Column    int      `json:"column"`
}

type jsonReport struct {
	Counts  jsonCounts   `json:"counts"`
	Changes []jsonChange `json:"changes"`
}

// jsonCounts has all kinds, the gravest first.
type jsonCounts struct {
	Breaking   int `json:"breaking"`
	ServerCode int `json:"server-code"`
	Retired    int `json:"retired"`
	Deprecated int `json:"deprecated"`
	Reworded   int `json:"reworded"`
	New        int `json:"new"`
}

// JSON writes the changes for programs, in the shape that docs/compatibility.md fixes.
func JSON(w io.Writer, changes []Change) error {
	n := func(kind Kind) int { return len(ofKind(changes, kind)) }
	report := jsonReport{
		Counts:  jsonCounts{n(Breaking), n(ServerCode), n(Retired), n(Deprecated), n(Reworded), n(New)},
		Changes: make([]jsonChange, len(changes)),
	}
	for i := range changes {
		c := &changes[i]
		report.Changes[i] = jsonChange{
			Kind: c.Kind, Rule: c.Rule.ID, Entry: given(c.Entry), Type: given(c.Type),
			Scenarios: append([]string{}, c.Scenarios...), Name: given(c.Name), What: c.What(),
			Old: given(c.Old), New: given(c.New), Callers: c.Callers,
			File: c.Pos.File, Line: max(c.Pos.Line, 1), Column: max(c.Pos.Col, 1),
		}
	}
	data, err := jsontext.Encode(report)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
