package data

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Schemas renders the JSON Schemas of the published documents, by path.
func (r *Renderer) Schemas() (map[string][]byte, error) {
	entry, err := Schema[Entry]()
	if err != nil {
		return nil, err
	}
	all, err := Schema[Catalog]()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range []struct {
		path, title string
		schema      *jsonschema.Schema
	}{
		{catalog.EntrySchema, "An error of a catalog, as data", entry},
		{catalog.CatalogSchema, "A catalog of errors, as data", all},
	} {
		tree := published(f.schema)
		tree["$schema"], tree["$id"], tree["title"] = "https://json-schema.org/draft/2020-12/schema", r.underBase(f.path), f.title
		if files[f.path], err = Encode(tree); err != nil {
			return nil, fmt.Errorf("encode %s: %w", f.path, err)
		}
	}
	return files, nil
}

// published returns what the published schema files have of a schema that Schema made. Their
// keys are in alphabetical order, and their objects are open: readers must ignore members that
// they do not know.
func published(s *jsonschema.Schema) map[string]any {
	tree := map[string]any{}
	if s.Description != "" {
		tree["description"] = s.Description
	}
	if s.Type != "" {
		tree["type"] = s.Type
	}
	if s.Enum != nil {
		tree["enum"] = s.Enum
	}
	if s.Items != nil {
		tree["items"] = published(s.Items)
	}
	if s.MinItems != nil {
		tree["minItems"] = *s.MinItems
	}
	if s.MaxItems != nil {
		tree["maxItems"] = *s.MaxItems
	}
	if s.Properties == nil {
		if s.AdditionalProperties != nil {
			tree["additionalProperties"] = published(s.AdditionalProperties)
		}
		return tree
	}
	properties := make(map[string]any, len(s.Properties))
	for name, p := range s.Properties {
		properties[name] = published(p)
	}
	tree["properties"], tree["required"] = properties, append([]string{}, s.Required...)
	return tree
}

// Schema returns the JSON Schema of the documents of type T. Each property is described by
// the jsonschema tag of its field. Objects have no other properties than these.
func Schema[T any]() (*jsonschema.Schema, error) {
	s, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: typeSchemas})
	if err != nil {
		return nil, fmt.Errorf("describe %v: %w", reflect.TypeFor[T](), err)
	}
	neverNull(s)
	return s, nil
}

// neverNull removes null from a schema: our documents leave out what is missing.
func neverNull(s *jsonschema.Schema) {
	if len(s.Types) == 2 && s.Types[0] == "null" {
		s.Type, s.Types = s.Types[1], nil
	}
	for _, p := range s.Properties {
		neverNull(p)
	}
	if s.Items != nil {
		neverNull(s.Items)
	}
}

// typeSchemas describe the types that Go does not restrict to what they contain.
var typeSchemas = map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[json.RawMessage]():   {},
	reflect.TypeFor[Document]():          {Type: "object"},
	reflect.TypeFor[object]():            {Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "string"}},
	reflect.TypeFor[Kind]():              oneOf(kinds),
	reflect.TypeFor[Confidence]():        oneOf(Confidences),
	reflect.TypeFor[catalog.Retry]():     oneOf(catalog.Retries()),
	reflect.TypeFor[catalog.Reaction]():  oneOf(catalog.Reactions()),
	reflect.TypeFor[catalog.Actor]():     oneOf(catalog.Actors()),
	reflect.TypeFor[catalog.ParamType](): oneOf(catalog.ParamTypes()),
}

// oneOf is the schema of a word from a list.
func oneOf[T ~string](list []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, w := range list {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}
