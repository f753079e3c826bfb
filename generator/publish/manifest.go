package publish

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// ManifestName is the file in a site's folder that says which files are errdocs's own.
const ManifestName = ".errdocs.json"

// Names in the folders that a build fills. None is part of a site.
const (
	staging  = ".errdocs-new"      // the folder in a site in which files wait
	stagedBy = ".errdocs-new.json" // the manifest of a folder that is being filled
	between  = ".errdocs-mix.json" // the manifest of a site whose files are being replaced
	lockName = ".errdocs-lock"     // what a run holds open on Windows
)

// manifest lists the files that errdocs wrote, and the foreign ones it was told to
// keep.
type manifest struct {
	Comment string   `json:"comment"`
	Files   []string `json:"files"`
	Kept    []string `json:"kept,omitempty"`
}

const manifestComment = "Written by errdocs build. It lists the files that belong to errdocs; others are never touched."

// encode returns the manifest as a file.
func (m manifest) encode() []byte {
	m.Comment = manifestComment
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic(err) // strings are always JSON
	}
	return append(data, '\n')
}

// says reports whether a manifest says the same as another one.
func (m manifest) says(other *manifest) bool {
	return slices.Equal(m.Files, other.Files) && slices.Equal(m.Kept, other.Kept)
}

// DamagedError says that a manifest is not as errdocs wrote it.
type DamagedError struct{ What string }

func (e *DamagedError) Error() string { return ManifestName + " is damaged: " + e.What }

// readManifest reads the manifest of an earlier run. It may have been edited by anybody,
// so its paths are checked, and used for nothing but to look up what a folder holds.
func readManifest(root *os.Root, dir, name string) (*manifest, error) {
	file := path.Join(dir, name)
	if info, err := root.Lstat(file); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrNotExist)
	}
	data, err := root.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, &DamagedError{"it is not the JSON that errdocs wrote"}
	}
	for _, file := range m.Files {
		hidden := strings.HasPrefix(file, ".") && !strings.HasPrefix(file, ".well-known/")
		if !isLocal(file) || hidden && name == ManifestName { // such as .git/config: no page is called so
			return nil, &DamagedError{strconv.QuoteToASCII(file) + " is no file of a site"}
		}
	}
	for _, file := range m.Kept {
		if !fs.ValidPath(file) {
			return nil, &DamagedError{strconv.QuoteToASCII(file) + " is no file in a folder"}
		}
	}
	return &m, nil
}

// setOf returns names as a set.
func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// foldersOf returns the folders that files lie in.
func foldersOf(files []string) map[string]bool {
	folders := map[string]bool{}
	for _, name := range files {
		for dir := path.Dir(name); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	return folders
}
