package serve

import (
	"strings"
	"sync"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site"
)

// Answers answers questions from the pages of a site. It implements Answerer.
type Answers struct {
	site   *site.Site
	search func() (*match.Search, error)
}

// NewAnswers returns the Answers of a site. Its index is built with the first question: most sites
// of a live server are replaced before anyone asks.
func NewAnswers(s *site.Site) *Answers {
	return &Answers{s, sync.OnceValues(func() (*match.Search, error) {
		return match.NewSearch(match.New(s.Catalog()), s.Builder(), s.Markdown())
	})}
}

// Passages implements Answerer.
func (a *Answers) Passages(question, path string) ([]match.Passage, error) {
	search, err := a.search()
	if err != nil {
		return nil, err
	}
	return search.Passages(question, path, match.MaxPassages), nil
}

// Markdown implements Answerer.
func (a *Answers) Markdown(question string, found []match.Passage) []byte {
	shared := a.site.Builder().Site
	var b strings.Builder
	b.WriteString("# " + shared.Words.Passages + "\n\n" + markup.CodeSpan(question) + "\n")
	if len(found) > 0 {
		b.WriteByte('\n')
	}
	match.WritePassages(&b, found)
	if len(found) == 0 {
		b.WriteString("\n" + shared.Words.NoPassage + " " + shared.Words.Agents + ": [llms.txt](" + markup.Destination(shared.URL("llms.txt")) + ")\n")
	}
	return []byte(b.String())
}

// HTML implements Answerer.
func (a *Answers) HTML(question, path string, found []match.Passage) ([]byte, error) {
	builder := a.site.Builder()
	passages := make([]page.Passage, len(found))
	for i, p := range found {
		passages[i] = page.Passage{Heading: p.Heading(), URL: p.URL, Text: builder.PassageText(p.Text)}
	}
	return a.site.RenderAnswer(builder.Answer(path, question, passages))
}
