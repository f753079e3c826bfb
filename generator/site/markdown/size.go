package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// Limits of an entry's twin, in characters: what fits the smallest window of an agent,
// and a first screen.
const (
	maxTwin    = 5000
	maxOpening = 600
)

// CheckSize notes a finding where a twin or its opening is too long. Nothing is cut:
// the author knows best what to shorten.
func CheckSize(e *catalog.Entry, twin []byte, l *diag.List) {
	if n := utf8.RuneCount(twin); n > maxTwin {
		l.Add(diag.LongTwin, e.Here(e.File), "the Markdown page has %d characters; the limit is %d", n, maxTwin).
			WithHelp("shorten it; its longest sections are %s", longest(string(twin)))
	}
	if n := utf8.RuneCount(opening(twin)); n > maxOpening {
		l.Add(diag.LongOpening, e.Here(e.File), "the opening of the page has %d characters; the limit is %d", n, maxOpening).
			WithHelp("shorten the summary, the title of the first fix, or recovery.stop")
	}
}

// opening returns a twin from its heading to the end of the verdict.
func opening(twin []byte) []byte {
	if i := bytes.Index(twin, []byte("\n# ")); i >= 0 {
		twin = twin[i+1:]
	}
	head, _, _ := bytes.Cut(twin, []byte("\n## "))
	return head
}

// longest names the three longest sections of a twin with their sizes.
func longest(twin string) string {
	type section struct {
		name string
		size int
	}
	var sections []section
	for _, s := range strings.Split(twin, "\n## ")[1:] {
		name, _, _ := strings.Cut(s, "\n")
		sections = append(sections, section{name, utf8.RuneCountInString(s)})
	}
	slices.SortStableFunc(sections, func(a, b section) int { return cmp.Compare(b.size, a.size) })
	var parts []string
	for _, s := range sections[:min(3, len(sections))] {
		parts = append(parts, fmt.Sprintf("%q (%d)", s.name, s.size))
	}
	return strings.Join(parts, ", ")
}
