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

// Decode reads one YAML file into a T. The file name is that of the findings. It
// returns false when there was no mapping to decode; with other findings the T holds
// what could be read, so that further checks can say more in the same run.
func Decode[T any](o *Object[T], file string, data []byte, into *T, l *diag.List) bool {
	d := &decoder{file: file, list: l, data: data}
	root := d.parse()
	if root == nil {
		return false
	}
	o.decode(d, root, into)
	return root.Kind == yaml.MappingNode
}

// decoder carries what every value needs while one file is read.
type decoder struct {
	file  string
	list  *diag.List
	data  []byte
	src   *lineReader
	lines []int // offsets at which the lines begin, made on first use
	at    subject

	aliases map[string]bool // that were found

	kept []valuePos // the memory of positions; see keep
}

// subject is what is being decoded, as messages name it. The zero subject is the file.
type subject struct {
	key    string
	part   string // of the value of the key: "an element", "a name"; empty: all of it
	needed bool   // the key must be there
}

// fill says what to do about a value that is empty.
func (s subject) fill(how string) string {
	switch {
	case s.needed:
		return how
	case s.part != "":
		return how + ", or remove it"
	}
	return how + ", or leave the key out"
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

// enter notes what is decoded next and returns what to go back to.
func (d *decoder) enter(next subject) (outer subject) {
	outer, d.at = d.at, next
	return outer
}

// pos returns where a node stands. The parser puts a value that is not there after the
// end of the file.
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
	d.add(diag.DuplicateKey, key, "the key %s is given twice", diag.Quote(key.Value)).
		WithNote(d.pos(first), "first used here").WithHelp("keep one of them")
}

// describe names what a node holds, in words of YAML.
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
		return "the truth value " + diag.Quote(n.Value)
	case "!!timestamp":
		return "the date " + diag.Quote(n.Value)
	case "!!null":
		return "nothing"
	}
	return "the text " + diag.Quote(n.Value)
}

// text returns the string of a scalar that YAML reads as a string.
func (d *decoder) text(n *yaml.Node, kind string) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		help := ""
		switch {
		case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
			help = "quote it: " + diag.Quote(n.Value)
		case n.Style&yaml.FlowStyle != 0:
			help = "quote it: a text that begins with { or [ needs quotes"
		case n.Kind != yaml.ScalarNode:
			help = "write it on one line, in quotes if need be"
		}
		d.wrongType(n, "a string ("+kind+")", help)
		return "", false
	}
	if at, r := refusedRune(n.Value); at >= 0 { // "\u202e" smuggles what the scan of the bytes cannot see
		d.add(diag.BadCharacter, n, "%s holds the character %s, which is refused", d.at, runeName(r)).WithHelp("remove it")
		return "", false
	}
	return n.Value, true
}

// oneLine reports whether s is one line without characters that hide.
func (d *decoder) oneLine(n *yaml.Node, s string) bool {
	if strings.ContainsAny(s, "\n\t") {
		d.add(diag.MalformedValue, n, "%s has a line break or a tab, and takes one line of text", d.at).
			WithHelp("write it on one line, with spaces")
		return false
	}
	for _, r := range s {
		if hidesInLine(r) {
			d.add(diag.BadCharacter, n, "%s holds the character %s, which hides in one line of text", d.at, runeName(r)).WithHelp("remove it")
			return false
		}
	}
	return true
}

// indentAfter returns the column at which the text below the given line begins.
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

// index finds the beginnings of the lines.
func (d *decoder) index() {
	if d.lines == nil {
		d.lines = lineStarts(d.data)
	}
}

// parse checks the bytes, parses them and checks the tree; nil after a finding that
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
		d.list.Add(diag.EmptyValue, diag.Pos{File: d.file, Line: 1, Col: 1}, "the file is empty").WithHelp("fill it, or remove it")
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

// guard names the file in which the parser met a bug of its own.
func (d *decoder) guard() {
	if p := recover(); p != nil {
		panic(fmt.Sprintf("%s: while reading YAML: %v", diag.Pos{File: d.file}, p))
	}
}

// rest refuses what follows the first document.
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
	d.add(diag.SeveralDocs, &more, "the file holds a second document").WithHelp("move it to a file of its own, and remove the line that begins it")
}

// walk refuses what makes YAML dangerous: references, tags, depth and width. It
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
		if !d.aliases[n.Value] { // once for each, since a bomb has thousands
			d.add(diag.YAMLReference, n, "the alias *%s is not part of the format", printable(n.Value)).WithHelp("write the value out")
		}
		if d.aliases == nil {
			d.aliases = map[string]bool{}
		}
		d.aliases[n.Value] = true
		return true
	case n.Anchor != "":
		d.add(diag.YAMLReference, n, "the anchor &%s is not part of the format", printable(n.Anchor)).WithHelp("write the value out where it is needed")
		refused = true
	case n.Style&yaml.TaggedStyle != 0:
		d.add(diag.YAMLReference, n, "the tag %s is not part of the format", printable(n.Tag)).WithHelp("remove it; quote the value if it is a string")
		refused = true
	}
	if n.Kind == yaml.MappingNode {
		if keys := len(n.Content) / 2; keys > diag.MappingKeys.Max {
			d.over(diag.MappingKeys, n, diag.MappingKeys.Over(keys))
			return true
		}
		for i := 0; i < len(n.Content); i += 2 {
			if key := n.Content[i]; key.Tag == "!!merge" {
				d.add(diag.YAMLReference, key, "the merge key << is not part of the format").WithHelp("write the keys out")
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
