package load

import (
	"io/fs"
	"strconv"
	"strings"
)

// Limits of an excerpt.
const (
	around     = 3   // lines on both sides
	maxExcerpt = 200 // characters of a line
)

// Excerpt returns the lines around a line in a file of the catalog, and the number of the
// first of them. It returns no lines if the file cannot be read. Invisible characters are
// replaced.
func Excerpt(fsys fs.FS, name string, line int) (first int, lines []string) {
	info, err := fs.Lstat(fsys, name)
	if err != nil || !info.Mode().IsRegular() { // reading a pipe could block
		return 0, nil
	}
	data, err := read(fsys, name)
	if err != nil {
		return 0, nil
	}
	first = max(line-around, 1)
	number := 0
	for text := range strings.Lines(string(data)) {
		if number++; number >= first && number <= line+around {
			lines = append(lines, visible(strings.TrimRight(text, "\r\n")))
		}
	}
	return first, lines
}

// visible replaces invisible characters in a line and truncates long lines.
func visible(line string) string {
	var b strings.Builder
	n := 0
	for _, r := range line {
		if n++; n > maxExcerpt {
			return b.String() + "..."
		}
		if r != '\t' && !strconv.IsPrint(r) {
			r = '\uFFFD'
		}
		b.WriteRune(r)
	}
	return b.String()
}
