package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// Decode decodes one YAML file into a T. Findings contain the file name. It returns false
// if there is no mapping to decode. With other findings, the T contains everything that
// could be read, so that later checks can report more problems in the same run.
func Decode[T any](o *Object[T], file string, data []byte, into *T, l *diag.List) bool {
	d := &decoder{file: file, list: l, data: data}
	root := d.parse()
	if root == nil {
		return false
	}
	o.decode(d, root, into)
	return root.Kind == yaml.MappingNode
}

// decoder is the state while one file is decoded.
type decoder struct {
	file  string
	list  *diag.List
	data  []byte
	src   *lineReader
	lines []int // offsets of the line starts, computed on first use
	at    subject

	aliases map[string]bool // that were reported

	kept []valuePos // shared memory for positions; see keep
}

// subject is the value that is being decoded, as messages refer to it. The zero subject is
// the file.
type subject struct {
	key    string
	part   string // of the value of the key: "an element", "a name"; empty: the whole value
	needed bool   // the key is required
}

// fill returns the help for an empty value.
func (s subject) fill(how string) string {
	switch {
	case s.needed:
		return how
	case s.part != "":
		return how + ", or remove it"
	}
	return how + ", or remove the key"
}

func (s subject) String() string {
	switch {
	case s.key == "":
		return theFile
	case s.part == "":
		return diag.Quote(s.key)
	}
	return s.part + " of " + diag.Quote(s.key)
}

// enter sets the subject that is decoded next and returns the previous one.
func (d *decoder) enter(next subject) (outer subject) {
	outer, d.at = d.at, next
	return outer
}

// pos returns the position of a node. The parser puts a missing value after the end of the
// file.
func (d *decoder) pos(n *yaml.Node) diag.Pos {
	d.index()
	if n.Line > len(d.lines) {
		return diag.Pos{File: d.file, Line: len(d.lines), Col: 1}
	}
	return diag.Pos{File: d.file, Line: n.Line, Col: n.Column}
}

func (d *decoder) add(c *diag.Check, n *yaml.Node, format string, args ...any) *diag.Diagnostic {
	return d.list.Add(c, d.pos(n), format, args...)
}

func (d *decoder) over(limit *diag.Limit, n *yaml.Node, message string) {
	d.list.AddOver(limit, d.pos(n), message)
}

func (d *decoder) wrongType(n *yaml.Node, want, help string) {
	d.add(diag.WrongType, n, "%s must be %s, not %s", d.at, want, describe(n)).WithHelp("%s", help)
}

func (d *decoder) duplicate(key, first *yaml.Node) {
	d.add(diag.DuplicateKey, key, "the key %s appears twice", diag.Quote(key.Value)).
		WithNote(d.pos(first), "first used here").WithHelp("keep only one of them")
}

// describe describes the value of a node in YAML terms.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.Tag {
	case "!!int", "!!float":
		return "the number " + diag.Quote(n.Value)
	case "!!bool":
		return "the boolean " + diag.Quote(n.Value)
	case "!!timestamp":
		return "the date " + diag.Quote(n.Value)
	case "!!null":
		return "null"
	}
	return "the string " + diag.Quote(n.Value)
}

// text returns the string of a scalar that YAML reads as a string.
func (d *decoder) text(n *yaml.Node, kind string) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		help := ""
		switch {
		case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
			help = "quote it: " + diag.Quote(n.Value)
		case n.Style&yaml.FlowStyle != 0:
			help = "quote it: a string that begins with { or [ needs quotes"
		case n.Kind != yaml.ScalarNode:
			help = "write it on one line, in quotes if necessary"
		}
		d.wrongType(n, "a string ("+kind+")", help)
		return "", false
	}
	if at, r := refusedRune(n.Value); at >= 0 { // escapes such as "\u202e" pass the scan of the bytes
		d.add(diag.BadCharacter, n, "%s contains the character %s, which is not allowed", d.at, runeName(r)).WithHelp("remove it")
		return "", false
	}
	return n.Value, true
}

// oneLine reports whether s is one line without invisible characters.
func (d *decoder) oneLine(n *yaml.Node, s string) bool {
	if strings.ContainsAny(s, "\n\t") {
		d.add(diag.MalformedValue, n, "%s must be one line of text, but has a line break or a tab", d.at).
			WithHelp("write it on one line, with spaces")
		return false
	}
	for _, r := range s {
		if hidesInLine(r) {
			d.add(diag.BadCharacter, n, "%s contains the invisible character %s", d.at, runeName(r)).WithHelp("remove it")
			return false
		}
	}
	return true
}

