package match

import (
	"encoding/binary"
	"iter"
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
)

// details finds what a text says among all details of a catalog. Each detail is filed
// under a few bytes of its literal text, those that the fewest others share, so that a
// text is compared with hardly more than the details that it holds.
type details struct {
	list   []spoken
	filed  map[uint64][]int32 // by the bytes of a window
	others []int32            // without literal text of that length
}

// window is how many bytes a detail is filed under.
const window = 8

// spoken is a detail.
type spoken struct {
	scenario catalog.Scenario
	literals []string // the text between the placeholders, none of it empty
	chars    int      // characters of them: how much it says
	captures []string
	whole    func() *regexp.Regexp
	within   func() *regexp.Regexp
}

func newDetails(c *catalog.Catalog) details {
	d := details{filed: map[uint64][]int32{}}
	for _, e := range c.Entries {
		for _, s := range e.Scenarios() {
			if s.Detail != nil && s.Detail.Text != "" {
				d.list = append(d.list, newSpoken(s))
			}
		}
	}
	size := 0
	for i := range d.list {
		for _, l := range d.list[i].literals {
			size += len(l)
		}
	}
	// Counters are shared by windows of the same hash: then a detail is filed under bytes
	// that are not quite the rarest, which is all that depends on them.
	shift := 64 - bits.Len(uint(size))
	frequency := make([]int32, 1<<(64-shift))
	counter := func(w uint64) *int32 { return &frequency[w*0x9E3779B97F4A7C15>>shift] }
	for i := range d.list {
		for w := range windows(d.list[i].literals...) {
			*counter(w)++
		}
	}
	for i := range d.list {
		best, least := uint64(0), int32(0)
		for w := range windows(d.list[i].literals...) {
			if n := *counter(w); least == 0 || n < least {
				best, least = w, n
			}
		}
		if least == 0 {
			d.others = append(d.others, int32(i))
			continue
		}
		d.filed[best] = append(d.filed[best], int32(i))
	}
	return d
}

func newSpoken(s catalog.Scenario) spoken {
	pattern, captures := s.Entry.Pattern(s.Detail)
	sp := spoken{scenario: s, captures: captures}
	literal := ""
	for _, p := range catalog.Parts(s.Detail.Text) {
		switch {
		case p.Param == "":
			literal += p.Text
		case s.Entry.Param(p.Param) == nil:
			literal += "{" + p.Param + "}"
		default:
			sp.literals = append(sp.literals, literal)
			literal = ""
		}
	}
	sp.literals = slices.DeleteFunc(append(sp.literals, literal), func(l string) bool { return l == "" })
	sp.chars = utf8.RuneCountInString(strings.Join(sp.literals, ""))
	sp.whole = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
	sp.within = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(within(pattern)) })
	return sp
}

// lazy finds the quantifier of a group that is not the last thing of a pattern.
var lazy = regexp.MustCompile(`(\{[0-9]+,[0-9]+\})\)([^$])`)

// within turns an anchored pattern into one that finds the detail in a line: at the
// bounds of words, and each value as short as can be, but for one at the end.
func within(pattern string) string {
	body := lazy.ReplaceAllString(pattern, "$1?)$2")
	return `(?:^|[^A-Za-z0-9])` + body[1:len(body)-1] + `(?:[^A-Za-z0-9]|$)`
}

// windows yields each window of the texts.
func windows(texts ...string) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for _, t := range texts {
			for i := 0; i+window <= len(t); i++ {
				if !yield(binary.LittleEndian.Uint64([]byte(t[i : i+window]))) {
					return
				}
			}
		}
	}
}

// holds reports whether the literal text is in s, in order.
func (s *spoken) holds(text string) bool {
	for _, l := range s.literals {
		at := strings.Index(text, l)
		if at < 0 {
			return false
		}
		text = text[at+len(l):]
	}
	return true
}

// said is a detail that a text says, with the values of its params.
type said struct {
	*spoken
	values []catalog.Pair
	text   string // or the line that it was found in
	alone  bool   // no other detail could be meant
}

// minChars is how many literal characters a detail needs to lead to its entry by
// itself.
const minChars = 4

// weak reports whether a detail says too little to lead to its entry by itself.
func (s *spoken) weak() bool { return s.chars < minChars }

// settle says of what was found in a text whether it is alone.
func settle(found []said, text string) {
	strong := 0
	for i := range found {
		strong += bit(!found[i].weak())
	}
	for i := range found {
		found[i].text = text
		found[i].alone = strong == 1 && !found[i].weak()
	}
}

// say returns a detail with the values that its groups caught.
func (s *spoken) say(groups []string) said {
	found := said{spoken: s}
	seen := map[string]bool{}
	for i, name := range s.captures {
		if !seen[name] {
			seen[name] = true
			found.values = append(found.values, catalog.Pair{Name: name, Value: groups[i+1]})
		}
	}
	return found
}

// candidates returns the details that a text may hold, in the order of the catalog.
func (d *details) candidates(text string) []int32 {
	found := slices.Clone(d.others)
	seen := map[uint64]bool{}
	for w := range windows(text) {
		if list := d.filed[w]; list != nil && !seen[w] {
			seen[w] = true
			found = append(found, list...)
		}
	}
	slices.Sort(found)
	return found
}

// maxDetail is the length of the longest text that can be a detail: literal text of at
// most 1,000 characters, and values of at most 400 each.
const maxDetail = 16 << 10

// equal returns the details that a text is.
func (d *details) equal(text string) []said {
	if text = strings.TrimSpace(text); text == "" || len(text) > maxDetail || strings.Contains(text, "\n") {
		return nil
	}
	found := d.equalTo(text)
	if found == nil && !strings.HasSuffix(text, ".") {
		found = d.equalTo(text + ".")
	}
	settle(found, text)
	return found
}

func (d *details) equalTo(text string) []said {
	var found []said
	for _, i := range d.candidates(text) {
		s := &d.list[i]
		if !s.holds(text) {
			continue
		}
		if groups := s.whole().FindStringSubmatch(text); groups != nil {
			found = append(found, s.say(groups))
		}
	}
	return found
}

// Bounds of the search inside lines, so that its time is linear in the text.
const (
	maxLine     = 4 << 10 // bytes of a piece of a line
	maxPlaces   = 8       // of one detail
	maxSearches = 256     // with regular expressions
)

// in returns the details that lines of a text hold.
func (d *details) in(text string) []said {
	var found []said
	tried := map[int32]int{}
	searches := 0
	for line := range strings.SplitSeq(text, "\n") {
		for len(line) >= window {
			piece := line[:min(len(line), maxLine)]
			before := len(found)
			for _, i := range d.candidates(piece) {
				s := &d.list[i]
				if len(s.literals) == 0 || tried[i] >= maxPlaces || searches >= maxSearches || !s.holds(piece) {
					continue
				}
				if len(s.captures) > 0 {
					searches++
				}
				tried[i]++
				if groups := s.within().FindStringSubmatch(piece); groups != nil {
					tried[i] = maxPlaces
					found = append(found, s.say(groups))
				}
			}
			settle(found[before:], piece)
			if len(line) <= maxLine {
				break
			}
			line = line[maxLine/2:] // pieces overlap by as much as a detail is long
		}
	}
	return found
}
