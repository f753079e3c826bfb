//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package stamp

import (
	"io/fs"
	"syscall"
)

// inodeOf returns the number that a disk gives a file; another file has another one.
func inodeOf(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Ino)
	}
	return 0
}
