package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
)

// content looks for what an entry lacks. A retired entry may lack everything, and so may
// a draft, as long as it is one.
func (k checker) content() {
	e := k.e
	if e.Retired != nil || e.Draft {
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
	k.recovery()
	for i := range e.Details {
		if d := &e.Details[i]; !d.Has("fix") {
			k.add(diag.DetailWithoutFix, d.Here(e.File), "the detail names no fix").WithHelp("%s", k.fixHelp())
		}
	}
	for i := range e.Causes {
		if c := &e.Causes[i]; !c.Has("fix") {
			k.add(diag.CauseWithoutFix, c.Here(e.File), "the cause names no fix").WithHelp("%s", k.fixHelp())
		}
	}
}

func (k checker) recovery() {
	e := k.e
	if !e.Has("recovery") {
		k.add(diag.MissingRecovery, e.Here(e.File), "the entry has no recovery").WithHelp("add recovery with retry, reaction, actor and stop")
		return
	}
	if e.Recovery == nil {
		return
	}
	var missing []string
	for _, key := range []string{"retry", "reaction", "actor", "stop"} {
		if !e.Recovery.Has(key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		k.add(diag.MissingRecovery, e.At(e.File, "recovery"), "recovery has no %s", strings.Join(missing, ", no ")).WithHelp("add %s", strings.Join(missing, ", "))
	}
}

// fixHelp says which fix to name.
func (k checker) fixHelp() string {
	var ids []string
	for i := range k.e.Fixes {
		if id := k.e.Fixes[i].ID; id != "" {
			ids = append(ids, id)
		}
	}
	switch len(ids) {
	case 0:
		return "add a fix, and its id here"
	case 1:
		return "add fix: " + ids[0]
	}
	return "add fix, with one of: " + strings.Join(ids, ", ")
}

// Coverage counts what the entries of a catalog have.
type Coverage struct {
	Entries, Summaries, Details, Causes, Fixes int
}

// Coverage counts what the entries have; drafts and retired ones do not count.
func (c *Catalog) Coverage() Coverage {
	var n Coverage
	for _, e := range c.Entries {
		own := e.covers()
		n.Entries += own.Entries
		n.Summaries += own.Summaries
		n.Details += own.Details
		n.Causes += own.Causes
		n.Fixes += own.Fixes
	}
	return n
}

// covers is the coverage of one entry.
func (e *Entry) covers() Coverage {
	switch {
	case e.Brief != nil && e.Covers.Entries > 0:
		return e.Covers
	case e.Retired != nil || e.Draft:
		return Coverage{}
	}
	return Coverage{1, count(e.Summary != ""), count(len(e.Details) > 0), count(len(e.Causes) > 0), count(len(e.Fixes) > 0)}
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
	entry          *Entry
	detail         *Detail
	atoms          []atom
	prefix, suffix string // the text before the first placeholder, and after the last
}

// ambiguityBudget bounds the work of looking for doubles, in steps: a fraction of a second.
const ambiguityBudget = 20_000_000

// checkAmbiguity looks for two details that could be the same text. Only details
// whose fixed beginnings agree can be, so sorting by them leaves few pairs.
func (c *Catalog) checkAmbiguity(l *diag.List) {
	all := c.spokenDetails(l)
	slices.SortStableFunc(all, func(a, b spoken) int { return cmp.Compare(a.prefix, b.prefix) })
	budget := ambiguityBudget
	reported := map[*Detail]bool{}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if budget--; budget < 0 || !strings.HasPrefix(b.prefix, a.prefix) {
				break
			}
			first, second := a, b
			if comparePlaces(a, b) > 0 {
				first, second = b, a
			}
			if reported[second.detail] || !strings.HasSuffix(a.suffix, b.suffix) && !strings.HasSuffix(b.suffix, a.suffix) {
				continue
			}
			if budget -= len(a.atoms) * len(b.atoms); couldEqual(a.atoms, b.atoms) {
				reported[second.detail] = true
				ambiguous(l, first, second)
			}
		}
	}
}

// spokenDetails returns the details of all entries, and of those with the same text
// the first. The others are findings already.
func (c *Catalog) spokenDetails(l *diag.List) []spoken {
	var all []spoken
	for _, e := range c.Entries {
		for i := range e.Details {
			if d := &e.Details[i]; d.Text != "" {
				all = append(all, speak(e, d))
			}
		}
	}
	slices.SortStableFunc(all, comparePlaces)
	first := map[string]spoken{}
	return slices.DeleteFunc(all, func(s spoken) bool {
		key := s.key()
		other, seen := first[key]
		if seen {
			ambiguous(l, other, s)
		} else {
			first[key] = s
		}
		return seen
	})
}

func speak(e *Entry, d *Detail) spoken {
	s := spoken{entry: e, detail: d, atoms: e.atoms(d), prefix: d.Text, suffix: d.Text}
	if parts := Parts(d.Text); len(parts) > 1 || parts[0].Param != "" {
		s.prefix, s.suffix = parts[0].Text, parts[len(parts)-1].Text
	}
	return s
}

// key is equal for details that differ in nothing but the names of params.
func (s spoken) key() string {
	var b strings.Builder
	for _, p := range Parts(s.detail.Text) {
		if param := s.entry.Param(p.Param); param != nil {
			b.WriteString("\x00" + string(param.Type) + "\x00")
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

func comparePlaces(a, b spoken) int {
	return cmp.Or(cmp.Compare(a.entry.File, b.entry.File), cmp.Compare(a.detail.Line(), b.detail.Line()))
}

func ambiguous(l *diag.List, first, second spoken) {
	l.Add(diag.AmbiguousDetail, second.detail.At(second.entry.File, "detail"), "the detail %s could be the same text as another one", diag.Quote(second.detail.Text)).
		WithNote(first.detail.At(first.entry.File, "detail"), "the other one: %s", diag.Quote(first.detail.Text)).
		WithHelp("word them differently, so that the text leads to one case")
}
