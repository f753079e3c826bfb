package publish

import (
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ForeignError says that a folder holds files that errdocs did not write.
type ForeignError struct {
	Dir   string
	Files []string
}

func (e *ForeignError) Error() string {
	shown := make([]string, 0, 5)
	for _, name := range e.Files[:min(len(e.Files), cap(shown))] {
		shown = append(shown, printable(name))
	}
	more := ""
	if len(e.Files) > len(shown) {
		more = fmt.Sprintf(" and %d more", len(e.Files)-len(shown))
	}
	return fmt.Sprintf("%s holds files that errdocs did not write: %s%s", e.Dir, strings.Join(shown, ", "), more)
}

// printable quotes a name that a terminal would not show as it is.
func printable(name string) string {
	if quoted := strconv.QuoteToGraphic(name); quoted != `"`+name+`"` {
		return strconv.QuoteToASCII(name)
	}
	return name
}

// InTheWayError says that something stands where a build makes a site.
type InTheWayError struct{ Path string }

func (e *InTheWayError) Error() string {
	return printable(e.Path) + " is in the way: a build makes the site there, and errdocs did not make this"
}

// refuse judges the foreign files of a folder. Not even force puts a file where a folder
// with foreign files is.
func (m *manifest) refuse(dir string, foreign []string, set names, force bool) error {
	kept := setOf(m.Kept)
	var refused []string
	for _, name := range foreign {
		if set.inTheWay(name) || !kept[name] {
			refused = append(refused, name)
		}
		if !utf8.ValidString(name) {
			return fmt.Errorf("%s holds %s, whose name is not UTF-8: no list can hold it", dir, printable(name))
		}
		for above := path.Dir(name); above != "."; above = path.Dir(above) {
			if set.has(above) {
				return fmt.Errorf("%s is a folder, and the site has a file of that name", path.Join(filepath.ToSlash(dir), above))
			}
		}
	}
	if len(refused) > 0 && !force {
		return &ForeignError{dir, refused}
	}
	return nil
}
