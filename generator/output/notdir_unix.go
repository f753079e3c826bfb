//go:build unix

package output

import "syscall"

// errNotDir is what the system says where a folder was expected.
var errNotDir error = syscall.ENOTDIR
