package publish

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
)

// FullAfter simulates a disk that is full after n bytes.
func (o Options) FullAfter(n int64) Options {
	var free atomic.Int64
	free.Store(n)
	o.write = func(f *os.File, data []byte) (int, error) {
		fits := free.Add(-int64(len(data))) + int64(len(data))
		if fits >= int64(len(data)) {
			return f.Write(data)
		}
		done, err := f.Write(data[:max(fits, 0)])
		if err == nil {
			err = &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
		}
		return done, err
	}
	return o
}

// Before calls a function before a file of the given name is written.
func (o Options) Before(name string, do func()) Options {
	o.write = func(f *os.File, data []byte) (int, error) {
		if filepath.Base(f.Name()) == name {
			do()
		}
		return f.Write(data)
	}
	return o
}
