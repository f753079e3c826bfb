package page

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Chips are the filters for one fact, one for each value.
type Chips struct {
	Label  string
	Values []Chip
}

// Chip is the filter for one value.
type Chip struct {
	Is   string // as in the fragment, such as scheme=Bearer
	Text string
	fact int
}

// facts are the labels of the filters, in the order of the page.
var facts = []string{labelStatus, labelScheme, labelRepeat, labelTag}

// chipsOf returns the chips that match an entry.
func chipsOf(e *catalog.Entry) []Chip {
	var list []Chip
	add := func(fact int, key, value, text string) {
		list = append(list, Chip{key + "=" + url.QueryEscape(value), text, fact})
	}
	add(0, "status", e.Status.Path(), e.Status.Path())
	for _, s := range e.Schemes() {
		add(1, "scheme", s, s)
	}
	if e.Recovery != nil && e.Recovery.Retry != "" {
		add(2, "retry", string(e.Recovery.Retry), retryWords[e.Recovery.Retry])
	}
	for _, t := range e.Tags {
		add(3, "tag", t, t)
	}
	return list
}

// Is returns the numbers of the chips on the page that match an entry. The filter script
// reads them.
func (l *List) Is(it *Item) string {
	var numbers []string
	for _, c := range it.is {
		if n, ok := l.asked[c]; ok {
			numbers = append(numbers, strconv.Itoa(n))
		}
	}
	return strings.Join(numbers, " ")
}

// chips collects the values that distinguish the entries of a page, the most frequent
// first.
func (l *List) chips() {
	count, total := map[Chip]int{}, 0
	for _, g := range l.Groups {
		for _, it := range g.Items {
			total++
			for _, c := range it.is {
				count[c]++
			}
		}
	}
	l.asked = map[Chip]int{}
	groups := make([][]Chip, len(facts))
	for c, n := range count {
		least := 2
		if facts[c.fact] == labelTag { // rarer tags only have a page
			least = 3
		}
		if n >= least && n < total {
			groups[c.fact] = append(groups[c.fact], c)
		}
	}
	for i, values := range groups {
		slices.SortFunc(values, func(a, b Chip) int {
			return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.Is, b.Is))
		})
		for _, c := range values {
			l.asked[c] = len(l.asked)
		}
		if len(values) > 0 {
			l.Chips = append(l.Chips, Chips{facts[i], values})
		}
	}
}
