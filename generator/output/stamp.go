package output

import (
	"io/fs"
	"sync"
)

// Stamp tells a file on disk from what it was: another program that writes to it, or
// puts another file in its place, changes its stamp.
type Stamp struct {
	Size, Modified int64 // bytes; nanoseconds since 1970
	Inode          uint64
}

// StampOf returns the stamp of a file.
func StampOf(info fs.FileInfo) Stamp {
	return Stamp{info.Size(), info.ModTime().UnixNano(), inodeOf(info)}
}

// firstError keeps the first error that happens.
type firstError struct {
	mu  sync.Mutex
	err error
}

func (f *firstError) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func (f *firstError) get() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
