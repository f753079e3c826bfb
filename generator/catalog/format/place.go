package format

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/pack"
)

// Place remembers where an object and the values of its keys stand. Embed it in the
// struct that an object decodes into; it costs 12 bytes a key.
type Place struct {
	line, col int32
	object    int16 // whose keys these are; 0: of none
	values    []valuePlace
}

// valuePlace is where the value of a key, or one element of its list, stands.
type valuePlace struct {
	key    uint8
	item   uint16 // 0 the value itself, n the nth element
	line   uint32
	col    uint16
	indent uint16 // of a block scalar's text; 0 for any other value
}

func (p *Place) place() *Place { return p }

// record notes where a value and, in a list, its elements stand.
func (p *Place) record(d *decoder, key int, name, value *yaml.Node) {
	at := value
	if value.Kind == yaml.ScalarNode && value.Value == "" {
		at = name
	}
	v := valuePlace{key: uint8(key), line: uint32(at.Line), col: uint16(min(at.Column, 1<<16-1))}
	if value.Style&yaml.LiteralStyle != 0 {
		v.indent = d.indentAfter(value.Line)
	}
	p.values = append(p.values, v)
	if value.Kind != yaml.SequenceNode {
		return
	}
	for i, item := range value.Content {
		p.values = append(p.values, valuePlace{
			key: uint8(key), item: uint16(min(i+1, 1<<16-1)), line: uint32(item.Line), col: uint16(min(item.Column, 1<<16-1)),
		})
	}
}

// Trim gives back memory that is not needed once the object is read.
func (p *Place) Trim() { p.values = slices.Clip(slices.Clone(p.values)) }

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
	if v := p.find(key, n); v != nil {
		return diag.Pos{File: file, Line: int(v.line), Col: int(v.col)}
	}
	return p.Here(file)
}

// AtText returns the position of the byte at offset in the text of a key. In a block
// scalar (|) it is exact; in any other text it is where the text begins.
func (p *Place) AtText(file, key, text string, offset int) diag.Pos {
	v := p.find(key, 0)
	if v == nil || v.indent == 0 {
		return p.At(file, key)
	}
	before := text[:min(max(offset, 0), len(text))]
	lines := strings.Count(before, "\n")
	col := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return diag.Pos{File: file, Line: int(v.line) + 1 + lines, Col: int(v.indent) + col}
}

// Has reports whether the key was given.
func (p *Place) Has(key string) bool { return p.find(key, 0) != nil }

// Count returns the number of elements that the list of a key has in the file. Those
// that could not be read are among them.
func (p *Place) Count(key string) int {
	n := 0
	if p.object == 0 {
		return 0
	}
	for i := range p.values {
		if v := &p.values[i]; v.item > 0 && described[p.object-1][v.key] == key {
			n++
		}
	}
	return n
}

func (p *Place) find(key string, item int) *valuePlace {
	if p.object == 0 {
		return nil
	}
	for i := range p.values {
		if v := &p.values[i]; v.item != 0 || described[p.object-1][v.key] != key {
			continue
		}
		if i += item; i < len(p.values) && int(p.values[i].item) == item { // elements follow their list
			return &p.values[i]
		}
		break
	}
	return nil
}

// Packer, AppendPack and ReadPack implement pack.Packer.
func (p *Place) Packer() any { return (*Place)(nil) }

// AppendPack appends where the object and its values stand.
func (p *Place) AppendPack(b []byte) []byte {
	for _, n := range []int{int(p.line), int(p.col), int(p.object), len(p.values)} {
		b = pack.AppendUint(b, uint64(n))
	}
	for _, v := range p.values {
		for _, n := range []uint64{uint64(v.key), uint64(v.item), uint64(v.line), uint64(v.col), uint64(v.indent)} {
			b = pack.AppendUint(b, n)
		}
	}
	return b
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
	if err != nil || n > uint64(len(text)) || int(p.object) > len(described) {
		return "", pack.ErrDamaged
	}
	if n > 0 {
		p.values = make([]valuePlace, n)
	}
	for i := range p.values {
		p.values[i] = valuePlace{uint8(next()), uint16(next()), uint32(next()), uint16(next()), uint16(next())}
	}
	return text, err
}
