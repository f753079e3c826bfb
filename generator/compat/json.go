package compat

import (
	"encoding/json"
	"io"
)

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

// jsonReport has all kinds among its counts, the gravest first.
type jsonReport struct {
	Counts struct {
		Breaking   int `json:"breaking"`
		ServerCode int `json:"server-code"`
		Retired    int `json:"retired"`
		Deprecated int `json:"deprecated"`
		Reworded   int `json:"reworded"`
		New        int `json:"new"`
	} `json:"counts"`
	Changes []jsonChange `json:"changes"`
}

// JSON writes the changes for programs, in the shape that docs/compatibility.md fixes.
func JSON(w io.Writer, changes []Change) error {
	report := jsonReport{Changes: make([]jsonChange, len(changes))}
	counts := Counts(changes)
	n := &report.Counts
	n.Breaking, n.ServerCode, n.Retired = counts[Breaking], counts[ServerCode], counts[Retired]
	n.Deprecated, n.Reworded, n.New = counts[Deprecated], counts[Reworded], counts[New]
	for i := range changes {
		c := &changes[i]
		report.Changes[i] = jsonChange{
			Kind: c.Kind, Rule: c.Rule.ID, Entry: given(c.Entry), Type: given(c.Type),
			Scenarios: append([]string{}, c.Scenarios...), Name: given(c.Name), What: c.What(),
			Old: given(c.Old), New: given(c.New), Callers: c.Callers,
			File: c.Pos.File, Line: max(c.Pos.Line, 1), Column: max(c.Pos.Col, 1),
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(report)
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
