// Package pack writes plain Go values as bytes and reads them back, quickly. It is for
// files that the same program reads again: there is no version in them, and names are not.
//
//	data := pack.Append(nil, &record)
//	rest, err := pack.Read(text, &again)
//
// Exported fields of structs are packed, and embedded structs; fields tagged `pack:"-"`
// are not. Strings that are read are parts of the text that they are read from.
package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

// Packer packs itself, since it has fields that nobody else sees. A struct that embeds a
// Packer is none for that: Packer returns a nil pointer of the type that is.
type Packer interface {
	Packer() any
	AppendPack(b []byte) []byte
	ReadPack(text string) (rest string, err error)
}

// ErrDamaged says that a text is not what Append wrote.
var ErrDamaged = errors.New("damaged")

// Append appends a value, given as a pointer to it.
func Append[T any](b []byte, v *T) []byte {
	return codecOf(reflect.TypeFor[T]()).append(b, reflect.ValueOf(v).Elem())
}

// Read reads a value of the same type back into a zero one, and returns what follows it.
func Read[T any](text string, v *T) (rest string, err error) {
	r := reader{text}
	if !codecOf(reflect.TypeFor[T]()).read(&r, reflect.ValueOf(v).Elem()) {
		return "", ErrDamaged
	}
	return r.text, nil
}

// Text returns data as a text to read from, without a copy. Nobody may change the data from
// now on.
func Text(data []byte) string { return unsafe.String(unsafe.SliceData(data), len(data)) }

// AppendUint and ReadUint are for types that pack themselves.
func AppendUint(b []byte, n uint64) []byte { return binary.AppendUvarint(b, n) }

// ReadUint reads what AppendUint wrote.
func ReadUint(text string) (n uint64, rest string, err error) {
	r := reader{text}
	n, ok := r.uint()
	if !ok {
		return 0, "", ErrDamaged
	}
	return n, r.text, nil
}

type reader struct{ text string }

func (r *reader) uint() (n uint64, ok bool) {
	for i, shift := 0, 0; i < len(r.text) && shift < 64; i, shift = i+1, shift+7 {
		c := r.text[i]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			r.text = r.text[i+1:]
			return n, true
		}
	}
	return 0, false
}

// count reads a number of things that take a byte each, at least.
func (r *reader) count() (int, bool) {
	n, ok := r.uint()
	return int(n), ok && n <= uint64(len(r.text))
}

func (r *reader) take(n int) (s string, ok bool) {
	if n > len(r.text) {
		return "", false
	}
	s, r.text = r.text[:n], r.text[n:]
	return s, true
}

// codec packs the values of one type.
type codec struct {
	append func(b []byte, v reflect.Value) []byte
	read   func(r *reader, v reflect.Value) bool
}

var codecs sync.Map // *codec by reflect.Type

var packer = reflect.TypeFor[Packer]()

func codecOf(t reflect.Type) *codec {
	if c, ok := codecs.Load(t); ok {
		return c.(*codec)
	}
	c, _ := codecs.LoadOrStore(t, newCodec(t))
	return c.(*codec)
}

func newCodec(t reflect.Type) *codec {
	if reflect.PointerTo(t).Implements(packer) && reflect.TypeOf(reflect.New(t).Interface().(Packer).Packer()) == reflect.PointerTo(t) {
		return &codec{
			append: func(b []byte, v reflect.Value) []byte { return v.Addr().Interface().(Packer).AppendPack(b) },
			read: func(r *reader, v reflect.Value) bool {
				rest, err := v.Addr().Interface().(Packer).ReadPack(r.text)
				r.text = rest
				return err == nil
			},
		}
	}
	switch t.Kind() {
	case reflect.String:
		return &codec{
			append: func(b []byte, v reflect.Value) []byte {
				s := v.String()
				return append(binary.AppendUvarint(b, uint64(len(s))), s...)
			},
			read: func(r *reader, v reflect.Value) bool {
				n, ok := r.count()
				if !ok {
					return false
				}
				s, _ := r.take(n)
				v.SetString(s)
				return true
			},
		}
	case reflect.Bool:
		return &codec{
			append: func(b []byte, v reflect.Value) []byte {
				if v.Bool() {
					return append(b, 1)
				}
				return append(b, 0)
			},
			read: func(r *reader, v reflect.Value) bool {
				s, ok := r.take(1)
				v.SetBool(s == "\x01")
				return ok
			},
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &codec{
			append: func(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) },
			read: func(r *reader, v reflect.Value) bool {
				u, ok := r.uint()
				n := int64(u >> 1)
				if u&1 != 0 {
					n = ^n
				}
				v.SetInt(n)
				return ok
			},
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &codec{
			append: func(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, v.Uint()) },
			read: func(r *reader, v reflect.Value) bool {
				n, ok := r.uint()
				v.SetUint(n)
				return ok
			},
		}
	case reflect.Pointer:
		return pointerCodec(t)
	case reflect.Slice:
		return sliceCodec(t)
	case reflect.Array:
		return arrayCodec(t)
	case reflect.Map:
		return mapCodec(t)
	case reflect.Struct:
		return structCodec(t)
	}
	panic(fmt.Sprintf("pack: no way to pack a %s", t))
}

