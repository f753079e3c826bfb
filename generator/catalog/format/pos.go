package format

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// Pos records the position of an object in its file, and those of the values of its keys.
// Embed it in the struct that an object decodes into. It costs 12 bytes for each key.
type Pos struct {
	line, col int32
	object    int16 // the number of the keys in described, from 1; 0: no object
	values    []valuePos
}

// valuePos is the position of the value of a key, or of one element of its list.
type valuePos struct {
	line   uint32
	item   uint16 // 0: the value; n: its nth element
	col    uint16
	indent uint16 // of a block scalar's text; 0 for any other value
	key    uint8
}

// posBlock is the number of positions per allocation.
const posBlock = 48

// keep copies positions to memory that many objects share: every allocation of a large
// catalog costs the garbage collector time in each cycle.
func (d *decoder) keep(values []valuePos) []valuePos {
	if len(d.kept)+len(values) > cap(d.kept) {
		d.kept = make([]valuePos, 0, max(posBlock, len(values)))
	}
	start := len(d.kept)
	d.kept = append(d.kept, values...)
	return d.kept[start:len(d.kept):len(d.kept)]
}

func (p *Pos) keyOf(v valuePos) string { return described[p.object-1][v.key] }

// embedded returns the Pos of the struct that embeds it.
func (p *Pos) embedded() *Pos { return p }

// appendPos appends the positions of a value and, in a list, of its elements.
func (d *decoder) appendPos(list []valuePos, key int, name, value *yaml.Node) []valuePos {
	at := value
	if value.Kind == yaml.ScalarNode && value.Value == "" {
		at = name
	}
	v := valuePos{key: uint8(key), line: uint32(at.Line), col: uint16(min(at.Column, 1<<16-1))}
	if value.Style&yaml.LiteralStyle != 0 {
		v.indent = d.indentAfter(value.Line)
	}
	list = append(list, v)
	if value.Kind != yaml.SequenceNode {
		return list
	}
	for i, item := range value.Content {
		list = append(list, valuePos{
			key: uint8(key), item: uint16(min(i+1, 1<<16-1)), line: uint32(item.Line), col: uint16(min(item.Column, 1<<16-1)),
		})
	}
	return list
}

// Line returns the line on which the object begins, or 0 if no object was read.
func (p *Pos) Line() int { return int(p.line) }

// Here returns the position of the object in the given file.
func (p *Pos) Here(file string) diag.Pos {
	return diag.Pos{File: file, Line: int(p.line), Col: int(p.col)}
}

// At returns the position of the value of a key, or that of the object if the key is missing.
func (p *Pos) At(file, key string) diag.Pos { return p.AtItem(file, key, 0) }

// AtItem returns the position of the nth element, from 1, of a key's list.
func (p *Pos) AtItem(file, key string, n int) diag.Pos {
	if v, ok := p.find(key, n); ok {
		return diag.Pos{File: file, Line: int(v.line), Col: int(v.col)}
	}
	return p.Here(file)
}

// AtText returns the position of the byte at offset in the text of a key. It is exact in a
// block scalar (|); in any other text it is the start of the text.
func (p *Pos) AtText(file, key, text string, offset int) diag.Pos {
	v, ok := p.find(key, 0)
	if !ok || v.indent == 0 {
		return p.At(file, key)
	}
	before := text[:min(max(offset, 0), len(text))]
	lines := strings.Count(before, "\n")
	col := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return diag.Pos{File: file, Line: int(v.line) + 1 + lines, Col: int(v.indent) + col}
}

// Has reports whether the key is in the file.
func (p *Pos) Has(key string) bool {
	_, ok := p.find(key, 0)
	return ok
}

// Count returns the number of elements in the list of a key, including those that could not
// be read.
func (p *Pos) Count(key string) int {
	n := 0
	for _, v := range p.values {
		if v.item > 0 && p.keyOf(v) == key {
			n++
		}
	}
	return n
}

func (p *Pos) find(key string, item int) (v valuePos, ok bool) {
	i := slices.IndexFunc(p.values, func(v valuePos) bool { return v.item == 0 && p.keyOf(v) == key })
	if at := i + item; i >= 0 && at < len(p.values) && int(p.values[at].item) == item { // elements follow their list
		return p.values[at], true
	}
	return v, false
}
