package match

import (
	"net/url"
	"slices"
	"strconv"
)

// notes says what contradicts, what is missing, and what was read leniently.
func (x *Index) notes(a *Answer, f *facts) {
	in := f.in
	a.Notes = f.notes
	note := func(s string) { a.Notes = once(a.Notes, s) }
	if len(f.types) == 0 && f.unknown != "" {
		if shown := f.showURI(f.unknown); shown != "" {
			note("no entry of this catalog has the type " + shown)
		} else {
			note("no entry of this catalog has the type of this problem")
		}
	}
	if len(f.types) > 0 && f.unmatched != "" && !slices.ContainsFunc(f.details, func(s said) bool { return slices.Contains(f.types, s.scenario.Entry) }) {
		if len(f.details) == 0 {
			note("the detail is none of those that this catalog has")
		}
	}
	for _, s := range f.details {
		if e := s.scenario.Entry; len(f.types) > 0 && !slices.Contains(f.types, e) {
			note("type and detail are of different entries: the detail is that of " + e.Path())
		}
	}
	if in.status != 0 && f.bodyStatus != 0 && in.status != f.bodyStatus {
		note("the status of the response is " + strconv.Itoa(in.status) + ", that in the body " + strconv.Itoa(f.bodyStatus))
	}
	if f.status != 0 && len(a.Candidates) > 0 {
		if first := a.Candidates[0].Entry; first.Status.Code != f.status {
			note("the status is " + strconv.Itoa(f.status) + ", and this entry is a " + first.Status.Path())
		}
	}
	if in.response && in.headers && !in.challenged && (in.status == 401 || in.status == 407) {
		note("a " + strconv.Itoa(in.status) + " without a challenge breaks RFC 9110 section 15.5.2")
	}
	x.credentialNotes(f, note)
}

// credentialNotes compares what the request had with what the challenge says.
func (x *Index) credentialNotes(f *facts, note func(string)) {
	switch f.in.credential {
	case sentNothing:
		note("the request had no credential")
	case sentSome:
		note("the request had a credential")
	}
}

// maxShown is the length of the longest text of an input that is shown.
const maxShown = 200

// showURI returns a type URI without the parts that may hold a secret, or "" where it
// cannot be shown.
func (f *facts) showURI(uri string) string {
	u, err := url.Parse(normalType(uri))
	if err != nil || len(uri) > maxShown || f.secret(uri) {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
