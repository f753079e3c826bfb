// Package format describes what a YAML file may hold, once, and derives the rest:
// the strict decoder, the JSON Schema and the reference page.
//
// A description is made of Go values. Each key says its name, what it holds, what it
// means, and which field of the struct it fills:
//
//	var family = format.Describe("family", "A group of entries.",
//		format.Field("id", Slug, "The last part of the page's address.", func(f *Family) *string { return &f.ID }).Require(),
//		format.Field("title", Line, "The heading of the group.", func(f *Family) *string { return &f.Title }).Require(),
//	)
//
// The package knows nothing about errors or HTTP; package catalog holds the
// description of the catalog.
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

// Value describes what a node may hold and decodes it into an F. Findings go to the
// decoder; into is left alone where there is one.
type Value[F any] interface {
	Spec() Spec
	decode(d *decoder, n *yaml.Node, into *F)
}

// Spec is a description without its Go type: what schema and reference are made from.
type Spec struct {
	Kind   string         // in words, such as "one line of text" or "list of params"
	Schema map[string]any // JSON Schema 2020-12, without description
	Object *ObjectSpec    // the object, or that of the list's elements
	Words  []Word         // the values of a closed list
}

// Word is one value of a closed list and what it means.
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
	Default  string // in words; empty: nothing
	Required bool
	Spec     Spec
}

// Key is a key of an object that decodes into a T.
type Key[T any] struct {
	spec   KeySpec     // without Spec
	holds  func() Spec // made when schema or reference is
	decode func(d *decoder, n *yaml.Node, into *T)
}

// Field describes a key: its name, what it may hold, what it means (Markdown), and
// the field of T that it fills.
func Field[T, F any](name string, v Value[F], doc string, field func(*T) *F) Key[T] {
	return Key[T]{
		spec:   KeySpec{Name: name, Doc: doc},
		holds:  v.Spec,
		decode: func(d *decoder, n *yaml.Node, into *T) { v.decode(d, n, field(into)) },
	}
}

// Require makes the key one that must be there.
func (k Key[T]) Require() Key[T] {
	k.spec.Required = true
	return k
}

// Default says in words what holds where the key is missing.
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

// described has the names of the keys of all objects; the first has number 1.
var described [][]string

// Spec describes the object for schema and reference.
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
		d.wrongType(n, o.form(), "write its keys on lines of their own: key: value")
		return
	}
	var pos *Pos
	if p, ok := any(into).(positioned); ok {
		pos = p.embedded()
		*pos = Pos{line: int32(n.Line), col: int32(n.Column), object: o.number}
	}
	var values []valuePos
	seen := make([]*yaml.Node, len(o.keys))
	meant := map[string]bool{} // by keys that are misspelt
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
			d.add(diag.EmptyValue, key, "%s has no value", diag.Quote(key.Value)).WithHelp("%s", subject{needed: o.keys[k].spec.Required}.fill("give it one"))
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

// form says what the object is written as.
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

// index returns the number of the key that the node names, or -1.
func (o *Object[T]) index(key *yaml.Node) int {
	if key.Kind != yaml.ScalarNode {
		return -1
	}
	return slices.Index(o.names, key.Value)
}

// unknown notes that there is no such key, and returns the one that was meant, if
// there is one that is near.
func (o *Object[T]) unknown(d *decoder, key *yaml.Node) (meant string) {
	where := ""
	if name := article(o.name); name != theFile {
		where = " in " + name
	}
	if key.Kind != yaml.ScalarNode {
		d.add(diag.UnknownKey, key, "a key%s is not a word", where).WithHelp("write it as key: value")
		return ""
	}
	d.add(diag.UnknownKey, key, "unknown key %s%s", diag.Quote(key.Value), where).
		WithHelp("%s", cmp.Or(diag.DidYouMean(key.Value, o.names), diag.OneOf(key.Value, o.names)))
	return diag.Suggest(key.Value, o.names)
}

// addKey says what to write for a key that is missing.
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

// article puts "a" or "an" before the name of an object; that of a file is "the file".
func article(name string) string {
	switch {
	case strings.HasSuffix(name, ".yaml"):
		return theFile
	case len(name) > 0 && (name[0] == 'a' || name[0] == 'e' || name[0] == 'i' || name[0] == 'o'):
		return "an " + name
	}
	return "a " + name
}
