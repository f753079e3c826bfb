package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// typeObject is a problem type as an object of its own kind (RFC 9457): what is true
// of each occurrence. There is no detail and no instance, since nothing occurred.
type typeObject struct {
	Type           json.RawMessage `json:"type"`
	Title          json.RawMessage `json:"title"`
	Status         json.RawMessage `json:"status"`
	Recovery       json.RawMessage `json:"recovery,omitempty"`
	Retryable      json.RawMessage `json:"retryable,omitempty"`
	RequestApplied json.RawMessage `json:"request_applied,omitempty"`
	Links          json.RawMessage `json:"links"`
}

// problemOfType returns the problem object of an entry, from its JSON.
func problemOfType(entry []byte) []byte {
	var o typeObject
	if err := json.Unmarshal(entry, &o); err != nil {
		panic(fmt.Sprintf("serve: the JSON of an entry: %v", err)) // we rendered it
	}
	return encode(o)
}

// encode writes JSON as the files of the site have it.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("serve: encode: %v", err)) // all our values can be encoded
	}
	return b.Bytes()
}
