package check

import (
	"cmp"
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/wire"
)

// identity checks the tags of the entry.
func (k entryChecker) identity() {
	tags := map[string]diag.Pos{}
	for i, tag := range k.e.Tags {
		unique(k.List, "tag", tag, k.e.AtItem(k.e.File, "tags", i+1), tags)
	}
}

// details checks the ids of details, and the fixes that they and the causes refer to.
func (k entryChecker) details() {
	e := k.e
	first := map[string]*catalog.Detail{}
	for i := range e.Details {
		d := &e.Details[i]
		other, seen := first[d.ID]
		switch {
		case seen && d.ID == "":
			k.Add(diag.SecondUnnamed, d.Here(e.File), "a second detail has no id").
				WithNote(other.Here(e.File), "other detail without an id").WithHelp("add an id that identifies the scenario")
		case seen:
			k.Add(diag.DuplicateID, d.At(e.File, "id"), "the detail %s appears twice", diag.Quote(d.ID)).
				WithNote(other.At(e.File, "id"), "first used here").WithHelp("rename or remove one of them")
		default:
			first[d.ID] = d
		}
		k.fixRef("detail", d.Fix, d.At(e.File, "fix"))
	}
	for i := range e.Causes {
		c := &e.Causes[i]
		k.fixRef("cause", c.Fix, c.At(e.File, "fix"))
	}
}

// fixRef reports a reference to a fix that the entry does not have.
func (k entryChecker) fixRef(what, id string, pos diag.Pos) {
	if id == "" || k.e.Fix(id) != nil || k.e.Count("fixes") != len(k.e.Fixes) || slices.ContainsFunc(k.e.Fixes, func(f catalog.Fix) bool { return f.ID == "" }) {
		return
	}
	var ids []string
	for i := range k.e.Fixes {
		ids = append(ids, k.e.Fixes[i].ID)
	}
	k.Add(diag.UnknownFix, pos, "the %s refers to the unknown fix %s", what, diag.Quote(id)).
		WithHelp("%s", cmp.Or(diag.DidYouMean(id, ids), "add it under fixes"))
}

// fixes checks the ids of fixes, and their requests.
func (k entryChecker) fixes() {
	e := k.e
	first := map[string]*catalog.Fix{}
	for i := range e.Fixes {
		f := &e.Fixes[i]
		if other := first[f.ID]; other != nil && f.ID != "" {
			k.Add(diag.DuplicateID, f.At(e.File, "id"), "the fix %s appears twice", diag.Quote(f.ID)).
				WithNote(other.At(e.File, "id"), "first used here").WithHelp("rename or remove one of them")
		}
		first[f.ID] = f
		if r := f.Request; r != nil {
			k.request(r)
		}
	}
}

// request checks the request of a fix.
func (k entryChecker) request(r *catalog.Request) {
	bodies := 0
	for _, key := range []string{"form", "json", "body"} {
		if r.Has(key) {
			bodies++
		}
	}
	if bodies > 1 {
		k.Add(diag.RequestBody, r.Here(k.e.File), "the request has more than one of form, json and body").WithHelp("keep only one")
	}
	for _, h := range r.Headers {
		if !wire.IsToken(h.Name) {
			k.Add(diag.HeaderSyntax, h.NamePos(k.e.File), "%s is not a valid header name", diag.Quote(h.Name)).WithHelp("%s", tokenForm)
		}
		if wire.HeaderValue(h.Value) != h.Value {
			k.Add(diag.HeaderSyntax, h.ValuePos(k.e.File), "the value of %s contains a character that is not printable ASCII", diag.Quote(h.Name)).WithHelp("%s", plainForm)
		}
	}
}
