package html

import "github.com/errdocs/errdocs/generator/page"

// graph is what a page tells search engines of itself, in the words of schema.org
// (JSON-LD 1.1). html/template writes it as JSON that no text can leave.
type graph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type ref struct {
	ID string `json:"@id"`
}

type organization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// document is a page: a WebSite, CollectionPage or TechArticle.
type document struct {
	Type         string        `json:"@type"`
	ID           string        `json:"@id"`
	URL          string        `json:"url"`
	Name         string        `json:"name,omitempty"`
	Headline     string        `json:"headline,omitempty"`
	Description  string        `json:"description"`
	Language     string        `json:"inLanguage"`
	DateModified string        `json:"dateModified,omitempty"`
	Author       *organization `json:"author,omitempty"`
	PartOf       *ref          `json:"isPartOf,omitempty"`
}

type itemList struct {
	Type  string     `json:"@type"`
	Count int        `json:"numberOfItems,omitempty"`
	Items []listItem `json:"itemListElement"`
}

type listItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name,omitempty"`
	URL      string `json:"url,omitempty"`
	Item     string `json:"item,omitempty"`
}

type faqPage struct {
	Type      string     `json:"@type"`
	ID        string     `json:"@id"`
	Questions []question `json:"mainEntity"`
}

type question struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	Answer answer `json:"acceptedAnswer"`
}

type answer struct {
	Type string `json:"@type"`
	Text string `json:"text"`
}

// linked returns what a page says of itself; nothing where it is not to be found.
func linked(p any) *graph {
	switch p := p.(type) {
	case *page.Entry:
		if p.NoIndex {
			return nil
		}
		d := documentOf(&p.Head, "TechArticle")
		d.Headline, d.Author = p.H1, &organization{"Organization", p.Site.Name}
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

func documentOf(h *page.Head, typ string) *document {
	return &document{
		Type: typ, ID: h.URL(), URL: h.URL(), Description: h.Description, Language: h.Site.Lang,
		DateModified: h.Updated, PartOf: &ref{h.Site.URL("")},
	}
}

// graphOf adds the way to the page, and its questions.
func graphOf(h *page.Head, questions *page.Questions, nodes ...any) *graph {
	if len(h.Breadcrumbs) > 0 {
		way := itemList{Type: "BreadcrumbList"}
		for i, l := range h.Breadcrumbs {
			way.Items = append(way.Items, listItem{Type: "ListItem", Position: i + 1, Name: l.Text, Item: h.Site.URL(l.Path)})
		}
		way.Items = append(way.Items, listItem{Type: "ListItem", Position: len(way.Items) + 1, Name: h.H1, Item: h.URL()})
		nodes = append(nodes, way)
	}
	if questions != nil {
		faq := faqPage{Type: "FAQPage", ID: h.URL() + "#" + questions.ID}
		for _, q := range questions.List {
			faq.Questions = append(faq.Questions, question{"Question", q.Question.Plain, answer{"Answer", q.Answer.Plain}})
		}
		nodes = append(nodes, faq)
	}
	return &graph{"https://schema.org", nodes}
}

// listOf lists the entries of the home page, or the groups where those are too many.
func listOf(p *page.List) itemList {
	list := itemList{Type: "ItemList"}
	add := func(path string) {
		list.Items = append(list.Items, listItem{Type: "ListItem", Position: len(list.Items) + 1, URL: p.Site.URL(path)})
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
	list.Count = len(list.Items)
	return list
}
