// Package fold runs once what templates would run again for every page: actions that
// depend on no data, such as {{asset "site.css"}} or {{words.Search}}. They are a third
// of what a page takes.
//
//	fold.Actions(trees, run) // run executes one action, as its template would
//
// Where data comes in, by a field, a variable or a dot, an action stays.
package fold

import "text/template/parse"

// Actions replaces the actions of trees whose output is the same for all data by that
// publish. All functions of the templates must be pure. What run does not take stays.
func Actions(trees []*parse.Tree, run func(*parse.ActionNode) (output string, ok bool)) {
	for _, t := range trees {
		if t != nil {
			list(t.Root, run)
		}
	}
}

// list folds the actions of a list and joins the texts that they leave.
func list(l *parse.ListNode, run func(*parse.ActionNode) (string, bool)) {
	if l == nil {
		return
	}
	kept := l.Nodes[:0]
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 && isConstant(n.Pipe) {
				if output, ok := run(n); ok {
					kept = text(kept, []byte(output), n.Pos)
					continue
				}
			}
		case *parse.TextNode:
			kept = text(kept, n.Text, n.Pos)
			continue
		case *parse.IfNode:
			list(n.List, run)
			list(n.ElseList, run)
		case *parse.WithNode:
			list(n.List, run)
			list(n.ElseList, run)
		case *parse.RangeNode:
			list(n.List, run)
			list(n.ElseList, run)
		}
		kept = append(kept, n)
	}
	l.Nodes = kept
}

// text adds a text, to the one before if there is one.
func text(nodes []parse.Node, more []byte, pos parse.Pos) []parse.Node {
	if n := len(nodes); n > 0 {
		if last, ok := nodes[n-1].(*parse.TextNode); ok {
			last.Text = append(last.Text[:len(last.Text):len(last.Text)], more...)
			return nodes
		}
	}
	return append(nodes, &parse.TextNode{NodeType: parse.NodeText, Pos: pos, Text: more})
}

// isConstant reports whether a pipeline calls functions with constants alone.
func isConstant(p *parse.PipeNode) bool {
	for _, c := range p.Cmds {
		for _, arg := range c.Args {
			if !isConstantArg(arg) {
				return false
			}
		}
	}
	return true
}

func isConstantArg(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.IdentifierNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return true
	case *parse.ChainNode: // a field of what a function returns
		return isConstantArg(n.Node)
	case *parse.PipeNode:
		return isConstant(n)
	}
	return false
}
