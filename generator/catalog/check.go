package catalog

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/wire"
)

// Check looks for everything that makes a catalog wrong or incomplete beyond the form
// of its files. Checks of Markdown, of pages and of Go names belong to the packages
// that make them.
func Check(c *Catalog, l *diag.List) {
	lists := make([]diag.List, len(c.Entries))
	workers.Each(len(c.Entries), func(i int) { CheckEntry(c.Entries[i], &lists[i]) })
	for i := range lists {
		l.Merge(&lists[i])
	}
	CheckTogether(c, l)
}

// CheckEntry looks at one entry, which must be whole.
func CheckEntry(e *Entry, l *diag.List) {
	k := checker{e, l}
	k.references()
	k.params()
	k.details()
	k.fixes()
	k.protocol()
	k.content()
}

// CheckTogether looks at what is no matter of one entry alone.
func CheckTogether(c *Catalog, l *diag.List) {
	if c.byPath == nil { // there was nothing to load
		return
	}
	c.checkConfig(l)
	c.checkAddresses(l)
	for _, s := range c.Statuses {
		checkChallenges(l, s, s.File, s.Challenges, "")
		c.missingRealm(l, s.File, s.Challenges)
	}
	c.checkAmbiguity(l)
}

// checker looks at one entry.
type checker struct {
	e *Entry
	l *diag.List
}

func (k checker) add(c *diag.Check, pos diag.Pos, format string, args ...any) *diag.Diagnostic {
	return k.l.Add(c, pos, format, args...)
}

// standard are the members that RFC 9457 section 3.1 defines.
var standard = []string{"type", "title", "status", "detail", "instance"}

// checkConfig looks at errdocs.yaml.
func (c *Catalog) checkConfig(l *diag.List) {
	first := map[string]*Family{}
	members := map[string]bool{} // "family entry", by slug and by path
	for _, e := range c.Entries {
		members[e.Family+" "+e.Slug], members[e.Family+" "+e.Path()] = true, true
	}
	unread := map[string]bool{}
	for p := range c.unread {
		unread[p], unread[path.Base(p)] = true, true
	}
	for i := range c.Families {
		f := &c.Families[i]
		if other := first[f.ID]; other != nil && f.ID != "" {
			l.Add(diag.DuplicateID, f.At(c.File, "id"), "the family %s is declared twice", diag.Quote(f.ID)).
				WithNote(other.At(c.File, "id"), "first declared here").WithHelp("rename or remove one of them")
		}
		first[f.ID] = f
		for j, ref := range f.Order {
			if ref == "" || members[f.ID+" "+ref] || unread[ref] {
				continue
			}
			l.Add(diag.UnknownEntry, f.AtItem(c.File, "order", j+1), "the family %s has no entry %s", diag.Quote(f.ID), diag.Quote(ref)).
				WithHelp("%s", cmp.Or(diag.DidYouMean(ref, c.slugsOf(func(e *Entry) bool { return e.Family == f.ID })), "name an entry whose family it is, or remove it"))
		}
	}
	c.checkMembers(l)
	if ref := c.Responses.Fallback; ref != "" && c.byPath[ref] == nil && !c.unread[ref] {
		c.unknownEntry(l, c.Responses.At(c.File, "fallback"), ref, "")
	}
	if out := c.Go.Out; out != "" && (path.IsAbs(out) || strings.Contains(out, "\\") || strings.Contains(out, ":") || strings.HasPrefix(path.Clean(out), "..")) {
		l.Add(diag.ForeignPath, c.Go.At(c.File, "out"), "the path %s leaves the project", diag.Quote(out)).
			WithHelp("name a folder below the one that holds the catalog, or use: errdocs gen go --out")
	}
}

func (c *Catalog) checkMembers(l *diag.List) {
	reserved := map[string]diag.Pos{}
	if m := c.Responses.CodeMember; m != "" {
		reserved[m] = c.Responses.At(c.File, "code_member")
		if slices.Contains(standard, m) {
			l.Add(diag.ReservedMember, reserved[m], "the member %s is defined by RFC 9457", diag.Quote(m)).WithHelp("choose another name")
		}
	}
	for i := range c.Members {
		m := &c.Members[i]
		pos := m.At(c.File, "name")
		checkMemberName(l, m, pos, reserved)
		checkExample(l, m, c.File)
		reserved[m.Name] = pos
	}
}

