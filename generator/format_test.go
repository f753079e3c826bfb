package generator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/jsonschema-go/jsonschema"
	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/starter"
)

// TestFormatAgrees checks that the loader, the JSON Schemas and the reference page agree. From
// one fixture per file, which uses every key, it creates hundreds of files with one mistake
// each. The loader and the schema must accept or reject the same files. Under the race
// detector, it tests fewer mistakes.
func TestFormatAgrees(t *testing.T) {
	reference := string(formatReference())
	for _, f := range catalog.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile("testdata/format/" + f.Name + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			schema := compile(t, f.Name)
			everyKey(t, f.Spec.Object, parseYAML(t, source), reference)
			agree(t, f.Name, schema, source, "the fixture", true)
			for _, m := range mutations(t, source) {
				agree(t, f.Name, schema, m.source, m.what, false)
			}
		})
	}
}

// everyKey reports keys that are missing in the fixture or the reference.
func everyKey(t *testing.T, o *format.ObjectSpec, n *yaml.Node, reference string) {
	t.Helper()
	if n.Kind == yaml.SequenceNode {
		n = n.Content[0]
	}
	for _, k := range o.Keys {
		if !strings.Contains(reference, "| `"+k.Name+"`") {
			t.Errorf("the reference does not contain the key %s of %s", k.Name, o.Name)
		}
		value := valueOf(n, k.Name)
		if value == nil {
			t.Errorf("the fixture does not contain the key %s of %s", k.Name, o.Name)
			continue
		}
		if k.Spec.Object != nil {
			everyKey(t, k.Spec.Object, value, reference)
		}
	}
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// agree compares the results of loader and schema for one file.
func agree(t *testing.T, name string, schema *jsonschema.Resolved, source []byte, what string, accept bool) {
	t.Helper()
	var doc any = plainValue(parseYAML(t, source))
	schemaErr := schema.Validate(doc)
	found := readFormat(name, source)
	if (schemaErr == nil) != (len(found) == 0) {
		t.Errorf("%s: the schema returns %v, the loader %v\n%s", what, schemaErr, found, source)
	}
	if accept && schemaErr != nil {
		t.Errorf("%s: rejected: %v", what, schemaErr)
	}
}

// readFormat returns the loader's findings about the format of a file.
func readFormat(name string, source []byte) []string {
	files := fstest.MapFS{
		"errdocs.yaml":           {Data: []byte("name: X\nbase: https://x.example.com/\n")},
		"401/token-expired.yaml": {Data: []byte("title: X\n")},
	}
	files[map[string]string{"errdocs": "errdocs.yaml", "status": "401.yaml", "entry": "401/token-expired.yaml"}[name]] = &fstest.MapFile{Data: source}
	var l diag.List
	load.Load(files, "catalog", &l)
	var messages []string
	for _, d := range l.All() {
		if strings.HasPrefix(d.ID, "FMT") || d.ID == diag.OverLimit.ID {
			messages = append(messages, d.Message)
		}
	}
	return messages
}

type mutation struct {
	what   string
	source []byte
}

// mutations returns copies of a file with one change each.
func mutations(t *testing.T, source []byte) []mutation {
	var list []mutation
	count := 0
	visit(parseYAML(t, source), func(*yaml.Node) { count++ })
	for i := 0; i < count; i += generator.Slower {
		for name, change := range changes {
			root, at := parseYAML(t, source), 0
			changed := false
			visit(root, func(n *yaml.Node) {
				if at == i {
					changed = change(n)
				}
				at++
			})
			if !changed {
				continue
			}
			data, err := yaml.Marshal(root)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, mutation{fmt.Sprintf("node %d, %s", i, name), data})
		}
	}
	return list
}

// visit calls f with every value of a tree.
func visit(n *yaml.Node, f func(*yaml.Node)) {
	f(n)
	for i, c := range n.Content {
		if n.Kind == yaml.SequenceNode || i%2 == 1 {
			visit(c, f)
		}
	}
}

// changes are typical mistakes. Each reports whether it changed the value.
var changes = map[string]func(*yaml.Node) bool{
	"a key too many": func(n *yaml.Node) bool {
		if n.Kind != yaml.MappingNode {
			return false
		}
		n.Content = append(n.Content, scalar("!!str", "no_such_key"), scalar("!!str", "x"))
		return true
	},
	"a key too few": func(n *yaml.Node) bool {
		if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
			return false
		}
		n.Content = n.Content[2:]
		return true
	},
	"a number":      func(n *yaml.Node) bool { *n = *scalar("!!int", "7"); return true },
	"a truth value": func(n *yaml.Node) bool { *n = *scalar("!!bool", "true"); return true },
	"a mapping": func(n *yaml.Node) bool {
		*n = yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("!!str", "k"), scalar("!!str", "v")}}
		return true
	},
	"an empty list":       func(n *yaml.Node) bool { *n = yaml.Node{Kind: yaml.SequenceNode}; return true },
	"an empty text":       func(n *yaml.Node) bool { *n = *scalar("!!str", ""); return true },
	"a text of one space": func(n *yaml.Node) bool { *n = *scalar("!!str", " "); return true },
	"odd characters":      func(n *yaml.Node) bool { *n = *scalar("!!str", "Ä?/x"); return true },
	"a long text":         func(n *yaml.Node) bool { *n = *scalar("!!str", strings.Repeat("x", 40_000)); return true },
}

func scalar(tag, value string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
	if tag == "!!str" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func parseYAML(t *testing.T, source []byte) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(source, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}

// plainValue returns a tree as JSON validators and editors see it: a date is a string.
func plainValue(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainValue(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = plainValue(c)
		}
		return list
	}
	switch n.Tag {
	case "!!int", "!!float":
		f, _ := strconv.ParseFloat(n.Value, 64)
		return f
	case "!!bool":
		b, _ := strconv.ParseBool(n.Value)
		return b
	case "!!null":
		return nil
	}
	return n.Value
}

func compile(t *testing.T, name string) *jsonschema.Resolved {
	t.Helper()
	data, err := starter.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}
