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

// Excerpt returns the lines around a line of a file of the catalog, and the number of
// the first of them. There are none if the file cannot be read. Characters that do not
// show are replaced.
func Excerpt(fsys fs.FS, name string, line int) (first int, lines []string) {
	info, err := fs.Lstat(fsys, name)
	if err != nil || !info.Mode().IsRegular() { // a pipe would keep us waiting
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

// visible replaces what does not show in a line and cuts it where it is long.
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
