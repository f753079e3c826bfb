package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
)

// Encode returns v as indented JSON with a final line break. It leaves <, > and & as they
// are, because JSON is never put into HTML.
func Encode(v any) ([]byte, error) {
	line := lines.Get().(*bytes.Buffer)
	defer lines.Put(line)
	if err := encodeLine(line, v); err != nil {
		return nil, err
	}
	return appendIndented(nil, line.Bytes(), ""), nil
}

// hash returns the first 12 hex digits of the SHA-256 of the parts.
func hash(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// lines are buffers for JSON on one line.
var lines = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// encodeLine writes v as JSON on one line.
func encodeLine(to *bytes.Buffer, v any) error {
	to.Reset()
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// membersOf returns an object on one line without its braces and its line break.
func membersOf(line []byte) []byte { return line[len("{") : len(line)-len("}\n")] }

// appendMembers adds the members of a struct to b, without its braces. The prefix is put at
// the beginning of every line except the first. The struct must have at least one member.
func appendMembers(b []byte, v any, prefix string) ([]byte, error) {
	line := lines.Get().(*bytes.Buffer)
	defer lines.Put(line)
	if err := encodeLine(line, v); err != nil {
		return nil, err
	}
	return appendIndented(b, membersOf(line.Bytes()), prefix), nil
}

// appendIndented returns the same as json.Indent for JSON that encoding/json has written. It
// does not check the syntax, which takes json.Indent longer than the rest of an encoding.
func appendIndented(b, line []byte, prefix string) []byte {
	b = slices.Grow(b, len(line)+len(line)/3)
	depth := 0
	newLine := func() {
		b = append(b, '\n')
		b = append(b, prefix...)
		for range depth {
			b = append(b, "  "...)
		}
	}
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch c {
		case '"':
			end := i + 1
			for line[end] != '"' {
				if line[end] == '\\' {
					end++
				}
				end++
			}
			b = append(b, line[i:end+1]...)
			i = end
		case '{', '[':
			b = append(b, c)
			if line[i+1] == c+2 { // the closing bracket
				i++
				b = append(b, c+2)
				continue
			}
			depth++
			newLine()
		case '}', ']':
			depth--
			newLine()
			b = append(b, c)
		case ',':
			b = append(b, c)
			newLine()
		case ':':
			b = append(b, ": "...)
		default:
			b = append(b, c)
		}
	}
	return b
}
