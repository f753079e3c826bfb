package match

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/errdocs/errdocs/generator/catalog"
)

// wordIndex finds documents by words: the sum over the words of a query of how rare a
// word is, and how much of the document is about it.
type wordIndex struct {
	numbers  map[string]int32 // of words, without their endings
	forms    []string         // in which words are written, sorted
	postings [][]posting      // by number
	docs     int
}

// posting says how much a document is about a word.
type posting struct {
	doc    int32
	text   int32 // of the document, the last one that has the word
	weight float32
}

// weighted is a text of a document, and how much its words count.
type weighted struct {
	text   string
	weight float32
}

func buildWords(docs int, texts func(doc int) []weighted) *wordIndex {
	x := &wordIndex{numbers: map[string]int32{}, docs: docs}
	known := map[string][]int32{} // the words of what stands between spaces
	for doc := range docs {
		for i, t := range texts(doc) {
			for field := range fields(t.text) {
				numbers, ok := known[field]
				if !ok {
					numbers = x.add(field)
					known[field] = numbers
				}
				for _, n := range numbers {
					x.count(n, posting{int32(doc), int32(i), t.weight})
				}
			}
		}
	}
	slices.Sort(x.forms)
	x.forms = slices.Compact(x.forms)
	return x
}

// add adds the words of a field and returns their numbers.
func (x *wordIndex) add(field string) []int32 {
	var numbers []int32
	for _, form := range split(field) {
		word := stem(form)
		n, ok := x.numbers[word]
		if !ok {
			n = int32(len(x.postings))
			x.numbers[word] = n
			x.postings = append(x.postings, nil)
		}
		x.forms = append(x.forms, form)
		numbers = append(numbers, n)
	}
	return numbers
}

// count notes that a text of a document has a word, once for each text.
func (x *wordIndex) count(n int32, p posting) {
	list := x.postings[n]
	last := len(list) - 1
	switch {
	case last < 0 || list[last].doc != p.doc:
		x.postings[n] = append(list, p)
	case list[last].text != p.text:
		list[last].text = p.text
		list[last].weight += p.weight
	}
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
	forms := tokens(query)
	for _, form := range forms[:min(len(forms), maxTokens)] {
		list, nearness := x.near(form)
		rare := math.Log(1 + (float64(x.docs)-float64(len(list))+0.5)/(float64(len(list))+0.5))
		for _, p := range list {
			weight := float64(p.weight)
			scores[p.doc] += nearness * rare * weight / (weight + 1.5)
		}
	}
	var hits []hit
	for doc, score := range scores {
		if score > 0 {
			hits = append(hits, hit{doc, score})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
	return hits[:min(len(hits), n)]
}

// near returns the word itself, or, where no document has it, the one that was most
// likely meant: it begins with what is written or, from five letters, differs in one,
// from eight in two. The first letter is taken to be right.
func (x *wordIndex) near(written string) (list []posting, nearness float64) {
	if n, ok := x.numbers[stem(written)]; ok {
		return x.postings[n], 1
	}
	n := len(written)
	if n < 3 || n > maxFuzzy {
		return nil, 0
	}
	limit := bit(n >= 5) + bit(n >= 8)
	least := limit + 1
	start, _ := slices.BinarySearch(x.forms, written[:1])
	for _, form := range x.forms[start:] {
		if form[0] != written[0] {
			break
		}
		d := 0
		if !strings.HasPrefix(form, written) {
			if len(form) < n-limit || len(form) > n+limit {
				continue
			}
			d = distance(written, form, limit)
		}
		// of two that are as near, the one that more documents have
		if found := x.postings[x.numbers[stem(form)]]; d < least || d == least && list != nil && len(found) > len(list) {
			list, least = found, d
		}
	}
	return list, 0.7
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

// tokens returns the words of a text as they are written, each once, in order.
func tokens(text string) []string {
	var list []string
	seen := map[string]bool{}
	for field := range fields(text) {
		for _, form := range split(field) {
			if !seen[form] {
				seen[form] = true
				list = append(list, form)
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

// split returns the words of a field in lower case, codes as a whole and in parts.
func split(field string) []string {
	if len(field) > 100 {
		return nil
	}
	name := normalName(field)
	list := []string{name}
	if strings.Contains(name, "-") {
		list = append(list, strings.Split(name, "-")...)
	}
	return slices.DeleteFunc(list, func(form string) bool { return form == "" || stopWords[form] })
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

// stem takes the ending off a word. Codes have none.
func stem(form string) string {
	for _, end := range endings {
		if len(form) >= len(end)+4 && strings.HasSuffix(form, end) && !strings.Contains(form, "-") {
			return form[:len(form)-len(end)]
		}
	}
	return form
}

// newWordIndex indexes what entries are called and say.
func newWordIndex(c *catalog.Catalog) *wordIndex {
	return buildWords(len(c.Entries), func(doc int) []weighted {
		e := c.Entries[doc]
		var list []weighted
		add := func(weight float32, texts ...string) {
			for _, t := range texts {
				list = append(list, weighted{t, weight})
			}
		}
		add(5, e.Title)
		add(4, e.Slug, e.ShortCode)
		add(3, e.Aliases...)
		add(2, e.Summary)
		add(1, e.Tags...)
		for i := range e.Details {
			add(2, e.Details[i].Text)
			add(1, e.Details[i].Scenario)
		}
		for _, ch := range e.AllChallenges() {
			add(1, ch.Scheme, ch.Param("error"), ch.Param("error_description"))
		}
		for i := range e.Causes {
			add(1, e.Causes[i].Title)
		}
		for i := range e.Fixes {
			add(1, e.Fixes[i].Title)
		}
		for i := range e.FAQ {
			add(1, e.FAQ[i].Question)
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
	if query == "" { // the index of words is not needed
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
	if query == "" {
		if query = f.in.body; f.kind == KindResponse && strings.Contains(query, "<") { // a page, which is no message
			return ""
		}
	}
	return strings.TrimSpace(query[:min(len(query), maxWords)])
}
