package data

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/errdocs/errdocs/generator/catalog"
)

// TestSchema describes every contract and validates a document against it.
func TestSchema(t *testing.T) {
	passage := Passage{Title: "T", Text: "t", URL: "u", Score: 1}
	links := Links{PageLinks{"h", "m"}, "j"}
	recovery := &Recovery{Retry: "never", Reaction: "stop", Actor: "client", Stop: "s"}
	report := Report{KindResponse, 401, []Candidate{{"t", "T", Exact, "c", map[string]string{"a": "b"}, []string{"w"}, &FirstFix{"f", "F"}, recovery, true, links}}, []string{"n"}}
	entry, err := renderer(t, tricky).Entry(renderer(t, tricky).c.Entries[0])
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	if err := renderer(t, tricky).Catalog(&all); err != nil {
		t.Fatal(err)
	}
	checkSchema[Entry](t, json.RawMessage(entry))
	checkSchema[Catalog](t, json.RawMessage(all.Bytes()))
	checkSchema[Report](t, report)
	checkSchema[Answer](t, Answer{"q", "p", []Passage{passage}})
	checkSchema[ProblemType](t, ProblemType{Type: "t", Links: &EntryLinks{Links: links}, Recovery: recovery})
	checkSchema[Problem](t, Problem{"about:blank", "T", 400, "d"})
	checkSchema[NotFound](t, NotFound{Problem{"about:blank", "T", 404, "d"}, []string{}, "i"})
	checkSchema[LookupInput](t, LookupInput{Text: "t", Status: 401})
	checkSchema[LookupOutput](t, LookupOutput{report, Document(entry)})
	checkSchema[SearchInput](t, SearchInput{"q", 1})
	checkSchema[SearchOutput](t, SearchOutput{[]Passage{passage}})
	checkSchema[ListInput](t, ListInput{Tag: "t"})
	checkSchema[ListOutput](t, ListOutput{[]Listed{{Type: "t", Recovery: recovery, Links: links}}, 1})
}

func checkSchema[T any](t *testing.T, document any) {
	t.Helper()
	name := reflect.TypeFor[T]().Name()
	s, err := Schema[T]()
	if err != nil {
		t.Fatal(err)
	}
	described(t, name, s)
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Encode(document)
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	if err := resolved.Validate(value); err != nil {
		t.Errorf("%s does not fit its own schema: %v\n%s", name, err, text)
	}
	value["no_such_member"] = true
	if resolved.Validate(value) == nil {
		t.Errorf("%s may have members that are not described", name)
	}
}

// described checks that every property has a description and a type other than null.
func described(t *testing.T, at string, s *jsonschema.Schema) {
	t.Helper()
	if s.Types != nil {
		t.Errorf("%s has the types %v", at, s.Types)
	}
	for name, p := range s.Properties {
		if p.Description == "" {
			t.Errorf("%s.%s is not described", at, name)
		}
		described(t, at+"."+name, p)
	}
	if s.Items != nil {
		described(t, at+"[]", s.Items)
	}
}

// TestPublishedSchemas compares the schema files with the schemas of their types: they differ
// in the order of keys, and their objects are open.
func TestPublishedSchemas(t *testing.T) {
	files, err := renderer(t, tricky).Schemas()
	if err != nil {
		t.Fatal(err)
	}
	for path, describe := range map[string]func() (*jsonschema.Schema, error){
		catalog.EntrySchema: Schema[Entry], catalog.CatalogSchema: Schema[Catalog],
	} {
		s, err := describe()
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(files[path], &got); err != nil {
			t.Fatal(err)
		}
		if got["$id"] != "https://x.example/"+path || got["$schema"] != "https://json-schema.org/draft/2020-12/schema" || got["title"] == "" {
			t.Errorf("%s begins with %v, %v, %v", path, got["$id"], got["$schema"], got["title"])
		}
		delete(got, "$id")
		delete(got, "$schema")
		delete(got, "title")
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		if open(want); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is\n%s\nwant\n%v", path, files[path], want)
		}
	}
}

// open changes a schema tree as published does.
func open(tree map[string]any) {
	properties, ok := tree["properties"].(map[string]any)
	if ok {
		delete(tree, "additionalProperties")
		if tree["required"] == nil {
			tree["required"] = []any{}
		}
	}
	for name, p := range properties {
		if p == true { // a schema without any keyword
			properties[name] = map[string]any{}
			continue
		}
		open(p.(map[string]any))
	}
	if items, ok := tree["items"].(map[string]any); ok {
		open(items)
	}
}
