package page

import (
	"strings"

	"github.com/errdocs/errdocs/generator/markup"
)

// Answer is the page that lists the passages of other pages that match a question,
// word for word. Only servers generate it; a built site has none.
type Answer struct {
	Head
	Number   string // always empty: the page has no status
	Name     string
	Tags     []Link
	Question string
	Passages []Passage
}

// Passage is a section of a page.
type Passage struct {
	Heading string // the titles of the page and of the section
	URL     string
	Text    Text
}

// Answer returns the page for a question that was asked on the page at path.
func (b *Builder) Answer(path, question string, passages []Passage) *Answer {
	a := &Answer{Head: b.head(path, wordPassages, wordPassages), Name: wordPassages, Question: question, Passages: passages}
	a.NoIndex = true
	a.Description = wordPassagesAre
	a.Breadcrumbs = []Link{{"", wordRoot}}
	if path != "" {
		a.Breadcrumbs = append(a.Breadcrumbs, Link{path, path})
	}
	return a
}

// PassageText renders the Markdown of a passage. Its links to twins become links to
// pages.
func (b *Builder) PassageText(portable string) Text {
	return markup.New(pageLinks{b.Site}).WithBase(b.Site.Base).Block(portable)
}

// pageLinks resolves links to twins as links to their pages.
type pageLinks struct{ site *Site }

func (l pageLinks) HTML(path string) string {
	path, fragment, ok := strings.Cut(strings.TrimPrefix(path, "/"), "#")
	if path = strings.TrimSuffix(path, ".md"); path == "index" {
		path = ""
	}
	if ok {
		path += "#" + fragment
	}
	return l.site.Href(path)
}

func (l pageLinks) Markdown(path string) string {
	return l.site.Base + strings.TrimPrefix(path, "/")
}
