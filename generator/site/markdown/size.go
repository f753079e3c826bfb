package markdown

import (
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

// CheckSize adds a finding if the twin of an entry, or its opening, is too long. Nothing is
// cut: the author knows best what to shorten. The length depends on the addresses in the twin, so
// callers check the twins of a site at the catalog's own base: findings must not depend on where a
// site is published.
func CheckSize(e *catalog.Entry, t *Twin, l *diag.List) {
	twin, sections := t.Text, t.sections
	if n := utf8.RuneCount(twin); n > maxTwin {
		l.Add(diag.LongTwin, e.Here(e.File), "the Markdown page has %d characters; the limit is %d", n, maxTwin).
			WithHelp("shorten it; its longest sections are %s", longest(twin, sections[1:]))
	}
	opening := sections[0]
	if n := utf8.RuneCount(twin[opening.start:opening.end]); n > maxOpening {
		l.Add(diag.LongOpening, e.Here(e.File), "the opening of the page has %d characters; the limit is %d", n, maxOpening).
			WithHelp("shorten the summary, the title of the first fix, or recovery.stop")
	}
}

// longest lists the three longest sections of a twin with their sizes.
func longest(twin []byte, sections []section) string {
	size := func(s section) int { return utf8.RuneCount(twin[s.start+len("## ") : s.end]) }
	sections = slices.SortedStableFunc(slices.Values(sections), func(a, b section) int { return cmp.Compare(size(b), size(a)) })
	var parts []string
	for _, s := range sections[:min(3, len(sections))] {
		parts = append(parts, fmt.Sprintf("%q (%d)", s.heading, size(s)))
	}
	return strings.Join(parts, ", ")
}