// indentAfter returns the column of the first text below the given line.
func (d *decoder) indentAfter(line int) uint16 {
	d.index()
	for ; line < len(d.lines); line++ {
		text := d.data[d.lines[line]:]
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			text = text[:end]
		}
		if trimmed := bytes.TrimLeft(text, " "); len(bytes.TrimSpace(trimmed)) > 0 {
			return uint16(min(len(text)-len(trimmed)+1, 1<<16-1))
		}
	}
	return 1
}

// index computes the line starts.
func (d *decoder) index() {
	if d.lines == nil {
		d.lines = lineStarts(d.data)
	}
}

// parse checks the bytes, parses them and checks the tree. It returns nil if a finding
// leaves nothing to decode.
func (d *decoder) parse() *yaml.Node {
	if len(d.data) > diag.FileBytes.Max {
		d.list.AddOver(diag.FileBytes, diag.Pos{File: d.file, Line: 1, Col: 1}, diag.FileBytes.Over(0))
		return nil
	}
	d.data = bytes.TrimPrefix(d.data, []byte("\ufeff"))
	if d.scan() {
		return nil
	}
	defer d.guard()
	d.src = &lineReader{data: d.data}
	dec := yaml.NewDecoder(d.src)
	var doc yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0:
		d.list.Add(diag.EmptyValue, diag.Pos{File: d.file, Line: 1, Col: 1}, "the file is empty").WithHelp("add content, or remove the file")
		return nil
	case err != nil:
		d.syntax(err)
		return nil
	}
	root := doc.Content[0]
	if d.walk(root, 1, new(int)) {
		return nil
	}
	d.rest(dec)
	return root
}

// guard adds the file name to a panic of the parser.
func (d *decoder) guard() {
	if p := recover(); p != nil {
		panic(fmt.Sprintf("%s: while reading YAML: %v", diag.Pos{File: d.file}, p))
	}
}

// rest rejects everything after the first document.
func (d *decoder) rest(dec *yaml.Decoder) {
	var more yaml.Node
	err := dec.Decode(&more)
	if errors.Is(err, io.EOF) {
		return
	}
	if err != nil {
		d.syntax(err)
		return
	}
	d.add(diag.SeveralDocs, &more, "the file contains a second YAML document").WithHelp("move it to a separate file, and remove the separator line")
}

// walk rejects dangerous YAML: references, tags, deep nesting and too many values. It
// reports whether the tree must not be decoded.
func (d *decoder) walk(n *yaml.Node, depth int, count *int) (refused bool) {
	*count++
	if *count > diag.FileValues.Max {
		if *count == diag.FileValues.Max+1 {
			d.over(diag.FileValues, n, diag.FileValues.Over(0))
		}
		return true
	}
	if depth > diag.FileLevels.Max {
		d.over(diag.FileLevels, n, diag.FileLevels.Over(0))
		return true
	}
	switch {
	case n.Kind == yaml.AliasNode:
		if !d.aliases[n.Value] { // once for each, because an alias bomb has thousands
			d.add(diag.YAMLReference, n, "the alias *%s is not allowed", printable(n.Value)).WithHelp("write the value out")
		}
		if d.aliases == nil {
			d.aliases = map[string]bool{}
		}
		d.aliases[n.Value] = true
		return true
	case n.Anchor != "":
		d.add(diag.YAMLReference, n, "the anchor &%s is not allowed", printable(n.Anchor)).WithHelp("write the value out where it is needed")
		refused = true
	case n.Style&yaml.TaggedStyle != 0:
		d.add(diag.YAMLReference, n, "the tag %s is not allowed", printable(n.Tag)).WithHelp("remove it; quote the value if it is a string")
		refused = true
	}
	if n.Kind == yaml.MappingNode {
		if keys := len(n.Content) / 2; keys > diag.MappingKeys.Max {
			d.over(diag.MappingKeys, n, diag.MappingKeys.Over(keys))
			return true
		}
		for i := 0; i < len(n.Content); i += 2 {
			if key := n.Content[i]; key.Tag == "!!merge" {
				d.add(diag.YAMLReference, key, "the merge key << is not allowed").WithHelp("write the keys out")
				refused = true
			}
		}
	}
	for _, child := range n.Content {
		if d.walk(child, depth+1, count) {
			refused = true
		}
	}
	return refused
}
