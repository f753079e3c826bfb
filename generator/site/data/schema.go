package data

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/wire"
)

// Where the JSON Schemas of the outputs lie, below the base.
const (
	entrySchemaPath   = "schema/entry-1.json"
	catalogSchemaPath = "schema/catalog-1.json"
)

func jsonOf(p *catalog.Param) json.RawMessage { return wire.AppendJSON(nil, p.Value()) }

// Schemas returns the JSON Schemas of the outputs, by path.
func (r *Renderer) Schemas() (map[string][]byte, error) {
	files := map[string][]byte{}
	for path, v := range map[string]struct {
		title string
		typ   reflect.Type
	}{
		entrySchemaPath:   {"An error of a catalog, as data", reflect.TypeFor[EntryJSON]()},
		catalogSchemaPath: {"A catalog of errors, as data", reflect.TypeFor[CatalogJSON]()},
	} {
		s := schemaOf(v.typ)
		s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
		s["$id"] = r.c.Base + path
		s["title"] = v.title
		data, err := encode(s)
		if err != nil {
			return nil, err
		}
		files[path] = data
	}
	return files, nil
}

// schemaOf describes a Go type as JSON Schema. Objects are open: readers ignore
// members that they do not know.
func schemaOf(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	case t == reflect.TypeFor[object]():
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Array:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Struct:
		return structSchema(t)
	}
	return map[string]any{"type": "string"}
}

func structSchema(t reflect.Type) map[string]any {
	properties := map[string]any{}
	required := []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		s := schemaOf(f.Type)
		s["description"] = f.Tag.Get("doc")
		if enum := f.Tag.Get("enum"); enum != "" {
			s["enum"] = strings.Fields(enum)
		}
		properties[name] = s
		if option != "omitempty" {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required}
}
