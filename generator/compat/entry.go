package compat

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
)

// gone notes an entry that the new catalog does not have. One that was retired before
// is sent by nobody.
func (d *differ) gone(e *catalog.Entry) {
	rule := entryRemoved
	if e.Retired != nil {
		rule = retiredRemoved
	}
	d.in(e).add(rule, e.Here(e.File), "", e.Title, "")
}

// merged records an entry that is now an alias of a different entry.
func (d *differ) merged(was, now *catalog.Entry) {
	pos := now.Here(now.File)
	for i, alias := range now.AliasPaths() {
		if alias == was.Path() || now.Catalog.Base+alias == was.TypeURI() {
			pos = now.AtItem(now.File, "aliases", i+1)
			break
		}
	}
	s := d.in(now)
	s.retired = was.Retired != nil
	s.add(typeURI, pos, "", was.TypeURI(), now.TypeURI())
}

// entry compares an entry of both catalogs.
func (d *differ) entry(was, now *catalog.Entry) {
	s := d.in(now)
	s.identity(was, now)
	s.lifecycle(was, now)
	s.recovery(was, now)
	s.params(paramList{was.File, was.Params}, paramList{now.File, now.Params}, paramRemoved, paramAdded, paramType)
	if now.Retired == nil {
		s.scenarios(was, now)
		s.responses(was, now)
	}
}

// identity compares what the entry is called, and by whom.
func (s scope) identity(was, now *catalog.Entry) {
	at := func(key string) diag.Pos { return where(key, &now.Pos, &was.Pos, now.File, was.File) }
	if was.TypeURI() != now.TypeURI() {
		s.add(typeURI, at("type"), "", was.TypeURI(), now.TypeURI())
	}
	if was.Status.Code != now.Status.Code {
		s.add(status, now.At(now.File, "status"), "", strconv.Itoa(was.Status.Code), strconv.Itoa(now.Status.Code))
	}
	if was.Code() != now.Code() {
		rule := codeUnsent
		if was.Catalog.Responses.CodeMember != "" && now.Catalog.Responses.CodeMember != "" {
			rule = codeSent
		}
		s.add(rule, at("code"), "", was.Code(), now.Code())
	}
	if !sameGoName(was, now) {
		pos := now.Here(now.File)
		if was.Go.Name != "" || now.Go.Name != "" {
			pos = where("name", &now.Go.Pos, &was.Go.Pos, now.File, was.File)
		}
		s.add(goName, pos, "", nameSource(was), nameSource(now))
	}
	if was.Title != now.Title {
		s.add(title, now.At(now.File, "title"), "", was.Title, now.Title)
	}
	if was.Summary != now.Summary {
		s.add(summary, at("summary"), "", was.Summary, now.Summary)
	}
}

// where returns the position of a key in the new catalog, or in the old one if the key was removed. If
// neither has the key, where returns the start of the object in the new catalog.
func where(key string, now, was *format.Pos, nowFile, wasFile string) diag.Pos {
	if !now.Has(key) && was.Has(key) {
		return was.At(wasFile, key)
	}
	return now.At(nowFile, key)
}

// nameSource returns the text from which the Go name is built.
func nameSource(e *catalog.Entry) string { return cmp.Or(e.Go.Name, e.Slug) }

// sameGoName reports whether an entry keeps its Go name. A name that is given and one
// that is made of the slug are compared without regard to case and hyphens.
func sameGoName(was, now *catalog.Entry) bool {
	if (was.Go.Name == "") == (now.Go.Name == "") {
		return nameSource(was) == nameSource(now)
	}
	fold := func(e *catalog.Entry) string { return strings.ReplaceAll(nameSource(e), "-", "") }
	return strings.EqualFold(fold(was), fold(now))
}

func (s scope) lifecycle(was, now *catalog.Entry) {
	switch {
	case was.Deprecated == nil && now.Deprecated != nil:
		s.add(deprecated, now.Deprecated.Here(now.File), "", "", now.Deprecated.Use)
	case was.Deprecated != nil && now.Deprecated == nil && now.Retired == nil:
		s.add(undeprecated, was.Deprecated.Here(was.File), "", was.Deprecated.Use, "")
	}
	switch {
	case was.Retired == nil && now.Retired != nil:
		s.add(retired, now.Retired.Here(now.File), "", "", now.Retired.Use)
	case was.Retired != nil && now.Retired == nil:
		s.add(unretired, was.Retired.Here(was.File), "", was.Retired.Use, "")
	}
}

// patience ranks the retry advice by how much a client may do on its own. No advice
// is as little as "never": no loop acts on it.
var patience = []catalog.Retry{
	catalog.RetryNever, catalog.RetryAfterFix, catalog.RetryAfterRefresh, catalog.RetryWithServerValue, catalog.RetryLater,
}

func (s scope) recovery(was, now *catalog.Entry) {
	var before, after catalog.Recovery
	if was.Recovery != nil {
		before = *was.Recovery
	}
	if now.Recovery != nil {
		after = *now.Recovery
	}
	at := func(key string) diag.Pos { return where(key, &after.Pos, &before.Pos, now.File, was.File) }
	if before.Retry != after.Retry {
		s.add(retryRule(before.Retry, after.Retry), at("retry"), "", string(before.Retry), string(after.Retry))
	}
	if before.Reaction != after.Reaction {
		s.add(advice, at("reaction"), "reaction", string(before.Reaction), string(after.Reaction))
	}
	if before.Actor != after.Actor {
		s.add(advice, at("actor"), "actor", string(before.Actor), string(after.Actor))
	}
}

func retryRule(was, now catalog.Retry) *Rule {
	rank := func(r catalog.Retry) int { return max(slices.Index(patience, r), 0) }
	switch {
	case was == "":
		return retryGiven
	case rank(now) < rank(was):
		return retryTightened
	}
	return retryRelaxed
}
