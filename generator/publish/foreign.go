package publish

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ForeignError reports that a directory contains files that errdocs did not write.
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

// InTheWayError reports that the path of the staging directory is taken.
type InTheWayError struct{ Path string }

func (e *InTheWayError) Error() string {
	return printable(e.Path) + " is in the way: a build makes the site there, and errdocs did not make this"
}

// RemovesError reports that a build would remove files, and must not.
type RemovesError struct {
	Dir   string
	Files int
}

func (e *RemovesError) Error() string {
	return fmt.Sprintf("%s is the site of another catalog: %d of its files would be removed", e.Dir, e.Files)
}

// accept returns an error unless a site may be written to a directory with foreign files.
// Even with force, a site never replaces a directory that contains foreign files.
func (m *manifest) accept(dir string, foreign []string, site paths, force bool) error {
	preserved := map[string]bool{}
	for _, name := range m.Preserved {
		preserved[name] = true
	}
	var rejected []string
	for _, name := range foreign {
		if site.block(name) || !preserved[name] {
			rejected = append(rejected, name)
		}
		if !utf8.ValidString(name) {
			return fmt.Errorf("%s holds %s, whose name is not UTF-8: no list can hold it", dir, printable(name))
		}
		if above := site.above(name); above != "" {
			return fmt.Errorf("%s is a folder, and the site has a file of that name", path.Join(filepath.ToSlash(dir), above))
		}
	}
	if len(rejected) > 0 && !force {
		return &ForeignError{dir, rejected}
	}
	return nil
}

// paths are the paths of files, sorted.
type paths []string

func (p paths) has(name string) bool {
	_, ok := slices.BinarySearch(p, name)
	return ok
}

// below reports whether a path is a directory of one of the files.
func (p paths) below(name string) bool {
	i, _ := slices.BinarySearch(p, name+"/")
	return i < len(p) && strings.HasPrefix(p[i], name+"/")
}

// above returns the file at which a path has a directory; "" if there is none.
func (p paths) above(name string) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if p.has(dir) {
			return dir
		}
	}
	return ""
}

// block reports whether nothing else can be at a path: it is a file or one of their directories.
func (p paths) block(name string) bool { return p.has(name) || p.below(name) }
