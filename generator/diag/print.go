package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// The formats of findings.
const (
	FormatText   = "text"
	FormatJSON   = "json"
	FormatGitHub = "github"
)

// Formats lists the formats of findings.
var Formats = []string{FormatText, FormatJSON, FormatGitHub}

// Print writes the findings in one of the Formats, in the order of the list.
func Print(w io.Writer, format string, l *List) error {
	switch format {
	case FormatJSON:
		return printJSON(w, l)
	case FormatGitHub:
		return printGitHub(w, l)
	}
	return printText(w, l)
}

// printText writes each finding as "file:line:col: error: message (ID)", and its notes
// and help in the same form. The limits in limits.go restrict how many it writes.
func printText(w io.Writer, l *List) error {
	var b strings.Builder
	perFile := map[string]int{}
	printed, left := 0, 0
	for _, d := range l.all {
		perFile[d.Pos.File]++
		if perFile[d.Pos.File] > FileFindings.Max || printed == RunFindings.Max || b.Len() > RunText.Max {
			left++
			continue
		}
		printed++
		fmt.Fprintf(&b, "%s: %s: %s (%s)\n", d.Pos, d.Severity, d.Message, d.ID)
		for _, n := range d.Notes {
			fmt.Fprintf(&b, "%s: note: %s\n", n.Pos, n.Text)
		}
		if d.Help != "" {
			fmt.Fprintf(&b, "%s: help: %s\n", d.Pos, d.Help)
		}
	}
	if left > 0 {
		fmt.Fprintf(&b, "and %d more; --format json shows all\n", left)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type jsonNote struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

type jsonFinding struct {
	File     string     `json:"file"`
	Line     int        `json:"line"`
	Column   int        `json:"column"`
	Severity string     `json:"severity"`
	ID       string     `json:"id"`
	Message  string     `json:"message"`
	Notes    []jsonNote `json:"notes,omitempty"`
	Help     string     `json:"help,omitempty"`
}

// printJSON writes {"findings": [...]}. The array is empty if there are no findings.
func printJSON(w io.Writer, l *List) error {
	findings := make([]jsonFinding, 0, len(l.all))
	for _, d := range l.all {
		f := jsonFinding{
			File: d.Pos.File, Line: max(d.Pos.Line, 1), Column: max(d.Pos.Col, 1),
			Severity: d.Severity.String(), ID: d.ID, Message: d.Message, Help: d.Help,
		}
		for _, n := range d.Notes {
			f.Notes = append(f.Notes, jsonNote{n.Pos.File, max(n.Pos.Line, 1), max(n.Pos.Col, 1), n.Text})
		}
		findings = append(findings, f)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"findings": findings})
}

// printGitHub writes workflow commands, which GitHub shows next to the lines of a pull
// request.
func printGitHub(w io.Writer, l *List) error {
	var b strings.Builder
	for _, d := range l.all {
		text := d.Message
		for _, n := range d.Notes {
			text += fmt.Sprintf("\n%s: %s", n.Pos, n.Text)
		}
		if d.Help != "" {
			text += "\nhelp: " + d.Help
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", d.Severity,
			workflowProperty.Replace(printable(d.Pos.File)), max(d.Pos.Line, 1), max(d.Pos.Col, 1), d.ID, workflowData.Replace(text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The two escapers of GitHub's workflow commands. Properties must not contain the
// separators of properties.
var (
	workflowData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	workflowProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
