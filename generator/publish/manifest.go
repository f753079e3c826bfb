package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ManifestName is the path of the manifest in a site.
const ManifestName = ".errdocs.json"

// manifest lists the files that errdocs wrote, and the foreign files that a user told it
// to preserve.
type manifest struct {
	Comment   string   `json:"comment"`
	Files     []string `json:"files"`
	Preserved []string `json:"kept,omitempty"`
}

const manifestComment = "Written by errdocs build. It lists the files that belong to errdocs; others are never touched."

// encode returns the content of the manifest's file.
func (m manifest) encode() []byte {
	m.Comment = manifestComment
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic(err) // strings are always JSON
	}
	return append(data, '\n')
}

// DamagedError reports that a manifest is not valid.
type DamagedError struct{ What string }

func (e *DamagedError) Error() string { return ManifestName + " is damaged: " + e.What }

// readManifest reads the manifest of a site. Anyone may have edited it: its paths are
// checked, and used only to look up files that were found on disk.
func readManifest(root *os.Root) (*manifest, error) {
	if info, err := root.Lstat(ManifestName); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrNotExist)
	}
	data, err := root.ReadFile(ManifestName)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, &DamagedError{"it is not the JSON that errdocs wrote"}
	}
	for _, file := range m.Files {
		hidden := strings.HasPrefix(file, ".") && !strings.HasPrefix(file, ".well-known/")
		if !isLocal(file) || hidden { // such as .git/config: errdocs writes no such file
			return nil, &DamagedError{strconv.QuoteToASCII(file) + " is not the path of a site file"}
		}
	}
	for _, file := range m.Preserved {
		if !fs.ValidPath(file) {
			return nil, &DamagedError{strconv.QuoteToASCII(file) + " is not a valid path"}
		}
	}
	slices.Sort(m.Files)
	return &m, nil
}

// isLocal reports whether a path stays inside its directory and has one spelling.
func isLocal(path string) bool {
	return fs.ValidPath(path) && path != "." && !strings.ContainsAny(path, "\\\x00:")
}

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
	return fmt.Sprintf("%s contains files that errdocs did not write: %s%s", e.Dir, strings.Join(shown, ", "), more)
}

// printable quotes a name that a terminal would not show unchanged.
func printable(name string) string {
	if quoted := strconv.QuoteToGraphic(name); quoted != `"`+name+`"` {
		return strconv.QuoteToASCII(name)
	}
	return name
}

// InTheWayError reports that something else is at the path of the staging directory.
type InTheWayError struct{ Path string }

func (e *InTheWayError) Error() string {
	return "cannot stage files in " + printable(e.Path) + ": errdocs did not create it"
}

// RemovesError reports that a build would remove files although that is not allowed.
type RemovesError struct {
	Dir   string
	Files int
}

func (e *RemovesError) Error() string {
	return fmt.Sprintf("%s is the site of a different catalog: the build would remove %d of its files", e.Dir, e.Files)
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
			return fmt.Errorf("%s contains %s, which the manifest cannot list: its name is not UTF-8", dir, printable(name))
		}
		if above := site.above(name); above != "" {
			return fmt.Errorf("%s is a directory, but the site has a file with that name", path.Join(filepath.ToSlash(dir), above))
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

// above returns the file that is a parent of a path; "" if there is none.
func (p paths) above(name string) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if p.has(dir) {
			return dir
		}
	}
	return ""
}

// block reports whether a path is one of the files or one of their directories.
func (p paths) block(name string) bool { return p.has(name) || p.below(name) }
