package markdown

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

// Limits of an llms.txt. Above either the root lists statuses and the indexes of their
// entries, of which none is larger.
const (
	maxIndexEntries = 300
	maxIndex        = 50_000 // bytes
)

const (
	llmsIntro = "An error's `type` is the address of its page. Append `.md` for Markdown, `.json` for the remediation as data. `catalog.json` lists every error with its texts; `llms-full.txt` holds all pages."
	llmsPart  = "This is one part of the index; the whole begins at `llms.txt`."
	noNote    = "Not described yet"
)

// index builds an llms.txt. Every line that holds text of the catalog goes through
// one of its methods, so no text can add a line, a link or a heading.
type index struct {
	b     strings.Builder
	names map[string]bool // of sections: readers lose the first of two that are equal
}

// indexLine is a line of an index: a link and what it leads to.
type indexLine struct{ title, url, note string }

func newIndex(title, summary, intro string) *index {
	x := &index{names: map[string]bool{}}
	x.b.WriteString("# " + oneLine(title) + "\n\n> " + oneLine(summary) + "\n\n" + intro + "\n")
	return x
}

func (x *index) section(name string) {
	first := oneLine(name)
	name = first
	for n := 2; x.names[name]; n++ {
		name = first + " (" + strconv.Itoa(n) + ")"
	}
	x.names[name] = true
	x.b.WriteString("\n## " + name + "\n")
}

func (x *index) link(l indexLine) { x.add(l.String()) }

// add adds a line as String returns it.
func (x *index) add(line string) { x.b.WriteString(line) }

func (l indexLine) String() string {
	return "- [" + linkTitle(l.title) + "](" + target.Replace(l.url) + "): " + cmp.Or(oneLine(l.note), noNote) + "\n"
}

// fill adds lines while the index is small enough and returns the others.
func (x *index) fill(lines []string) []string {
	for i, l := range lines {
		if i > 0 && (i == maxIndexEntries || x.b.Len()+len(l) > maxIndex) {
			return lines[i:]
		}
		x.add(l)
	}
	return nil
}

// target makes an address safe between the parentheses of a link: the reference parser
// ends it at the first closing one.
var target = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E")

// oneLine makes a text safe for a line of an index, where most readers show Markdown:
// white space is joined, so that it stays on its line, and what would make a link, a
// tag or a code span with the rest of the line is parted.
func oneLine(s string) string {
	if isOneLine(s) {
		return s
	}
	s = strings.Join(strings.Fields(apart.Replace(s)), " ")
	if strings.Contains(s, "`") && hasOpenCode(s) {
		s = strings.ReplaceAll(s, "`", "'")
	}
	if strings.HasSuffix(s, `\`) {
		s += " "
	}
	return s
}

// isOneLine reports whether a text has nothing that oneLine may change, as most have.
func isOneLine(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c >= utf8.RuneSelf || c == ']' || c == '<' || c == '`' || c == '\\':
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return true
}

var (
	apart = strings.NewReplacer("](", "] (", "<", "< ")
	round = strings.NewReplacer("[", "(", "]", ")")
)

// hasOpenCode reports whether a run of backticks has no partner in the text.
func hasOpenCode(s string) bool {
	runs := backticks.FindAllString(s, -1)
	for len(runs) > 0 {
		partner := slices.Index(runs[1:], runs[0])
		if partner < 0 {
			return true
		}
		runs = runs[partner+2:]
	}
	return false
}

var backticks = regexp.MustCompile("`+")

// linkTitle makes a title safe between brackets: the reference parser of llms.txt
// fails on brackets there, escaped or not.
func linkTitle(s string) string {
	return oneLine(round.Replace(s))
}

// count writes a number of errors.
func count(n int) string {
	if n == 1 {
		return "1 error"
	}
	return strconv.Itoa(n) + " errors"
}

// part returns the path of a part of an index. No slug has a dot, so no two are equal.
func part(stem string, n int) string {
	if n > 1 {
		stem += "." + strconv.Itoa(n)
	}
	return stem + ".txt"
}

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
		if len(files["llms.txt"]) <= maxIndex {
			return files
		}
	}
	return r.indexes(true)
}

