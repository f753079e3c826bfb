package generator

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/publish"
)

// TestOutputSchemas validates every JSON file of two sites against the schema that it
// names, the built-in one and one that fills in every key: as readers do, and once more
// with objects closed, so that no member slips out without a description.
func TestOutputSchemas(t *testing.T) {
	src, err := Find("../catalog")
	if err != nil {
		t.Fatal(err)
	}
	builtIn, l := Load(src)
	set, err := Site(builtIn, SiteOptions{}, l)
	if err != nil {
		t.Fatal(err)
	}
	var fields fieldsOf
	every, everySet := buildFiles(t, fields.files(), SiteOptions{})
	for _, site := range []struct {
		c     *catalog.Catalog
		files *publish.FileSet
	}{{builtIn, set}, {every, everySet}} {
		for _, closed := range []bool{false, true} {
			entry := outputSchema(t, site.files, "schema/entry-1.json", closed)
			validate(t, site.files, "catalog.json", outputSchema(t, site.files, "schema/catalog-1.json", closed))
			for _, e := range site.c.Entries {
				validate(t, site.files, e.Path()+".json", entry)
			}
		}
	}
}

func outputSchema(t *testing.T, files *publish.FileSet, name string, closed bool) *jsonschema.Schema {
	t.Helper()
	data, _ := files.Get(name)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if closed {
		closeObjects(doc)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if v["properties"] != nil {
			v["additionalProperties"] = false
		}
		for _, child := range v {
			closeObjects(child)
		}
	case []any:
		for _, child := range v {
			closeObjects(child)
		}
	}
}

func validate(t *testing.T, files *publish.FileSet, name string, schema *jsonschema.Schema) {
	t.Helper()
	data, _ := files.Get(name)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}
