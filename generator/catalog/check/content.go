package check

import (
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
)

// content reports missing parts of an entry. Retired entries and drafts are not checked.
func (k entryChecker) content() {
	e := k.e
	if e.Retired != nil || e.Draft {
		return
	}
	here := e.Here(e.File)
	if !e.Has("summary") {
		k.Add(diag.MissingSummary, here, "the entry has no summary").WithHelp("add one sentence that describes what happened")
	}
	if !e.Has("details") {
		k.Add(diag.MissingDetail, here, "the entry has no detail").WithHelp("add the text that the server sends, one detail for each scenario")
	}
	if !e.Has("causes") {
		k.Add(diag.MissingCause, here, "the entry has no cause").WithHelp("add causes, the most common first")
	}
	if !e.Has("fixes") {
		k.Add(diag.MissingFix, here, "the entry has no fix").WithHelp("add a fix for each cause")
	}
	k.recovery()
	for i := range e.Details {
		if d := &e.Details[i]; !d.Has("fix") {
			k.Add(diag.DetailWithoutFix, d.Here(e.File), "the detail has no fix").WithHelp("%s", k.fixHelp())
		}
	}
	for i := range e.Causes {
		if c := &e.Causes[i]; !c.Has("fix") {
			k.Add(diag.CauseWithoutFix, c.Here(e.File), "the cause has no fix").WithHelp("%s", k.fixHelp())
		}
	}
}

// recovery reports missing parts of the advice for clients.
func (k entryChecker) recovery() {
	e := k.e
	if !e.Has("recovery") {
		k.Add(diag.MissingRecovery, e.Here(e.File), "the entry has no recovery").WithHelp("add recovery with retry, reaction, actor and stop")
		return
	}
	if e.Recovery == nil {
		return
	}
	var missing []string
	for _, key := range []string{"retry", "reaction", "actor", "stop"} {
		if !e.Recovery.Has(key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		k.Add(diag.MissingRecovery, e.At(e.File, "recovery"), "recovery has no %s", strings.Join(missing, ", no ")).WithHelp("add %s", strings.Join(missing, ", "))
	}
}

// fixHelp returns the fixes that a detail or a cause can refer to, as help.
func (k entryChecker) fixHelp() string {
	var ids []string
	for i := range k.e.Fixes {
		if id := k.e.Fixes[i].ID; id != "" {
			ids = append(ids, id)
		}
	}
	switch len(ids) {
	case 0:
		return "add a fix, and set its id here"
	case 1:
		return "add fix: " + ids[0]
	}
	return "add fix, with one of: " + strings.Join(ids, ", ")
}
