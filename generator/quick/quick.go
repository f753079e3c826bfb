// Package quick runs templates that text/template has parsed, and html/template has
// escaped, with the result that they would have. What they look up at every action (a
// field by its name, a method, a function and how to call it) it looks up once for each
// type of data.
//
//	set := quick.New(trees, funcs, print)
//	page, ok := set.Append(nil, "entry", p)
//
// It knows what most templates are made of. Where it meets anything else, and where
// anything goes wrong, it says so, and the library runs the template and tells what is
// wrong.
package quick

import (
	"reflect"
	"sync"
	"text/template/parse"
)

// Set is a set of templates that may call each other. It is safe for concurrent use.
type Set struct {
	trees    map[string]*parse.Tree
	funcs    map[string]any
	print    Print
	programs sync.Map // of called: *program
}

// Print returns what appends a value of a type as an action prints it, which ends with
// some escapers of html/template, or nil where the library has to.
type Print func(t reflect.Type, escapers []*parse.CommandNode) func(b []byte, v reflect.Value) []byte

// New returns a set of templates, whose trees stay as they are from now on.
func New(trees []*parse.Tree, funcs map[string]any, print Print) *Set {
	s := &Set{trees: map[string]*parse.Tree{}, funcs: funcs, print: print}
	for _, t := range trees {
		if t != nil {
			s.trees[t.Name] = t
		}
	}
	return s
}

// called is a template for data of a type. Without data that is nil.
type called struct {
	name string
	dot  reflect.Type
}

// program is a template, ready to run.
type program struct{ run step } // nil: the library has to

// step runs a part of a template.
type step func(r *run, dot reflect.Value)

// run is the state of a page that is being made.
type run struct {
	out  []byte
	vars []reflect.Value // of all templates that are running
	base int             // where those of the innermost one begin
}

// Append adds to b what a template makes of data, which must be no nil. Without success b
// is as it was.
func (s *Set) Append(b []byte, name string, data any) (out []byte, ok bool) {
	key := called{name, reflect.TypeOf(data)}
	known, found := s.programs.Load(key)
	if !found {
		known, _ = s.programs.LoadOrStore(key, s.compile(key))
	}
	p := known.(*program)
	if p.run == nil {
		return b, false
	}
	defer func() {
		if recover() != nil { // such as a field of nil: the library says where
			out, ok = b, false
		}
	}()
	r := run{out: b, vars: make([]reflect.Value, 0, 16)}
	p.run(&r, reflect.ValueOf(data))
	return r.out, true
}

// isTrue reports what text/template takes for true.
func isTrue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Struct:
		return true
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0
	case reflect.Interface:
		return !v.IsNil() && isTrue(v.Elem())
	}
	return !v.IsZero()
}
