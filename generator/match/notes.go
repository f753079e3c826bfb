package match

import (
	"fmt"
	"net/url"
	"slices"
)

// contradictions returns the notes of reading and, after them, what contradicts, what is
// missing, and whether the request had a credential.
func (f *facts) contradictions(candidates []Candidate) []string {
	in, notes := f.in, f.notes
	note := func(format string, args ...any) { notes = once(notes, fmt.Sprintf(format, args...)) }
	known := len(f.types) > 0
	if !known && f.unknown != "" {
		shown := "type of this problem"
		if uri := f.showURI(f.unknown); uri != "" {
			shown = "type " + uri
		}
		note("no entry of this catalog has the %s", shown)
	}
	if known && f.unmatched != "" && len(f.details) == 0 {
		note("the detail is none of those that this catalog has")
	}
	for _, s := range f.details {
		if e := s.scenario.Entry; known && !slices.Contains(f.types, e) {
			note("type and detail are of different entries: the detail is that of %s", e.Path())
		}
	}
	if in.status != 0 && f.bodyStatus != 0 && in.status != f.bodyStatus {
		note("the status of the response is %d, that in the body %d", in.status, f.bodyStatus)
	}
	if f.status != 0 && len(candidates) > 0 {
		if first := candidates[0].Entry; first.Status.Code != f.status {
			note("the status is %d, and this entry is a %s", f.status, first.Status.Path())
		}
	}
	if in.response && in.headers && !in.challenged && (in.status == 401 || in.status == 407) {
		note("a %d without a challenge breaks RFC 9110 section 15.5.2", in.status)
	}
	switch in.credential {
	case sentNothing:
		note("the request had no credential")
	case sentSome:
		note("the request had a credential")
	}
	return notes
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
