package quick

import (
	"reflect"
	"strconv"
	"text/template/parse"
)

// value is what a part of an action stands for.
type value struct {
	typ reflect.Type // nil: one of several, which is good for a condition alone
	of  func(r *run, dot reflect.Value) reflect.Value
}

func constant(v any) value {
	rv := reflect.ValueOf(v)
	return value{rv.Type(), func(*run, reflect.Value) reflect.Value { return rv }}
}

func (c *compiler) pipe(p *parse.PipeNode, s scope) value {
	know(len(p.Decl) == 0)
	return c.commands(p.Cmds, s)
}

// commands prepares a pipeline: the value of a command is the last argument of the next.
func (c *compiler) commands(cmds []*parse.CommandNode, s scope) value {
	know(len(cmds) > 0)
	v := c.command(cmds[0], s)
	for _, cmd := range cmds[1:] {
		v = c.command(cmd, s, v)
	}
	return v
}

func (c *compiler) command(cmd *parse.CommandNode, s scope, last ...value) value {
	var args []value
	for _, arg := range cmd.Args[1:] {
		args = append(args, c.operand(arg, s))
	}
	args = append(args, last...)
	switch n := cmd.Args[0].(type) {
	case *parse.IdentifierNode:
		know(len(last) == 0 || n.Ident != "and" && n.Ident != "or") // which would look at it at once, not only if need be
		return c.call(n.Ident, args)
	case *parse.FieldNode, *parse.VariableNode, *parse.ChainNode:
		return c.chain(n, s, args)
	default:
		know(len(args) == 0)
		return c.operand(n, s)
	}
}

// operand prepares an argument.
func (c *compiler) operand(n parse.Node, s scope) value {
	switch n := n.(type) {
	case *parse.DotNode:
		know(s.dot != nil)
		return value{s.dot, func(_ *run, dot reflect.Value) reflect.Value { return dot }}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.NumberNode:
		know(n.Text == strconv.FormatInt(n.Int64, 10)) // 1.0 is an integer here, and none for functions
		return constant(int(n.Int64))
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.IdentifierNode:
		return c.call(n.Ident, nil)
	case *parse.PipeNode:
		return c.pipe(n, s)
	case *parse.FieldNode, *parse.VariableNode, *parse.ChainNode:
		return c.chain(n, s, nil)
	}
	panic(unknown{})
}

// chain prepares fields of fields. The last may be a method with arguments.
func (c *compiler) chain(n parse.Node, s scope, args []value) value {
	var v value
	var names []string
	switch n := n.(type) {
	case *parse.FieldNode:
		know(s.dot != nil)
		v, names = value{s.dot, func(_ *run, dot reflect.Value) reflect.Value { return dot }}, n.Ident
	case *parse.VariableNode:
		v, names = variableOf(n.Ident[0], s), n.Ident[1:]
	case *parse.ChainNode:
		v, names = c.operand(n.Node, s), n.Field
	}
	know(len(names) > 0 || len(args) == 0)
	for i, name := range names {
		if i < len(names)-1 {
			v = field(v, name, nil)
		} else {
			v = field(v, name, args)
		}
	}
	return v
}

func variableOf(name string, s scope) value {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			know(s.vars[i].typ != nil)
			return value{s.vars[i].typ, func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+i] }}
		}
	}
	panic(unknown{})
}

// field prepares a field or a method of a struct, or of a pointer to one.
func field(v value, name string, args []value) value {
	know(v.typ != nil)
	pointer := v.typ
	if pointer.Kind() != reflect.Pointer {
		pointer = reflect.PointerTo(v.typ)
	}
	if m, ok := pointer.MethodByName(name); ok {
		return method(v, pointer, m, args)
	}
	know(len(args) == 0 && pointer.Elem().Kind() == reflect.Struct)
	f, ok := pointer.Elem().FieldByName(name)
	know(ok && f.IsExported())
	of := v.of
	if v.typ == pointer {
		of = func(r *run, dot reflect.Value) reflect.Value { return v.of(r, dot).Elem() } // of nil: no value, and no field
	}
	if len(f.Index) == 1 {
		at := f.Index[0]
		return value{f.Type, func(r *run, dot reflect.Value) reflect.Value { return of(r, dot).Field(at) }}
	}
	return value{f.Type, func(r *run, dot reflect.Value) reflect.Value { return of(r, dot).FieldByIndex(f.Index) }}
}

func method(v value, pointer reflect.Type, m reflect.Method, args []value) value {
	of := v.of
	if v.typ != pointer {
		of = func(r *run, dot reflect.Value) reflect.Value { return v.of(r, dot).Addr() }
	}
	return invoke(m.Func, append([]value{{pointer, of}}, args...))
}
