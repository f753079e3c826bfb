package catalog

import (
	"cmp"
	"net/http"
	"slices"
)

// New arranges the content of a catalog's files in the order of the site. The config has
// the keys of errdocs.yaml. The statuses are those with a file; New adds the statuses that
// have only entries. Each entry has its StatusCode and its Slug. Unread are the paths of
// entries whose files could not be decoded.
//
// New copies every argument that it changes, so that the same entries can be in several
// catalogs.
func New(config *Catalog, statuses []*Status, entries []*Entry, unread []string) *Catalog {
	copied := *config
	c := &copied
	c.Statuses, c.Entries = nil, nil
	c.byPath = make(map[string]*Entry, len(entries))
	c.families = make(map[string]*Family, len(c.Families))
	c.unread = make(map[string]bool, len(unread))
	for i := range c.Families {
		if f := &c.Families[i]; c.families[f.ID] == nil {
			c.families[f.ID] = f
		}
	}
	for _, path := range unread {
		c.unread[path] = true
	}
	byCode := map[int]*Status{}
	for _, s := range statuses {
		own := *s
		own.Entries = nil
		byCode[s.Code] = &own
	}
	own := make([]Entry, len(entries))
	for i, e := range entries {
		own[i] = *e
		e := &own[i]
		if byCode[e.StatusCode] == nil {
			byCode[e.StatusCode] = &Status{Code: e.StatusCode}
		}
		e.Catalog, e.Status = c, byCode[e.StatusCode]
		e.path = entryPath(e.StatusCode, e.Slug)
		e.Status.Entries = append(e.Status.Entries, e)
		c.byPath[e.path] = e
	}
	for _, s := range byCode {
		s.Title = cmp.Or(s.Title, http.StatusText(s.Code), "Unregistered Status")
		c.Statuses = append(c.Statuses, s)
	}
	c.arrange()
	return c
}

// arrange sorts statuses and entries in the order of the site: entries by status, family,
// the order of the family, and slug, with retired entries last in their family.
func (c *Catalog) arrange() {
	slices.SortFunc(c.Statuses, func(a, b *Status) int { return cmp.Compare(a.Code, b.Code) })
	family := map[string]int{}
	order := map[string]int{} // by family and reference
	for i, f := range c.Families {
		family[f.ID] = i
		for j, ref := range f.Order {
			order[f.ID+" "+ref] = j
		}
	}
	type ranked struct {
		family, retired, order int
		*Entry
	}
	rank := func(e *Entry) ranked {
		r := ranked{family: len(c.Families), order: len(c.byPath), Entry: e}
		if i, ok := family[e.Family]; ok {
			r.family = i
		}
		if e.Retired != nil {
			r.retired = 1
		}
		if len(order) == 0 {
			return r
		}
		for _, ref := range []string{e.Slug, e.Path()} {
			if i, ok := order[e.Family+" "+ref]; ok {
				r.order = i
				break
			}
		}
		return r
	}
	c.Entries = make([]*Entry, 0, len(c.byPath))
	for _, s := range c.Statuses {
		list := make([]ranked, len(s.Entries))
		for i, e := range s.Entries {
			list[i] = rank(e)
		}
		slices.SortFunc(list, func(a, b ranked) int {
			return cmp.Or(
				cmp.Compare(a.family, b.family),
				cmp.Compare(a.retired, b.retired),
				cmp.Compare(a.order, b.order),
				cmp.Compare(a.Slug, b.Slug),
			)
		})
		for i := range list {
			s.Entries[i] = list[i].Entry
			s.Entries[i].index = i
		}
		c.Entries = append(c.Entries, s.Entries...)
	}
}

// Release returns the catalog without drafts, as the published site shows it. It does not
// contain a status that has only drafts and no file.
func (c *Catalog) Release() *Catalog {
	if !slices.ContainsFunc(c.Entries, func(e *Entry) bool { return e.Draft }) {
		return c
	}
	var statuses []*Status
	for _, s := range c.Statuses {
		if s.File != "" {
			statuses = append(statuses, s)
		}
	}
	var entries []*Entry
	for _, e := range c.Entries {
		if !e.Draft {
			entries = append(entries, e)
		}
	}
	return New(c, statuses, entries, c.UnreadPaths())
}
