// Package match answers the question "which entry and which case is this text?": a
// response as curl prints it, a problem object, a challenge, a line of a log, a detail,
// a name, or words.
//
//	x := match.New(c)
//	a := x.Explain(text)
//	for _, cand := range a.Candidates {
//		fmt.Println(cand.Confidence, cand.Entry.Path(), cand.CaseID(), cand.Why)
//	}
//
// # The rules
//
// The site's decoder follows the same rules, and both read generator/testdata/decode.
//
// Reading. CR LF and CR become LF; a byte order mark and terminal colours go. A text
// with a status line at the begin of a line is an HTTP response: of several heads the
// last counts, and what follows it is the body. Lines of a request ("> " of curl -v, or
// a request line and what follows up to an empty line) only tell whether a credential
// was sent. What follows Authorization, Cookie and their like elsewhere is cut out.
//
// Facts. From what is left:
//
//   - type: members "type" of JSON objects and pairs type=; and each known type URI
//     anywhere. Looked up without <>, quotes, final slash, fragment, ".md" and ".json";
//     type URI, page address and aliases count alike, and for a member, or where it is
//     the whole text, so does the path below base, with or without a slash in front.
//   - detail: members "detail", then "message", "msg" and "error", and pairs of these
//     names, against the anchored patterns; the whole text likewise. A final full stop
//     that is missing is forgiven. Only where none fits: anywhere in a line, at the
//     bounds of words, with lazy quantifiers but for a group at the end. Of the details
//     that one text can be, those of entries whose type is there count alone.
//   - challenge: the WWW-Authenticate and Proxy-Authenticate fields; a member or pair
//     "error" is one without a scheme.
//   - status: of the status line, else a member or pair "status".
//   - name: members and pairs "code", "error" and the catalog's own code member against
//     code and slug; "title" against titles. The whole text against slug, code, path
//     and title. Names are compared in lower case, with a hyphen for each run of other
//     characters and before a capital that follows a small letter or digit.
//
// Kind, the first that holds: http-response (a status line); problem-json (an object
// with type, title, detail, error, code or message, and the text begins with one of
// { [ " '); log-line (such an object elsewhere); challenge (the text begins with the
// field's name, or with a known scheme that is alone or goes on with a comma, a
// parameter or, for Negotiate and NTLM, one word); type-uri, detail, name (the whole
// text is one); log-line (a type URI, a detail, a challenge or pairs in it); words.
//
// Rank. Each entry with evidence is a candidate. They are compared by, in this order:
//
//  1. type: its type URI is in the text;
//  2. detail: 2 if only this case of the catalog can say it, 1 if others could too (within
//     a line: if another detail is found in the same line); then the number of literal
//     characters of its pattern. A detail with fewer than four of them counts only
//     beside its entry's type;
//  3. challenge: of the pairs of a challenge of the text and one of the entry with the
//     same scheme, the best: 3 if error and error_description agree, 2 if error agrees,
//     1 if neither has an error. A challenge without a scheme fits any scheme, but not
//     for 1. Then 2 × parameters that agree − those the text lacks − those it has more;
//     placeholders stand for any text, and Digest's stale and algorithm ignore case;
//  4. status: it is the entry's;
//  5. name: 2 for code or slug, 1 for title;
//  6. credential: sent and the reaction is not "authenticate", or not sent and it is;
//  7. the order of the site, which has the common ones first.
//
// A candidate is exact if its type or a detail that only it can say is in the text, or
// if the whole text is its slug, code or path and no other's; likely otherwise. A
// challenge that fits an entry of another status than the response's is possible, and
// so is what only words lead to. Beside an exact candidate only those with a type or
// detail stay; beside a challenge whose error_description agrees, no entry stays for its
// error alone. The surer come first. Words are asked only where nothing else is found. At
// most five remain.
//
// The case is that of the best detail of the entry; its groups are the params.
package match

import (
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/site/data"
)

// Kind is what a text was read as.
type Kind = data.Kind

// The kinds of texts.
const (
	KindResponse  = data.KindResponse
	KindProblem   = data.KindProblem
	KindChallenge = data.KindChallenge
	KindLog       = data.KindLog
	KindType      = data.KindType
	KindDetail    = data.KindDetail
	KindName      = data.KindName
	KindWords     = data.KindWords
)

// Confidence is how certain a candidate is.
type Confidence = data.Confidence

// The degrees of confidence, the most certain first.
const (
	Exact    = data.Exact
	Likely   = data.Likely
	Possible = data.Possible
)

// MaxInput is the size of the largest text that callers should hand in, in bytes.
const MaxInput = 1 << 20

// maxCandidates is how many candidates an answer has at most.
const maxCandidates = 5

// Answer is what is known about a text.
type Answer struct {
	Kind       Kind
	Status     int // of the response; 0 if unknown
	Candidates []Candidate
	Notes      []string // contradictions and what was read leniently
}

// Exact reports whether the first candidate is certain.
func (a *Answer) Exact() bool {
	return len(a.Candidates) > 0 && a.Candidates[0].Confidence == Exact
}

// Candidate is an entry that may have been meant.
type Candidate struct {
	Entry      *catalog.Entry
	Confidence Confidence
	Case       *catalog.Scenario // nil where no detail tells
	Params     []catalog.Pair    // the values in the detail
	Why        []string
}

// CaseID returns the id of the case, or "".
func (c *Candidate) CaseID() string {
	if c.Case == nil {
		return ""
	}
	return c.Case.ID()
}

// Fix returns the fix of the case, else the one to try first; nil if there is none.
func (c *Candidate) Fix() *catalog.Fix {
	if c.Case != nil {
		if f := c.Entry.Fix(c.Case.Detail.Fix); f != nil {
			return f
		}
	}
	return c.Entry.FirstFix()
}

// Query is a question in parts. Each is optional.
type Query struct {
	Text            string // anything that Explain takes
	Type            string
	Status          int
	Detail          string
	WWWAuthenticate string
}

// Explain says which entry and case a text is about.
func (x *Index) Explain(text string) *Answer { return x.Lookup(Query{Text: text}) }

// Lookup answers a question in parts.
func (x *Index) Lookup(q Query) *Answer {
	in := read(q.Text)
	in.add(q)
	f := x.facts(in)
	a := &Answer{Kind: f.kind, Status: f.status, Candidates: x.rank(f)}
	if len(a.Candidates) == 0 {
		a.Candidates = x.byWords(f)
	}
	a.Notes = f.contradictions(a.Candidates)
	return a
}

// add puts the parts of a question beside what was read from its text.
func (in *input) add(q Query) {
	if q.Type != "" || q.Detail != "" {
		in.objects = append(in.objects, object{[]member{{"type", clean(q.Type), true}, {"detail", clean(q.Detail), true}}})
	}
	if q.WWWAuthenticate != "" {
		in.fields = append(in.fields, clean(q.WWWAuthenticate))
	}
	if q.Status != 0 {
		in.status = q.Status
	}
	in.partsOnly = q.Text == ""
}

// once appends a value that is not there yet.
func once[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}
