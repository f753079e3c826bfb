package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/diag"
)

// refused reports whether the character is forbidden in every text: it ends lines in some
// editors, reorders or hides text, or controls a terminal. CR is checked by scan.
func refused(r rune) bool {
	switch {
	case r < ' ' && r != '\n' && r != '\t' && r != '\r',
		r >= 0x7f && r <= 0x9f,
		r == 0x2028, r == 0x2029, r == 0xfeff,
		r >= 0x202a && r <= 0x202e,
		r >= 0x2066 && r <= 0x2069,
		r >= 0xe0000 && r <= 0xe01ef,
		r >= 0xfff9 && r <= 0xfffb,
		r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// hidesInLine reports whether the character is forbidden in one line of text because it is
// invisible. The joiners U+200C and U+200D are allowed: scripts and emoji need them.
func hidesInLine(r rune) bool {
	switch r {
	case 0x00ad, 0x200b, 0x200e, 0x200f, 0x2060:
		return true
	}
	return false
}

// printable returns a YAML name for a message, with at most 60 characters.
func printable(s string) string {
	q := strings.TrimSuffix(diag.Quote(s), "...")
	return q[1 : len(q)-1]
}

func runeName(r rune) string { return fmt.Sprintf("U+%04X", r) }

// refusedRune returns the offset of the first forbidden character of a decoded text, or -1.
// A CR that was not part of a line break is forbidden.
func refusedRune(s string) (int, rune) {
	for i, r := range s {
		if refused(r) || r == '\r' {
			return i, r
		}
	}
	return -1, 0
}

// scan rejects forbidden bytes before the file is parsed. It reports whether it found any.
func (d *decoder) scan() bool {
	if bytes.HasPrefix(d.data, []byte("\xff\xfe")) || bytes.HasPrefix(d.data, []byte("\xfe\xff")) {
		d.list.Add(diag.BadCharacter, diag.Pos{File: d.file, Line: 1, Col: 1}, "the file is UTF-16").WithHelp("save the file as UTF-8")
		return true
	}
	line, col := 1, 1
	found := 0
	for i := 0; i < len(d.data) && found < diag.FileCharacters.Max; {
		if c := d.data[i]; c >= ' ' && c < 0x7f {
			i++
			col++
			continue
		}
		r, size := utf8.DecodeRune(d.data[i:])
		pos := diag.Pos{File: d.file, Line: line, Col: col}
		switch {
		case r == utf8.RuneError && size == 1:
			d.list.Add(diag.BadCharacter, pos, "the byte 0x%02X is not UTF-8", d.data[i]).WithHelp("save the file as UTF-8")
			found++
		case r == 0: // one is enough: the file is not text, or it is UTF-16
			d.list.Add(diag.BadCharacter, pos, "the character U+0000 is not allowed").WithHelp("remove it; if the file is UTF-16, save it as UTF-8")
			return true
		case r == '\r' && (i+1 == len(d.data) || d.data[i+1] != '\n'):
			d.list.Add(diag.BadCharacter, pos, "a carriage return is not followed by a line feed").WithHelp("end lines with LF or CR LF")
			found++
		case refused(r):
			d.list.Add(diag.BadCharacter, pos, "the character %s is not allowed", runeName(r)).WithHelp("remove it")
			found++
		}
		i += size
		col++
		if r == '\n' {
			line, col = line+1, 1
		}
	}
	return found > 0
}
