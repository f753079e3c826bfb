// Package jsontext encodes JSON for readers: indented by two spaces, with a final line break, and
// with <, > and & unescaped, because it is never put into HTML.
package jsontext

import (
	"bytes"
	"encoding/json"
)

// Encode returns a value as JSON.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
