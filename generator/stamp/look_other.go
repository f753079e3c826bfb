//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package stamp

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Folder looks at files below a folder.
type Folder struct{ dir string }

// OpenFolder opens a folder.
func OpenFolder(dir string) (*Folder, error) {
	_, err := os.Stat(dir)
	return &Folder{dir}, err
}

// Close closes the folder.
func (d *Folder) Close() {}

// Look returns the stamp of a file or folder, and its type. A link is not followed.
func (d *Folder) Look(name string) (s Stamp, mode fs.FileMode, ok bool) {
	info, err := os.Lstat(filepath.Join(d.dir, name))
	if err != nil {
		return s, 0, false
	}
	return Of(info), info.Mode().Type(), true
}
