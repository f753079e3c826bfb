package compat

import (
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// whole compares the settings of errdocs.yaml for responses and for the Go package.
func (s scope) whole(was, now *catalog.Catalog) {
	s.params(paramList{was.File, was.Members}, paramList{now.File, now.Members}, memberRemoved, memberAdded, memberType)
	before, after := &was.Responses, &now.Responses
	at := func(key string) diag.Pos { return where(key, &after.Pos, &before.Pos, now.File, was.File) }
	switch {
	case before.CodeMember == after.CodeMember:
	case before.CodeMember == "":
		s.add(codeMemberAdded, at("code_member"), after.CodeMember, "", "")
	default:
		s.add(codeMember, at("code_member"), before.CodeMember, before.CodeMember, after.CodeMember)
	}
	switch {
	case before.Fallback == after.Fallback, fallbackType(was) == fallbackType(now):
	case before.Fallback == "":
		s.add(fallbackAdded, at("fallback"), "", "", after.Fallback)
	default:
		s.add(fallback, at("fallback"), "", before.Fallback, after.Fallback)
	}
	if was.Language() != now.Language() {
		s.add(language, at("language"), "", was.Language(), now.Language())
	}
	switch {
	case before.HelpLink && !after.HelpLink:
		s.add(helpLinkRemoved, at("help_link"), "", "", "")
	case !before.HelpLink && after.HelpLink:
		s.add(helpLinkAdded, at("help_link"), "", "", "")
	}
	s.goOptions(was, now)
}

// fallbackType returns the type URI that is sent for errors outside the catalog.
func fallbackType(c *catalog.Catalog) string {
	if e := c.Entry(c.Responses.Fallback, nil); e != nil {
		return e.TypeURI()
	}
	return "about:blank"
}

// goOptions compares the options that affect names in the Go package.
func (s scope) goOptions(was, now *catalog.Catalog) {
	sorted := func(list []string) string {
		return strings.Join(slices.Compact(slices.Sorted(slices.Values(list))), ", ")
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

// paramList are the params of an entry or the members of a catalog, and their file.
type paramList struct {
	file   string
	params []catalog.Param
}

func (l paramList) find(name string) *catalog.Param {
	i := slices.IndexFunc(l.params, func(p catalog.Param) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &l.params[i]
}

// params compares the members of responses. Those of the catalog have no key optional.
func (s scope) params(was, now paramList, removed, added, retyped *Rule) {
	for i := range was.params {
		if p := &was.params[i]; now.find(p.Name) == nil {
			s.add(removed, p.Here(was.file), p.Name, string(p.Type), "")
		}
	}
	for i := range now.params {
		p := &now.params[i]
		before := was.find(p.Name)
		if before == nil {
			s.add(added, p.Here(now.file), p.Name, "", string(p.Type))
			continue
		}
		if before.Type != p.Type {
			s.add(retyped, p.At(now.file, "type"), p.Name, string(before.Type), string(p.Type))
		}
		switch at := p.At(now.file, "optional"); {
		case p.Optional && !before.Optional:
			s.add(paramOptional, at, p.Name, "required", "optional")
		case !p.Optional && before.Optional:
			s.add(paramRequired, at, p.Name, "optional", "required")
		}
	}
}