// appendLen appends the length of a slice or map; 0 stands for nil.
func appendLen(b []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(b, 0)
	}
	return binary.AppendUvarint(b, uint64(v.Len())+1)
}

// length reads what appendLen wrote; it is -1 for nil.
func (r *reader) length() (n int, ok bool) {
	u, ok := r.uint()
	return int(u) - 1, ok && u <= uint64(len(r.text))+1
}

func pointerCodec(t reflect.Type) *codec {
	elem := sync.OnceValue(func() *codec { return codecOf(t.Elem()) })
	return &codec{
		append: func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			return elem().append(append(b, 1), v.Elem())
		},
		read: func(r *reader, v reflect.Value) bool {
			s, ok := r.take(1)
			if !ok || s == "\x00" {
				return ok
			}
			v.Set(reflect.New(t.Elem()))
			return elem().read(r, v.Elem())
		},
	}
}

func sliceCodec(t reflect.Type) *codec {
	elem := sync.OnceValue(func() *codec { return codecOf(t.Elem()) })
	return &codec{
		append: func(b []byte, v reflect.Value) []byte {
			b = appendLen(b, v)
			for i := range v.Len() {
				b = elem().append(b, v.Index(i))
			}
			return b
		},
		read: func(r *reader, v reflect.Value) bool {
			n, ok := r.length()
			if !ok || n < 0 {
				return ok
			}
			if n == 0 {
				v.Set(reflect.MakeSlice(t, 0, 0))
			}
			v.Grow(n) // without a slice header of its own, which MakeSlice takes
			v.SetLen(n)
			for i := range n {
				if !elem().read(r, v.Index(i)) {
					return false
				}
			}
			return true
		},
	}
}

// arrayCodec packs sums, and arrays of them.
func arrayCodec(t reflect.Type) *codec {
	if t.Elem().Kind() != reflect.Uint8 {
		elem := sync.OnceValue(func() *codec { return codecOf(t.Elem()) })
		return &codec{
			append: func(b []byte, v reflect.Value) []byte {
				for i := range t.Len() {
					b = elem().append(b, v.Index(i))
				}
				return b
			},
			read: func(r *reader, v reflect.Value) bool {
				for i := range t.Len() {
					if !elem().read(r, v.Index(i)) {
						return false
					}
				}
				return true
			},
		}
	}
	return &codec{
		append: func(b []byte, v reflect.Value) []byte { return append(b, v.Bytes()...) },
		read: func(r *reader, v reflect.Value) bool {
			s, ok := r.take(t.Len())
			copy(v.Bytes(), s)
			return ok
		},
	}
}

// mapCodec packs maps by strings, in the order of their keys: equal maps are packed alike.
func mapCodec(t reflect.Type) *codec {
	if t.Key().Kind() != reflect.String {
		panic(fmt.Sprintf("pack: no way to order the keys of a %s", t))
	}
	key := sync.OnceValue(func() *codec { return codecOf(t.Key()) })
	elem := sync.OnceValue(func() *codec { return codecOf(t.Elem()) })
	return &codec{
		append: func(b []byte, v reflect.Value) []byte {
			b = appendLen(b, v)
			keys := v.MapKeys()
			slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
			for _, k := range keys {
				b = elem().append(key().append(b, k), v.MapIndex(k))
			}
			return b
		},
		read: func(r *reader, v reflect.Value) bool {
			n, ok := r.length()
			if !ok || n < 0 {
				return ok
			}
			v.Set(reflect.MakeMapWithSize(t, n))
			for range n {
				k, e := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
				if !key().read(r, k) || !elem().read(r, e) {
					return false
				}
				v.SetMapIndex(k, e)
			}
			return true
		},
	}
}

// structCodec packs the fields that are not zero, and which these are: of many there are few.
func structCodec(t reflect.Type) *codec {
	var indexes []int
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && f.Tag.Get("pack") != "-" {
			indexes = append(indexes, i)
		}
	}
	if len(indexes) > 64 {
		panic(fmt.Sprintf("pack: too many fields in a %s", t))
	}
	fields := sync.OnceValue(func() []*codec {
		list := make([]*codec, len(indexes))
		for i, index := range indexes {
			list[i] = codecOf(t.Field(index).Type)
		}
		return list
	})
	return &codec{
		append: func(b []byte, v reflect.Value) []byte {
			var set uint64
			for i, index := range indexes {
				if !v.Field(index).IsZero() {
					set |= 1 << i
				}
			}
			b = binary.AppendUvarint(b, set)
			for list := fields(); set != 0; set &= set - 1 {
				i := bits.TrailingZeros64(set)
				b = list[i].append(b, v.Field(indexes[i]))
			}
			return b
		},
		read: func(r *reader, v reflect.Value) bool {
			set, ok := r.uint()
			if !ok || bits.Len64(set) > len(indexes) {
				return false
			}
			for list := fields(); set != 0; set &= set - 1 {
				i := bits.TrailingZeros64(set)
				if !list[i].read(r, v.Field(indexes[i])) {
					return false
				}
			}
			return true
		},
	}
}
