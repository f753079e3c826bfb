package match

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/errdocs/errdocs/generator/catalog"
)

// wordIndex finds documents by words: the sum over the words of a query of how rare a
// word is, and how much of the document is about it.
type wordIndex struct {
	words    map[string]int32 // the numbers of words
	written  map[string]int32 // of the forms in which they are written
	postings [][]posting      // by number
	forms    func() []string  // sorted
	docs     int
}

// token is a word of a text: as it is written, and without its ending.
type token struct{ written, word string }

// posting says how much a document is about a word.
type posting struct {
	doc    int32
	weight float32
}

// weighted is a text of a document, and how much its words count.
type weighted struct {
	text   string
	weight float32
}

func buildWords(docs int, texts func(doc int) []weighted) *wordIndex {
	x := &wordIndex{words: map[string]int32{}, written: map[string]int32{}, docs: docs}
	known := map[string][]int32{} // the words of what stands between spaces
	var last []int32              // the last text with a word, by its number
	text := int32(0)
	for doc := range docs {
		for _, t := range texts(doc) {
			text++
			for field := range fields(t.text) {
				numbers, ok := known[field]
				if !ok {
					numbers = x.add(field)
					known[field] = numbers
					last = append(last, make([]int32, len(x.postings)-len(last))...)
				}
				for _, n := range numbers {
					if last[n] != text {
						last[n] = text
						x.count(n, int32(doc), t.weight)
					}
				}
			}
		}
	}
	x.forms = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(x.written)) })
	return x
}

// add adds the words of a field and returns their numbers.
func (x *wordIndex) add(field string) []int32 {
	var numbers []int32
	for _, w := range split(field) {
		n, ok := x.words[w.word]
		if !ok {
			n = int32(len(x.postings))
			x.words[w.word] = n
			x.postings = append(x.postings, nil)
		}
		x.written[w.written] = n
		numbers = append(numbers, n)
	}
	return numbers
}

// count notes that a text of a document has a word.
func (x *wordIndex) count(n, doc int32, weight float32) {
	list := x.postings[n]
	if last := len(list) - 1; last >= 0 && list[last].doc == doc {
		list[last].weight += weight
		return
	}
	x.postings[n] = append(list, posting{doc, weight})
}

// hit is a document that a query leads to.
type hit struct {
	doc   int
	score float64
}

// maxTokens is how many words of a query are looked up.
const maxTokens = 64

// search returns the first n documents, best first, then by number.
func (x *wordIndex) search(query string, n int) []hit {
	scores := make([]float64, x.docs)
	known := tokens(query)
	if len(known) > maxTokens {
		known = known[:maxTokens]
	}
	for _, w := range known {
		list, nearness := x.near(w)
		rare := math.Log(1 + (float64(x.docs)-float64(len(list))+0.5)/(float64(len(list))+0.5))
		for _, p := range list {
			weight := float64(p.weight)
			scores[p.doc] += nearness * rare * weight / (weight + 1.5)
		}
	}
	hits := func(yield func(hit) bool) {
		for doc, score := range scores {
			if score > 0 && !yield(hit{doc, score}) {
				return
			}
		}
	}
	return first(hits, n, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
}

// near returns the word itself, or, where no document has it, the one that was most
// likely meant: it begins with what is written or, from five letters, differs in one,
// from eight in two. The first letter is taken to be right.
func (x *wordIndex) near(w token) (list []posting, nearness float64) {
	if number, ok := x.words[w.word]; ok {
		return x.postings[number], 1
	}
	n := len(w.written)
	if n < 3 || n > maxFuzzy {
		return nil, 0
	}
	limit := bit(n >= 5) + bit(n >= 8)
	best, least := "", limit+1
	forms := x.forms()
	start, _ := slices.BinarySearch(forms, w.written[:1])
	for _, form := range forms[start:] {
		if form[0] != w.written[0] {
			break
		}
		d := 0
		if !strings.HasPrefix(form, w.written) {
			if len(form) < n-limit || len(form) > n+limit {
				continue
			}
			d = distance(w.written, form, limit)
		}
		if d < least || d == least && best != "" && x.commoner(form, best) {
			best, least = form, d
		}
	}
	if best == "" {
		return nil, 0
	}
	return x.postings[x.written[best]], 0.7
}

// commoner reports whether more documents have one form than another.
func (x *wordIndex) commoner(a, b string) bool {
	return cmp.Or(cmp.Compare(len(x.postings[x.written[b]]), len(x.postings[x.written[a]])), strings.Compare(a, b)) < 0
}

// maxFuzzy is the length of the longest word that is looked up with slips, in bytes.
const maxFuzzy = 40

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours between two words, or more than limit.
func distance(a, b string, limit int) int {
	var rows [3][maxFuzzy + 8]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := bit(a[i-1] != b[j-1])
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
	}
	return rows[len(a)%3][len(b)]
}

