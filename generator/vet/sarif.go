package vet

import (
	"encoding/json"
	"io"
	"net/url"

	"github.com/errdocs/errdocs/generator/diag"
)

// The parts of a SARIF log (OASIS, version 2.1.0) that code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		Help             sarifText `json:"help"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation sarifFile   `json:"artifactLocation"`
		Region           sarifRegion `json:"region"`
	}
	sarifFile struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
	}
)

// PrintSARIF writes the findings as a SARIF log, with all checks as its rules. Paths
// stay relative: the reader knows the root of the repository.
func PrintSARIF(w io.Writer, l *diag.List) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "errdocs"}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, c := range Checks {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{c.ID, sarifText{c.Title}, sarifText{c.Explain}})
	}
	for _, d := range l.All() {
		text := d.Message
		if d.Help != "" {
			text += "\nhelp: " + d.Help
		}
		place := sarifPlace{
			ArtifactLocation: sarifFile{(&url.URL{Path: d.Pos.File}).String()},
			Region:           sarifRegion{max(d.Pos.Line, 1), max(d.Pos.Col, 1)},
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: d.ID, Level: d.Severity.String(), Message: sarifText{text},
			Locations: []sarifLocation{{place}},
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	})
}
