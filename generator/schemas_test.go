package generator

import (
	"encoding/json"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

// TestOutputSchemas validates every JSON file of two sites against its schema: the built-in site
// and one that sets every key. First, objects are open, as for readers. Then they are closed, so
// that the schema must describe each member.
func TestOutputSchemas(t *testing.T) {
	src, err := Find("../catalog")
	if err != nil {
		t.Fatal(err)
	}
	builtIn, _ := Load(src)
	set := rendered(t, builtIn, SiteOptions{})
	var fields fieldsOf
	every, everySet := buildFiles(t, fields.files(), SiteOptions{})
	for _, site := range []struct {
		c     *catalog.Catalog
		files sitetest.Files
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

func outputSchema(t *testing.T, files sitetest.Files, name string, closed bool) *jsonschema.Resolved {
	t.Helper()
	data, _ := files.Get(name)
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if closed {
		closeObjects(&schema)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return resolved
}

func closeObjects(s *jsonschema.Schema) {
	if s.Properties != nil {
		s.AdditionalProperties = &jsonschema.Schema{Not: &jsonschema.Schema{}}
	}
	for _, p := range s.Properties {
		closeObjects(p)
	}
	if s.Items != nil {
		closeObjects(s.Items)
	}
}

func validate(t *testing.T, files sitetest.Files, name string, schema *jsonschema.Resolved) {
	t.Helper()
	data, _ := files.Get(name)
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}
