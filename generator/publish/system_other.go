//go:build !linux && !darwin

package publish

import (
	"errors"
	"os"
)

// exchange is what only Linux and macOS can do.
func exchange(*os.File, string, string) error { return errors.ErrUnsupported }

// mountPoints returns nothing where a mount point cannot be moved anyway.
func mountPoints() []string { return nil }
