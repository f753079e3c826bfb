package format

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// Text describes a string. YAML converts 401, yes and 2026-01-06 to other types, so Text
// accepts only values that YAML reads as strings.
type Text struct {
	Kind    string              // for messages and the reference page
	Pattern *regexp.Regexp      // the form, if it has one
	Form    string              // describes the form, for the message
	Max     int                 // characters for one line, bytes for several; 0: the limit in diag
	Lines   bool                // may have several lines
	Near    func(string) string // suggests a value with the right form, as help
	Problem func(string) (what, help string)
	Like    *regexp.Regexp // for the schema: the form that Problem accepts
}

// Spec describes the text for the schema and the reference page.
func (t Text) Spec() Spec {
	s := map[string]any{"type": "string", "minLength": 1}
	s["pattern"] = `\S`
	for _, p := range []*regexp.Regexp{t.Like, t.Pattern} {
		if p != nil {
			s["pattern"] = p.String()
		}
	}
	s["maxLength"] = t.max() // characters; for several lines, the loader counts bytes
	return Spec{Kind: t.Kind, Schema: s}
}

func (t Text) max() int {
	switch {
	case t.Max > 0:
		return t.Max
	case t.Lines:
		return diag.TextBytes.Max
	}
	return diag.LineCharacters.Max
}

func (t Text) decode(d *decoder, n *yaml.Node, into *string) {
	s, ok := d.text(n, t.Kind)
	if !ok {
		return
	}
	if strings.TrimSpace(s) == "" {
		d.add(diag.EmptyValue, n, "%s is empty", d.at).WithHelp("%s", d.at.fill("add a value"))
		return
	}
	if size := len(s); t.Lines && size > t.max() {
		d.over(diag.TextBytes, n, diag.TextBytes.OverIn(d.at.String(), size))
		return
	}
	if !t.Lines {
		s = strings.TrimSuffix(s, "\n") // a folded or literal block ends with a newline
		if !d.oneLine(n, s) {
			return
		}
		if size := utf8.RuneCountInString(s); size > t.max() {
			limit := *diag.LineCharacters
			limit.Max = t.max()
			d.over(&limit, n, limit.OverIn(d.at.String(), size))
			return
		}
	}
	if t.Pattern != nil && !t.Pattern.MatchString(s) {
		help := ""
		if t.Near != nil {
			help = t.Near(s)
		}
		d.add(diag.MalformedValue, n, "%s is not %s", diag.Quote(s), t.Form).WithHelp("%s", help)
		return
	}
	if t.Problem != nil {
		if what, help := t.Problem(s); what != "" {
			d.add(diag.MalformedValue, n, "%s", what).WithHelp("%s", help)
			return
		}
	}
	*into = s
}

// Enum describes one word of a closed list.
type Enum[E ~string] struct {
	Kind  string
	Words []Word
}

// Spec describes the list for the schema and the reference page.
func (e Enum[E]) Spec() Spec {
	return Spec{Kind: e.Kind, Schema: map[string]any{"enum": e.names()}, Words: e.Words}
}

func (e Enum[E]) names() []string {
	names := make([]string, len(e.Words))
	for i, w := range e.Words {
		names[i] = w.Name
	}
	return names
}

func (e Enum[E]) decode(d *decoder, n *yaml.Node, into *E) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		d.wrongType(n, "a word", diag.OneOf("", e.names()))
		return
	}
	for _, w := range e.Words {
		if w.Name == n.Value {
			*into = E(w.Name) // not n.Value: thousands of entries share a few words
			return
		}
	}
	d.add(diag.UnknownValue, n, "%s cannot be %s", d.at, diag.Quote(n.Value)).WithHelp("%s", diag.OneOf(n.Value, e.names()))
}

// Bool describes true or false.
type Bool struct{}

// Spec describes the value for the schema and the reference page.
func (Bool) Spec() Spec {
	return Spec{Kind: "true or false", Schema: map[string]any{"type": "boolean"}}
}

func (Bool) decode(d *decoder, n *yaml.Node, into *bool) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!bool" && n.Value == "true":
		*into = true
	case n.Kind == yaml.ScalarNode && n.Tag == "!!bool" && n.Value == "false":
		*into = false
	default:
		help := "write true or false, in lower case and without quotes"
		if w := strings.ToLower(n.Value); n.Kind == yaml.ScalarNode && (w == "true" || w == "false") {
			help = "write " + w + ", in lower case and without quotes"
		}
		d.wrongType(n, "true or false", help)
	}
}

// Int describes a plain integer from Min to Max.
type Int struct {
	Kind     string
	Min, Max int
}

var plainInt = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

// Spec describes the number for the schema and the reference page.
func (i Int) Spec() Spec {
	return Spec{Kind: i.Kind, Schema: map[string]any{"type": "integer", "minimum": i.Min, "maximum": i.Max}}
}

func (i Int) decode(d *decoder, n *yaml.Node, into *int) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!int" || n.Style != 0 {
		help := fmt.Sprintf("write a plain number from %d to %d", i.Min, i.Max)
		if n.Kind == yaml.ScalarNode && plainInt.MatchString(n.Value) {
			help = "write it without quotes: " + n.Value
		}
		d.wrongType(n, i.Kind, help)
		return
	}
	v, err := strconv.Atoi(n.Value)
	if err != nil || !plainInt.MatchString(n.Value) || v < i.Min || v > i.Max {
		d.add(diag.MalformedValue, n, "%s is not %s", diag.Quote(n.Value), i.Kind).
			WithHelp("write a plain number from %d to %d", i.Min, i.Max)
		return
	}
	*into = v
}

