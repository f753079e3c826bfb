package mcp

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
)

// addTool adds a tool that reads alone, with schemas of its input and publish.
func addTool[In, Out any](to *sdk.Server, name, title, description string, h sdk.ToolHandlerFor[In, Out]) error {
	input, err := jsonschema.For[In](schemas)
	if err != nil {
		return fmt.Errorf("describe the input of %s: %w", name, err)
	}
	output, err := jsonschema.For[Out](schemas)
	if err != nil {
		return fmt.Errorf("describe the output of %s: %w", name, err)
	}
	limit(input)
	neverNull(output)
	no := false
	sdk.AddTool(to, &sdk.Tool{
		Name: name, Title: title, Description: description, InputSchema: input, OutputSchema: output,
		Annotations: &sdk.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no},
	}, h)
	return nil
}

// schemas describe the types whose values Go does not restrict.
var schemas = &jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[json.RawMessage]():  {Type: "object"},
	reflect.TypeFor[match.Kind]():       words(match.Kinds),
	reflect.TypeFor[match.Confidence](): words(match.Confidences),
	reflect.TypeFor[catalog.Retry]():    words(catalog.Retries()),
	reflect.TypeFor[catalog.Reaction](): words(catalog.Reactions()),
	reflect.TypeFor[catalog.Actor]():    words(catalog.Actors()),
}}

// words is the schema of a word out of a list.
func words[T ~string](list []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, w := range list {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

// limit bounds the arguments of tools by their names.
func limit(input *jsonschema.Schema) {
	number := func(f float64) *float64 { return &f }
	length := func(n int) *int { return &n }
	for name, p := range input.Properties {
		switch name {
		case "status":
			p.Minimum, p.Maximum = number(100), number(999)
		case "limit":
			p.Minimum, p.Maximum = number(1), number(20) // no default: arguments that are null make the SDK write it into a nil map
		case "query":
			p.MinLength, p.MaxLength = length(1), length(512)
		case "text":
			p.MaxLength = length(match.MaxInput)
		default:
			p.MaxLength = length(16 << 10)
		}
	}
}

// neverNull takes null out of a schema: lists are made, and what may be missing is left
// out.
func neverNull(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Types) == 2 && s.Types[0] == "null" {
		s.Type, s.Types = s.Types[1], nil
	}
	for _, p := range s.Properties {
		neverNull(p)
	}
	neverNull(s.Items)
}
