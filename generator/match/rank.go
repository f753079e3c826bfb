package match

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// evidence is what speaks for an entry. It is compared field by field, in the order of
// the rules.
type evidence struct {
	entry *catalog.Entry
	place int // in the order of the site

	typed     bool
	detail    int // 2: only this case can say it; 1: others could too
	said      *said
	challenge int // 3: error and description agree; 2: error; 1: neither has an error
	score     int // of its parameters
	offered   *offered
	given     *Challenge
	status    bool
	name      int // 2: code or slug, 1: title
	only      bool
	reacts    bool // the reaction goes with whether a credential was sent
}

func (e *evidence) chars() int {
	if e.said == nil {
		return 0
	}
	return e.said.chars
}

func compare(a, b *evidence) int {
	return cmp.Or(
		descending(bit(a.typed), bit(b.typed)),
		descending(a.detail, b.detail),
		descending(a.chars(), b.chars()),
		descending(a.challenge, b.challenge),
		descending(a.score, b.score),
		descending(bit(a.status), bit(b.status)),
		descending(a.name, b.name),
		descending(bit(a.reacts), bit(b.reacts)),
		cmp.Compare(a.place, b.place),
	)
}

func descending(a, b int) int { return cmp.Compare(b, a) }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// weigh collects the evidence for each entry.
func (x *Index) weigh(f *facts) []*evidence {
	byEntry := map[*catalog.Entry]*evidence{}
	var list []*evidence
	of := func(e *catalog.Entry) *evidence {
		ev := byEntry[e]
		if ev == nil {
			ev = &evidence{entry: e, place: x.places[e], status: f.status == e.Status.Code}
			if r := e.Recovery; r != nil && f.in.credential != sentUnknown {
				ev.reacts = (f.in.credential == sentSome) == (r.Reaction != "authenticate")
			}
			byEntry[e] = ev
			list = append(list, ev)
		}
		return ev
	}
	for _, e := range f.types {
		of(e).typed = true
	}
	for i := range f.details {
		s := &f.details[i]
		e := s.scenario.Entry
		if ev := of(e); ev.said == nil || ev.said.chars < s.chars {
			ev.detail, ev.said = 1+bit(s.alone), s
		}
	}
	for i := range f.challenges {
		x.weighChallenge(&f.challenges[i], of)
	}
	for _, n := range f.names {
		ev := of(n.entry)
		if ev.name = max(ev.name, 2-bit(n.title)); f.asName && !n.title && x.single(f.names) {
			ev.only = true
		}
	}
	return list
}

// single reports whether names that are no titles are those of one entry.
func (x *Index) single(names []named) bool {
	n := 0
	for _, name := range names {
		n += bit(!name.title)
	}
	return n == 1
}

// weighChallenge compares a challenge with those that entries send.
func (x *Index) weighChallenge(c *Challenge, of func(*catalog.Entry) *evidence) {
	code, _ := c.Param("error")
	key := code
	if key == "" {
		if c.Scheme == "" {
			return
		}
		key = " " + strings.ToLower(c.Scheme)
	}
	for i := range x.challenges[key] {
		o := &x.challenges[key][i]
		if c.Scheme != "" && !strings.EqualFold(c.Scheme, o.scheme) {
			continue
		}
		level, score := agreement(c, o)
		if ev := of(o.entry); level > ev.challenge || level == ev.challenge && score > ev.score {
			ev.challenge, ev.score, ev.offered, ev.given = level, score, o, c
		}
	}
}

// agreement says how well a challenge is one that an entry sends.
func agreement(c *Challenge, o *offered) (level, score int) {
	level = 1
	if code, _ := c.Param("error"); code != "" {
		level = 2
	}
	common := 0
	for _, p := range o.params {
		value, there := c.Param(strings.ToLower(p.Name))
		switch {
		case !there:
			score--
			continue
		case fits(p.Value, value):
			score += 2
			if p.Name == "error_description" {
				level = 3
			}
		}
		common++
	}
	return level, score - (len(c.Params) - common)
}

// rank returns the candidates, best first.
func (x *Index) rank(f *facts) []Candidate {
	list := x.weigh(f)
	slices.SortFunc(list, compare)
	exact := len(list) > 0 && confidence(list[0], f) == Exact
	described := slices.ContainsFunc(list, func(ev *evidence) bool { return ev.challenge == 3 })
	var candidates []Candidate
	for _, ev := range list {
		other := ev.typed || ev.detail > 0 || ev.only // than the challenge and a name
		if !other && (exact || described && ev.challenge < 3 && ev.name == 0) {
			continue
		}
		candidates = append(candidates, f.candidate(ev))
	}
	// what the status speaks against comes after what it does not
	slices.SortStableFunc(candidates, func(a, b Candidate) int {
		return cmp.Compare(slices.Index(Confidences, a.Confidence), slices.Index(Confidences, b.Confidence))
	})
	if n := len(candidates) - maxCandidates; n > 0 {
		f.notes = append(f.notes, strconv.Itoa(n)+" more entries fit as well; more of the response would tell them apart")
		candidates = candidates[:maxCandidates]
	}
	return candidates
}

func confidence(ev *evidence, f *facts) Confidence {
	switch {
	case ev.typed || ev.only:
		return Exact
	case ev.detail == 2 && len(f.types) == 0:
		return Exact
	case ev.detail == 0 && ev.name == 0 && f.status != 0 && !ev.status:
		return Possible
	}
	return Likely
}

func (f *facts) candidate(ev *evidence) Candidate {
	c := Candidate{Entry: ev.entry, Confidence: confidence(ev, f), Why: f.why(ev)}
	if ev.said != nil {
		c.Case = &ev.said.scenario
		for _, p := range ev.said.values {
			if f.secret(p.Value) {
				f.notes = once(f.notes, "the value of "+p.Name+" looks like a credential and is left out")
				continue
			}
			c.Params = append(c.Params, p)
		}
	}
	return c
}

// secret reports whether a text holds a credential that was sent, or what looks like
// one.
func (f *facts) secret(text string) bool {
	return secretShape.MatchString(text) || catalog.HoldsSecret(text) ||
		slices.ContainsFunc(f.in.secrets, func(s string) bool { return strings.Contains(text, s) || strings.Contains(s, text) && len(text) >= 8 })
}

// why says what speaks for an entry, strongest first.
func (f *facts) why(ev *evidence) []string {
	var why []string
	if ev.typed {
		why = append(why, "type is this entry's type URI")
	}
	switch {
	case ev.detail == 2:
		why = append(why, "detail matches the case \""+ev.said.scenario.ID()+"\"")
	case ev.detail == 1:
		why = append(why, "detail matches the case \""+ev.said.scenario.ID()+"\", among others")
	}
	if ev.challenge > 0 {
		scheme := ev.offered.scheme
		code, _ := ev.given.Param("error")
		switch {
		case ev.given.Scheme == "":
			why = append(why, "error is that of its challenge: "+code)
		case ev.challenge == 1:
			why = append(why, "it sends a "+scheme+" challenge without an error")
		default:
			why = append(why, "it sends a "+scheme+" challenge with the error "+code)
		}
		if ev.challenge == 3 {
			why = append(why, "error_description is that of its challenge")
		}
	}
	switch {
	case ev.name == 2 && f.asName:
		why = append(why, "the text is its name")
	case ev.name == 2:
		why = append(why, "code is that of this entry")
	case ev.name == 1:
		why = append(why, "title is that of this entry")
	}
	return why
}
