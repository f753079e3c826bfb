// Package format describes the content of a YAML file once, and derives the strict decoder,
// the JSON Schema and the reference page from the description.
//
// A description consists of Go values. Each key has a name, a type, a meaning, and the field
// of the struct that it fills:
//
//	var family = format.Describe("family", "A group of entries.",
//		format.Field("id", Slug, "The last part of the page's address.", func(f *Family) *string { return &f.ID }).Require(),
//		format.Field("title", Line, "The heading of the group.", func(f *Family) *string { return &f.Title }).Require(),
//	)
//
// The package does not depend on errors or HTTP. Package catalog contains the description of
// the catalog.
package format

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// Value describes the allowed content of a node and decodes it into an F. Findings go to the
// decoder; a finding leaves into unchanged.
type Value[F any] interface {
	Spec() Spec
	decode(d *decoder, n *yaml.Node, into *F)
}

// Spec is a description without its Go type, for the schema and the reference page.
type Spec struct {
	Kind   string         // as text, such as "one line of text" or "list of params"
	Schema map[string]any // JSON Schema 2020-12, without description
	Object *ObjectSpec    // the object, or that of the list's elements
	Words  []Word         // the values of a closed list
}

// Word is one value of a closed list and its meaning.
type Word struct{ Name, Doc string }

// ObjectSpec describes an object.
type ObjectSpec struct {
	Name string
	Doc  string
	Keys []KeySpec
}

// KeySpec describes a key of an object.
type KeySpec struct {
	Name     string
	Doc      string // Markdown
	Default  string // as text; empty: no default
	Required bool
	Spec     Spec
}

// Key is a key of an object that decodes into a T.
type Key[T any] struct {
	spec   KeySpec     // without Spec
	holds  func() Spec // called for the schema and the reference page
	decode func(d *decoder, n *yaml.Node, into *T)
}

// Field describes a key: its name, its type, its meaning (Markdown), and the field of T that
// it fills.
func Field[T, F any](name string, v Value[F], doc string, field func(*T) *F) Key[T] {
	return Key[T]{
		spec:   KeySpec{Name: name, Doc: doc},
		holds:  v.Spec,
		decode: func(d *decoder, n *yaml.Node, into *T) { v.decode(d, n, field(into)) },
	}
}

// Require makes the key required.
func (k Key[T]) Require() Key[T] {
	k.spec.Required = true
	return k
}

// Default sets the text that describes the default of the key.
func (k Key[T]) Default(text string) Key[T] {
	k.spec.Default = text
	return k
}

// Object describes a mapping that decodes into a T.
type Object[T any] struct {
	name, doc string
	keys      []Key[T]
	names     []string
	number    int16 // in described
}

// Describe describes an object by its keys.
func Describe[T any](name, doc string, keys ...Key[T]) *Object[T] {
	o := &Object[T]{name: name, doc: doc, keys: keys}
	for _, k := range keys {
		o.names = append(o.names, k.spec.Name)
	}
	described = append(described, o.names)
	o.number = int16(len(described))
	return o
}

// described contains the key names of all objects. The number of the first is 1.
var described [][]string

// Spec describes the object for the schema and the reference page.
func (o *Object[T]) Spec() Spec {
	spec := &ObjectSpec{Name: o.name, Doc: o.doc}
	for _, k := range o.keys {
		key := k.spec
		key.Spec = k.holds()
		spec.Keys = append(spec.Keys, key)
	}
	return Spec{Kind: o.name, Schema: map[string]any{"$ref": "#/$defs/" + o.name}, Object: spec}
}

// positioned is a T that embeds a Pos.
type positioned interface{ embedded() *Pos }

func (o *Object[T]) decode(d *decoder, n *yaml.Node, into *T) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, o.form(), "write each key on a separate line: key: value")
		return
	}
	var pos *Pos
	if p, ok := any(into).(positioned); ok {
		pos = p.embedded()
		*pos = Pos{line: int32(n.Line), col: int32(n.Column), object: o.number}
	}
	var values []valuePos
	seen := make([]*yaml.Node, len(o.keys))
	meant := map[string]bool{} // by misspelled keys
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		k := o.index(key)
		if k < 0 {
			meant[o.unknown(d, key)] = true
			continue
		}
		if seen[k] != nil {
			d.duplicate(key, seen[k])
			continue
		}
		seen[k] = key
		if pos != nil {
			values = d.appendPos(values, k, key, value)
		}
		if value.Kind == yaml.ScalarNode && value.Tag == "!!null" {
			d.add(diag.EmptyValue, key, "%s has no value", diag.Quote(key.Value)).WithHelp("%s", subject{needed: o.keys[k].spec.Required}.fill("add one"))
			continue
		}
		outer := d.enter(subject{key: key.Value, needed: o.keys[k].spec.Required})
		o.keys[k].decode(d, value, into)
		d.at = outer
	}
	if pos != nil {
		pos.values = d.keep(values)
	}
	for i, k := range o.keys {
		if k.spec.Required && seen[i] == nil && !meant[k.spec.Name] {
			d.add(diag.MissingKey, n, "%s has no %s", article(o.name), diag.Quote(k.spec.Name)).WithHelp("%s", addKey(k.spec))
		}
	}
}

// form describes the form of the object in a file.
func (o *Object[T]) form() string {
	switch name := article(o.name); {
	case name == theFile:
		return "a mapping of keys to values"
	case len(o.names) <= 6:
		return "a mapping with the keys " + strings.Join(o.names, ", ")
	default:
		return "a mapping with the keys of " + name
	}
}

// index returns the index of the key in the node, or -1.
func (o *Object[T]) index(key *yaml.Node) int {
	if key.Kind != yaml.ScalarNode {
		return -1
	}
	return slices.Index(o.names, key.Value)
}

// unknown reports an unknown key, and returns the key that was probably meant, or "".
func (o *Object[T]) unknown(d *decoder, key *yaml.Node) (meant string) {
	where := ""
	if name := article(o.name); name != theFile {
		where = " in " + name
	}
	if key.Kind != yaml.ScalarNode {
		d.add(diag.UnknownKey, key, "a key%s is not a string", where).WithHelp("write it as key: value")
		return ""
	}
	d.add(diag.UnknownKey, key, "unknown key %s%s", diag.Quote(key.Value), where).
		WithHelp("%s", cmp.Or(diag.DidYouMean(key.Value, o.names), diag.OneOf(key.Value, o.names)))
	return diag.Suggest(key.Value, o.names)
}

// addKey returns the help for a missing key.
func addKey(k KeySpec) string {
	doc := strings.TrimSuffix(k.Doc, ".")
	if first, size := utf8.DecodeRuneInString(doc); size > 0 {
		doc = string(unicode.ToLower(first)) + doc[size:]
	}
	return "add " + k.Name + ": " + doc
}

// Keys returns the names of the object's keys, in order.
func (o *Object[T]) Keys() []string { return o.names }

const theFile = "the file"

// article adds "a" or "an" to the name of an object. For a file, it returns "the file".
func article(name string) string {
	switch {
	case strings.HasSuffix(name, ".yaml"):
		return theFile
	case len(name) > 0 && (name[0] == 'a' || name[0] == 'e' || name[0] == 'i' || name[0] == 'o'):
		return "an " + name
	}
	return "a " + name
}
