package generator

import (
	"io/fs"
	"strings"
	"sync"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/serve"
)

// answerer answers questions from the pages of a site.
type answerer struct {
	*renderers
	search *match.Search
}

// answers returns what answers questions about a catalog. It is made when it is first
// asked for: most sites that a server shows are replaced before anybody has a question.
func answers(c *catalog.Catalog, o SiteOptions) func() (serve.Answerer, error) {
	return sync.OnceValues(func() (serve.Answerer, error) {
		if !o.Drafts {
			c = c.Release()
		}
		whole, err := c.Whole()
		if err != nil {
			return nil, err
		}
		files := fs.FS(errdocs.Files)
		if o.Theme != "" {
			t, err := openTheme(o.Theme)
			if err != nil {
				return nil, err
			}
			files = t.files
		}
		r, err := newRenderers(whole, o, files)
		if err != nil {
			return nil, err
		}
		return &answerer{r, match.NewSearch(match.New(whole), r.pages)}, nil
	})
}

// Passages implements serve.Answerer.
func (a *answerer) Passages(question, path string) []match.Passage {
	return a.search.Passages(question, path, match.MaxPassages)
}

// Markdown implements serve.Answerer.
func (a *answerer) Markdown(question string, found []match.Passage) []byte {
	words := &a.pages.Site.Words
	var b strings.Builder
	b.WriteString("# " + words.Passages + "\n\n" + markup.CodeSpan(question) + "\n")
	if len(found) > 0 {
		b.WriteByte('\n')
	}
	match.WritePassages(&b, found)
	if len(found) == 0 {
		b.WriteString("\n" + words.NoPassage + " " + words.Agents + ": [llms.txt](" + markup.Destination(a.pages.Site.URL("llms.txt")) + ")\n")
	}
	return []byte(b.String())
}

// HTML implements serve.Answerer.
func (a *answerer) HTML(question, path string, found []match.Passage) ([]byte, error) {
	passages := make([]page.Passage, len(found))
	for i, p := range found {
		passages[i] = page.Passage{Heading: p.Heading(), URL: p.URL, Text: a.pages.PassageText(p.Text)}
	}
	return a.html.Answer(a.pages.Answer(path, question, passages))
}
