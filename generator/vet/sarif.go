package vet

import (
	"io"
	"net/url"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/jsontext"
)

// The parts of a SARIF log (OASIS, version 2.1.0) that code scanning reads.
type (
	sarifLog struct {
		Schema  string      `json:"$schema"`
		Version string      `json:"version"`
		Runs    [1]sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver struct {
				Name  string      `json:"name"`
				Rules []sarifRule `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
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
		RuleID    string    `json:"ruleId"`
		Level     string    `json:"level"`
		Message   sarifText `json:"message"`
		Locations [1]struct {
			PhysicalLocation struct {
				ArtifactLocation struct {
					URI string `json:"uri"`
				} `json:"artifactLocation"`
				Region struct {
					StartLine   int `json:"startLine"`
					StartColumn int `json:"startColumn"`
				} `json:"region"`
			} `json:"physicalLocation"`
		} `json:"locations"`
	}
)

// PrintSARIF writes the findings as a SARIF log, with all checks as its rules. Paths
// stay relative: the reader knows the root of the repository.
func PrintSARIF(w io.Writer, l *diag.List) error {
	log := sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0"}
	run := &log.Runs[0]
	run.ColumnKind, run.Results = "unicodeCodePoints", []sarifResult{}
	run.Tool.Driver.Name = "errdocs"
	for _, c := range Checks {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{c.ID, sarifText{c.Title}, sarifText{c.Explain}})
	}
	for _, d := range l.All() {
		result := sarifResult{RuleID: d.ID, Level: d.Severity.String(), Message: sarifText{d.Message}}
		if d.Help != "" {
			result.Message.Text += "\nhelp: " + d.Help
		}
		at := &result.Locations[0].PhysicalLocation
		at.ArtifactLocation.URI = (&url.URL{Path: d.Pos.File}).String()
		at.Region.StartLine, at.Region.StartColumn = max(d.Pos.Line, 1), max(d.Pos.Col, 1)
		run.Results = append(run.Results, result)
	}
	data, err := jsontext.Encode(log)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
