package html

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"reflect"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/errdocs/errdocs/generator/fold"
	"github.com/errdocs/errdocs/generator/quick"
)

// entrances are the templates that pages are rendered with. They call all others.
var entrances = []string{"entry", "list", "answer", "stub"}

// prepare has html/template put its escapers where they belong, runs the actions that are
// the same on every page, and readies the rest to be run fast.
func (r *Renderer) prepare() error {
	one, err := r.pages.New("one action").Parse(" ")
	if err != nil {
		return err
	}
	r.quick = quick.New(nil, nil, nil)
	for _, name := range append(slices.Clone(entrances), one.Name()) {
		// Without data this fails, once the escapers are in their places. What is wrong
		// with a template itself is said where a page is rendered with it.
		var wrong *template.Error
		if err := r.pages.ExecuteTemplate(io.Discard, name, nil); errors.As(err, &wrong) {
			return nil
		}
	}
	var trees []*parse.Tree
	for _, t := range r.pages.Templates() {
		trees = append(trees, t.Tree)
	}
	l := &library{one: one}
	fold.Actions(trees, func(action *parse.ActionNode) (string, bool) { return l.run(action.Pipe, nil) })
	r.quick = quick.New(trees, r.funcs(), l.printed)
	return nil
}

// library runs single actions as html/template does.
type library struct {
	mu  sync.Mutex
	one *template.Template
}

// run runs an action that ends with an escaper.
func (l *library) run(p *parse.PipeNode, data any) (output string, ok bool) {
	if !quick.IsEscaper(p.Cmds[len(p.Cmds)-1]) {
		return "", false
	}
	const mark = "\x00"
	l.mu.Lock()
	defer l.mu.Unlock()
	l.one.Tree.Root.Nodes = []parse.Node{
		&parse.TextNode{NodeType: parse.NodeText, Text: []byte(mark)}, &parse.ActionNode{NodeType: parse.NodeAction, Pipe: p},
	}
	var b bytes.Buffer
	if l.one.Execute(&b, data) != nil {
		return "", false
	}
	return strings.CutPrefix(b.String(), mark) // else html/template ran another tree
}

// printed returns how html/template prints values of a type behind escapers.
func (l *library) printed(t reflect.Type, escapers []*parse.CommandNode) func([]byte, reflect.Value) []byte {
	if len(escapers) == 0 {
		return nil
	}
	var names []string
	for _, e := range escapers {
		names = append(names, strings.TrimPrefix(e.Args[0].(*parse.IdentifierNode).Ident, "_html_template_"))
	}
	one := names[0]
	if len(names) > 1 {
		one = ""
	}
	byLibrary := l.byLibrary(escapers)
	switch {
	case t == reflect.TypeFor[template.HTML]() && one == "htmlescaper":
		return func(b []byte, v reflect.Value) []byte { return append(b, v.String()...) }
	case t != reflect.TypeFor[string]():
		return byLibrary
	case one == "htmlescaper" || one == "rcdataescaper" || one == "attrescaper":
		return func(b []byte, v reflect.Value) []byte { return appendEscaped(b, v.String()) }
	case slices.Equal(names, []string{"urlescaper", "attrescaper"}):
		return func(b []byte, v reflect.Value) []byte {
			if s := v.String(); isPlain(s, "") {
				return append(b, s...)
			}
			return byLibrary(b, v)
		}
	case slices.Equal(names, []string{"urlfilter", "urlnormalizer", "attrescaper"}):
		return func(b []byte, v reflect.Value) []byte {
			if s := v.String(); isPlain(strings.TrimPrefix(s, "https://"), "/") {
				return append(b, s...)
			}
			return byLibrary(b, v)
		}
	}
	return byLibrary
}

// byLibrary returns how html/template prints any value.
func (l *library) byLibrary(escapers []*parse.CommandNode) func([]byte, reflect.Value) []byte {
	dot := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{&parse.DotNode{NodeType: parse.NodeDot}}}
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Cmds: append([]*parse.CommandNode{dot}, escapers...)}
	return func(b []byte, v reflect.Value) []byte {
		output, ok := l.run(pipe, v.Interface())
		if !ok {
			panic("not printed")
		}
		return append(b, output...)
	}
}

// isPlain reports whether a text has letters, digits, what RFC 3986 section 2.3 calls
// unreserved beside, and some more alone: no address of these needs an escape.
func isPlain(s, more string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte("-._~", c) < 0 && strings.IndexByte(more, c) < 0 {
			return false
		}
	}
	return true
}

// appendEscaped escapes plain text for elements and for values of attributes in quotes, as
// html/template does.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var as string
		switch s[i] {
		case 0:
			as = "\uFFFD"
		case '"':
			as = "&#34;"
		case '&':
			as = "&amp;"
		case '\'':
			as = "&#39;"
		case '+':
			as = "&#43;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		default:
			continue
		}
		b = append(append(b, s[from:i]...), as...)
		from = i + 1
	}
	return append(b, s[from:]...)
}
