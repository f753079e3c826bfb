package compat

import (
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

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
	for _, key := range []struct {
		name string
		rule *Rule
	}{{"realm", challengeRealm}, {"error", challengeError}} {
		if valueOf(was, key.name) != valueOf(now, key.name) {
			s.add(key.rule, pos(pairOf(now.Params, key.name)), now.Scheme, valueOf(was, key.name), valueOf(now, key.name))
		}
	}
	for _, p := range was.Params {
		if pairOf(now.Params, p.Name) == nil && !hasRule(p.Name) {
			s.add(lossOf(p), p.NamePos(challengeFile(wasIn)), now.Scheme+" "+p.Name, p.Value, "")
		}
	}
	for _, p := range now.Params {
		if hasRule(p.Name) {
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

// hasRule reports whether a parameter is compared by a rule of its own.
func hasRule(name string) bool {
	return strings.EqualFold(name, "realm") || strings.EqualFold(name, "error")
}

// lossOf returns what it means that a parameter is gone. Two of them are for people
// (RFC 6750 section 3).
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
