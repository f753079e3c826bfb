package html

import "github.com/errdocs/errdocs/generator/page"

// graph describes a page to search engines, in the words of schema.org
// (JSON-LD 1.1). html/template writes it as JSON that no text can leave.
type graph struct {
	Context string `json:"@context"`
	Graph   []node `json:"@graph"`
}

// node is a thing in words of schema.org: a page, an item of a list, a question, and so on.
type node struct {
	Type          string `json:"@type,omitempty"`
	ID            string `json:"@id,omitempty"`
	Position      int    `json:"position,omitempty"`
	URL           string `json:"url,omitempty"`
	Name          string `json:"name,omitempty"`
	Headline      string `json:"headline,omitempty"`
	Description   string `json:"description,omitempty"`
	Language      string `json:"inLanguage,omitempty"`
	DateModified  string `json:"dateModified,omitempty"`
	Author        *node  `json:"author,omitempty"`
	PartOf        *node  `json:"isPartOf,omitempty"`
	Item          string `json:"item,omitempty"`
	NumberOfItems int    `json:"numberOfItems,omitempty"`
	Items         []node `json:"itemListElement,omitempty"`
	Questions     []node `json:"mainEntity,omitempty"`
	Answer        *node  `json:"acceptedAnswer,omitempty"`
	Text          string `json:"text,omitempty"`
}

// linked returns the data about a page, or nothing if search engines must not list it.
func linked(p any) *graph {
	switch p := p.(type) {
	case *page.Entry:
		if p.NoIndex {
			return nil
		}
		d := documentOf(&p.Head, "TechArticle")
		d.Headline, d.Author = p.H1, &node{Type: "Organization", Name: p.Site.Name}
		return graphOf(&p.Head, p.Questions, d)
	case *page.List:
		switch {
		case p.NoIndex:
			return nil
		case p.Kind == page.KindHome:
			d := documentOf(&p.Head, "WebSite")
			d.Name, d.PartOf = p.H1, nil
			return graphOf(&p.Head, nil, d, listOf(p))
		}
		d := documentOf(&p.Head, "CollectionPage")
		d.Name = p.H1
		return graphOf(&p.Head, p.Questions, d)
	}
	return nil
}

func documentOf(h *page.Head, typ string) node {
	return node{
		Type: typ, ID: h.URL(), URL: h.URL(), Description: h.Description, Language: h.Site.Lang,
		DateModified: h.Updated, PartOf: &node{ID: h.Site.URL("")},
	}
}

// graphOf adds the way to the page, and its questions.
func graphOf(h *page.Head, questions *page.Questions, nodes ...node) *graph {
	if len(h.Breadcrumbs) > 0 {
		way := node{Type: "BreadcrumbList"}
		for i, l := range h.Breadcrumbs {
			way.Items = append(way.Items, node{Type: "ListItem", Position: i + 1, Name: l.Text, Item: h.Site.URL(l.Path)})
		}
		way.Items = append(way.Items, node{Type: "ListItem", Position: len(way.Items) + 1, Name: h.H1, Item: h.URL()})
		nodes = append(nodes, way)
	}
	if questions != nil {
		faq := node{Type: "FAQPage", ID: h.URL() + "#" + questions.ID}
		for _, q := range questions.List {
			faq.Questions = append(faq.Questions, node{
				Type: "Question", Name: q.Question.Plain, Answer: &node{Type: "Answer", Text: q.Answer.Plain},
			})
		}
		nodes = append(nodes, faq)
	}
	return &graph{"https://schema.org", nodes}
}

// listOf lists the entries of the home page, or the groups where those are too many.
func listOf(p *page.List) node {
	list := node{Type: "ItemList"}
	add := func(path string) {
		list.Items = append(list.Items, node{Type: "ListItem", Position: len(list.Items) + 1, URL: p.Site.URL(path)})
	}
	for _, g := range p.Groups {
		for _, it := range g.Items {
			if it.State != "draft" {
				add(it.Path)
			}
		}
		if len(g.Items) == 0 && g.Path != "" {
			add(g.Path)
		}
	}
	list.NumberOfItems = len(list.Items)
	return list
}
