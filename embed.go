// Package errdocs holds what the errdocs command brings along: the built-in catalog,
// the page templates and the files of the site. The command is in cmd/errdocs, the
// compiler in generator.
package errdocs

import "embed"

// Files holds catalog/, templates/ and static/.
//
//go:embed catalog templates static
var Files embed.FS
