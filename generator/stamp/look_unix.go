//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package stamp

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// Folder looks at files below a folder: at each by its path from there, which is shorter for
// the system to walk.
type Folder struct {
	f  *os.File
	fd int
}

// OpenFolder opens a folder.
func OpenFolder(dir string) (*Folder, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{f, int(f.Fd())}, nil
}

// Close closes the folder.
func (d *Folder) Close() { d.f.Close() }

// Look returns the stamp of a file or folder, and its type. A link is not followed.
func (d *Folder) Look(name string) (s Stamp, mode fs.FileMode, ok bool) {
	var st unix.Stat_t
	if unix.Fstatat(d.fd, name, &st, unix.AT_SYMLINK_NOFOLLOW) != nil {
		return s, 0, false
	}
	switch uint32(st.Mode) & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode = fs.ModeDir
	default:
		mode = fs.ModeIrregular
	}
	return Stamp{st.Size, unix.TimespecToNsec(st.Mtim), uint64(st.Ino)}, mode, true
}
