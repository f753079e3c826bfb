package catalog

import "fmt"

// Coverage counts the entries of a catalog, and those that have each part of a page.
type Coverage struct {
	Entries, Summaries, Details, Causes, Fixes int
}

// Coverage counts the entries and their parts, without drafts and retired entries.
func (c *Catalog) Coverage() Coverage {
	var n Coverage
	for _, e := range c.Entries {
		if e.Retired != nil || e.Draft {
			continue
		}
		n.Entries++
		n.Summaries += count(e.Summary != "")
		n.Details += count(len(e.Details) > 0)
		n.Causes += count(len(e.Causes) > 0)
		n.Fixes += count(len(e.Fixes) > 0)
	}
	return n
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// String returns the coverage in one line.
func (n Coverage) String() string {
	return fmt.Sprintf("coverage: summaries %d/%d, details %d/%d, causes %d/%d, fixes %d/%d",
		n.Summaries, n.Entries, n.Details, n.Entries, n.Causes, n.Entries, n.Fixes, n.Entries)
}
