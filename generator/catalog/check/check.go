// Package check finds problems in a catalog that are not about the form of its files:
//
//	c := load.Load(fsys, "catalog", &findings)
//	check.All(c, &findings)
//	findings.Sort()
//
// One half of the checks depends only on the file of one entry, such as those of its params.
// The other half needs the catalog: errdocs.yaml, statuses, addresses, and references from one
// file to another, such as the slug of a related entry. A server that reloads a catalog after
// each edit keeps a Cache, which runs the first half only for files that changed.
//
// The checks of Markdown are in package page, and those of Go names in package gogen.
package check

import (
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

// All runs the checks of every entry and those of the catalog, on all cores.
func All(c *catalog.Catalog, l *diag.List) { new(Cache).All(c, l) }

// Cache stores the findings of the checks of each entry's file, by its Source. The zero
// Cache is empty. A Cache is not safe for concurrent use.
type Cache struct {
	files map[*catalog.Source]*checked
}

// checked is what a Cache stores for one file. It does not refer to the entry, which would
// keep the complete catalog in memory.
type checked struct {
	found   []*diag.Diagnostic
	details []detail
}

// All does the same as the function All, but checks only files that were not in the catalog
// of the previous call. The lists of both calls share findings, which must not be modified.
func (k *Cache) All(c *catalog.Catalog, l *diag.List) {
	files := make([]*checked, len(c.Entries))
	workers.Each(len(c.Entries), func(i int) {
		e := c.Entries[i]
		if files[i] = k.files[e.Source]; files[i] == nil {
			var found diag.List
			checkEntry(e, &found)
			files[i] = &checked{found.All(), detailsOf(e)}
		}
	})
	k.files = make(map[*catalog.Source]*checked, len(files))
	details := make([][]detail, len(files))
	for i, f := range files {
		k.files[c.Entries[i].Source] = f
		details[i] = f.details
		l.Append(f.found...)
	}
	checkCatalog(c, details, l)
}

// checkEntry checks what depends only on the entry's file.
func checkEntry(e *catalog.Entry, l *diag.List) {
	k := entryChecker{e, l}
	k.identity()
	k.params()
	k.details()
	k.fixes()
	k.protocol()
	k.content()
}

// checkCatalog checks the rest. The details are those of the catalog's entries, in their order.
func checkCatalog(c *catalog.Catalog, details [][]detail, l *diag.List) {
	k := catalogChecker{c, l}
	k.families()
	taken := k.members()
	k.options()
	k.addresses()
	k.statuses()
	k.entries(taken)
	k.ambiguity(details)
}

// entryChecker checks one entry, using only its file.
type entryChecker struct {
	e *catalog.Entry
	*diag.List
}

// catalogChecker checks a catalog, and its entries as parts of it.
type catalogChecker struct {
	c *catalog.Catalog
	*diag.List
}

// unique reports a name that is already in a list.
func unique(l *diag.List, what, name string, pos diag.Pos, seen map[string]diag.Pos) {
	if first, ok := seen[name]; ok && name != "" {
		l.Add(diag.DuplicateID, pos, "the %s %s appears twice", what, diag.Quote(name)).WithNote(first, "first used here").WithHelp("remove one of them")
		return
	}
	seen[name] = pos
}
