package serve

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// maxAccept is how much of an Accept field is read, in bytes.
const maxAccept = 4 << 10

// mediaRange is an element of an Accept field (RFC 9110 section 12.5.1). Parameters
// other than the weight do not count.
type mediaRange struct {
	typ, subtype string // in lower case; "*" for any
	q            int    // the weight, in thousandths
}

// The grammar of an Accept field: each valid element is a media range with parameters.
const (
	token  = "[!#$%&'*+.^_`|~0-9A-Za-z-]+" // RFC 9110 section 5.6.2
	quoted = `"(?:[^"\\]|\\.)*"`
	param  = `[ \t]*;[ \t]*(?:(` + token + `)=(` + token + `|` + quoted + `))?`
)

// grammar compiles the expressions when the first request needs them.
var grammar = sync.OnceValue(func() (g struct{ element, mediaRange, param, weight *regexp.Regexp }) {
	g.element = regexp.MustCompile(`(?s)(?:[^",]|` + quoted + `?)+`) // a quoted string may contain commas
	g.mediaRange = regexp.MustCompile(`(?s)^[ \t]*(` + token + `)/(` + token + `)((?:` + param + `)*)[ \t]*$`)
	g.param = regexp.MustCompile(`(?s)` + param)
	g.weight = regexp.MustCompile(`^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$`)
	return g
})

// parseAccept reads the lines of an Accept field as one list. It drops malformed elements.
func parseAccept(lines []string) []mediaRange {
	field := strings.Join(lines, ",")
	if len(field) > maxAccept {
		field = field[:strings.LastIndexByte(field[:maxAccept], ',')+1]
	}
	var list []mediaRange
	for _, element := range grammar().element.FindAllString(field, -1) {
		m := grammar().mediaRange.FindStringSubmatch(element)
		if m == nil || m[1] == "*" && m[2] != "*" {
			continue
		}
		if q, ok := weightOf(m[3]); ok {
			list = append(list, mediaRange{strings.ToLower(m[1]), strings.ToLower(m[2]), q})
		}
	}
	return list
}

// weightOf returns the first weight in the parameters, in thousandths.
func weightOf(params string) (q int, ok bool) {
	for _, p := range grammar().param.FindAllStringSubmatch(params, -1) {
		if name, value := p[1], p[2]; strings.EqualFold(name, "q") {
			weight, _ := strconv.ParseFloat(value, 64)
			return int(math.Round(weight * 1000)), grammar().weight.MatchString(value)
		}
	}
	return 1000, true
}

// choose returns the index of the preferred media type, or -1 if none is acceptable. The
// highest weight wins, then an explicit type over a wildcard, then the explicit type that
// comes first in the field. Otherwise, the first offer wins.
func choose(accept []mediaRange, offers []string) int {
	if len(accept) == 0 {
		return 0
	}
	best, bestRank := -1, rank{}
	for i, offer := range offers {
		if r := rankOf(accept, offer); r.q > 0 && (best < 0 || r.before(bestRank)) {
			best, bestRank = i, r
		}
	}
	return best
}

// rank is the client's preference for a media type.
type rank struct {
	q        int
	specific int // 2: type/subtype; 1: type/*; 0: */*
	index    int // of the range in the field
}

func (r rank) before(o rank) bool {
	named, otherNamed := r.specific == 2, o.specific == 2
	switch {
	case r.q != o.q:
		return r.q > o.q
	case named != otherNamed:
		return named
	}
	return named && r.index < o.index
}

// rankOf finds the most specific range that covers a type.
func rankOf(accept []mediaRange, offer string) rank {
	typ, subtype, _ := strings.Cut(offer, "/")
	best := rank{specific: -1}
	for i, r := range accept {
		specific := 0
		switch {
		case r.typ == typ && r.subtype == subtype:
			specific = 2
		case r.typ == typ && r.subtype == "*":
			specific = 1
		case r.typ != "*":
			continue
		}
		if specific > best.specific {
			best = rank{r.q, specific, i}
		} else if specific == best.specific && r.q > best.q {
			best.q = r.q
		}
	}
	return best
}
