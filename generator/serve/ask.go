package serve

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/match"
)

// maxQuestion is the length of the longest question, in characters.
const maxQuestion = 512

// Answerer answers questions with passages of the site, word for word.
type Answerer interface {
	// Passages returns the best ones; of equals those of the given page come first.
	Passages(question, page string) []match.Passage
	Markdown(question string, found []match.Passage) []byte
	HTML(question, page string, found []match.Passage) ([]byte, error)
}

// answerJSON is an answer as data.
type answerJSON struct {
	Question string          `json:"question"`
	Page     string          `json:"page"`
	Passages []match.Passage `json:"passages"`
}

// asked reports whether a request asks a question of a page, or of another form of it.
func (v *served) asked(r *http.Request, t target) (page string, ok bool) {
	if v.Asked == nil || !r.URL.Query().Has("ask") {
		return "", false
	}
	if t.file != "" {
		return v.pageOf(t.file)
	}
	return t.page, t.isPage
}

// ask answers a question on a page. A page's other forms answer in their own one.
func (v *served) ask(w http.ResponseWriter, r *http.Request, page, file string) {
	w.Header().Set("X-Robots-Tag", "noindex")
	typ := types[path.Ext(file)]
	question, problem := questionOf(r.URL.Query().Get("ask"))
	if problem != "" {
		v.badQuestion(w, r, typ, problem)
		return
	}
	if typ == "" {
		offers := []string{typeMarkdown, typeHTML, typeJSON, typePlain}
		chosen := preferred(r, offers)
		if chosen < 0 {
			v.notAcceptable(w, r, page)
			return
		}
		typ = offers[chosen]
	}
	asked, err := v.Asked()
	if err != nil { // the catalog is being written; the next site is on its way
		http.Error(w, "The catalog has just changed. Ask again.", http.StatusServiceUnavailable)
		return
	}
	found := asked.Passages(question, page)
	var data []byte
	switch typ {
	case typeHTML:
		html, err := asked.HTML(question, page, found)
		if err != nil {
			panic(fmt.Sprintf("serve: render an answer: %v", err))
		}
		data = html
		if v.Live {
			data = withScript(html, "")
		}
	case typeJSON:
		data = encode(answerJSON{question, v.Base + page, found})
	default:
		data = asked.Markdown(question, found)
	}
	v.link(w, page, typeMarkdown)
	respond(w, r, typ, data, entityTag(typ, data))
}

// questionOf returns a question on one line, or what is wrong with it.
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
		return "", "The question holds a control character."
	}
	return question, ""
}

// badQuestion refuses a question, and does not repeat it.
func (v *served) badQuestion(w http.ResponseWriter, r *http.Request, typ, problem string) {
	offers := []string{typeProblem, typeMarkdown, typeJSON, typePlain}
	if chosen := preferred(r, offers); typ == "" && chosen > 0 {
		typ = offers[chosen]
	}
	switch typ {
	case typeMarkdown, typePlain:
		send(w, r, typ, []byte("# Bad request\n\n"+problem+"\n"), http.StatusBadRequest)
	default:
		send(w, r, typeProblem, encode(struct {
			Type   string `json:"type"`
			Title  string `json:"title"`
			Status int    `json:"status"`
			Detail string `json:"detail"`
		}{"about:blank", "Bad Request", http.StatusBadRequest, problem}), http.StatusBadRequest)
	}
}
