package publish

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
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
			return nil, &DamagedError{strconv.QuoteToASCII(file) + " is no file of a site"}
		}
	}
	for _, file := range m.Preserved {
		if !fs.ValidPath(file) {
			return nil, &DamagedError{strconv.QuoteToASCII(file) + " is no file in a folder"}
		}
	}
	slices.Sort(m.Files)
	return &m, nil
}

// isLocal reports whether a path stays inside its directory and has one spelling.
func isLocal(path string) bool {
	return fs.ValidPath(path) && path != "." && !strings.ContainsAny(path, "\\\x00:")
}
