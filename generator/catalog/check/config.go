package check

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// standard are the members that RFC 9457 section 3.1 defines.
var standard = []string{"type", "title", "status", "detail", "instance"}

// families checks the families of errdocs.yaml.
func (k catalogChecker) families() {
	c := k.c
	first := map[string]*catalog.Family{}
	members, unread := map[string]bool{}, map[string]bool{}
	if slices.ContainsFunc(c.Families, func(f catalog.Family) bool { return len(f.Order) > 0 }) {
		for _, e := range c.Entries { // "family entry", by slug and by path
			members[e.Family+" "+e.Slug], members[e.Family+" "+e.Path()] = true, true
		}
		for _, p := range c.UnreadPaths() {
			unread[p], unread[path.Base(p)] = true, true
		}
	}
	for i := range c.Families {
		f := &c.Families[i]
		if other := first[f.ID]; other != nil && f.ID != "" {
			k.Add(diag.DuplicateID, f.At(c.File, "id"), "the family %s is declared twice", diag.Quote(f.ID)).
				WithNote(other.At(c.File, "id"), "first declared here").WithHelp("rename or remove one of them")
		}
		first[f.ID] = f
		for j, ref := range f.Order {
			if ref == "" || members[f.ID+" "+ref] || unread[ref] {
				continue
			}
			k.Add(diag.UnknownEntry, f.AtItem(c.File, "order", j+1), "the family %s has no entry %s", diag.Quote(f.ID), diag.Quote(ref)).
				WithHelp("%s", cmp.Or(diag.DidYouMean(ref, slugsOf(c, func(e *catalog.Entry) bool { return e.Family == f.ID })), "use an entry of this family, or remove it"))
		}
	}
}

// slugsOf returns the slugs of some entries, as suggestions.
func slugsOf(c *catalog.Catalog, want func(*catalog.Entry) bool) []string {
	var list []string
	for _, e := range c.Entries {
		if want(e) {
			list = append(list, e.Slug)
		}
	}
	return list
}

// members checks the extension members that every problem may have. It returns their names,
// which no param can have, and where they are declared.
func (k catalogChecker) members() (taken map[string]diag.Pos) {
	c := k.c
	taken = map[string]diag.Pos{}
	if m := c.Responses.CodeMember; m != "" {
		taken[m] = c.Responses.At(c.File, "code_member")
		standardName(k.List, m, taken[m])
	}
	for i := range c.Members {
		m := &c.Members[i]
		pos := m.At(c.File, "name")
		standardName(k.List, m.Name, pos)
		takenName(k.List, m.Name, pos, taken)
		checkExample(k.List, m, c.File)
		taken[m.Name] = pos
	}
	return taken
}

// standardName reports the name of a param or member if RFC 9457 defines it.
func standardName(l *diag.List, name string, pos diag.Pos) {
	if slices.Contains(standard, name) {
		l.Add(diag.ReservedMember, pos, "the member name %s is defined by RFC 9457", diag.Quote(name)).WithHelp("choose a different name")
	}
}

// takenName reports the name of a param or member if another member uses it.
func takenName(l *diag.List, name string, pos diag.Pos, taken map[string]diag.Pos) {
	if other, ok := taken[name]; ok && name != "" && !slices.Contains(standard, name) {
		l.Add(diag.ReservedMember, pos, "the member name %s is already used", diag.Quote(name)).WithNote(other, "first used here").WithHelp("choose a different name")
	}
}

// options checks the other keys of errdocs.yaml.
func (k catalogChecker) options() {
	c := k.c
	if ref := c.Responses.Fallback; ref != "" && c.Entry(ref, nil) == nil && !c.Unread(ref) {
		k.unknownEntry(c.Responses.At(c.File, "fallback"), ref, 0)
	}
	if out := c.Go.Out; out != "" && (path.IsAbs(out) || strings.Contains(out, "\\") || strings.Contains(out, ":") || strings.HasPrefix(path.Clean(out), "..")) {
		k.Add(diag.ForeignPath, c.Go.At(c.File, "out"), "the path %s is outside the project", diag.Quote(out)).
			WithHelp("use a directory below the parent of the catalog, or run: errdocs gen go --out")
	}
}
