package markdown

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/page"
)

// Limits of an llms.txt. Above either the root lists statuses and the indexes of their
// entries, of which none is larger.
const (
	maxIndexEntries = 300
	maxIndex        = 50_000 // bytes
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
	return "- [" + linkTitle(l.title) + "](" + target.Replace(l.url) + "): " + cmp.Or(oneLine(l.note), page.Fixed.NoNote) + "\n"
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

// takes reports whether all lines fit into the index.
func (x *index) takes(lines []string) bool {
	size := x.b.Len()
	for _, l := range lines {
		size += len(l)
	}
	return size <= maxIndex
}
