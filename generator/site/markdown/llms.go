package markdown

import (
	"cmp"
	"strconv"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/page"
)

// sectionName names the group of a status.
func (r *Renderer) sectionName(s *catalog.Status, family string) string {
	if f := r.c.Family(family); f != nil {
		return s.Path() + " " + f.Title
	}
	return s.Heading()
}

// LLMS renders llms.txt and, for a large catalog, the indexes that it leads to, by
// path.
func (r *Renderer) LLMS() map[string][]byte {
	if len(r.c.Entries) <= maxIndexEntries {
		files := r.indexes(false)
		if len(files[catalog.LLMS]) <= maxIndex {
			return files
		}
	}
	return r.indexes(true)
}

func (r *Renderer) indexes(nested bool) map[string][]byte {
	words := &r.site.Words
	files := map[string][]byte{}
	root := newIndex(r.site.Title, cmp.Or(plainOf(r, r.c.Tagline), r.site.Title), words.IndexIntro+r.site.Announcement())
	for _, s := range r.c.Statuses {
		if nested {
			root.section(s.Heading())
			root.link(r.statusLine(s))
			r.nest(root, s, files)
			continue
		}
		r.entryLines(root, s, r.linesOf(s))
	}
	root.section("Optional") // a word of the format: what readers may leave out
	lines := r.otherPages()
	for n := 1; nested && len(lines) > 0; n++ {
		if n == 1 && root.takes(lines) {
			break
		}
		x := newIndex(r.site.Title, words.OtherPages+".", words.IndexPart)
		x.section(words.SitePages)
		lines = x.fill(lines)
		path := catalog.LLMSPages(n)
		files[path] = []byte(x.b.String())
		root.link(indexLine{words.OtherPages, r.site.URL(path), page.Fill(words.PartOf, "{n}", strconv.Itoa(n))})
	}
	for _, l := range lines {
		root.add(l)
	}
	files[catalog.LLMS] = []byte(root.b.String())
	return files
}

// otherPages lists the pages that are neither of an entry nor of a status.
func (r *Renderer) otherPages() []string {
	words := &r.site.Words
	lines := []string{indexLine{r.site.Title, r.site.Markdown(""), words.OnOnePage}.String()}
	for _, f := range r.families() {
		lines = append(lines, indexLine{f.Title, r.site.Markdown(f.Path()), cmp.Or(r.pages.FamilySummary(f), words.AllErrors)}.String())
	}
	for _, t := range r.pages.Tags() {
		n := len(r.pages.TagEntries(t))
		lines = append(lines, indexLine{page.Fill(words.Tagged, "{tag}", t), r.site.Markdown(catalog.TagPath(t)), page.Fill(words.AboutTag, "{n}", page.Count(n), "{tag}", t)}.String())
	}
	return lines
}

// families returns the families that have a page.
func (r *Renderer) families() []*catalog.Family {
	var list []*catalog.Family
	for i := range r.c.Families {
		if f := &r.c.Families[i]; len(r.pages.FamilyEntries(f)) > 0 {
			list = append(list, f)
		}
	}
	return list
}

func plainOf(r *Renderer, md string) string { return r.pages.Render().Inline(md).Plain }

// statusLine leads to the page of a status.
func (r *Renderer) statusLine(s *catalog.Status) indexLine {
	return indexLine{s.Heading(), r.site.Markdown(s.Path()), cmp.Or(plainOf(r, s.Summary), r.site.Words.AllOfStatus)}
}

// linesOf returns the lines of the entries of a status, made on all cores.
func (r *Renderer) linesOf(s *catalog.Status) []string {
	lines := make([]string, len(s.Entries))
	workers.Each(len(lines), func(i int) {
		e := s.Entries[i]
		lines[i] = indexLine{e.Title, r.site.Markdown(e.Path()), r.pages.Note(e)}.String()
	})
	return lines
}

// entryLines lists the entries of a status by family; its page comes first.
func (r *Renderer) entryLines(x *index, s *catalog.Status, lines []string) {
	for i, e := range s.Entries {
		if i == 0 || e.Family != s.Entries[i-1].Family {
			x.section(r.sectionName(s, e.Family))
		}
		if i == 0 {
			x.link(r.statusLine(s))
		}
		x.add(lines[i])
	}
	if len(s.Entries) == 0 {
		x.section(s.Heading())
		x.link(r.statusLine(s))
	}
}

// nest writes the index of a status as a file of its own, or one for each family and
// further ones for what does not fit, and links them from the root.
func (r *Renderer) nest(root *index, s *catalog.Status, files map[string][]byte) {
	x := newIndex(r.site.Name+" "+s.Heading(), cmp.Or(plainOf(r, s.Summary), s.Heading()), r.site.Words.IndexPart)
	lines := r.linesOf(s)
	fits := x.takes(lines)
	if fits {
		r.entryLines(x, s, lines)
	}
	if fits && x.b.Len() <= maxIndex { // with its headings
		path := s.LLMS()
		files[path] = []byte(x.b.String())
		root.link(indexLine{page.Fill(r.site.Words.AllOfNumber, "{status}", s.Path()), r.site.URL(path), page.Count(len(s.Entries))})
		return
	}
	byFamily := map[string][]string{}
	var order []string
	for i, e := range s.Entries {
		if byFamily[e.Family] == nil {
			order = append(order, e.Family)
		}
		byFamily[e.Family] = append(byFamily[e.Family], lines[i])
	}
	for _, id := range order {
		name := r.sectionName(s, id)
		rest := byFamily[id]
		for n := 1; len(rest) > 0; n++ {
			title := name
			if n > 1 {
				title += page.Fill(r.site.Words.NextPart, "{n}", strconv.Itoa(n))
			}
			x := newIndex(r.site.Name+" "+title, name, r.site.Words.IndexPart)
			x.section(name)
			x.link(r.statusLine(s))
			before := len(rest)
			rest = x.fill(rest)
			path := s.LLMSPart(id, n)
			files[path] = []byte(x.b.String())
			root.link(indexLine{title, r.site.URL(path), page.Count(before - len(rest))})
		}
	}
}
