package quick

import (
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// unknown ends the preparation of a template that holds what this package does not know.
type unknown struct{}

// compiler prepares templates.
type compiler struct {
	*Set
	made map[called]*program // nil while it is prepared
}

// compile prepares a template.
func (s *Set) compile(key called) (p *program) {
	p = &program{}
	defer func() {
		switch e := recover().(type) {
		case nil, unknown:
		default:
			panic(e)
		}
	}()
	c := &compiler{Set: s, made: map[called]*program{}}
	p.run = c.template(key).run
	return p
}

// know refuses what is not known.
func know(is bool) {
	if !is {
		panic(unknown{})
	}
}

// scope is what the names of a template stand for at some place.
type scope struct {
	dot  reflect.Type // nil: none
	vars []variable
}

type variable struct {
	name string
	typ  reflect.Type
}

// with returns the scope of what stands inside, where dot is another value.
func (s scope) with(dot reflect.Type, vars ...variable) scope {
	return scope{dot, append(slices.Clip(s.vars), vars...)}
}

// template prepares a template that is called with data of a type.
func (c *compiler) template(key called) *program {
	p, again := c.made[key]
	know(!again || p != nil) // one that calls itself
	if again {
		return p
	}
	c.made[key] = nil
	tree := c.trees[key.name]
	know(tree != nil && tree.Root != nil)
	body := c.list(tree.Root, scope{}.with(key.dot, variable{"$", key.dot}))
	p = &program{func(r *run, dot reflect.Value) {
		base := r.base
		r.base = len(r.vars)
		r.vars = append(r.vars, dot)
		body(r, dot)
		r.vars, r.base = r.vars[:r.base], base
	}}
	c.made[key] = p
	return p
}

func (c *compiler) list(l *parse.ListNode, s scope) step {
	var steps []step
	if l != nil {
		for _, n := range l.Nodes {
			if n.Type() != parse.NodeComment {
				steps = append(steps, c.node(n, s))
			}
		}
	}
	return func(r *run, dot reflect.Value) {
		for _, step := range steps {
			step(r, dot)
		}
	}
}

func (c *compiler) node(n parse.Node, s scope) step {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(r *run, _ reflect.Value) { r.out = append(r.out, n.Text...) }
	case *parse.ActionNode:
		return c.action(n.Pipe, s)
	case *parse.IfNode:
		is, then, otherwise := c.pipe(n.Pipe, s), c.list(n.List, s), c.list(n.ElseList, s)
		return func(r *run, dot reflect.Value) {
			if isTrue(is.of(r, dot)) {
				then(r, dot)
			} else {
				otherwise(r, dot)
			}
		}
	case *parse.WithNode:
		v := c.pipe(n.Pipe, s)
		then, otherwise := c.list(n.List, s.with(v.typ)), c.list(n.ElseList, s)
		return func(r *run, dot reflect.Value) {
			if v := v.of(r, dot); isTrue(v) {
				then(r, v)
			} else {
				otherwise(r, dot)
			}
		}
	case *parse.RangeNode:
		return c.each(n, s)
	case *parse.TemplateNode:
		v := value{of: func(*run, reflect.Value) reflect.Value { return reflect.Value{} }}
		if n.Pipe != nil {
			v = c.pipe(n.Pipe, s)
			know(v.typ != nil)
		}
		p := c.template(called{n.Name, v.typ})
		return func(r *run, dot reflect.Value) { p.run(r, v.of(r, dot)) }
	}
	panic(unknown{})
}

// action prints a value.
func (c *compiler) action(p *parse.PipeNode, s scope) step {
	know(len(p.Decl) == 0)
	n := len(p.Cmds)
	for n > 0 && IsEscaper(p.Cmds[n-1]) {
		n--
	}
	v := c.commands(p.Cmds[:n], s)
	know(v.typ != nil)
	print := c.print(v.typ, p.Cmds[n:])
	know(print != nil)
	return func(r *run, dot reflect.Value) { r.out = print(r.out, v.of(r, dot)) }
}

// IsEscaper reports whether html/template has put a command where it stands.
func IsEscaper(c *parse.CommandNode) bool {
	name, ok := c.Args[0].(*parse.IdentifierNode)
	return ok && len(c.Args) == 1 && strings.HasPrefix(name.Ident, "_html_template_")
}

// each goes through a slice.
func (c *compiler) each(n *parse.RangeNode, s scope) step {
	know(len(n.Pipe.Cmds) == 1 && !n.Pipe.IsAssign)
	list := c.commands(n.Pipe.Cmds, s)
	know(list.typ != nil && list.typ.Kind() == reflect.Slice)
	var vars, none []variable
	for i, d := range n.Pipe.Decl {
		typ := list.typ.Elem()
		if len(n.Pipe.Decl) == 2 && i == 0 {
			typ = reflect.TypeFor[int]()
		}
		vars = append(vars, variable{d.Ident[0], typ})
		none = append(none, variable{name: d.Ident[0]}) // all that is known of them after else
	}
	body, otherwise := c.list(n.List, s.with(list.typ.Elem(), vars...)), c.list(n.ElseList, s.with(s.dot, none...))
	return func(r *run, dot reflect.Value) {
		list := list.of(r, dot)
		n := list.Len()
		outer := len(r.vars)
		if n == 0 {
			r.vars = append(r.vars, make([]reflect.Value, len(none))...)
			otherwise(r, dot)
			r.vars = r.vars[:outer]
			return
		}
		for i := range n {
			item := list.Index(i)
			if len(vars) == 2 {
				r.vars = append(r.vars, reflect.ValueOf(i))
			}
			if len(vars) > 0 {
				r.vars = append(r.vars, item)
			}
			body(r, item)
			r.vars = r.vars[:outer]
		}
	}
}
