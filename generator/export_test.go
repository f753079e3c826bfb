package generator

import "github.com/errdocs/errdocs/generator/publish"

// FilesOf returns the files of the site that a server shows.
func FilesOf(v *Live) *publish.FileSet { return v.files }
