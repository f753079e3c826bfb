//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// lock waits until no other run holds the folder, and holds it until the file is closed
// or the process ends. Some network disks know no locks: there, users have to see to it
// themselves.
func lock(ctx context.Context, dir string, waiting func()) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	fd := int(f.Fd())
	if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); !errors.Is(err, unix.EWOULDBLOCK) {
		return f, nil
	}
	waiting()
	locked := make(chan struct{})
	go func() {
		for unix.Flock(fd, unix.LOCK_EX) == unix.EINTR {
		}
		close(locked)
	}()
	select {
	case <-locked:
		return f, nil
	case <-ctx.Done(): // flock cannot be called off, so the file stays open until the process ends
		return nil, errInterrupted
	}
}

// ownerOf returns to whom a file belongs.
func ownerOf(info fs.FileInfo) (uid, gid int, ok bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(st.Uid), int(st.Gid), true
}

// writable reports whether names can be made and removed in a folder.
func writable(in *os.File, name string) bool {
	return unix.Faccessat(int(in.Fd()), name, unix.W_OK, 0) == nil
}