// checkMemberName looks for a param or member whose name is taken.
func checkMemberName(l *diag.List, p *Param, pos diag.Pos, taken map[string]diag.Pos) {
	if slices.Contains(standard, p.Name) {
		l.Add(diag.ReservedMember, pos, "the member %s is defined by RFC 9457", diag.Quote(p.Name)).WithHelp("choose another name")
		return
	}
	if other, ok := taken[p.Name]; ok && p.Name != "" {
		l.Add(diag.ReservedMember, pos, "the member %s is taken", diag.Quote(p.Name)).WithNote(other, "first used here").WithHelp("choose another name")
	}
}

func checkExample(l *diag.List, p *Param, file string) {
	if !p.Example.Given() || p.Type == "" {
		return
	}
	if _, ok := p.example(); ok {
		return
	}
	l.Add(diag.WrongExample, p.At(file, "example"), "the example of %s is not of its type, %s", diag.Quote(p.Name), p.Type).
		WithHelp("%s", exampleForms[p.Type])
}

// exampleForms say how an example of a type is written.
var exampleForms = map[ParamType]string{
	TypeString:   "write a text; quote it if it looks like a number, a date or a truth value",
	TypeInt:      "write a whole number such as 42, in digits and without quotes",
	TypeNumber:   "write a number such as 42 or 0.5, without quotes",
	TypeBool:     "write true or false, without quotes",
	TypeTime:     "write a time as 2026-01-06T09:58:00Z",
	TypeDuration: "write a whole number of seconds, such as 300",
	TypeURI:      "write an absolute URI such as https://example.com/",
	TypeStrings:  "write a list such as [one, two]",
}

// exampleHelp says how to add an example of a type.
func exampleHelp(t ParamType) string {
	if form := exampleForms[t]; form != "" {
		return "add example: " + strings.TrimPrefix(form, "write ")
	}
	return ""
}

// sitePaths are the first parts of paths that the site uses for itself.
var sitePaths = []string{"index", "404.html", "static", "schema", "family", "tag", "llms.txt", "llms-full.txt", "catalog.json",
	"sitemap.xml", "sitemap.md", "robots.txt", "feed.xml", "search-index.js", "AGENTS.md", ".well-known", "search-index"}

// checkAddresses looks for two things at one address: type URIs and aliases.
func (c *Catalog) checkAddresses(l *diag.List) {
	types := map[string]*Entry{}
	aliases := map[string]diag.Pos{}
	for _, e := range c.Entries {
		for i, alias := range e.AliasPaths() {
			if _, ok := aliases[alias]; !ok {
				aliases[alias] = e.AtItem(e.File, "aliases", i+1)
			}
		}
	}
	for _, e := range c.Entries {
		uri, pos := e.TypeURI(), e.At(e.File, "type")
		if other := types[uri]; other != nil {
			l.Add(diag.DuplicateType, pos, "the type URI %s is that of another entry", diag.Quote(uri)).
				WithNote(other.At(other.File, "type"), "first used here").WithHelp("give each entry its own, or leave the key out")
		}
		types[uri] = e
		if strings.HasPrefix(uri, c.Base) && uri != e.PageURL() && c.Base != "" {
			l.Add(diag.MisplacedType, pos, "the type URI %s lies under base, but the page is %s", diag.Quote(uri), diag.Quote(e.PageURL())).
				WithHelp("leave the key out, or rename the file")
		}
		for i, alias := range e.AliasPaths() {
			if e.Aliases[i] != "" {
				c.checkAlias(l, alias, e.AtItem(e.File, "aliases", i+1), aliases)
			}
		}
	}
	if s := c.Status(404); s != nil && c.Site.URLStyle == "file" {
		l.Add(diag.TakenAddress, c.Site.At(c.File, "url_style"), `the page of status 404 and the "not found" page would both be 404.html`).
			WithHelp("use url_style: dir")
	}
}

