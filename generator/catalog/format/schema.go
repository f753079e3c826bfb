package format

import (
	"maps"
	"strings"
)

// Schema returns the JSON Schema (2020-12) of a file that contains the object, for editors.
// It is as strict as the decoder about keys, types, forms and lists.
func Schema(spec Spec, title string) map[string]any {
	defs := map[string]any{}
	define(defs, spec.Object)
	root := maps.Clone(defs[spec.Object.Name].(map[string]any))
	delete(defs, spec.Object.Name)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = title
	if len(defs) > 0 {
		root["$defs"] = defs
	}
	return root
}

// define adds the schema of an object, and of all objects in it, to defs.
func define(defs map[string]any, o *ObjectSpec) {
	if o == nil || defs[o.Name] != nil {
		return
	}
	properties := map[string]any{}
	s := map[string]any{
		"type": "object", "description": o.Doc, "additionalProperties": false, "properties": properties,
	}
	defs[o.Name] = s
	required := []string{}
	for _, k := range o.Keys {
		p := maps.Clone(k.Spec.Schema)
		p["description"] = plainDoc(k)
		properties[k.Name] = p
		if k.Required {
			required = append(required, k.Name)
		}
		define(defs, k.Spec.Object)
	}
	if len(required) > 0 {
		s["required"] = required
	}
}

// plainDoc returns the text that editors show for a key.
func plainDoc(k KeySpec) string {
	doc := k.Doc
	for _, w := range k.Spec.Words {
		doc += "\n- " + w.Name + ": " + w.Doc
	}
	if k.Default != "" {
		doc += "\nDefault: " + k.Default + "."
	}
	return strings.ReplaceAll(doc, "`", "")
}
