package data

// LookupInput are the arguments of the MCP tool lookup_error.
type LookupInput struct {
	Text            string `json:"text,omitempty" jsonschema:"The failing response, complete and unchanged: status line, header fields and body. Or a problem object, a challenge, a log line, a message."`
	Type            string `json:"type,omitempty" jsonschema:"The member type of a problem object."`
	Status          int    `json:"status,omitempty" jsonschema:"The HTTP status."`
	Detail          string `json:"detail,omitempty" jsonschema:"The member detail of a problem object, word for word."`
	WWWAuthenticate string `json:"www_authenticate,omitempty" jsonschema:"The value of the WWW-Authenticate field."`
}

// LookupOutput is the result of lookup_error.
type LookupOutput struct {
	Report
	Entry Document `json:"entry,omitempty" jsonschema:"The complete JSON of the first candidate, if it is exact."`
}

// Document is a JSON object that is already encoded.
type Document []byte

// MarshalJSON implements json.Marshaler.
func (d Document) MarshalJSON() ([]byte, error) { return d, nil }

// UnmarshalJSON implements json.Unmarshaler.
func (d *Document) UnmarshalJSON(data []byte) error {
	*d = append((*d)[:0], data...)
	return nil
}

// SearchInput are the arguments of the MCP tool search_errors.
type SearchInput struct {
	Query string `json:"query" jsonschema:"A question or words."`
	Limit int    `json:"limit,omitempty" jsonschema:"The maximum number of passages (default 5)."`
}

// SearchOutput is the result of search_errors.
type SearchOutput struct {
	Passages []Passage `json:"passages" jsonschema:"The passages, the best first."`
}

// ListInput are the arguments of the MCP tool list_errors.
type ListInput struct {
	Status int    `json:"status,omitempty" jsonschema:"Only errors with this HTTP status."`
	Family string `json:"family,omitempty" jsonschema:"Only errors of this family."`
	Tag    string `json:"tag,omitempty" jsonschema:"Only errors with this tag."`
}

// ListOutput is the result of list_errors.
type ListOutput struct {
	Entries []Listed `json:"entries" jsonschema:"The errors, in the order of the site."`
	Total   int      `json:"total" jsonschema:"The number of all matching errors. If there are very many, only the first are listed."`
}

// Listed is an entry in the result of list_errors.
type Listed struct {
	Type     string    `json:"type" jsonschema:"The type URI."`
	Title    string    `json:"title" jsonschema:"The title."`
	Status   int       `json:"status" jsonschema:"The HTTP status."`
	Family   string    `json:"family,omitempty" jsonschema:"The ID of its family."`
	Summary  string    `json:"summary,omitempty" jsonschema:"What happened, in Markdown."`
	Recovery *Recovery `json:"recovery,omitempty" jsonschema:"What a client should do."`
	Links    Links     `json:"links" jsonschema:"Where the entry can be read."`
}
