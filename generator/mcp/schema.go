package mcp

import (
	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/site/data"
)

// addTool adds a read-only tool, with the schemas of its arguments and its result.
func addTool[In, Out any](to *sdk.Server, name, title, description string, h sdk.ToolHandlerFor[In, Out]) error {
	input, err := data.Schema[In]()
	if err != nil {
		return err
	}
	output, err := data.Schema[Out]()
	if err != nil {
		return err
	}
	limit(input)
	no := false
	sdk.AddTool(to, &sdk.Tool{
		Name: name, Title: title, Description: description, InputSchema: input, OutputSchema: output,
		Annotations: &sdk.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no},
	}, h)
	return nil
}

// limit limits the arguments of a tool by their names.
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