func (c *Catalog) checkAlias(l *diag.List, alias string, pos diag.Pos, aliases map[string]diag.Pos) {
	if other := c.byPath[alias]; other != nil {
		l.Add(diag.TakenAddress, pos, "the alias %s is the address of an entry", diag.Quote(alias)).WithNote(other.Here(other.File), "this entry").WithHelp("remove it, or choose another one")
		return
	}
	if first := aliases[alias]; first != pos {
		l.Add(diag.TakenAddress, pos, "the alias %s is given twice", diag.Quote(alias)).WithNote(first, "first used here").WithHelp("remove one of them")
		return
	}
	if c.hides(alias, aliases) {
		l.Add(diag.TakenAddress, pos, "the alias %s would hide a part of the site", diag.Quote(alias)).WithHelp("remove it, or choose another one")
	}
}

// hides reports whether the page of an alias, or a folder on its way, would stand where
// the site has a file.
func (c *Catalog) hides(alias string, aliases map[string]diag.Pos) bool {
	parts := strings.Split(alias, "/")
	if slices.Contains(sitePaths, parts[0]) {
		return true
	}
	for i, part := range parts {
		stem := strings.Join(parts[:i+1], "/")
		ext := path.Ext(stem)
		switch stem = strings.TrimSuffix(stem, ext); {
		case part == "index" || part == "index.html" || ext == ".txt" && strings.HasPrefix(part, "llms"):
			return true
		case ext == ".md" || ext == ".json" || ext == ".html" && c.Site.URLStyle == "file":
			_, isAlias := aliases[stem]
			code, isStatus := statusOf(stem)
			if isAlias || c.byPath[stem] != nil || isStatus && c.Status(code) != nil {
				return true
			}
		}
	}
	return false
}

// unknownEntry notes a reference to an entry that is not there.
func (c *Catalog) unknownEntry(l *diag.List, pos diag.Pos, ref, statusPath string) {
	known := c.slugsOf(func(e *Entry) bool { return e.Status.Path() == statusPath })
	for _, e := range c.Entries {
		known = append(known, e.Path())
	}
	l.Add(diag.UnknownEntry, pos, "there is no entry %s", diag.Quote(ref)).
		WithHelp("%s", cmp.Or(diag.DidYouMean(ref, known), "name an entry of the catalog: a slug of the same status, or status/slug"))
}

func (c *Catalog) slugsOf(want func(*Entry) bool) []string {
	var list []string
	for _, e := range c.Entries {
		if want(e) {
			list = append(list, e.Slug)
		}
	}
	return list
}

// references looks at what the entry says of other parts of the catalog.
func (k checker) references() {
	e := k.e
	if e.Family != "" && e.Catalog.Family(e.Family) == nil && e.Catalog.familiesKnown() {
		var ids []string
		for _, f := range e.Catalog.Families {
			ids = append(ids, f.ID)
		}
		k.add(diag.UnknownFamily, e.At(e.File, "family"), "the family %s is not declared in %s", diag.Quote(e.Family), ConfigFile).
			WithHelp("%s", cmp.Or(diag.DidYouMean(e.Family, ids), "declare it under families"))
	}
	related := map[string]diag.Pos{}
	for i := range e.Related {
		r := &e.Related[i]
		if other := k.reference(r.Slug, r.At(e.File, "slug")); other != nil && other.Path() != e.Path() {
			k.unique("related entry", other.Path(), r.At(e.File, "slug"), related)
		}
	}
	tags := map[string]diag.Pos{}
	for i, tag := range e.Tags {
		k.unique("tag", tag, e.AtItem(e.File, "tags", i+1), tags)
	}
	if d := e.Deprecated; d != nil && d.Use != "" {
		k.replacement(d.Use, d.At(e.File, "use"))
	}
	if d := e.Retired; d != nil && d.Use != "" {
		k.replacement(d.Use, d.At(e.File, "use"))
	}
}

// familiesKnown reports whether all families of errdocs.yaml could be read.
func (c *Catalog) familiesKnown() bool {
	return c.Line() > 0 && c.Count("families") == len(c.Families) && !slices.ContainsFunc(c.Families, func(f Family) bool { return f.ID == "" })
}

