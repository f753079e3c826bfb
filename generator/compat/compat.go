// Package compat reports what a change of the catalog means for callers: what is new,
// what was reworded, what the API's Go code must change, and what breaks.
//
//	for _, c := range compat.Diff(old, new) {
//		fmt.Println(c.Pos, c.Kind, c.Entry, c.What())
//	}
//
// Diff is a pure function of two checked catalogs. Entries are compared by type URI,
// scenarios by id, responses by what each scenario sends. The rules are one table, in
// rules.go, from which docs/compatibility.md is generated.
package compat

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// Kind is the effect of a change.
type Kind string

// The kinds of changes. Breaking concerns every caller, ServerCode the Go code of the
// API alone. Retired is ServerCode, too: the constructors go.
const (
	Breaking   Kind = "breaking"
	ServerCode Kind = "server-code"
	Retired    Kind = "retired"
	Deprecated Kind = "deprecated"
	Reworded   Kind = "reworded"
	New        Kind = "new"
)

// Kinds lists the kinds, the gravest first.
var Kinds = []Kind{Breaking, ServerCode, Retired, Deprecated, Reworded, New}

// Words returns the kind as people write it.
func (k Kind) Words() string { return strings.ReplaceAll(string(k), "-", " ") }

// Change is one difference between two catalogs.
type Change struct {
	Rule      *Rule
	Kind      Kind     // that of the rule, unless the entry is retired
	Entry     string   // path in the new catalog, in the old one if it is gone; "" for the whole catalog
	Type      string   // type URI of the entry, likewise
	Scenarios []string // ids, where it concerns some scenarios of the entry and not all
	Name      string   // what has changed: the param, the header; "" if the rule needs no name
	Old, New  string   // "" for none
	Pos       diag.Pos // in the new catalog, in the old one if it is gone
	Callers   string   // what callers see, in one sentence
}

// What returns what has changed, such as `the param "expired_at" changed its type`.
func (c *Change) What() string { return c.what(diag.Quote) }

// what returns what has changed, with the names quoted in the way of the output.
func (c *Change) what(quote func(string) string) string {
	text := c.Rule.Edit
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, quote(c.Name))
	}
	if len(c.Scenarios) == 0 {
		return text
	}
	ids := make([]string, len(c.Scenarios))
	for i, id := range c.Scenarios {
		ids[i] = quote(id)
	}
	word := " in the scenario "
	if len(ids) > 1 {
		word = " in the scenarios "
	}
	return text + word + strings.Join(ids, ", ")
}

// Diff returns what has changed between two catalogs without errors, sorted by entry
// and then by kind, the gravest first. Drafts are left out, as they are from every
// release.
func Diff(old, new *catalog.Catalog) []Change {
	old, new = old.Release(), new.Release()
	d := differ{}
	d.in(nil).whole(old, new)
	p := pairEntries(old, new)
	for _, e := range p.gone {
		d.gone(e)
	}
	for _, e := range p.added {
		d.in(e).add(entryAdded, e.Here(e.File), "", "", e.Title)
	}
	for _, pair := range p.merged {
		d.merged(pair.was, pair.now)
	}
	for _, pair := range p.pairs {
		d.entry(pair.was, pair.now)
	}
	slices.SortStableFunc(d.changes, compare)
	return d.changes
}

func compare(a, b Change) int {
	return cmp.Or(
		cmp.Compare(a.Entry, b.Entry),
		cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)),
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Col, b.Pos.Col),
		cmp.Compare(a.Rule.ID, b.Rule.ID),
		cmp.Compare(a.Name, b.Name),
	)
}

// Threshold says from which changes on a comparison fails.
type Threshold string

// The thresholds of --fail-on.
const (
	FailOnBreaking   Threshold = "breaking"
	FailOnServerCode Threshold = "server-code" // what breaks callers breaks a server's tests, too
	FailOnAny        Threshold = "any"
	FailOnNone       Threshold = "none"
)

// Thresholds lists the values of --fail-on.
var Thresholds = []Threshold{FailOnBreaking, FailOnServerCode, FailOnAny, FailOnNone}

// Reached reports whether one of the changes reaches the threshold.
func (t Threshold) Reached(changes []Change) bool {
	switch t {
	case FailOnAny:
		return len(changes) > 0
	case FailOnNone:
		return false
	}
	return slices.ContainsFunc(changes, func(c Change) bool {
		return c.Kind == Breaking || t == FailOnServerCode && (c.Kind == ServerCode || c.Kind == Retired)
	})
}

// differ collects changes.
type differ struct{ changes []Change }

// scope adds changes of one entry, or of the whole catalog where it has none.
type scope struct {
	d       *differ
	entry   *catalog.Entry
	retired bool // the API no longer sends the entry
}

func (d *differ) in(e *catalog.Entry) scope {
	return scope{d: d, entry: e, retired: e != nil && e.Retired != nil}
}

// add records a change. An error that is no longer sent cannot break a caller.
func (s scope) add(r *Rule, pos diag.Pos, name, old, new string) {
	c := Change{Rule: r, Kind: r.Kind, Name: name, Old: old, New: new, Pos: pos, Callers: r.Callers}
	if s.entry != nil {
		c.Entry, c.Type = s.entry.Path(), s.entry.TypeURI()
	}
	if s.retired && r.Kind == Breaking {
		c.Kind, c.Callers = ServerCode, "The API no longer sends the error, so callers see nothing."
	}
	s.d.changes = append(s.d.changes, c)
}
