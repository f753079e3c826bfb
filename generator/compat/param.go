package compat

import (
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
)

// params compares the extension members of an entry.
func (s scope) params(was, now *catalog.Entry) {
	for i := range was.Params {
		if p := &was.Params[i]; now.Param(p.Name) == nil {
			s.add(paramRemoved, p.Here(was.File), p.Name, string(p.Type), "")
		}
	}
	for i := range now.Params {
		p := &now.Params[i]
		before := was.Param(p.Name)
		if before == nil {
			s.add(paramAdded, p.Here(now.File), p.Name, "", string(p.Type))
			continue
		}
		if before.Type != p.Type {
			s.add(paramType, p.At(now.File, "type"), p.Name, string(before.Type), string(p.Type))
		}
		if before.Optional != p.Optional {
			rule := paramRequired
			if p.Optional {
				rule = paramOptional
			}
			s.add(rule, p.At(now.File, "optional"), p.Name, presence(before), presence(p))
		}
	}
}

func presence(p *catalog.Param) string {
	if p.Optional {
		return "optional"
	}
	return "required"
}

// members compares the members that every response may carry.
func (s scope) members(was, now *catalog.Catalog) {
	find := func(list []catalog.Param, name string) *catalog.Param {
		i := slices.IndexFunc(list, func(p catalog.Param) bool { return p.Name == name })
		if i < 0 {
			return nil
		}
		return &list[i]
	}
	for i := range was.Members {
		if m := &was.Members[i]; find(now.Members, m.Name) == nil {
			s.add(memberRemoved, m.Here(was.File), m.Name, string(m.Type), "")
		}
	}
	for i := range now.Members {
		m := &now.Members[i]
		switch before := find(was.Members, m.Name); {
		case before == nil:
			s.add(memberAdded, m.Here(now.File), m.Name, "", string(m.Type))
		case before.Type != m.Type:
			s.add(memberType, m.At(now.File, "type"), m.Name, string(before.Type), string(m.Type))
		}
	}
}
