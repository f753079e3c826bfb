package load

import (
	"reflect"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// pack copies the strings of an entry into one allocation. A catalog of 10,000 entries has a
// million strings, and each allocation costs the garbage collector as much as a packed entry.
func pack(e *catalog.Entry) {
	size := 0
	eachString(reflect.ValueOf(e).Elem(), func(s reflect.Value) { size += s.Len() })
	var b strings.Builder
	b.Grow(size)
	eachString(reflect.ValueOf(e).Elem(), func(s reflect.Value) {
		start := b.Len()
		b.WriteString(s.String())
		s.SetString(b.String()[start:])
	})
}

// eachString visits the settable strings in a value.
func eachString(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		visit(v)
	case reflect.Pointer:
		if !v.IsNil() {
			eachString(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachString(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				eachString(f, visit)
			}
		}
	}
}
