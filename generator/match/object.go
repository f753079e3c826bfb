package match

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// object is a JSON object with its members of text, and those whose value is a number
// or a literal. Objects inside it stand on their own.
type object struct{ members []member }

type member struct {
	name, value string
	text        bool // a string
}

func (o *object) get(name string) string {
	for _, m := range o.members {
		if m.name == name && m.text {
			return m.value
		}
	}
	return ""
}

// maxDepth bounds how deep objects are nested, and maxEscaped how often text with
// objects is itself a string.
const (
	maxDepth   = 100
	maxEscaped = 4
)

// findObjects finds every JSON object in a text, whatever stands around it: also those
// that are text in a string, those cut short, and those that Python prints with single
// quotes. After what it cannot read it goes on at that place, so the time is linear.
func findObjects(text string) []object {
	var s objects
	s.scan(text, 0)
	return s.list
}

type objects struct {
	list    []object
	text    string
	escaped int
}

func (s *objects) scan(text string, escaped int) {
	before := *s
	s.text, s.escaped = text, escaped
	for i := 0; i < len(text); {
		j := strings.IndexByte(text[i:], '{')
		if j < 0 {
			break
		}
		i += j
		switch next := s.at(s.space(i + 1)); {
		case next == '"' || next == '\'':
			i, _ = s.object(i, 0)
		case next == '\\' && escaped < maxEscaped:
			end := endOfEscaped(text, i)
			s.scan(unescape(text[i:end]), escaped+1)
			i = end
		default:
			i++
		}
	}
	s.text, s.escaped = before.text, before.escaped
}

// endOfEscaped returns where the string ends that a text stands in.
func endOfEscaped(text string, i int) int {
	for ; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"', '\n':
			return i
		}
	}
	return len(text)
}

func (s *objects) at(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}

func (s *objects) space(i int) int {
	for i < len(s.text) && strings.IndexByte(" \t\n\r", s.text[i]) >= 0 {
		i++
	}
	return i
}

// object reads the object at i. It returns where it stopped, and whether that is the
// object's end.
func (s *objects) object(i, depth int) (int, bool) {
	own := len(s.list)
	s.list = append(s.list, object{})
	return s.elements(i, '}', func(i int) (int, bool) {
		if q := s.at(i); q != '"' && q != '\'' {
			return i, false
		}
		name, after, ok := s.str(i)
		if !ok {
			return after, false
		}
		if i = s.space(after); s.at(i) != ':' {
			return i, false
		}
		return s.value(s.space(i+1), own, name, depth)
	})
}

// elements reads what stands between the brace or bracket at i and its end.
func (s *objects) elements(i int, end byte, element func(i int) (int, bool)) (int, bool) {
	if i = s.space(i + 1); s.at(i) == end {
		return i + 1, true
	}
	for {
		var ok bool
		if i, ok = element(i); !ok {
			return i, false
		}
		i = s.space(i)
		comma := s.at(i) == ','
		if comma {
			i = s.space(i + 1)
		}
		switch {
		case s.at(i) == end && (!comma || end == '}'): // objects of JavaScript may end with a comma
			return i + 1, true
		case !comma:
			return i, false
		}
	}
}

// value reads the value at i as that of a member of the object own.
func (s *objects) value(i, own int, name string, depth int) (int, bool) {
	add := func(value string, text bool) {
		s.list[own].members = append(s.list[own].members, member{name, value, text})
	}
	switch c := s.at(i); {
	case c == '"' || c == '\'':
		value, after, ok := s.str(i)
		if ok {
			add(value, true)
		}
		if s.escaped < maxEscaped && strings.Contains(value, "{") {
			s.scan(value, s.escaped+1)
		}
		return after, ok
	case (c == '{' || c == '[') && depth >= maxDepth:
		return i + 1, false
	case c == '{':
		return s.object(i, depth+1)
	case c == '[':
		return s.elements(i, ']', func(i int) (int, bool) { return s.value(i, own, name, depth+1) })
	}
	end := i
	for end < len(s.text) && isLiteral(s.text[end]) {
		end++
	}
	if end == i {
		return i, false
	}
	add(s.text[i:end], false)
	return end, true
}

func isLiteral(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// str reads the string at i. One that has no end is read to the end of the text.
func (s *objects) str(i int) (value string, after int, ok bool) {
	quote := s.text[i]
	for end := i + 1; end < len(s.text); end++ {
		switch s.text[end] {
		case '\\':
			end++
		case quote:
			return unescape(s.text[i+1 : end]), end + 1, true
		}
	}
	return unescape(s.text[i+1:]), len(s.text), false
}

// unescape undoes the escapes of JSON strings. An escape that JSON does not have stands
// for its character.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b = append(b, '\n')
		case 't':
			b = append(b, '\t')
		case 'r':
			b = append(b, '\r')
		case 'b', 'f':
			b = append(b, ' ')
		case 'u': // half of a pair becomes U+FFFD
			r, ok := hex4(s, i+1)
			if !ok {
				b = append(b, 'u')
				continue
			}
			i += 4
			if low, ok := hex4(s, i+3); ok && strings.HasPrefix(s[i+1:], `\u`) && utf16.DecodeRune(r, low) != utf8.RuneError {
				r = utf16.DecodeRune(r, low)
				i += 6
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, s[i])
		}
	}
	return string(b)
}

// hex4 reads four hexadecimal digits at i.
func hex4(s string, i int) (rune, bool) {
	if i+4 > len(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[i:i+4], 16, 16)
	return rune(n), err == nil
}
