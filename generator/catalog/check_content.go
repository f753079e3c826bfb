package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
)

// content looks for what an entry lacks. A retired entry may lack everything.
func (k checker) content() {
	e := k.e
	if e.Retired != nil {
		return
	}
	here := e.Here(e.File)
	if !e.Has("summary") {
		k.add(diag.MissingSummary, here, "the entry has no summary").WithHelp("say in one sentence what happened")
	}
	if !e.Has("details") {
		k.add(diag.MissingDetail, here, "the entry has no detail").WithHelp("add what the server says, one detail for each scenario")
	}
	if !e.Has("causes") {
		k.add(diag.MissingCause, here, "the entry has no cause").WithHelp("add causes, the most common first")
	}
	if !e.Has("fixes") {
		k.add(diag.MissingFix, here, "the entry has no fix").WithHelp("add a fix for each cause")
	}
	if r := e.Recovery; r == nil || !r.Has("retry") || !r.Has("reaction") || !r.Has("actor") || !r.Has("stop") {
		k.add(diag.MissingRecovery, e.At(e.File, "recovery"), "recovery lacks one of retry, reaction, actor and stop")
	}
	for i := range e.Details {
		if d := &e.Details[i]; !d.Has("fix") {
			k.add(diag.DetailWithoutFix, d.Here(e.File), "the detail names no fix").WithHelp("add fix: <id of a fix>")
		}
	}
	for i := range e.Causes {
		if c := &e.Causes[i]; !c.Has("fix") {
			k.add(diag.CauseWithoutFix, c.Here(e.File), "the cause names no fix").WithHelp("add fix: <id of a fix>")
		}
	}
}

// Coverage counts what the entries of a catalog have.
type Coverage struct {
	Entries, Summaries, Details, Causes, Fixes int
}

// Coverage counts what the entries have; retired ones do not count.
func (c *Catalog) Coverage() Coverage {
	var n Coverage
	for _, e := range c.Entries {
		if e.Retired != nil {
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

// spoken is a detail with what finding its doubles needs.
type spoken struct {
	entry  *Entry
	detail *Detail
	atoms  []atom
	prefix string // the text before the first placeholder
}

// checkAmbiguity looks for two details that could be the same text. Only details
// whose fixed beginnings agree can be, so sorting by them leaves few pairs.
func (c *Catalog) checkAmbiguity(l *diag.List) {
	var all []spoken
	for _, e := range c.Entries {
		for i := range e.Details {
			d := &e.Details[i]
			if d.Text == "" {
				continue
			}
			s := spoken{entry: e, detail: d, atoms: e.atoms(d), prefix: d.Text}
			if parts := Parts(d.Text); len(parts) > 1 || parts[0].Param != "" {
				s.prefix = parts[0].Text
			}
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b spoken) int { return cmp.Compare(a.prefix, b.prefix) })
	for i, a := range all {
		for _, b := range all[i+1:] {
			if !strings.HasPrefix(b.prefix, a.prefix) {
				break
			}
			if couldEqual(a.atoms, b.atoms) {
				first, second := a, b
				if cmp.Or(cmp.Compare(a.entry.File, b.entry.File), cmp.Compare(a.detail.Line(), b.detail.Line())) > 0 {
					first, second = b, a
				}
				l.Add(diag.AmbiguousDetail, second.detail.At(second.entry.File, "detail"), "this detail and another one could be the same text").
					WithNote(first.detail.At(first.entry.File, "detail"), "the other one").
					WithHelp("word them differently, so that the text leads to one case")
			}
		}
	}
}
