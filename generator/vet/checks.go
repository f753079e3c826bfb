package vet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
)

// The checks. Their IDs are words, since people write them in comments.
var (
	LiteralType = &diag.Check{
		ID: "literal-type", Title: "A type URI written by hand",
		Explain: "The URI of a problem type is a constant of the generated package. A copy of it is not renamed, deprecated or found with the constant.",
	}
	UnknownType = &diag.Check{
		ID: "unknown-type", Title: "A URI that is no page of the catalog",
		Explain: "Everything under `base` is a page of the site. A URI that is none is a typo, or an entry that nobody has written yet: its reader gets a 404.",
	}
	LiteralDetail = &diag.Check{
		ID: "literal-detail", Title: "A detail written by hand",
		Explain: "The text of a detail comes from its constructor. A copy of it stays as it is when the catalog is reworded, and no page explains it any more.",
	}
	HandWrittenProblem = &diag.Check{
		ID: "hand-written-problem", Title: "A problem document written by hand",
		Explain: "Code that names `application/problem+json`, other than to compare with it, sends problems of its own. The generated `Write` sends what the pages show.",
	}
	HandWrittenChallenge = &diag.Check{
		ID: "hand-written-challenge", Title: "A challenge written by hand",
		Explain: "Challenges are part of the catalog, where their grammar is checked. `WithChallenges` sends one that is made at run time.",
	}
	BareType = &diag.Check{
		ID: "bare-type", Title: "A constant sent where a constructor is needed",
		Explain: "The constant of an entry with params or several scenarios sends neither a detail nor the params: its reader cannot tell which case it is.",
	}
	LeakedError = &diag.Check{
		ID: "leaked-error", Title: "The text of an error as a param",
		Explain: "What `err.Error()` says is meant for logs. As a param it reaches the client: names of tables, addresses of hosts, pieces of tokens. `WithCause` keeps it inside.",
	}
	BareStatus = &diag.Check{
		ID: "bare-status", Title: "A status of the catalog sent without an entry",
		Explain: "The catalog covers this status, and the response names none of its entries. Off by default: middleware may have its reasons.",
	}
	UnusedEntry = &diag.Check{
		ID: "unused-entry", Title: "An entry that no code produces",
		Explain: "A page that explains an error which the API never sends. Judged with the pattern `./...` in the root of the module alone, and not for entries that are deprecated, retired or `sent_by` somebody else.",
	}
	UnproducedScenario = &diag.Check{
		ID: "unproduced-scenario", Title: "A scenario that no test produces",
		Explain: "Judged with `--cover` alone, by the files that the generated test package writes with `ERRDOCS_COVERDIR`. What no test makes the server send may be sent in another form, or not at all.",
	}
	StaleIgnore = &diag.Check{
		ID: "stale-ignore", Title: "A comment that ignores nothing",
		Explain: "`//errdocs:ignore CHECK reason` stands on the line of the finding or above it. Without a reason nobody can judge it later; one that suppresses nothing hides the next finding.",
	}
)

// Checks lists the checks in the order of the documentation.
var Checks = []*diag.Check{
	LiteralType, UnknownType, LiteralDetail, HandWrittenProblem, HandWrittenChallenge,
	BareType, LeakedError, BareStatus, UnusedEntry, UnproducedScenario, StaleIgnore,
}

// Selection is the set of checks to run. The zero value is the default.
type Selection struct {
	on map[*diag.Check]bool // where it differs from the default
}

// Select returns the default checks with some switched on and others off, each list
// with commas between IDs.
func Select(enable, disable string) (Selection, error) {
	s := Selection{on: map[*diag.Check]bool{}}
	for _, list := range []struct {
		ids string
		on  bool
	}{{enable, true}, {disable, false}} {
		for id := range strings.FieldsFuncSeq(list.ids, func(r rune) bool { return r == ',' || r == ' ' }) {
			c := checkOf(id)
			if c == nil {
				return s, &diag.Advice{Err: fmt.Errorf("unknown check %s", diag.Quote(id)), Help: nearCheck(id)}
			}
			s.on[c] = list.on
		}
	}
	return s, nil
}

// runs reports whether the check is to run.
func (s Selection) runs(c *diag.Check) bool {
	if on, ok := s.on[c]; ok {
		return on
	}
	return c != BareStatus // the one that only --enable runs
}

// checkOf returns the check of an ID, or nil.
func checkOf(id string) *diag.Check {
	i := slices.IndexFunc(Checks, func(c *diag.Check) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return Checks[i]
}

// nearCheck guesses which check was meant, as help.
func nearCheck(id string) string {
	var ids []string
	for _, c := range Checks {
		ids = append(ids, c.ID)
	}
	return cmp.Or(diag.DidYouMean(id, ids), diag.OneOf(id, ids))
}
