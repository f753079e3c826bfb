package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
)

// patience is how often a run tries to open a file that may be just being removed.
const patience = 100

// lock waits until no other run has a file in the directory open, and holds it until it is
// closed or the process ends. Then Windows removes the file.
func lock(ctx context.Context, dir string, waiting func()) (*os.File, error) {
	file := filepath.Join(dir, lockName)
	name, err := windows.UTF16PtrFromString(file)
	if err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		h, err := windows.CreateFile(name, windows.GENERIC_WRITE, 0, nil, windows.OPEN_ALWAYS,
			windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
		if err == nil {
			return os.NewFile(uintptr(h), file), nil
		}
		removing := errors.Is(err, windows.ERROR_ACCESS_DENIED) && try < patience
		if !removing && !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
			return nil, &fs.PathError{Op: "lock", Path: file, Err: err}
		}
		if try == 0 {
			waiting()
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return nil, errInterrupted
		}
	}
}
