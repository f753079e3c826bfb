package match

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// Limits of an answer in passages.
const (
	MaxPassages      = 5     // unless asked for more
	maxPassageLength = 5_000 // characters of all texts together
	minCut           = 200   // characters that are worth showing of a passage
)

// Passage is one section of one page, word for word.
type Passage = data.Passage

// WritePassages writes passages as Markdown, each under a heading and with its source.
func WritePassages(b *strings.Builder, list []Passage) {
	for i, p := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("## " + markup.Escape(p.Heading()) + "\n\nSource: <" + markup.Destination(p.URL) + ">\n\n" + p.Text + "\n")
	}
}

// section is a passage with what ranking needs.
type section struct {
	Passage
	path     string // of the page
	entry    *catalog.Entry
	fragment string
	aside    bool
}

// Search finds the passages of a catalog's pages that answer a question. It is safe
// for concurrent use.
type Search struct {
	index    *Index
	sections []section // of all pages, in the order of the site
	words    *wordIndex
}

// NewSearch renders the passages of all pages that b makes, and indexes their words.
func NewSearch(x *Index, b *page.Builder, r *markdown.Renderer) (*Search, error) {
	sections, err := allSections(x.c, b, r)
	if err != nil {
		return nil, err
	}
	return &Search{x, sections, indexSections(sections)}, nil
}

// Passages returns the passages that answer a question best: at most limit, and not
// more than 5,000 characters of text. Sections of the entry that the question is
// evidence for come first, those of its case and fix in front; then words decide. Of
// equals the one on the given page comes first.
func (s *Search) Passages(question, path string, limit int) []Passage {
	scores := map[int]float64{}
	least := 0.0
	for i, h := range s.words.search(question, 500) {
		if i == 0 {
			least = h.score / 5
		}
		if h.score >= least {
			scores[h.doc] = h.score
		}
	}
	s.addEvidence(question, scores)
	hits := make([]hit, 0, len(scores))
	for doc, score := range scores {
		hits = append(hits, hit{doc, math.Round(score*1000) / 1000})
	}
	here := func(doc int) int { return bit(path != "" && s.sections[doc].path == path) }
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(here(b.doc), here(a.doc)), cmp.Compare(a.doc, b.doc))
	})
	return s.choose(hits, limit)
}

// The scores that evidence gives, above any that words give.
const (
	scoreCase  = 400
	scoreFix   = 300
	scoreEntry = 200
)

// maxGuesses is how many likely entries a question may be evidence for; where there are
// more, words decide.
const maxGuesses = 2

// addEvidence raises the sections of the entries that a question is evidence for.
func (s *Search) addEvidence(question string, scores map[int]float64) {
	candidates := s.index.rank(s.index.facts(read(question)))
	for i := range candidates {
		c := &candidates[i]
		if c.Confidence == Possible || c.Confidence == Likely && len(candidates) > maxGuesses {
			continue
		}
		fix := ""
		if f := c.Fix(); f != nil {
			fix = "fix-" + f.ID
		}
		for doc := range s.sections {
			sec := &s.sections[doc]
			if sec.entry != c.Entry {
				continue
			}
			score := 0.0
			switch {
			case c.Case != nil && sec.fragment == "case-"+c.CaseID():
				score = scoreCase
			case fix != "" && sec.fragment == fix:
				score = scoreFix
			case sec.fragment == "":
				score = scoreEntry
			default:
				continue
			}
			scores[doc] += score - float64(i)*float64(scoreCase)/float64(2*maxCandidates*maxCandidates)
		}
	}
}

// choose takes the best passages as long as there is room.
func (s *Search) choose(hits []hit, limit int) []Passage {
	list := []Passage{}
	room := maxPassageLength
	for _, h := range hits {
		if len(list) == limit {
			break
		}
		p := s.sections[h.doc].Passage
		p.Score = h.score
		length := utf8.RuneCountInString(p.Text)
		if length > room {
			if p.Text = cut(p.Text, room, p.URL); p.Text == "" {
				break
			}
			length = room
		}
		room -= length
		list = append(list, p)
	}
	return list
}

// cut shortens a Markdown text between two blocks and says so, or returns "" where too
// little would be left. It cuts at empty lines outside fences, but not where the next
// line is indented and goes on with the block before.
func cut(text string, room int, url string) string {
	note := "\n\n" + page.Fill(page.Fixed.CutHere, "{url}", url)
	room -= utf8.RuneCountInString(note)
	end, at, length, fence := 0, 0, 0, ""
	for line := range strings.Lines(text) {
		content := strings.TrimSuffix(line, "\n")
		marks := content[:len(content)-len(strings.TrimLeft(content, "`"))]
		switch {
		case fence != "" && content == fence:
			fence = ""
		case fence == "" && len(marks) >= 3:
			fence = marks
		case fence == "" && content == "" && !strings.HasPrefix(text[at+1:], "  ") && length < room:
			end = at
		}
		at += len(line)
		length += utf8.RuneCountInString(line)
	}
	kept := strings.TrimRight(text[:end], "\n")
	if utf8.RuneCountInString(kept) < minCut {
		return ""
	}
	return kept + note
}

// allSections renders the passages of all pages, in the order of the site.
func allSections(c *catalog.Catalog, b *page.Builder, r *markdown.Renderer) ([]section, error) {
	entries := make([][]section, len(c.Entries))
	errs := make([]error, len(c.Entries))
	workers.Each(len(entries), func(i int) {
		p := b.Entry(c.Entries[i])
		var found []markdown.Passage
		found, errs[i] = r.EntryPassages(p)
		entries[i] = sectionsOf(&p.Head, p.Entry, found)
	})
	var list []section
	add := func(p *page.List) {
		found, err := r.ListPassages(p)
		list = append(list, sectionsOf(&p.Head, nil, found)...)
		errs = append(errs, err)
	}
	add(b.Home())
	i := 0
	for _, s := range c.Statuses {
		add(b.Status(s))
		for range s.Entries {
			list = append(list, entries[i]...)
			i++
		}
	}
	for i := range c.Families {
		add(b.Family(&c.Families[i]))
	}
	return list, errors.Join(errs...)
}

// sectionsOf returns the passages of one page. The entry is nil for a page that lists entries.
func sectionsOf(h *page.Head, e *catalog.Entry, passages []markdown.Passage) []section {
	list := make([]section, len(passages))
	for i, p := range passages {
		url := h.URL()
		if p.Fragment != "" {
			url += "#" + p.Fragment
		}
		list[i] = section{
			Passage: Passage{Type: h.TypeURI, Title: h.H1, Section: p.Heading, Text: p.Markdown, URL: url},
			path:    h.Path, entry: e, fragment: p.Fragment, aside: p.Aside,
		}
	}
	return list
}

// indexSections indexes the words of sections.
func indexSections(sections []section) *wordIndex {
	return buildWords(len(sections), func(doc int) []weighted {
		s := &sections[doc]
		// short texts are more about each of their words
		about := float32(600)/float32(600+len(s.Text)) + 0.5
		list := []weighted{{s.Section, 2}, {s.Text, about}, {s.Title, 2}}
		if s.aside {
			list = []weighted{{s.Section, 1}, {s.Text, about / 4}, {s.Title, 1}}
		}
		if s.entry != nil {
			list = append(list, weighted{s.entry.Slug + " " + s.entry.ShortCode + " " + strings.Join(s.entry.Tags, " "), 1})
		}
		if s.fragment == "" {
			list = append(list, weighted{s.Title, 1})
		}
		return list
	})
}
