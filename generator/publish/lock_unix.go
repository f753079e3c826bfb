//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"context"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock waits until no other run holds the lock of a directory, and holds it until the file
// is closed or the process ends. Some network disks have no locks: there, users must not
// run two builds at once.
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
	case <-ctx.Done(): // flock cannot be canceled, so the file stays open until the process ends
		return nil, errInterrupted
	}
}
