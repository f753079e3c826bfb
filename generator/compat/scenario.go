package compat

import (
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// pairScenarios finds each scenario in the new catalog: by its id, or by its text.
func pairScenarios(was, now *catalog.Entry) (pairs []pair[catalog.Scenario], gone, added []catalog.Scenario) {
	gone, added = constructed(was), constructed(now)
	pairs = pairBy(&gone, &added, func(a, b catalog.Scenario) bool { return key(a) == key(b) })
	byText := pairBy(&gone, &added, func(a, b catalog.Scenario) bool { return sent(a) != "" && sent(a) == sent(b) })
	return append(pairs, byText...), gone, added
}

// constructed returns the scenarios that have a constructor in the Go package: all,
// unless the constant says it all.
func constructed(e *catalog.Entry) []catalog.Scenario {
	if len(e.Details) == 0 && len(e.Params) == 0 {
		return nil
	}
	return e.Scenarios()
}

// key returns what identifies a scenario among those of its entry: its id, which one
// of them may lack.
func key(s catalog.Scenario) string {
	if s.Detail == nil {
		return ""
	}
	return s.Detail.ID
}

// sent returns the text of the detail, with its placeholders.
func sent(s catalog.Scenario) string {
	if s.Detail == nil {
		return ""
	}
	return s.Detail.Text
}

// scenarios compares the scenarios of an entry, and the constructors that the Go
// package makes of them.
func (s scope) scenarios(was, now *catalog.Entry) {
	pairs, gone, added := pairScenarios(was, now)
	for _, sc := range gone {
		if sc.Detail == nil && len(now.Details) == 0 { // its params went: that is said of them
			continue
		}
		s.add(scenarioRemoved, place(sc, "id"), sc.ID(), sent(sc), "")
	}
	for _, sc := range added {
		if sc.Detail != nil {
			s.add(scenarioAdded, place(sc, "id"), sc.ID(), "", sent(sc))
		}
	}
	for _, p := range pairs {
		if key(p.was) != key(p.now) {
			s.add(scenarioID, place(p.now, "id"), p.was.ID(), p.was.ID(), p.now.ID())
		}
		if sent(p.was) != sent(p.now) {
			s.add(detail, place(p.now, "detail"), p.now.ID(), sent(p.was), sent(p.now))
		}
		s.constructor(p)
	}
}

// place returns where a key of the scenario stands.
func place(s catalog.Scenario, key string) diag.Pos {
	if s.Detail == nil {
		return s.Entry.Here(s.Entry.File)
	}
	return s.Detail.At(s.Entry.File, key)
}

// maxArgs is the largest number of params that a constructor takes one by one; of a
// struct, the order does not matter.
const maxArgs = 4

// constructor compares the parameters of a scenario's constructor. Params that the
// entry gained or lost, and those that became optional or required, are changes of
// their own.
func (s scope) constructor(p pair[catalog.Scenario]) {
	kept := func(name string) bool {
		before, after := p.was.Entry.Param(name), p.now.Entry.Param(name)
		return before != nil && after != nil && before.Optional == after.Optional
	}
	was, now := paramNames(p.was, kept), paramNames(p.now, kept)
	if len(p.was.Params) > maxArgs && len(p.now.Params) > maxArgs {
		slices.Sort(was)
		slices.Sort(now)
	}
	if !slices.Equal(was, now) {
		s.add(constructorParams, place(p.now, "detail"), p.now.ID(), strings.Join(was, ", "), strings.Join(now, ", "))
	}
}

func paramNames(s catalog.Scenario, keep func(name string) bool) []string {
	var names []string
	for _, p := range s.Params {
		if keep(p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}
