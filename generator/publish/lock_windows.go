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

// maxAttempts is the maximum number of attempts to open a file that is being removed.
const maxAttempts = 100

// lock waits until no other run has the lock file of the directory open, and opens it. Windows
// removes the file when it is closed or the process ends.
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
		removing := errors.Is(err, windows.ERROR_ACCESS_DENIED) && try < maxAttempts
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
