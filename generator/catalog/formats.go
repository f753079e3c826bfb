package catalog

import "github.com/errdocs/errdocs/generator/catalog/format"

// FileFormat describes one of the three kinds of files of a catalog.
type FileFormat struct {
	Name  string // errdocs, status or entry
	Title string
	Spec  format.Spec
}

// Formats returns the descriptions of the catalog's files. The loader, the schemas and the
// reference page are derived from them.
func Formats() []FileFormat {
	return []FileFormat{
		{"errdocs", "errdocs.yaml of an errdocs catalog", ConfigFormat.Spec()},
		{"status", "A status of an errdocs catalog", StatusFormat.Spec()},
		{"entry", "An entry of an errdocs catalog", EntryFormat.Spec()},
	}
}
