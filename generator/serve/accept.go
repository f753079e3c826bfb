package serve

import (
	"strings"
)

// maxAccept is how much of an Accept field is read, in bytes.
const maxAccept = 4 << 10

// mediaRange is an element of an Accept field (RFC 9110 section 12.5.1). Parameters
// other than the weight do not count.
type mediaRange struct {
	typ, subtype string // in lower case; "*" for any
	q            int    // the weight, in thousandths
}

// parseAccept reads the lines of an Accept field as one list. An element that breaks
// the grammar is dropped.
func parseAccept(lines []string) []mediaRange {
	field := strings.Join(lines, ",")
	if len(field) > maxAccept {
		field = field[:strings.LastIndexByte(field[:maxAccept], ',')+1]
	}
	var list []mediaRange
	for element := range splitOutsideQuotes(field, ',') {
		if r, ok := parseRange(element); ok {
			list = append(list, r)
		}
	}
	return list
}

// parseRange reads one element.
func parseRange(element string) (r mediaRange, ok bool) {
	r.q = 1000
	first, weighted := true, false
	for part := range splitOutsideQuotes(element, ';') {
		part = strings.Trim(part, " \t")
		if first {
			first = false
			r.typ, r.subtype, ok = strings.Cut(strings.ToLower(part), "/")
			if !ok || !isToken(r.typ) || !isToken(r.subtype) || r.typ == "*" && r.subtype != "*" {
				return r, false
			}
			continue
		}
		if part == "" {
			continue
		}
		name, value, ok := strings.Cut(part, "=")
		if !ok || !isToken(name) || !isToken(value) && !isQuoted(value) {
			return r, false
		}
		if strings.EqualFold(name, "q") && !weighted {
			weighted = true
			if r.q, ok = parseWeight(value); !ok {
				return r, false
			}
		}
	}
	return r, true
}

// splitOutsideQuotes yields the parts of a list whose quoted strings may hold the
// separator.
func splitOutsideQuotes(s string, separator byte) func(func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		for i := 0; i < len(s); i++ {
			switch {
			case quoted && s[i] == '\\':
				i++
			case s[i] == '"':
				quoted = !quoted
			case s[i] == separator && !quoted:
				if !yield(s[start:i]) {
					return
				}
				start = i + 1
			}
		}
		yield(s[start:])
	}
}

// parseWeight reads a qvalue: 0 to 1 with at most three decimals.
func parseWeight(s string) (q int, ok bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if whole != "0" && whole != "1" || len(decimals) > 3 {
		return 0, false
	}
	for _, d := range []byte((decimals + "000")[:3]) {
		if d < '0' || d > '9' {
			return 0, false
		}
		q = q*10 + int(d-'0')
	}
	if whole == "1" {
		return 1000, q == 0
	}
	return q, true
}

// isToken reports whether s is a token (RFC 9110 section 5.6.2).
func isToken(s string) bool {
	for _, c := range []byte(s) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// isQuoted reports whether s is one quoted string.
func isQuoted(s string) bool {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return false
	}
	inside := s[1 : len(s)-1]
	for i := 0; i < len(inside); i++ {
		switch inside[i] {
		case '"':
			return false
		case '\\':
			if i++; i == len(inside) {
				return false
			}
		}
	}
	return true
}

// choose returns the index of the media type that is wanted most, or -1 if none of
// them is acceptable. The offers stand in the order of the server's own preference,
// which counts where the client has none: the highest weight wins, then a type that is
// named before one that a wildcard covers, then the one named first.
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

// rank says how much a media type is wanted.
type rank struct {
	q        int
	specific int // 2: the type is named; 1: its group is; 0: anything goes
	place    int // of the range in the field
}

func (r rank) before(o rank) bool {
	named, otherNamed := r.specific == 2, o.specific == 2
	switch {
	case r.q != o.q:
		return r.q > o.q
	case named != otherNamed:
		return named
	}
	return named && r.place < o.place
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
