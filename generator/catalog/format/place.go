package format

import (
	"encoding/binary"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/pack"
)

// Place remembers where an object and the values of its keys stand. Embed it in the
// struct that an object decodes into; it costs 11 bytes a key.
type Place struct {
	line, col int32
	object    int16  // whose keys these are; 0: of none
	values    string // a valuePlace each, in bytes: thousands of objects keep theirs, and this is one piece of memory
}

// valuePlace is where the value of a key, or one element of its list, stands.
type valuePlace struct {
	key    uint8
	item   uint16 // 0 the value itself, n the nth element
	line   uint32
	col    uint16
	indent uint16 // of a block scalar's text; 0 for any other value
}

// valueSize is the size of a valuePlace in bytes.
const valueSize = 11

func (v valuePlace) append(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint16(append(b, v.key), v.item)
	return le.AppendUint16(le.AppendUint16(le.AppendUint32(b, v.line), v.col), v.indent)
}

// count returns the number of values.
func (p *Place) count() int { return len(p.values) / valueSize }

// keyOf and itemOf return what the ith value is of.
func (p *Place) keyOf(i int) string { return described[p.object-1][p.values[i*valueSize]] }
func (p *Place) itemOf(i int) int {
	return int(p.values[i*valueSize+1]) | int(p.values[i*valueSize+2])<<8
}

// value returns the ith value.
func (p *Place) value(i int) valuePlace {
	var b [valueSize]byte
	copy(b[:], p.values[i*valueSize:])
	le := binary.LittleEndian
	return valuePlace{b[0], le.Uint16(b[1:]), le.Uint32(b[3:]), le.Uint16(b[7:]), le.Uint16(b[9:])}
}

func (p *Place) place() *Place { return p }

// appendPlaces notes where a value and, in a list, its elements stand.
func (d *decoder) appendPlaces(b []byte, key int, name, value *yaml.Node) []byte {
	at := value
	if value.Kind == yaml.ScalarNode && value.Value == "" {
		at = name
	}
	v := valuePlace{key: uint8(key), line: uint32(at.Line), col: uint16(min(at.Column, 1<<16-1))}
	if value.Style&yaml.LiteralStyle != 0 {
		v.indent = d.indentAfter(value.Line)
	}
	b = v.append(b)
	if value.Kind != yaml.SequenceNode {
		return b
	}
	for i, item := range value.Content {
		b = valuePlace{
			key: uint8(key), item: uint16(min(i+1, 1<<16-1)), line: uint32(item.Line), col: uint16(min(item.Column, 1<<16-1)),
		}.append(b)
	}
	return b
}

// Keep forgets where values stand, but for those of some keys.
func (p *Place) Keep(keys ...string) {
	var b []byte
	for i := range p.count() {
		if slices.Contains(keys, p.keyOf(i)) {
			b = append(b, p.values[i*valueSize:(i+1)*valueSize]...)
		}
	}
	p.values = string(b)
}

// Line returns the line on which the object begins.
func (p *Place) Line() int { return int(p.line) }

// Here returns the position of the object itself, in the given file.
func (p *Place) Here(file string) diag.Pos {
	return diag.Pos{File: file, Line: int(p.line), Col: int(p.col)}
}

// At returns the position of the value of a key; that of the object where the key is
// not there.
func (p *Place) At(file, key string) diag.Pos { return p.AtItem(file, key, 0) }

// AtItem returns the position of the nth element, from 1, of a key's list.
func (p *Place) AtItem(file, key string, n int) diag.Pos {
	if v, ok := p.find(key, n); ok {
		return diag.Pos{File: file, Line: int(v.line), Col: int(v.col)}
	}
	return p.Here(file)
}

// AtText returns the position of the byte at offset in the text of a key. In a block
// scalar (|) it is exact; in any other text it is where the text begins.
func (p *Place) AtText(file, key, text string, offset int) diag.Pos {
	v, ok := p.find(key, 0)
	if !ok || v.indent == 0 {
		return p.At(file, key)
	}
	before := text[:min(max(offset, 0), len(text))]
	lines := strings.Count(before, "\n")
	col := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return diag.Pos{File: file, Line: int(v.line) + 1 + lines, Col: int(v.indent) + col}
}

// Has reports whether the key was given.
func (p *Place) Has(key string) bool {
	_, ok := p.find(key, 0)
	return ok
}

// Count returns the number of elements that the list of a key has in the file. Those
// that could not be read are among them.
func (p *Place) Count(key string) int {
	n := 0
	for i := range p.count() {
		if p.itemOf(i) > 0 && p.keyOf(i) == key {
			n++
		}
	}
	return n
}

func (p *Place) find(key string, item int) (v valuePlace, ok bool) {
	for i := range p.count() {
		if p.itemOf(i) != 0 || p.keyOf(i) != key {
			continue
		}
		if i += item; i < p.count() && p.itemOf(i) == item { // elements follow their list
			return p.value(i), true
		}
		break
	}
	return v, false
}

// Packer, AppendPack and ReadPack implement pack.Packer.
func (p *Place) Packer() any { return (*Place)(nil) }

// AppendPack appends where the object and its values stand.
func (p *Place) AppendPack(b []byte) []byte {
	for _, n := range []int{int(p.line), int(p.col), int(p.object), len(p.values)} {
		b = pack.AppendUint(b, uint64(n))
	}
	return append(b, p.values...)
}

// ReadPack reads what AppendPack of the same program wrote.
func (p *Place) ReadPack(text string) (rest string, err error) {
	next := func() (n uint64) {
		if err == nil {
			n, text, err = pack.ReadUint(text)
		}
		return n
	}
	p.line, p.col, p.object = int32(next()), int32(next()), int16(next())
	n := next()
	if err != nil || n > uint64(len(text)) || n%valueSize != 0 || n > 0 && p.object == 0 || int(p.object) > len(described) {
		return "", pack.ErrDamaged
	}
	p.values = text[:n]
	return text[n:], nil
}
