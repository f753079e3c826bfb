package match

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/site/data"
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
		bit(b.typed)-bit(a.typed),
		b.detail-a.detail,
		b.chars()-a.chars(),
		b.challenge-a.challenge,
		b.score-a.score,
		bit(b.status)-bit(a.status),
		b.name-a.name,
		bit(b.reacts)-bit(a.reacts),
		a.place-b.place,
	)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// scale collects the evidence for each entry.
type scale struct {
	x       *Index
	f       *facts
	byPlace map[int]*evidence // of entries, in the order of the site
	list    []*evidence
	groups  []*alike // entries that a challenge speaks for; the first of each are in the list
}

// of returns the evidence for an entry.
func (s *scale) of(e *catalog.Entry) *evidence { return s.at(s.x.places[e]) }

// at returns the evidence for the entry at a place.
func (s *scale) at(place int) *evidence {
	if s.byPlace[place] == nil {
		e := s.x.c.Entries[place]
		ev := &evidence{entry: e, place: place, status: s.f.status == e.Status.Code}
		if r := e.Recovery; r != nil && s.f.in.credential != sentUnknown {
			ev.reacts = (s.f.in.credential == sentSome) == (r.Reaction != "authenticate")
		}
		s.byPlace[place] = ev
		s.list = append(s.list, ev)
	}
	return s.byPlace[place]
}

// weigh collects the evidence. Where an entry is certain, challenges only add to what
// is known of the entries that were found.
func (x *Index) weigh(f *facts) *scale {
	s := &scale{x: x, f: f, byPlace: map[int]*evidence{}}
	for _, e := range f.types {
		s.of(e).typed = true
	}
	for i := range f.details {
		d := &f.details[i]
		if ev := s.of(d.scenario.Entry); ev.said == nil || ev.said.chars < d.chars {
			ev.detail, ev.said = 1+bit(d.alone), d
		}
	}
	proper := 0 // names that are no titles
	for _, n := range f.names {
		proper += bit(!n.title)
	}
	for _, n := range f.names {
		ev := s.of(n.entry)
		ev.name = max(ev.name, 2-bit(n.title))
		ev.only = ev.only || f.asName && !n.title && proper == 1
	}
	certain := slices.ContainsFunc(s.list, func(ev *evidence) bool { return confidence(ev, f) == Exact })
	found := len(s.list)
	for i := range f.challenges {
		c := &f.challenges[i]
		for _, ev := range s.list[:found] {
			s.compare(c, x.offers[ev.place])
		}
		if !certain {
			s.challenge(c)
		}
	}
	return s
}

// challenge looks for the entries that send a challenge: by its error and description
// where they agree, else by the error, or by the scheme where there is none.
func (s *scale) challenge(c *Challenge) {
	code, _ := c.Param("error")
	if code == "" {
		if c.Scheme != "" {
			s.compareAlike(c, s.x.challenges[" "+strings.ToLower(c.Scheme)])
		}
		return
	}
	if text, ok := c.Param("error_description"); ok {
		agreed := s.compare(c, s.x.described[code+"\x00"+text])
		if s.compare(c, s.x.patterned[code]) || agreed {
			return
		}
	}
	s.compareAlike(c, s.x.challenges[code])
}

// compareAlike compares a challenge with those of the first entries of each group. The
// others of a group come after these, so that none of them can be a candidate.
func (s *scale) compareAlike(c *Challenge, groups []*alike) {
	for _, g := range groups {
		if c.Scheme != "" && !strings.EqualFold(c.Scheme, g.scheme) {
			continue
		}
		for _, place := range g.places[:min(len(g.places), maxCandidates)] {
			s.compare(c, s.x.offers[place])
		}
		s.groups = append(s.groups, g)
	}
}

// others counts the entries of the groups that are not in the list.
func (s *scale) others() int {
	seen := make([]bool, len(s.x.c.Entries))
	for _, ev := range s.list {
		seen[ev.place] = true
	}
	n := 0
	for _, g := range s.groups {
		for _, place := range g.places {
			n += bit(!seen[place])
			seen[place] = true
		}
	}
	return n
}

// compare compares a challenge with some that entries send. It reports whether the
// description of one agrees.
func (s *scale) compare(c *Challenge, offers []*offered) (described bool) {
	code, _ := c.Param("error")
	for _, o := range offers {
		if c.Scheme != "" && !strings.EqualFold(c.Scheme, o.scheme) || o.code != code || c.Scheme == "" && code == "" {
			continue
		}
		level, score := agreement(c, o)
		described = described || level == 3
		if ev := s.at(o.place); level > ev.challenge || level == ev.challenge && score > ev.score {
			ev.challenge, ev.score, ev.offered, ev.given = level, score, o, c
		}
	}
	return described
}

// agreement says how well a challenge is one that an entry sends.
func agreement(c *Challenge, o *offered) (level, score int) {
	level = 1
	if code, _ := c.Param("error"); code != "" {
		level = 2
	}
	common := 0
	for _, p := range o.params {
		value, there := c.Param(p.name)
		switch {
		case !there:
			score--
			continue
		case p.fits(value):
			score += 2
			if p.name == "error_description" && level == 2 {
				level = 3
			}
		}
		common++
	}
	return level, score - (len(c.Params) - common)
}

// rank returns the candidates, best first.
func (x *Index) rank(f *facts) []Candidate {
	s := x.weigh(f)
	list, others := s.list, s.others()
	exact := slices.ContainsFunc(list, func(ev *evidence) bool { return confidence(ev, f) == Exact })
	described := slices.ContainsFunc(list, func(ev *evidence) bool { return ev.challenge == 3 })
	list = slices.DeleteFunc(list, func(ev *evidence) bool {
		other := ev.typed || ev.detail > 0 || ev.only // than the challenge and a name
		return !other && (exact || described && ev.challenge < 3 && ev.name == 0)
	})
	if described {
		others = 0 // their errors agree alone
	}
	order := func(ev *evidence) int { return slices.Index(data.Confidences, confidence(ev, f)) }
	slices.SortFunc(list, func(a, b *evidence) int { return cmp.Or(cmp.Compare(order(a), order(b)), compare(a, b)) })
	best := list[:min(len(list), maxCandidates)]
	if n := len(list) + others - len(best); n > 0 {
		f.notes = append(f.notes, strconv.Itoa(n)+" more entries fit as well; more of the response would tell them apart")
	}
	var candidates []Candidate
	for _, ev := range best {
		candidates = append(candidates, f.candidate(ev))
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
	if ev.detail > 0 {
		among := ""
		if ev.detail == 1 {
			among = ", among others"
		}
		why = append(why, "detail matches the case \""+ev.said.scenario.ID()+"\""+among)
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
