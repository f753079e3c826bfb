package generator

import "github.com/errdocs/errdocs/generator/output"

// FilesOf returns the files of the site that a server shows.
func FilesOf(v *Live) *output.FileSet { return v.files }
