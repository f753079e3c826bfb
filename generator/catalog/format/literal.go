package format

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// Literal is a value whose type depends on a different part of the catalog, such as the
// example of a param. It is stored as YAML resolved it and checked later.
type Literal struct {
	Tag  string   // as YAML resolved it: !!str, !!int, !!float, !!bool, !!timestamp or !!seq
	Text string   // as written
	List []string // of !!seq
}

// Given reports whether there is a value.
func (l Literal) Given() bool { return l.Tag != "" }

// Literals describes a Literal: a scalar or a list of strings.
type Literals struct{ Kind string }

// Spec describes the value for the schema and the reference page.
func (v Literals) Spec() Spec {
	return Spec{Kind: v.Kind, Schema: map[string]any{
		"type": []string{"string", "number", "boolean", "array"}, "items": Text{}.Spec().Schema, "minItems": 1,
	}}
}

func (v Literals) decode(d *decoder, n *yaml.Node, into *Literal) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!str" {
			text, ok := d.text(n, v.Kind)
			if !ok || !d.oneLine(n, text) {
				return
			}
		}
		*into = Literal{Tag: n.Tag, Text: n.Value}
	case yaml.SequenceNode:
		var texts []string
		List[string](Text{Kind: "one line of text"}, "list of strings").decode(d, n, &texts)
		if texts != nil {
			*into = Literal{Tag: n.Tag, List: texts}
		}
	default:
		d.wrongType(n, "a "+v.Kind, "")
	}
}

// JSON is a compact JSON value with the keys in the order of the file.
type JSON string

// JSONValue describes any JSON value, written as YAML.
type JSONValue struct{ Kind string }

// Spec describes the value for the schema and the reference page.
func (v JSONValue) Spec() Spec { return Spec{Kind: v.Kind, Schema: map[string]any{}} }

func (v JSONValue) decode(d *decoder, n *yaml.Node, into *JSON) {
	var b bytes.Buffer
	if d.appendJSON(&b, n) {
		*into = JSON(b.String())
	}
}

// appendJSON writes the node as JSON. It returns false after a finding.
func (d *decoder) appendJSON(b *bytes.Buffer, n *yaml.Node) (ok bool) {
	ok = true
	switch n.Kind {
	case yaml.MappingNode:
		seen := map[string]*yaml.Node{}
		b.WriteByte('{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			name, isText := d.text(key, "name")
			if first := seen[name]; first != nil && isText {
				d.duplicate(key, first)
				isText = false
			}
			seen[name] = key
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSONString(b, name)
			b.WriteByte(':')
			ok = d.appendJSON(b, n.Content[i+1]) && isText && ok
		}
		b.WriteByte('}')
		return ok
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			ok = d.appendJSON(b, item) && ok
		}
		b.WriteByte(']')
		return ok
	}
	return d.appendScalar(b, n)
}

func (d *decoder) appendScalar(b *bytes.Buffer, n *yaml.Node) bool {
	switch n.Tag {
	case "!!str":
		text, ok := d.text(n, "text")
		writeJSONString(b, text)
		return ok
	case "!!null":
		b.WriteString("null")
		return true
	case "!!bool":
		b.WriteString(n.Value)
		return n.Value == "true" || n.Value == "false" || d.notJSON(n)
	case "!!int":
		i, err := strconv.ParseInt(n.Value, 10, 64)
		b.WriteString(strconv.FormatInt(i, 10))
		return err == nil || d.notJSON(n)
	case "!!float":
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return d.notJSON(n)
		}
		text, err := json.Marshal(f)
		b.Write(text)
		return err == nil || d.notJSON(n)
	}
	return d.notJSON(n)
}

func (d *decoder) notJSON(n *yaml.Node) bool {
	d.wrongType(n, "a value that JSON can hold", "quote it: "+diag.Quote(n.Value))
	return false
}

func writeJSONString(b *bytes.Buffer, s string) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // strings always have a JSON form, and writes to a Buffer do not fail
	b.Truncate(b.Len() - 1)
}
