//go:build !unix

package output

import "io/fs"

// errNotDir is what the system says where a folder was expected.
var errNotDir error = fs.ErrNotExist
