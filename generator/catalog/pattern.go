package catalog

import (
	"regexp"
	"strings"
)

// typeClass describes which characters the value of a param can have, and how many.
type typeClass struct {
	pattern string // valid in RE2, ECMAScript and Python
	holds   charSet
}

// charSet is a set of ASCII characters, and of all other characters or none.
type charSet struct {
	low, high uint64
	others    bool
}

func chars(list string) charSet {
	var s charSet
	for _, c := range []byte(list) {
		if c < 64 {
			s.low |= 1 << c
		} else {
			s.high |= 1 << (c - 64)
		}
	}
	return s
}

func (s charSet) has(r rune) bool {
	switch {
	case r < 64:
		return s.low>>r&1 != 0
	case r < 128:
		return s.high>>(r-64)&1 != 0
	}
	return s.others
}

func (s charSet) meets(o charSet) bool {
	return s.low&o.low != 0 || s.high&o.high != 0 || s.others && o.others
}

const digits = "0123456789"

var (
	anyChar  = charSet{^uint64(0), ^uint64(0), true}
	notSpace = charSet{^uint64(0) &^ (1 << ' '), ^uint64(0), true}
)

// typeClasses limit the length of each value, so that matching is linear.
var typeClasses = map[ParamType]*typeClass{
	TypeString:   {`(.{1,200})`, anyChar},
	TypeInt:      {`(-?[0-9]{1,20})`, chars(digits + "-")},
	TypeNumber:   {`([0-9eE.+-]{1,30})`, chars(digits + "eE.+-")},
	TypeBool:     {`(true|false)`, chars("truefals")},
	TypeTime:     {`([0-9TZ:.+-]{1,40})`, chars(digits + "TZ:.+-")},
	TypeDuration: {`(-?[0-9]{1,20})`, chars(digits + "-")},
	TypeURI:      {`([A-Za-z][A-Za-z0-9+.-]{0,30}:[^ ]{1,400})`, notSpace},
	TypeStrings:  {`(.{1,400})`, anyChar},
}

// ValuePatterns returns the pattern that Pattern uses for each type of param.
func ValuePatterns() map[string]string {
	patterns := make(map[string]string, len(typeClasses))
	for t, class := range typeClasses {
		patterns[string(t)] = class.pattern
	}
	return patterns
}

// Pattern returns an anchored regular expression for the detail, valid in RE2,
// ECMAScript and Python. It also returns the params that its groups capture, in order.
func (e *Entry) Pattern(d *Detail) (pattern string, captures []string) {
	var b strings.Builder
	b.WriteByte('^')
	for _, p := range Parts(d.Text) {
		param := e.Param(p.Param)
		if param == nil {
			b.WriteString(regexp.QuoteMeta(p.Text)) // more escapes would be errors in ECMAScript's unicode mode
			continue
		}
		b.WriteString(typeClasses[param.Type].pattern)
		captures = append(captures, p.Param)
	}
	b.WriteByte('$')
	return b.String(), captures
}

// Atom is one step of a detail: a character, or the value of a param, which is a sequence
// of characters.
type Atom struct {
	r    rune
	runs *typeClass // nil for a single character
}

// Atoms returns a detail as a list of steps, for CouldEqual.
func (e *Entry) Atoms(d *Detail) []Atom {
	list := make([]Atom, 0, len(d.Text))
	for _, p := range Parts(d.Text) {
		if param := e.Param(p.Param); param != nil {
			list = append(list, Atom{runs: typeClasses[param.Type]})
			continue
		}
		for _, r := range p.Text {
			list = append(list, Atom{r: r})
		}
	}
	return list
}

// CouldEqual reports whether two details can produce the same text for some values of their
// params. It takes len(a)*len(b) steps: it walks through both at once and checks whether
// both ends can be reached.
func CouldEqual(a, b []Atom) bool {
	row, next := make([]bool, len(b)+1), make([]bool, len(b)+1)
	row[0] = true
	for i := range a {
		clear(next)
		reached := false
		for j := range b {
			if !row[j] || !share(a[i], b[j]) {
				continue
			}
			next[j+1], reached = true, true
			if a[i].runs != nil { // the value of a continues with the next character of b
				row[j+1] = true
			}
			if b[j].runs != nil {
				next[j] = true
			}
		}
		if !reached {
			return false
		}
		row, next = next, row
	}
	return row[len(b)]
}

// share reports whether both atoms can be the same character.
func share(a, b Atom) bool {
	switch {
	case a.runs == nil && b.runs == nil:
		return a.r == b.r
	case a.runs == nil:
		return b.runs.holds.has(a.r)
	case b.runs == nil:
		return a.runs.holds.has(b.r)
	}
	return a.runs.holds.meets(b.runs.holds)
}