func (r *Renderer) indexes(nested bool) map[string][]byte {
	files := map[string][]byte{}
	root := newIndex(r.site.Title, cmp.Or(plainOf(r, r.c.Tagline), r.site.Title), llmsIntro+r.site.Announcement())
	for _, s := range r.c.Statuses {
		if nested {
			root.section(s.Heading())
			root.link(r.statusLine(s))
			r.nest(root, s, files)
			continue
		}
		r.entryLines(root, s, r.linesOf(s))
	}
	root.section("Optional")
	lines := r.otherPages()
	for n := 1; nested && len(lines) > 0; n++ {
		if n == 1 && root.takes(lines) {
			break
		}
		x := newIndex(r.site.Title, "Home, groups and tags.", llmsPart)
		x.section("Pages")
		lines = x.fill(lines)
		path := part("llms-pages", n)
		files[path] = []byte(x.b.String())
		root.link(indexLine{"Home, groups and tags", r.site.URL(path), "Part " + strconv.Itoa(n)})
	}
	for _, l := range lines {
		root.add(l)
	}
	files["llms.txt"] = []byte(root.b.String())
	return files
}

// takes reports whether all lines fit into the index.
func (x *index) takes(lines []string) bool {
	size := x.b.Len()
	for _, l := range lines {
		size += len(l)
	}
	return size <= maxIndex
}

// otherPages lists the pages that are neither of an entry nor of a status.
func (r *Renderer) otherPages() []string {
	lines := []string{indexLine{r.site.Title, r.site.Markdown(""), "All errors on one page"}.String()}
	for _, f := range r.families() {
		lines = append(lines, indexLine{f.Title, r.site.Markdown("family/" + f.ID), cmp.Or(r.pages.FamilySummary(f), "All errors of this group")}.String())
	}
	for _, t := range r.pages.Tags() {
		n := len(r.pages.TagEntries(t))
		lines = append(lines, indexLine{"Tagged " + t, r.site.Markdown("tag/" + t), count(n) + " about " + t}.String())
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
	return indexLine{s.Heading(), r.site.Markdown(s.Path()), cmp.Or(plainOf(r, s.Summary), "All errors with this status")}
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
	x := newIndex(r.site.Name+" "+s.Heading(), cmp.Or(plainOf(r, s.Summary), s.Heading()), llmsPart)
	lines := r.linesOf(s)
	fits := x.takes(lines)
	if fits {
		r.entryLines(x, s, lines)
	}
	if fits && x.b.Len() <= maxIndex { // with its headings
		path := s.Path() + "/llms.txt"
		files[path] = []byte(x.b.String())
		root.link(indexLine{"All " + s.Path() + " errors", r.site.URL(path), count(len(s.Entries))})
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
		name, stem := r.sectionName(s, id), s.Path()+"/llms-"+id
		if id == "" {
			stem = s.Path() + "/llms.other"
		}
		rest := byFamily[id]
		for n := 1; len(rest) > 0; n++ {
			title := name
			if n > 1 {
				title += ", part " + strconv.Itoa(n)
			}
			x := newIndex(r.site.Name+" "+title, name, llmsPart)
			x.section(name)
			x.link(r.statusLine(s))
			before := len(rest)
			rest = x.fill(rest)
			path := part(stem, n)
			files[path] = []byte(x.b.String())
			root.link(indexLine{title, r.site.URL(path), count(before - len(rest))})
		}
	}
}

// FullBetween parts two pages in llms-full.txt.
const FullBetween = "\n"

// AppendFullPage adds a page of llms-full.txt to b, made from its twin: without front matter,
// directive and sitemap, headed by its address.
func (r *Renderer) AppendFullPage(b []byte, path string, twin []byte) []byte {
	if i := bytes.Index(twin, []byte("\n# ")); i >= 0 {
		twin = twin[i+1:]
	}
	if i := bytes.LastIndex(twin, []byte("\n## Sitemap\n")); i >= 0 {
		twin = twin[:i]
	}
	b = append(append(b, "Source: "...), r.site.URL(path)...)
	b = append(append(b, "\n\n"...), bytes.TrimRight(twin, "\n")...)
	return append(b, '\n')
}
