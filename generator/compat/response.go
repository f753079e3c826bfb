package compat

import (
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// responses compares the challenges and header fields that the scenarios of an entry
// send. What all of them have in common is said once.
func (s scope) responses(was, now *catalog.Entry) {
	pairs, _, _ := pairScenarios(was, now)
	if len(pairs) == 0 {
		pairs = []pair[catalog.Scenario]{{everything(was), everything(now)}}
	}
	var all differ
	for _, p := range pairs {
		each := s
		var own differ
		each.d = &own
		each.challenges(p.was, p.now)
		each.headers(p.was, p.now)
		for _, c := range own.changes {
			c.Scenarios = []string{p.now.ID()}
			all.join(c)
		}
	}
	for _, c := range all.changes {
		if len(c.Scenarios) == len(pairs) {
			c.Scenarios = nil
		}
		s.d.changes = append(s.d.changes, c)
	}
}

// everything returns a scenario that takes all params of the entry: it sends whatever
// some scenario sends.
func everything(e *catalog.Entry) catalog.Scenario {
	s := e.Bare()
	for i := range e.Params {
		s.Params = append(s.Params, &e.Params[i])
	}
	return s
}

// join adds a change, or its scenario to the same change of another one.
func (d *differ) join(c Change) {
	for i := range d.changes {
		o := &d.changes[i]
		if o.Rule == c.Rule && o.Name == c.Name && o.Old == c.Old && o.New == c.New && o.Pos == c.Pos {
			if !slices.Contains(o.Scenarios, c.Scenarios[0]) {
				o.Scenarios = append(o.Scenarios, c.Scenarios...)
			}
			return
		}
	}
	d.changes = append(d.changes, c)
}

// headers compares the header fields of a scenario.
func (s scope) headers(was, now catalog.Scenario) {
	before, after := was.Headers(), now.Headers()
	for _, h := range before {
		if pairOf(after, h.Name) == nil {
			rule := headerText
			if carriesParam(h.Value) || clientsActOn[textproto.CanonicalMIMEHeaderKey(h.Name)] {
				rule = headerLost
			}
			s.add(rule, h.NamePos(was.Entry.File), h.Name, h.Value, "")
		}
	}
	for _, h := range after {
		switch o := pairOf(before, h.Name); {
		case o == nil:
			s.add(headerAdded, h.NamePos(now.Entry.File), h.Name, "", h.Value)
		case carriesParam(o.Value) && !carriesParam(h.Value):
			s.add(headerLost, h.ValuePos(now.Entry.File), h.Name, o.Value, h.Value)
		case o.Value != h.Value:
			s.add(headerText, h.ValuePos(now.Entry.File), h.Name, o.Value, h.Value)
		}
	}
}

// pairOf returns a header field or a parameter of a challenge, or nil. Names have no
// case (RFC 9110 sections 5.1 and 11.2).
func pairOf(list []catalog.Pair, name string) *catalog.Pair {
	i := slices.IndexFunc(list, func(p catalog.Pair) bool { return strings.EqualFold(p.Name, name) })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// clientsActOn are the fields that clients act on whatever they hold (RFC 9110
// sections 10.2.1 and 10.2.3).
var clientsActOn = map[string]bool{"Retry-After": true, "Allow": true}

func carriesParam(value string) bool { return len(catalog.Placeholders(value)) > 0 }

// pattern returns a challenge in the form that is sent, with its placeholders.
func pattern(c catalog.Challenge) string {
	list := make([]string, len(c.Params))
	for i, p := range c.Params {
		list[i] = fmt.Sprintf("%s=%q", p.Name, p.Value)
	}
	return strings.TrimSuffix(c.Scheme+" "+strings.Join(list, ", "), " ")
}

// challenges compares the challenges of a scenario. A challenge of the same scheme is
// the same challenge, best with the same realm and error; of those that are left, the
// first changed its scheme into the first, and so on.
func (s scope) challenges(was, now catalog.Scenario) {
	gone, added := was.Challenges(), now.Challenges()
	for _, same := range []func(a, b catalog.Challenge) bool{
		func(a, b catalog.Challenge) bool {
			return strings.EqualFold(a.Scheme, b.Scheme) && valueOf(a, "realm") == valueOf(b, "realm") && valueOf(a, "error") == valueOf(b, "error")
		},
		func(a, b catalog.Challenge) bool { return strings.EqualFold(a.Scheme, b.Scheme) },
		func(a, b catalog.Challenge) bool { return true },
	} {
		for _, p := range pairBy(&gone, &added, same) {
			s.challenge(p.was, p.now, was.Entry, now.Entry)
		}
	}
	for _, c := range gone {
		s.add(challengeRemoved, c.Here(challengeFile(was.Entry)), c.Scheme, pattern(c), "")
	}
	for _, c := range added {
		s.add(challengeAdded, c.Here(challengeFile(now.Entry)), c.Scheme, "", pattern(c))
	}
}

// challengeFile returns the file that holds the challenges of an entry: its own, or
// that of its status.
func challengeFile(e *catalog.Entry) string {
	if len(e.Challenges) > 0 {
		return e.File
	}
	return e.Status.File
}

// challenge compares one challenge.
func (s scope) challenge(was, now catalog.Challenge, wasIn, nowIn *catalog.Entry) {
	file := challengeFile(nowIn)
	if !strings.EqualFold(was.Scheme, now.Scheme) {
		s.add(challengeScheme, now.At(file, "scheme"), was.Scheme, pattern(was), pattern(now))
		return
	}
	pos := func(p *catalog.Pair) diag.Pos {
		switch {
		case p == nil:
			return now.Here(file)
		case p.Line == 0: // the default realm
			return nowIn.Catalog.At(nowIn.Catalog.File, "realm")
		}
		return p.ValuePos(file)
	}
	for _, name := range []string{"realm", "error"} {
		if before, after := valueOf(was, name), valueOf(now, name); before != after {
			s.add(ownRules[name], pos(pairOf(now.Params, name)), now.Scheme, before, after)
		}
	}
	for _, p := range was.Params {
		if pairOf(now.Params, p.Name) == nil && ownRules[strings.ToLower(p.Name)] == nil {
			s.add(lossOf(p), p.NamePos(challengeFile(wasIn)), now.Scheme+" "+p.Name, p.Value, "")
		}
	}
	for _, p := range now.Params {
		if ownRules[strings.ToLower(p.Name)] != nil {
			continue
		}
		name := now.Scheme + " " + p.Name
		switch o := pairOf(was.Params, p.Name); {
		case o == nil:
			s.add(challengeParamAdded, pos(&p), name, "", p.Value)
		case carriesParam(o.Value) && !carriesParam(p.Value):
			s.add(challengeLost, pos(&p), name, o.Value, p.Value)
		case o.Value != p.Value:
			s.add(challengeText, pos(&p), name, o.Value, p.Value)
		}
	}
}

// ownRules are those of the parameters that have one of their own.
var ownRules = map[string]*Rule{"realm": challengeRealm, "error": challengeError}

// lossOf returns the rule for a removed parameter. Two parameters are text for people (RFC 6750
// section 3), so clients do not miss them.
func lossOf(p catalog.Pair) *Rule {
	if strings.EqualFold(p.Name, "error_description") || strings.EqualFold(p.Name, "error_uri") {
		return challengeText
	}
	return challengeLost
}

// valueOf returns the value of a parameter, or "".
func valueOf(c catalog.Challenge, name string) string {
	if p := pairOf(c.Params, name); p != nil {
		return p.Value
	}
	return ""
}
