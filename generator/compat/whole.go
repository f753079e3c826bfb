package compat

import (
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// whole compares what errdocs.yaml says of every response and of the Go package.
func (d *differ) whole(was, now *catalog.Catalog) {
	s := d.in(nil)
	s.members(was, now)
	s.codeMember(was, now)
	s.fallback(was, now)
	at := func(key string) diag.Pos {
		return where(key, &now.Responses.Pos, &was.Responses.Pos, now.File, was.File)
	}
	if was.Language() != now.Language() {
		s.add(language, at("language"), "", was.Language(), now.Language())
	}
	switch was, now := was.Responses.HelpLink, now.Responses.HelpLink; {
	case was && !now:
		s.add(helpLinkRemoved, at("help_link"), "", "", "")
	case !was && now:
		s.add(helpLinkAdded, at("help_link"), "", "", "")
	}
	s.goOptions(was, now)
}

func (s scope) codeMember(was, now *catalog.Catalog) {
	before, after := was.Responses.CodeMember, now.Responses.CodeMember
	pos := where("code_member", &now.Responses.Pos, &was.Responses.Pos, now.File, was.File)
	switch {
	case before == after:
	case before == "":
		s.add(codeMemberAdded, pos, after, "", "")
	default:
		s.add(codeMember, pos, before, before, after)
	}
}

func (s scope) fallback(was, now *catalog.Catalog) {
	before, after := was.Responses.Fallback, now.Responses.Fallback
	pos := where("fallback", &now.Responses.Pos, &was.Responses.Pos, now.File, was.File)
	switch {
	case before == after, fallbackType(was) == fallbackType(now):
	case before == "":
		s.add(fallbackAdded, pos, "", "", after)
	default:
		s.add(fallback, pos, "", before, after)
	}
}

// fallbackType returns the type URI that answers errors outside the catalog.
func fallbackType(c *catalog.Catalog) string {
	if e := c.Entry(c.Responses.Fallback, nil); e != nil {
		return e.TypeURI()
	}
	return "about:blank"
}

// goOptions compares what the names of the Go package depend on.
func (s scope) goOptions(was, now *catalog.Catalog) {
	sorted := func(list []string) string {
		list = slices.Clone(list)
		slices.Sort(list)
		return strings.Join(slices.Compact(list), ", ")
	}
	for _, o := range []struct{ key, was, now string }{
		{"package", was.Go.Package, now.Go.Package},
		{"import", was.Go.Import, now.Go.Import},
		{"initialisms", sorted(was.Go.Initialisms), sorted(now.Go.Initialisms)},
		{"interop", sorted(was.Go.Interop), sorted(now.Go.Interop)},
	} {
		if o.was != o.now {
			s.add(goOption, where(o.key, &now.Go.Pos, &was.Go.Pos, now.File, was.File), "go."+o.key, o.was, o.now)
		}
	}
}
