package site

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/errdocs/errdocs/generator/fold"
)

// entrances are the templates that pages are rendered with. They call all others that
// have something to fold.
var entrances = []string{"entry", "list", "answer", "stub"}

// fold runs the actions that are the same on every page. They are run by html/template,
// with the escapers that it has put where they stand, so the bytes are those that each
// page would get.
func (r *Renderer) fold() error {
	one, err := r.pages.New("one action").Parse(" ")
	if err != nil {
		return err
	}
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
	const mark = "\x00"
	fold.Actions(trees, func(action *parse.ActionNode) (string, bool) {
		if !isEscaped(action.Pipe) {
			return "", false
		}
		one.Tree.Root.Nodes = []parse.Node{&parse.TextNode{NodeType: parse.NodeText, Text: []byte(mark)}, action}
		var b bytes.Buffer
		if one.Execute(&b, nil) != nil {
			return "", false
		}
		return strings.CutPrefix(b.String(), mark) // else html/template ran another tree
	})
	return nil
}

// isEscaped reports whether html/template has put an escaper at the end of a pipeline.
func isEscaped(p *parse.PipeNode) bool {
	last := p.Cmds[len(p.Cmds)-1]
	name, ok := last.Args[0].(*parse.IdentifierNode)
	return ok && strings.HasPrefix(name.Ident, "_html_template_")
}
