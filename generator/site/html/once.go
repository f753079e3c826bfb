package html

import (
	"html/template"
	"strings"
	"text/template/parse"
)

// ofSite begins the names of templates that depend only on the site. They get no data, and
// what they return is the same on every page.
const ofSite = "site-"

// runOnce runs the templates that depend only on the site, and makes what they return
// their content. Calling one from a page then writes a text: no function is called, and
// nothing is escaped again.
func (r *Renderer) runOnce() error {
	set, err := r.pages.Clone() // a template that has run can no longer be changed
	if err != nil {
		return err
	}
	for _, t := range r.pages.Templates() {
		name := t.Name()
		if !strings.HasPrefix(name, ofSite) {
			continue
		}
		var b strings.Builder
		if err := set.ExecuteTemplate(&b, name, nil); err != nil {
			return err
		}
		text := &parse.TextNode{NodeType: parse.NodeText, Text: []byte(b.String())}
		tree := &parse.Tree{Name: name, ParseName: t.Tree.ParseName, Root: &parse.ListNode{NodeType: parse.NodeList, Nodes: []parse.Node{text}}}
		if _, err := r.pages.AddParseTree(name, tree); err != nil {
			return err
		}
	}
	return nil
}

type sharedKey struct {
	template string
	data     any
}

// sharedMax limits how many results are remembered.
const sharedMax = 1000

// share runs a template that many pages call with the same data, such as a heading, once
// for all of them.
func (r *Renderer) share(name string, data any) (template.HTML, error) {
	key := sharedKey{name, data}
	if html, ok := r.shared.Load(key); ok {
		return html.(template.HTML), nil
	}
	var b strings.Builder
	if err := r.pages.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	html := template.HTML(b.String()) // escaped by html/template
	if !r.offline && r.remembered.Add(1) <= sharedMax {
		r.shared.Store(key, html)
	}
	return html, nil
}