// unique notes a finding where something is listed a second time.
func (k checker) unique(what, name string, pos diag.Pos, seen map[string]diag.Pos) {
	if first, ok := seen[name]; ok && name != "" {
		k.add(diag.DuplicateID, pos, "the %s %s is given twice", what, diag.Quote(name)).WithNote(first, "first used here").WithHelp("remove one of them")
		return
	}
	seen[name] = pos
}

// reference looks at the name of another entry and returns it, or nil.
func (k checker) reference(ref string, pos diag.Pos) *Entry {
	if ref == "" {
		return nil
	}
	other := k.e.Catalog.Entry(ref, k.e.Status)
	switch {
	case other == nil && k.e.Catalog.unreadEntry(ref, k.e.Status):
		return nil
	case other == nil:
		k.e.Catalog.unknownEntry(k.l, pos, ref, k.e.Status.Path())
		return nil
	case other.Path() == k.e.Path():
		k.add(diag.SelfReference, pos, "the entry refers to itself").WithHelp("name another entry, or remove the reference")
	case other.Draft && !k.e.Draft:
		k.add(diag.DraftReference, pos, "the entry %s is a draft, so a release has no page for it", diag.Quote(ref)).
			WithHelp("publish that entry, or remove the reference")
	}
	return other
}

func (c *Catalog) unreadEntry(ref string, status *Status) bool {
	return c.unread[ref] || c.unread[status.Path()+"/"+ref]
}

func (k checker) replacement(ref string, pos diag.Pos) {
	other := k.reference(ref, pos)
	if other != nil && other.Path() != k.e.Path() && (other.Retired != nil || other.Deprecated != nil) {
		k.add(diag.RetiredReference, pos, "the replacement %s is itself deprecated or retired", diag.Quote(ref)).WithHelp("name the entry that readers should use now")
	}
}

// params looks at the params and at every text that may name them.
func (k checker) params() {
	e := k.e
	taken := map[string]diag.Pos{}
	if m := e.Catalog.Responses.CodeMember; m != "" {
		taken[m] = e.Catalog.Responses.At(e.Catalog.File, "code_member")
	}
	for i := range e.Catalog.Members {
		m := &e.Catalog.Members[i]
		taken[m.Name] = m.At(e.Catalog.File, "name")
	}
	first := map[string]diag.Pos{}
	for i := range e.Params {
		p := &e.Params[i]
		pos := p.At(e.File, "name")
		if other, ok := first[p.Name]; ok && p.Name != "" {
			k.add(diag.DuplicateID, pos, "the param %s is declared twice", diag.Quote(p.Name)).WithNote(other, "first declared here").WithHelp("rename or remove one of them")
		}
		first[p.Name] = pos
		checkMemberName(k.l, p, pos, taken)
		checkExample(k.l, p, e.File)
		if !p.Has("example") && p.Name != "" {
			k.add(diag.MissingExample, pos, "the param %s has no example", diag.Quote(p.Name)).WithHelp("%s", cmp.Or(exampleHelp(p.Type), "add example"))
		}
	}
	used := map[string]bool{}
	for i := range e.Details {
		d := &e.Details[i]
		k.placeholders("detail", d.Text, d.At(e.File, "detail"), used)
	}
	for _, c := range e.Challenges {
		for _, p := range c.Params {
			k.placeholders("challenge", p.Value, p.ValuePos(e.File), used)
		}
	}
	for _, h := range e.Headers {
		k.placeholders("header", h.Value, h.ValuePos(e.File), used)
	}
	for i := range e.Params {
		if p := &e.Params[i]; p.Name != "" && !p.Optional && !used[p.Name] && e.textsKnown() {
			k.add(diag.UnusedParam, p.At(e.File, "name"), "nothing names the param %s, and it is not optional", diag.Quote(p.Name)).
				WithHelp("use {%s} in a detail, or set optional: true", p.Name)
		}
	}
}

// textsKnown reports whether all texts that may name params could be read.
func (e *Entry) textsKnown() bool {
	for i := range e.Details {
		if e.Details[i].Text == "" {
			return false
		}
	}
	return e.Count("details") == len(e.Details) && e.Has("details") == (len(e.Details) > 0) &&
		e.Count("challenges") == len(e.Challenges) && e.Has("challenges") == (len(e.Challenges) > 0) &&
		e.Has("headers") == (len(e.Headers) > 0)
}

