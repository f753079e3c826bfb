package vet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
)

// The checks. Their IDs are words because people write them in comments.
var (
	LiteralType = &diag.Check{
		ID: "literal-type", Title: "A type URI written by hand",
		Explain: "The URI of a problem type is a constant of the generated package. A copy is not renamed or deprecated with the constant, and a search for the constant does not find it.",
	}
	UnknownType = &diag.Check{
		ID: "unknown-type", Title: "A URI without a page in the catalog",
		Explain: "Everything under `base` is a page of the site. A URI without a page is a typo or an entry that does not exist yet. Readers get a 404.",
	}
	LiteralDetail = &diag.Check{
		ID: "literal-detail", Title: "A detail written by hand",
		Explain: "The text of a detail comes from its constructor. A copy does not change with the catalog, so its page no longer explains it.",
	}
	HandWrittenProblem = &diag.Check{
		ID: "hand-written-problem", Title: "A problem document written by hand",
		Explain: "Code that uses `application/problem+json`, except in a comparison, sends problem documents that are not in the catalog. The generated `Write` sends what the pages show.",
	}
	HandWrittenChallenge = &diag.Check{
		ID: "hand-written-challenge", Title: "A challenge written by hand",
		Explain: "Challenges are part of the catalog, where their grammar is checked. `WithChallenges` sends a challenge that is built at run time.",
	}
	BareType = &diag.Check{
		ID: "bare-type", Title: "A constant sent where a constructor is needed",
		Explain: "The constant of an entry with params or several scenarios sends no detail and no params, so readers cannot identify the case.",
	}
	LeakedError = &diag.Check{
		ID: "leaked-error", Title: "The text of an error as a param",
		Explain: "The text of `err.Error()` is for logs. A param sends it to the client: table names, host addresses, parts of tokens. `WithCause` does not send it.",
	}
	BareStatus = &diag.Check{
		ID: "bare-status", Title: "A status of the catalog sent without an entry",
		Explain: "The catalog covers this status, but the response has no entry. Off by default, because middleware can have good reasons.",
	}
	UnusedEntry = &diag.Check{
		ID: "unused-entry", Title: "An entry that no code produces",
		Explain: "The page explains an error that the API never sends. Checked only with the pattern `./...` in the root of the module, and not for entries that are deprecated, retired or have another `sent_by`.",
	}
	UnproducedScenario = &diag.Check{
		ID: "unproduced-scenario", Title: "A scenario that no test produces",
		Explain: "Checked only with `--cover`, from the files that the generated test package writes to `ERRDOCS_COVERDIR`. Without a test, the server may send the scenario in a different form, or never.",
	}
	StaleIgnore = &diag.Check{
		ID: "stale-ignore", Title: "A comment that ignores nothing",
		Explain: "`//errdocs:ignore CHECK reason` belongs on the line of the finding or the line above. Without a reason, it cannot be reviewed later. If it suppresses nothing, it can hide the next finding.",
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