// tokens returns the words of a text, each once, in order.
func tokens(text string) []token {
	var list []token
	seen := map[string]bool{}
	for field := range fields(text) {
		for _, w := range split(field) {
			if !seen[w.written] {
				seen[w.written] = true
				list = append(list, w)
			}
		}
	}
	return list
}

// fields returns what may be words of a text, codes as a whole.
func fields(text string) iter.Seq[string] {
	return strings.FieldsFuncSeq(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	})
}

// split returns the words of a field: in lower case, without the endings of English,
// codes as a whole and in parts.
func split(field string) []token {
	if len(field) > 100 {
		return nil
	}
	var list []token
	add := func(written, word string) {
		if written != "" && !stopWords[written] {
			list = append(list, token{written, word})
		}
	}
	name := normalName(field)
	if !strings.Contains(name, "-") {
		add(name, stem(name))
		return list
	}
	add(name, name)
	for part := range strings.SplitSeq(name, "-") {
		add(part, stem(part))
	}
	return list
}

// stopWords say nothing about an error.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("a an and are as at be by can do does for from has have how i if in is it its me my of on or so that the then there this to was what when which why will with you your error errors http") {
		set[w] = true
	}
	return set
}()

// endings are those of English that a word is the same word without.
var endings = []string{"ing", "ed", "es", "s", "e"}

func stem(w string) string {
	for _, end := range endings {
		if len(w) >= len(end)+4 && strings.HasSuffix(w, end) {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// newWordIndex indexes what entries are called and say.
func newWordIndex(c *catalog.Catalog) *wordIndex {
	return buildWords(len(c.Entries), func(doc int) []weighted {
		e := c.Entries[doc]
		list := []weighted{{e.Title, 5}, {e.Slug, 4}, {e.ShortCode, 4}, {e.Summary, 2}}
		for _, a := range e.Aliases {
			list = append(list, weighted{a, 3})
		}
		for i := range e.Details {
			list = append(list, weighted{e.Details[i].Text, 2}, weighted{e.Details[i].Scenario, 1})
		}
		for _, t := range e.Tags {
			list = append(list, weighted{t, 1})
		}
		for _, ch := range e.AllChallenges() {
			list = append(list, weighted{ch.Scheme, 1}, weighted{ch.Param("error"), 1}, weighted{ch.Param("error_description"), 1})
		}
		for i := range e.Causes {
			list = append(list, weighted{e.Causes[i].Title, 1})
		}
		for i := range e.Fixes {
			list = append(list, weighted{e.Fixes[i].Title, 1})
		}
		for i := range e.FAQ {
			list = append(list, weighted{e.FAQ[i].Question, 1})
		}
		return list
	})
}

// wordHits is how many entries that words lead to are looked at: some have another
// status.
const wordHits = 50

// maxWords is how much of a text is searched for words, in bytes.
const maxWords = 2 << 10

// byWords returns the entries that words of the text lead to.
func (x *Index) byWords(f *facts) []Candidate {
	query := f.query()
	if query == "" {
		return nil
	}
	var list []Candidate
	hits := x.words().search(query, wordHits)
	for _, h := range hits {
		e := x.c.Entries[h.doc]
		if len(list) == maxCandidates || h.score < hits[0].score/2 {
			break
		}
		if f.status != 0 && f.status != e.Status.Code {
			continue
		}
		list = append(list, Candidate{Entry: e, Confidence: Possible, Why: []string{"words of the text lead to it"}})
	}
	return list
}

// query returns the words of a text that may lead somewhere: what a problem says, else
// a short body, else the text.
func (f *facts) query() string {
	query := strings.Join(f.texts, "\n")
	for i := range f.challenges {
		if text, ok := f.challenges[i].Param("error_description"); ok {
			query += "\n" + text
		}
	}
	body := f.in.body
	switch {
	case query != "":
	case f.kind == KindResponse && strings.ContainsRune(body, '<'): // a page, which is no message
		return ""
	default:
		query = body
	}
	if len(query) > maxWords {
		query = query[:maxWords]
	}
	return strings.TrimSpace(query)
}
