package quick

import "reflect"

// call prepares the call of a function.
func (c *compiler) call(name string, args []value) value {
	f, ok := c.funcs[name]
	if !ok {
		return builtin(name, args)
	}
	if f, ok := f.(func(string) string); ok && len(args) == 1 && args[0].typ == reflect.TypeFor[string]() {
		return value{args[0].typ, func(r *run, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(f(args[0].of(r, dot).String()))
		}}
	}
	return invoke(reflect.ValueOf(f), args)
}

// invoke prepares the call of any function.
func invoke(f reflect.Value, args []value) value {
	t := f.Type()
	know(!t.IsVariadic() && t.NumIn() == len(args))
	for i, a := range args {
		know(a.typ != nil && a.typ.AssignableTo(t.In(i)))
	}
	know(t.NumOut() == 1 || t.NumOut() == 2 && t.Out(1) == reflect.TypeFor[error]())
	know(t.Out(0).Kind() != reflect.Interface)
	return value{t.Out(0), func(r *run, dot reflect.Value) reflect.Value {
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			in[i] = a.of(r, dot)
		}
		out := f.Call(in)
		if len(out) == 2 && !out[1].IsNil() {
			panic(unknown{})
		}
		return out[0]
	}}
}

// builtin prepares the call of a function that all templates have.
func builtin(name string, args []value) value {
	is := func(test func(r *run, dot reflect.Value) bool) value {
		return value{reflect.TypeFor[bool](), func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(test(r, dot)) }}
	}
	know(len(args) > 0)
	first := args[0]
	switch name {
	case "not":
		know(len(args) == 1)
		return is(func(r *run, dot reflect.Value) bool { return !isTrue(first.of(r, dot)) })
	case "and", "or":
		return either(args, name == "or")
	case "eq":
		know(len(args) > 1)
		return is(func(r *run, dot reflect.Value) bool {
			v, same := first.of(r, dot).String(), false
			for _, a := range args[1:] { // of all, since one may not be there
				same = a.of(r, dot).String() == v || same
			}
			return same
		}).ifAll(reflect.String, args)
	case "ne":
		know(len(args) == 2)
		return is(func(r *run, dot reflect.Value) bool { return first.of(r, dot).String() != args[1].of(r, dot).String() }).ifAll(reflect.String, args)
	case "ge":
		know(len(args) == 2)
		return is(func(r *run, dot reflect.Value) bool { return first.of(r, dot).Int() >= args[1].of(r, dot).Int() }).ifAll(reflect.Int, args)
	case "len":
		know(len(args) == 1 && first.typ != nil && first.typ.Kind() == reflect.Slice)
		return value{reflect.TypeFor[int](), func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(first.of(r, dot).Len()) }}
	case "slice":
		know(len(args) == 3 && first.typ == reflect.TypeFor[string]())
		return value{first.typ, func(r *run, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(first.of(r, dot).String()[args[1].of(r, dot).Int():args[2].of(r, dot).Int()])
		}}.ifAll(reflect.Int, args[1:])
	}
	panic(unknown{})
}

// ifAll refuses arguments of other kinds.
func (v value) ifAll(kind reflect.Kind, args []value) value {
	for _, a := range args {
		know(a.typ != nil && a.typ.Kind() == kind)
	}
	return v
}

// either returns the first value that is true, or for and one that is not, or the last.
func either(args []value, is bool) value {
	typ := args[0].typ
	for _, a := range args {
		if a.typ != typ {
			typ = nil
		}
	}
	return value{typ, func(r *run, dot reflect.Value) (v reflect.Value) {
		for _, a := range args {
			if v = a.of(r, dot); isTrue(v) == is {
				break
			}
		}
		return v
	}}
}
