package serve

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site"
	"github.com/errdocs/errdocs/generator/site/data"
)

// maxQuestion is the length of the longest question, in characters.
const maxQuestion = 512

// Answerer answers questions with verbatim passages from the site.
type Answerer interface {
	// Passages returns the best passages. Among equals, those of the given page come first.
	Passages(question, page string) ([]match.Passage, error)
	Markdown(question string, found []match.Passage) []byte
	HTML(question, page string, found []match.Passage) ([]byte, error)
}

// asks reports whether a request asks a question on a page or on one of its other forms.
func (v *served) asks(r *http.Request, t target) bool {
	return v.Answers != nil && t.page != nil && t.location == "" && r.URL.Query().Has("ask")
}

// ask answers a question on a page. The Markdown and JSON URLs of a page respond in that form.
func (v *served) ask(w http.ResponseWriter, r *http.Request, t target) {
	w.Header().Set("X-Robots-Tag", "noindex")
	page, typ := t.page.Path, types[path.Ext(t.file)]
	question, problem := questionOf(r.URL.Query().Get("ask"))
	if problem != "" {
		v.badQuestion(w, r, typ, problem)
		return
	}
	if typ == "" {
		offers := []string{typeMarkdown, typeHTML, typeJSON, typePlain}
		chosen := preferred(r, offers)
		if chosen < 0 {
			v.notAcceptable(w, r, t.page)
			return
		}
		typ = offers[chosen]
	}
	found, err := v.Answers.Passages(question, page)
	if err != nil {
		notRendered(w, err)
		return
	}
	var answer []byte
	switch typ {
	case typeHTML:
		html, err := v.Answers.HTML(question, page, found)
		if err != nil {
			notRendered(w, err)
			return
		}
		answer = html
		if v.Live {
			answer = withScript(html, "")
		}
	case typeJSON:
		answer = encode(data.Answer{Question: question, Page: v.Base + page, Passages: found})
	default:
		answer = v.Answers.Markdown(question, found)
	}
	v.link(w, t.page, typeMarkdown)
	respond(w, r, typ, answer)
}

// questionOf returns a question as one line, or the problem with it.
func questionOf(s string) (question, problem string) {
	if !utf8.ValidString(s) {
		return "", "The question is not UTF-8."
	}
	question = strings.Join(strings.Fields(s), " ")
	switch n := utf8.RuneCountInString(question); {
	case n == 0:
		return "", "The question is empty."
	case n > maxQuestion:
		return "", fmt.Sprintf("The question has %d characters; the limit is %d.", n, maxQuestion)
	case strings.ContainsFunc(question, unicode.IsControl):
		return "", "The question contains a control character."
	}
	return question, ""
}

// badQuestion rejects a question. The response does not contain it.
func (v *served) badQuestion(w http.ResponseWriter, r *http.Request, typ, problem string) {
	offers := []string{typeProblem, typeMarkdown, typeJSON, typePlain}
	if chosen := preferred(r, offers); typ == "" && chosen > 0 {
		typ = offers[chosen]
	}
	switch typ {
	case typeMarkdown, typePlain:
		send(w, r, typ, []byte("# Bad request\n\n"+problem+"\n"), http.StatusBadRequest)
	default:
		send(w, r, typeProblem, encode(data.Problem{Type: blank, Title: "Bad Request", Status: http.StatusBadRequest, Detail: problem}), http.StatusBadRequest)
	}
}

// Answers answers questions from the pages of a site. It implements Answerer.
type Answers struct {
	site   *site.Site
	search func() (*match.Search, error)
}

// NewAnswers returns the Answers of a site. The first question builds the index: a live server
// replaces most sites before anyone asks a question.
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