// Date describes a day as YYYY-MM-DD.
type Date struct{}

var isoDate = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)

// Spec describes the date for the schema and the reference page.
func (Date) Spec() Spec {
	return Spec{Kind: "date as YYYY-MM-DD", Schema: map[string]any{"type": "string", "pattern": isoDate.String()}}
}

func (Date) decode(d *decoder, n *yaml.Node, into *string) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!timestamp" && n.Tag != "!!str" {
		d.wrongType(n, "a date as YYYY-MM-DD", "write it as 2026-01-06")
		return
	}
	if _, err := time.Parse(time.DateOnly, n.Value); err != nil {
		d.add(diag.MalformedValue, n, "%s is not a date as YYYY-MM-DD", diag.Quote(n.Value)).WithHelp("write it as 2026-01-06")
		return
	}
	*into = n.Value
}

// List describes a list of values.
func List[F any](elem Value[F], kind string) Value[[]F] { return list[F]{elem, kind} }

type list[F any] struct {
	elem Value[F]
	kind string
}

func (l list[F]) Spec() Spec {
	elem := l.elem.Spec()
	return Spec{
		Kind: l.kind, Object: elem.Object, Words: elem.Words,
		Schema: map[string]any{"type": "array", "items": elem.Schema, "minItems": 1},
	}
}

func (l list[F]) decode(d *decoder, n *yaml.Node, into *[]F) {
	if n.Kind != yaml.SequenceNode {
		help := "begin each element with a hyphen"
		if n.Kind == yaml.ScalarNode && l.elem.Spec().Object == nil {
			help = "write it as a list: " + flowList(n.Value)
		}
		d.wrongType(n, "a "+l.kind, help)
		return
	}
	if len(n.Content) == 0 {
		d.add(diag.EmptyValue, n, "%s is an empty list", d.at).WithHelp("%s", d.at.fill("add an element"))
		return
	}
	values := make([]F, 0, len(n.Content))
	outer := d.enter(subject{key: d.at.key, part: "an element"})
	for _, item := range n.Content {
		var value F
		if item.Kind == yaml.ScalarNode && item.Tag == "!!null" {
			d.add(diag.EmptyValue, item, "%s has no value", d.at).WithHelp("%s", d.at.fill("add one"))
		} else {
			l.elem.decode(d, item, &value)
		}
		if p, ok := any(&value).(positioned); ok && p.embedded().line == 0 {
			continue // no object was read, so there is nothing to check
		}
		values = append(values, value)
	}
	d.at = outer
	*into = values
}

// flowList returns a list with one scalar, as in a file.
func flowList(s string) string {
	if len(s) <= 60 && plainWord.MatchString(s) {
		return "[" + s + "]"
	}
	return "[" + diag.Quote(s) + "]"
}

var plainWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 _./-]*$`)

// Maybe describes an optional value. Its pointer is nil if the value is missing.
func Maybe[F any](v Value[F]) Value[*F] { return maybe[F]{v} }

type maybe[F any] struct{ value Value[F] }

func (m maybe[F]) Spec() Spec { return m.value.Spec() }

func (m maybe[F]) decode(d *decoder, n *yaml.Node, into **F) {
	v := new(F)
	m.value.decode(d, n, v)
	*into = v
}

// Pair is a name and its value, in the order of the file.
type Pair struct {
	Name, Value     string
	Line, Col       int // of the name
	ValLine, ValCol int
}

// NamePos and ValuePos return the positions of the name and the value in the given file.
func (p Pair) NamePos(file string) diag.Pos { return diag.Pos{File: file, Line: p.Line, Col: p.Col} }
func (p Pair) ValuePos(file string) diag.Pos {
	return diag.Pos{File: file, Line: p.ValLine, Col: p.ValCol}
}

// Pairs describes a mapping of arbitrary names to strings, such as header fields.
type Pairs struct{ Kind string }

// Spec describes the mapping for the schema and the reference page.
func (p Pairs) Spec() Spec {
	return Spec{Kind: p.Kind, Schema: map[string]any{
		"type": "object", "minProperties": 1,
		"additionalProperties": Text{}.Spec().Schema,
	}}
}

func (p Pairs) decode(d *decoder, n *yaml.Node, into *[]Pair) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "a "+p.Kind, "write it as {name: value}")
		return
	}
	if len(n.Content) == 0 {
		d.add(diag.EmptyValue, n, "%s is an empty mapping", d.at).WithHelp("%s", d.at.fill("add a name and a value"))
		return
	}
	seen := map[string]*yaml.Node{}
	outer := d.at
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		d.at = subject{key: outer.key, part: "a name"}
		name, ok := d.text(key, "name")
		if !ok || !d.oneLine(key, name) {
			continue
		}
		if first := seen[name]; first != nil {
			d.duplicate(key, first)
			continue
		}
		seen[name] = key
		if value.Kind == yaml.ScalarNode && value.Tag == "!!null" {
			d.add(diag.EmptyValue, key, "%s has no value", diag.Quote(name)).WithHelp("add one, or remove the name")
			continue
		}
		var text string
		d.at = subject{key: name}
		Text{Kind: "one line of text"}.decode(d, value, &text)
		*into = append(*into, Pair{name, text, key.Line, key.Column, value.Line, value.Column})
	}
	d.at = outer
}
