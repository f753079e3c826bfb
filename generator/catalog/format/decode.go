package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// Decode reads one YAML file into a T. The file name is that of the findings. It
// returns false when there was no document to decode; with other findings the T
// holds what could be read, so that further checks can say more in the same run.
func Decode[T any](o *Object[T], file string, data []byte, into *T, l *diag.List) bool {
	d := &decoder{file: file, list: l, data: data}
	root := d.parse()
	if root == nil {
		return false
	}
	o.decode(d, root, into)
	return true
}

// decoder carries what every value needs while one file is read.
type decoder struct {
	file  string
	list  *diag.List
	data  []byte
	lines []int // offsets at which the lines begin, made on first use
}

func (d *decoder) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: d.file, Line: n.Line, Col: n.Column}
}

func (d *decoder) add(c *diag.Check, n *yaml.Node, format string, args ...any) *diag.Diagnostic {
	return d.list.Add(c, d.pos(n), format, args...)
}

func (d *decoder) wrongType(n *yaml.Node, want, help string) {
	d.add(diag.WrongType, n, "want %s, not %s", want, describe(n)).WithHelp("%s", help)
}

func (d *decoder) duplicate(key, first *yaml.Node) {
	d.add(diag.DuplicateKey, key, "the key %s is given twice", diag.Quote(key.Value)).
		WithNote(d.pos(first), "first used here")
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
		if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
			help = "quote it: " + strconv.Quote(n.Value)
		}
		d.wrongType(n, "a string ("+kind+")", help)
		return "", false
	}
	if at, r := refusedRune(n.Value); at >= 0 { // "\u202e" smuggles what the scan of the bytes cannot see
		d.add(diag.BadCharacter, n, "the text holds the character %s, which is refused", runeName(r))
		return "", false
	}
	return n.Value, true
}

// oneLine reports whether s is one line without characters that hide.
func (d *decoder) oneLine(n *yaml.Node, s string) bool {
	if strings.ContainsAny(s, "\n\t") {
		d.add(diag.MalformedValue, n, "the text has a line break or a tab, and this key takes one line").
			WithHelp("write it on one line")
		return false
	}
	for _, r := range s {
		if hidesInLine(r) {
			d.add(diag.BadCharacter, n, "the text holds the character %s, which is refused in one line of text", runeName(r))
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
	if d.lines != nil {
		return
	}
	d.lines = []int{0}
	for i, c := range d.data {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
}

// parse checks the bytes, parses them and checks the tree; nil after a finding that
// leaves nothing to decode.
func (d *decoder) parse() *yaml.Node {
	if len(d.data) > MaxFile {
		d.list.Add(diag.OverLimit, diag.Pos{File: d.file, Line: 1, Col: 1}, "the file is larger than %d bytes", MaxFile)
		return nil
	}
	d.data = bytes.TrimPrefix(d.data, []byte("\ufeff"))
	if d.scan() {
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(d.data))
	var doc yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0:
		d.list.Add(diag.EmptyValue, diag.Pos{File: d.file, Line: 1, Col: 1}, "the file is empty")
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
	d.add(diag.SeveralDocs, &more, "the file holds a second document").WithHelp("one entry a file: move it to a file of its own")
}

// walk refuses what makes YAML dangerous: references, tags, depth and width. It
// reports whether the tree must not be decoded.
func (d *decoder) walk(n *yaml.Node, depth int, count *int) (refused bool) {
	*count++
	if *count > MaxNodes {
		if *count == MaxNodes+1 {
			d.add(diag.OverLimit, n, "the file has more than %d nodes", MaxNodes)
		}
		return true
	}
	if depth > MaxDepth {
		d.add(diag.OverLimit, n, "the nesting is deeper than %d levels", MaxDepth)
		return true
	}
	switch {
	case n.Kind == yaml.AliasNode:
		d.add(diag.YAMLReference, n, "an alias (*%s) is not part of the format", n.Value).WithHelp("write the value out")
		return true
	case n.Anchor != "":
		d.add(diag.YAMLReference, n, "an anchor (&%s) is not part of the format", n.Anchor).WithHelp("write the value out where it is needed")
		refused = true
	case n.Style&yaml.TaggedStyle != 0:
		d.add(diag.YAMLReference, n, "a tag (%s) is not part of the format", n.Tag).WithHelp("remove it; quote the value if it is a string")
		refused = true
	}
	if n.Kind == yaml.MappingNode {
		if keys := len(n.Content) / 2; keys > MaxKeys {
			d.add(diag.OverLimit, n, "the mapping has %d keys; the limit is %d", keys, MaxKeys)
			return true
		}
		for i := 0; i < len(n.Content); i += 2 {
			if key := n.Content[i]; key.Tag == "!!merge" {
				d.add(diag.YAMLReference, key, "a merge key (<<) is not part of the format").WithHelp("write the keys out")
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

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntaxWords turns what yaml.v3 says into what a writer of a catalog can use.
var syntaxWords = []struct{ from, what, help string }{
	{"mapping values are not allowed", `": " inside a value`, "quote the value, or put it on a line of its own after the key"},
	{"found character that cannot start any token", "a value begins with a character that has a meaning in YAML", "quote the value"},
	{"found a tab character", "a tab indents this line", "indent with spaces"},
	{"cannot start any token", "a value begins with a character that has a meaning in YAML", "quote the value"},
	{"could not find expected ':'", `a line without ": "`, "write key: value, and indent what belongs to the key above"},
	{"did not find expected key", "a line that fits neither its key nor its neighbours", "check the indentation and the quotes of this line and the one above"},
	{"did not find expected '-' indicator", "a line that fits neither its list nor its neighbours", "begin each element of a list with \"- \" in the same column"},
	{"did not find expected ',' or", "a list or mapping in brackets is not closed", "close it, or add the comma that is missing"},
	{"did not find expected node content", "a value is missing in a list or mapping in brackets", "add the value, or remove the comma"},
	{"found unexpected end of stream", "a quote is not closed", "close it"},
	{"found unknown escape character", "an unknown escape in a text in double quotes", "use single quotes, or write \\\\ for a backslash"},
	{"block sequence entries are not allowed", "a list begins where no value can stand", "put it on the lines below its key"},
	{"unknown anchor", "an alias is not part of the format", "write the value out"},
	{"did not find URI escape", "a tag is not part of the format", "remove it"},
	{"found undefined tag handle", "a tag is not part of the format", "remove it"},
	{"exceeded max depth", fmt.Sprintf("the nesting is deeper than %d levels", MaxDepth), ""},
}

// syntax reports an error of the parser at its line, in our own words.
func (d *decoder) syntax(err error) {
	text := strings.TrimSpace(err.Error())
	line := 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	what, help := "the parser stops here: "+text, ""
	for _, w := range syntaxWords {
		if strings.Contains(text, w.from) {
			what, help = w.what, w.help
			break
		}
	}
	d.index()
	line = min(max(line, 1), len(d.lines))
	d.list.Add(diag.YAMLSyntax, diag.Pos{File: d.file, Line: line, Col: int(d.indentAfter(line - 1))}, "%s", what).WithHelp("%s", help)
}

// Parses reports what is wrong with a text as YAML; nil if it is one or more
// documents.
func Parses(text string) error {
	dec := yaml.NewDecoder(strings.NewReader(text))
	for {
		var n yaml.Node
		switch err := dec.Decode(&n); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
		}
	}
}