// placeholders looks for names that are not declared, and marks those that are used.
func (k checker) placeholders(what, text string, pos diag.Pos, used map[string]bool) {
	for _, name := range Placeholders(text) {
		used[name] = true
		if k.e.Param(name) != nil || k.e.Count("params") != len(k.e.Params) || slices.ContainsFunc(k.e.Params, func(p Param) bool { return p.Name == "" }) {
			continue
		}
		d := k.add(diag.UndeclaredParam, pos, "%s names the param %s, which the entry does not declare", what, diag.Quote(name))
		var names []string
		for i := range k.e.Params {
			names = append(names, k.e.Params[i].Name)
		}
		near := diag.Suggest(name, names)
		if near == "" {
			d.WithHelp("declare it under params")
			continue
		}
		d.WithNote(k.e.Param(near).At(k.e.File, "name"), "declared here: %s", near).WithHelp("did you mean {%s}?", near)
	}
}

// details looks at the ids of details and at the fixes that they and the causes name.
func (k checker) details() {
	e := k.e
	first := map[string]*Detail{}
	for i := range e.Details {
		d := &e.Details[i]
		other, seen := first[d.ID]
		switch {
		case seen && d.ID == "":
			k.add(diag.SecondUnnamed, d.Here(e.File), "a second detail has no id").
				WithNote(other.Here(e.File), "this one has none either").WithHelp("give it an id that names the scenario")
		case seen:
			k.add(diag.DuplicateID, d.At(e.File, "id"), "the detail %s is given twice", diag.Quote(d.ID)).
				WithNote(other.At(e.File, "id"), "first used here").WithHelp("rename or remove one of them")
		default:
			first[d.ID] = d
		}
		k.fixRef("detail", d.Fix, d.At(e.File, "fix"))
	}
	for i := range e.Causes {
		c := &e.Causes[i]
		k.fixRef("cause", c.Fix, c.At(e.File, "fix"))
	}
}

func (k checker) fixRef(what, id string, pos diag.Pos) {
	if id == "" || k.e.Fix(id) != nil || k.e.Count("fixes") != len(k.e.Fixes) || slices.ContainsFunc(k.e.Fixes, func(f Fix) bool { return f.ID == "" }) {
		return
	}
	var ids []string
	for i := range k.e.Fixes {
		ids = append(ids, k.e.Fixes[i].ID)
	}
	k.add(diag.UnknownFix, pos, "the %s names the fix %s, which the entry does not have", what, diag.Quote(id)).
		WithHelp("%s", cmp.Or(diag.DidYouMean(id, ids), "add it under fixes"))
}

// fixes looks at the ids of fixes and at their requests.
func (k checker) fixes() {
	e := k.e
	first := map[string]*Fix{}
	for i := range e.Fixes {
		f := &e.Fixes[i]
		if other := first[f.ID]; other != nil && f.ID != "" {
			k.add(diag.DuplicateID, f.At(e.File, "id"), "the fix %s is given twice", diag.Quote(f.ID)).
				WithNote(other.At(e.File, "id"), "first used here").WithHelp("rename or remove one of them")
		}
		first[f.ID] = f
		if r := f.Request; r != nil {
			k.request(r)
		}
	}
}

func (k checker) request(r *Request) {
	bodies := 0
	for _, key := range []string{"form", "json", "body"} {
		if r.Has(key) {
			bodies++
		}
	}
	if bodies > 1 {
		k.add(diag.RequestBody, r.Here(k.e.File), "the request has more than one of form, json and body").WithHelp("keep one")
	}
	for _, h := range r.Headers {
		if !wire.IsToken(h.Name) {
			k.add(diag.HeaderSyntax, h.NamePos(k.e.File), "%s is not the name of a header field", diag.Quote(h.Name)).WithHelp("%s", tokenForm)
		}
		if wire.HeaderValue(h.Value) != h.Value {
			k.add(diag.HeaderSyntax, h.ValuePos(k.e.File), "the value of %s holds a character that is not printable ASCII", diag.Quote(h.Name)).WithHelp("%s", plainForm)
		}
	}
}
