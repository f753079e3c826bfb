package check

import (
	"cmp"
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

// entries checks each entry as a part of the catalog, on all cores.
func (k catalogChecker) entries(taken map[string]diag.Pos) {
	found := make([]diag.List, len(k.c.Entries))
	workers.Each(len(found), func(i int) {
		r := reference{k.c.Entries[i], catalogChecker{k.c, &found[i]}}
		r.family()
		r.entries()
		r.members(taken)
		r.challenges()
	})
	for i := range found {
		k.Merge(&found[i])
	}
}

// reference checks the references of one entry to other parts of the catalog.
type reference struct {
	e *catalog.Entry
	catalogChecker
}

// family reports a family that is not declared.
func (k reference) family() {
	e := k.e
	if e.Family == "" || k.c.Family(e.Family) != nil || !familiesKnown(k.c) {
		return
	}
	var ids []string
	for _, f := range k.c.Families {
		ids = append(ids, f.ID)
	}
	k.Add(diag.UnknownFamily, e.At(e.File, "family"), "the family %s is not declared in %s", diag.Quote(e.Family), catalog.ConfigFile).
		WithHelp("%s", cmp.Or(diag.DidYouMean(e.Family, ids), "declare it under families"))
}

// familiesKnown reports whether all families of errdocs.yaml could be read.
func familiesKnown(c *catalog.Catalog) bool {
	return c.Line() > 0 && c.Count("families") == len(c.Families) && !slices.ContainsFunc(c.Families, func(f catalog.Family) bool { return f.ID == "" })
}

// entries checks references to other entries.
func (k reference) entries() {
	e := k.e
	related := map[string]diag.Pos{}
	for i := range e.Related {
		r := &e.Related[i]
		if other := k.entry(r.Slug, r.At(e.File, "slug")); other != nil && other != e {
			unique(k.List, "related entry", other.Path(), r.At(e.File, "slug"), related)
		}
	}
	for _, l := range []*catalog.Lifecycle{e.Deprecated, e.Retired} {
		if l != nil && l.Use != "" {
			k.replacement(l.Use, l.At(e.File, "use"))
		}
	}
}

// entry checks a reference to another entry and returns that entry, or nil.
func (k reference) entry(ref string, pos diag.Pos) *catalog.Entry {
	if ref == "" {
		return nil
	}
	other := k.c.Entry(ref, k.e.Status)
	switch {
	case other == nil && (k.c.Unread(ref) || k.c.Unread(k.e.Status.Path()+"/"+ref)):
		return nil
	case other == nil:
		k.unknownEntry(pos, ref, k.e.StatusCode)
		return nil
	case other == k.e:
		k.Add(diag.SelfReference, pos, "the entry refers to itself").WithHelp("refer to a different entry, or remove the reference")
	case other.Draft && !k.e.Draft:
		k.Add(diag.DraftReference, pos, "the entry %s is a draft and has no page in a release", diag.Quote(ref)).
			WithHelp("publish that entry, or remove the reference")
	}
	return other
}

// replacement checks the entry that replaces a deprecated or retired one.
func (k reference) replacement(ref string, pos diag.Pos) {
	other := k.entry(ref, pos)
	if other != nil && other != k.e && (other.Retired != nil || other.Deprecated != nil) {
		k.Add(diag.RetiredReference, pos, "the replacement %s is itself deprecated or retired", diag.Quote(ref)).WithHelp("refer to the entry that readers should use now")
	}
}

// unknownEntry reports a reference to an entry that does not exist. Suggestions are paths,
// and slugs of the status with the given code.
func (k catalogChecker) unknownEntry(pos diag.Pos, ref string, code int) {
	known := slugsOf(k.c, func(e *catalog.Entry) bool { return e.StatusCode == code })
	for _, e := range k.c.Entries {
		known = append(known, e.Path())
	}
	k.Add(diag.UnknownEntry, pos, "there is no entry %s", diag.Quote(ref)).
		WithHelp("%s", cmp.Or(diag.DidYouMean(ref, known), "use a slug of the same status, or status/slug"))
}

// members reports params with the names of members that every problem may have.
func (k reference) members(taken map[string]diag.Pos) {
	for i := range k.e.Params {
		p := &k.e.Params[i]
		takenName(k.List, p.Name, p.At(k.e.File, "name"), taken)
	}
}
