package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// detail is a detail of an entry with what the search for ambiguous details compares. It
// depends only on the entry's file.
type detail struct {
	index          int    // in Entry.Details
	prefix, suffix string // the text before the first placeholder, and after the last
	key            string // equal for details that differ only in the names of params
}

// detailsOf returns the details of an entry that have a text.
func detailsOf(e *catalog.Entry) []detail {
	var list []detail
	for i := range e.Details {
		text := e.Details[i].Text
		if text == "" {
			continue
		}
		d := detail{index: i, prefix: text, suffix: text, key: text}
		if parts := catalog.Parts(text); len(parts) > 1 || parts[0].Param != "" {
			d.prefix, d.suffix, d.key = parts[0].Text, parts[len(parts)-1].Text, keyOf(e, parts)
		}
		list = append(list, d)
	}
	return list
}

// keyOf replaces each param of a detail by its type.
func keyOf(e *catalog.Entry, parts []catalog.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if param := e.Param(p.Param); param != nil {
			b.WriteString("\x00" + string(param.Type) + "\x00")
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// candidate is a detail in its catalog.
type candidate struct {
	*detail
	entry *catalog.Entry
	atoms []catalog.Atom // made when they are first needed
}

// ambiguityBudget limits the work of comparing details, in steps: a fraction of a second.
const ambiguityBudget = 20_000_000

// ambiguity reports two details that can produce the same text. That is possible only if one
// prefix, before any placeholder, begins with the other; sorting by prefix leaves few pairs.
// The details are those of the catalog's entries, in their order.
func (k catalogChecker) ambiguity(details [][]detail) {
	all := k.distinct(details)
	slices.SortFunc(all, func(a, b *candidate) int {
		if a.prefix != b.prefix {
			return strings.Compare(a.prefix, b.prefix)
		}
		return cmp.Or(comparePositions(a, b), cmp.Compare(a.index, b.index))
	})
	budget := ambiguityBudget
	reported := map[*candidate]bool{}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if budget--; budget < 0 || !strings.HasPrefix(b.prefix, a.prefix) {
				break
			}
			first, second := a, b
			if comparePositions(a, b) > 0 {
				first, second = b, a
			}
			if reported[second] || !strings.HasSuffix(a.suffix, b.suffix) && !strings.HasSuffix(b.suffix, a.suffix) {
				continue
			}
			if budget -= len(a.steps()) * len(b.steps()); catalog.CouldEqual(a.steps(), b.steps()) {
				reported[second] = true
				k.ambiguous(first, second)
			}
		}
	}
}

// distinct returns the details of all entries. Of those with the same key it returns the
// first in the order of the files, and reports the others.
func (k catalogChecker) distinct(details [][]detail) []*candidate {
	n := 0
	for _, list := range details {
		n += len(list)
	}
	all := make([]*candidate, 0, n)
	first := make(map[string]int, n) // index in all, by key
	var repeated []*candidate
	for i, list := range details {
		for j := range list {
			d := &candidate{detail: &list[j], entry: k.c.Entries[i]}
			at, seen := first[d.key]
			switch {
			case !seen:
				first[d.key] = len(all)
				all = append(all, d)
			case comparePositions(d, all[at]) < 0:
				repeated = append(repeated, all[at])
				all[at] = d
			default:
				repeated = append(repeated, d)
			}
		}
	}
	for _, d := range repeated {
		k.ambiguous(all[first[d.key]], d)
	}
	return all
}

func comparePositions(a, b *candidate) int {
	return cmp.Or(cmp.Compare(a.entry.File, b.entry.File), cmp.Compare(a.in().Line(), b.in().Line()))
}

// in returns the detail in its entry.
func (d *candidate) in() *catalog.Detail { return &d.entry.Details[d.index] }

func (d *candidate) steps() []catalog.Atom {
	if d.atoms == nil {
		d.atoms = d.entry.Atoms(d.in())
	}
	return d.atoms
}

func (k catalogChecker) ambiguous(first, second *candidate) {
	k.Add(diag.AmbiguousDetail, second.in().At(second.entry.File, "detail"), "the detail %s can produce the same text as another detail", diag.Quote(second.in().Text)).
		WithNote(first.in().At(first.entry.File, "detail"), "other detail: %s", diag.Quote(first.in().Text)).
		WithHelp("reword one of them, so that each text identifies one case")
}
