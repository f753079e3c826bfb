package data

import (
	"fmt"

	"github.com/errdocs/errdocs/generator/catalog"
)

// ProblemType is a problem type as a problem object (RFC 9457 section 3.1): the members that
// are the same in each occurrence. It has no detail and no instance, because nothing occurred.
type ProblemType struct {
	Type           string      `json:"type" jsonschema:"The type URI."`
	Title          string      `json:"title" jsonschema:"The title, word for word as the API sends it."`
	Status         int         `json:"status" jsonschema:"The HTTP status."`
	Recovery       *Recovery   `json:"recovery,omitempty" jsonschema:"What a client should do."`
	Retryable      bool        `json:"retryable" jsonschema:"Whether the same request, unchanged, may succeed later."`
	RequestApplied *bool       `json:"request_applied,omitempty" jsonschema:"False if the status means that the request was not processed; absent if it does not tell."`
	Links          *EntryLinks `json:"links" jsonschema:"Where the entry and the catalog can be fetched."`
}

// ProblemType renders the problem type of an entry as a problem object.
func (r *Renderer) ProblemType(e *catalog.Entry) ([]byte, error) {
	data, err := Encode(ProblemType{
		Type: e.TypeURI(), Title: e.Title, Status: e.Status.Code,
		Recovery: RecoveryOf(e, r.text), Retryable: Retryable(e), RequestApplied: e.Status.RequestApplied(), Links: r.links(e),
	})
	if err != nil {
		return nil, fmt.Errorf("encode the problem type of %s: %w", e.Path(), err)
	}
	return data, nil
}

// Problem is a problem object of errdocs serve itself, such as for a question that is too long.
type Problem struct {
	Type   string `json:"type" jsonschema:"Always about:blank."`
	Title  string `json:"title" jsonschema:"The phrase of the status."`
	Status int    `json:"status" jsonschema:"The HTTP status."`
	Detail string `json:"detail" jsonschema:"What is wrong with the request."`
}

// NotFound is the problem object of errdocs serve for an address without a page.
type NotFound struct {
	Problem
	Nearest []string `json:"nearest" jsonschema:"The addresses of entries with similar slugs, as JSON."`
	Index   string   `json:"index" jsonschema:"The llms.txt of the site."`
}
