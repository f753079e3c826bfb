package page

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/markup"
)

// Check checks the Markdown of a catalog on all cores: whether its content is allowed, its
// code blocks parse, and its links lead to pages that exist.
func Check(c *catalog.Catalog, l *diag.List) { new(Cache).Check(c, l) }

// Cache stores the results of checking the texts of entries, by the entry's Source. The
// zero Cache is empty. A Cache is not safe for concurrent use.
type Cache struct {
	files map[*catalog.Source]*checked
}

// Check is like the function Check, but checks only the links of an entry if its file was
// in the catalog of the previous call. The lists of both calls share findings, which must
// not be modified.
func (k *Cache) Check(c *catalog.Catalog, l *diag.List) {
	b := New(c, Options{})
	files := make([]*checked, len(c.Entries))
	found := make([]diag.List, len(c.Entries))
	workers.Each(len(c.Entries), func(i int) {
		e := c.Entries[i]
		if files[i] = k.files[e.Source]; files[i] == nil {
			files[i] = b.checkEntry(e)
		}
		found[i].Append(files[i].found...)
		b.checkLinks(e, files[i], &found[i])
	})
	k.files = make(map[*catalog.Source]*checked, len(files))
	for i := range files {
		k.files[c.Entries[i].Source] = files[i]
		l.Merge(&found[i])
	}
	b.checkCatalog(l)
}

// checked contains the results of checking the texts of one file. It does not refer to an
// entry: that would keep the entry's whole catalog in memory.
type checked struct {
	found  []*diag.Diagnostic // independent of the other files: without dangling links
	linked []linked
}

// linked is a text with links to pages of the site.
type linked struct {
	pos       format.Pos // of the object that contains the text
	key, text string
	rules     markup.Rules
	dests     []string // the targets of its links, such as "/401/token-expired#causes"
}

// checkCatalog checks the texts of errdocs.yaml and of the statuses, with their links.
func (b *Builder) checkCatalog(l *diag.List) {
	c := b.c
	k := b.checker(c.File)
	k.inline(&c.Pos, "tagline", c.Tagline)
	for i := range c.Members {
		k.inline(&c.Members[i].Pos, "description", c.Members[i].Description)
	}
	for i := range c.Families {
		k.inline(&c.Families[i].Pos, "summary", c.Families[i].Summary)
	}
	k.report(func() []string { return nil }, l)
	for _, s := range c.Statuses {
		if s.File == "" {
			continue
		}
		k := b.checker(s.File)
		k.inline(&s.Pos, "summary", s.Summary)
		k.text(&s.Pos, "description", s.Description, markup.Rules{Heading: 2})
		k.common(s.FAQ, s.Lookalikes)
		k.report(func() []string { return b.statusIDs(s) }, l)
	}
}

// checkEntry checks everything that depends only on the entry's file. checkLinks checks
// the targets of its links.
func (b *Builder) checkEntry(e *catalog.Entry) *checked {
	k := b.checker(e.File)
	k.inline(&e.Pos, "summary", e.Summary)
	k.text(&e.Pos, "description", e.Description, markup.Rules{Heading: 3})
	k.block(&e.Pos, "security", e.Security)
	for _, life := range []*catalog.Lifecycle{e.Deprecated, e.Retired} {
		if life != nil {
			k.inline(&life.Pos, "note", life.Note)
		}
	}
	for i := range e.Params {
		k.inline(&e.Params[i].Pos, "description", e.Params[i].Description)
	}
	for i := range e.Details {
		k.inline(&e.Details[i].Pos, "scenario", e.Details[i].Scenario)
	}
	if e.Recovery != nil {
		k.inline(&e.Recovery.Pos, "stop", e.Recovery.Stop)
	}
	for i := range e.Causes {
		c := &e.Causes[i]
		k.inline(&c.Pos, "title", c.Title)
		k.block(&c.Pos, "text", c.Text)
	}
	for i := range e.Fixes {
		f := &e.Fixes[i]
		k.text(&f.Pos, "title", f.Title, markup.Rules{Inline: true, NoLinks: true}) // it is the text of the links from cases and causes
		k.inline(&f.Pos, "when", f.When)
		k.block(&f.Pos, "steps", f.Steps)
		if f.Expect != nil {
			k.inline(&f.Expect.Pos, "note", f.Expect.Note)
		}
	}
	for i := range e.Related {
		k.inline(&e.Related[i].Pos, "why", e.Related[i].Why)
	}
	k.common(e.FAQ, e.Lookalikes)
	return &checked{k.list.All(), k.linked}
}

// checkLinks reports the links of an entry to pages or fragments that do not exist. The
// result must be from an entry with the same Source.
func (b *Builder) checkLinks(e *catalog.Entry, checked *checked, l *diag.List) {
	b.links(e.File, checked.linked, func() []string { return entryIDs(e) }, l)
}

// links reports the dangling links of a file. own returns the fragments of its page.
func (b *Builder) links(file string, texts []linked, own func() []string, l *diag.List) {
	for i := range texts {
		t := &texts[i]
		if !slices.ContainsFunc(t.dests, func(dest string) bool { return !b.resolves(dest, own) }) {
			continue
		}
		rules := t.rules
		rules.Target = func(dest string) (help string, ok bool) {
			if b.resolves(dest, own) {
				return "", true
			}
			return b.near(dest, own), false
		}
		found, _ := b.md.Check(t.text, rules) // a second time, for the positions of the links
		for _, f := range found {
			if f.Check == diag.DanglingLink {
				l.Add(f.Check, t.pos.AtText(file, t.key, t.text, f.Offset), "%s", f.Message).WithHelp("%s", f.Help)
			}
		}
	}
}

// checker checks the texts of one file.
type checker struct {
	b      *Builder
	file   string
	list   diag.List
	size   int // of the Markdown so far, in bytes
	linked []linked
}

func (b *Builder) checker(file string) *checker { return &checker{b: b, file: file} }

// report adds the findings to a list, including dangling links.
func (k *checker) report(own func() []string, l *diag.List) {
	l.Merge(&k.list)
	k.b.links(k.file, k.linked, own, l)
}

func (k *checker) common(faq []catalog.Question, lookalikes []catalog.Lookalike) {
	for i := range faq {
		k.inline(&faq[i].Pos, "question", faq[i].Question)
		k.block(&faq[i].Pos, "answer", faq[i].Answer)
	}
	for i := range lookalikes {
		k.inline(&lookalikes[i].Pos, "why", lookalikes[i].Why)
	}
}

func (k *checker) inline(p *format.Pos, key, text string) {
	k.text(p, key, text, markup.Rules{Inline: true})
}

func (k *checker) block(p *format.Pos, key, text string) { k.text(p, key, text, markup.Rules{}) }

func (k *checker) text(p *format.Pos, key, text string, rules markup.Rules) {
	before := k.size
	k.size += len(text)
	switch {
	case text == "" || before > diag.FileMarkdown.Max: // already reported
		return
	case k.size > diag.FileMarkdown.Max:
		k.list.AddOver(diag.FileMarkdown, p.At(k.file, key), diag.FileMarkdown.Over(0))
		return
	}
	var dests []string
	collect := rules
	collect.Target = func(dest string) (help string, ok bool) {
		dests = append(dests, dest)
		return "", true
	}
	found, blocks := k.b.md.Check(text, collect)
	if dests != nil {
		k.linked = append(k.linked, linked{*p, key, text, rules, dests})
	}
	for _, f := range found {
		k.list.Add(f.Check, p.AtText(k.file, key, text, f.Offset), "%s", f.Message).WithHelp("%s", f.Help)
	}
	for _, b := range blocks {
		if at, what := parse(b); what != "" {
			k.list.Add(diag.FenceSyntax, p.AtText(k.file, key, text, b.InSource(at)), "the %s code block does not parse: %s", b.Lang, what).
				WithHelp("fix it, or change its language to text if it is not %s", b.Lang)
		}
	}
}

// resolves reports whether the page and the fragment of a link exist. own returns the
// fragments of the page that contains the link.
func (b *Builder) resolves(dest string, own func() []string) bool {
	path, fragment, _ := strings.Cut(dest, "#")
	ids, ok := own, true
	if path != "" {
		if ids, ok = b.page(strings.TrimPrefix(path, "/")); !ok {
			return b.c.Unread(strings.TrimPrefix(path, "/"))
		}
	}
	return path != "" && fragment == "" || slices.Contains(ids(), fragment)
}

// near returns a suggestion for a link that does not resolve: the page or fragment that is
// closest.
func (b *Builder) near(dest string, own func() []string) string {
	path, fragment, _ := strings.Cut(dest, "#")
	ids, ok := own, true
	if path != "" {
		ids, ok = b.page(strings.TrimPrefix(path, "/"))
	}
	if !ok {
		var paths []string
		for _, e := range b.c.Entries {
			paths = append(paths, "/"+e.Path())
		}
		return diag.DidYouMean(path, paths)
	}
	if near := diag.Suggest(fragment, slices.Sorted(slices.Values(ids()))); near != "" {
		return "did you mean " + diag.Quote(path+"#"+near) + "?"
	}
	return ""
}

// page reports whether texts can link to a page or file of the site. It also returns a
// function that returns the fragments of the page.
func (b *Builder) page(path string) (ids func() []string, ok bool) {
	if e := b.c.Entry(path, nil); e != nil {
		return func() []string { return entryIDs(e) }, true
	}
	if code, ok := catalog.ParseStatus(path); ok && b.c.Status(code) != nil {
		return func() []string { return b.statusIDs(b.c.Status(code)) }, true
	}
	none := func() []string { return nil }
	if id, ok := catalog.FamilyOf(path); ok {
		return none, b.c.Family(id) != nil
	}
	if tag, ok := catalog.TagOf(path); ok {
		return none, b.tagged[tag] != nil
	}
	return none, path == catalog.HomePath || slices.Contains(linkable, path)
}

// linkable are the files of the site that texts can link to, in addition to pages.
var linkable = []string{catalog.LLMS, catalog.LLMSFull, catalog.CatalogJSON, catalog.SitemapMD}

// parse parses a code block if there is a parser for its language. It returns the first
// error and its offset in the block, or "" if the block is valid.
func parse(b markup.Block) (offset int, what string) {
	switch b.Lang {
	case "json":
		return parseJSON(b.Text)
	case "yaml":
		line, what := format.Parses(b.Text)
		return lineOffset(b.Text, line), what
	case "go":
		return parseGo(b.Text)
	case "http":
		return parseHTTP(b.Text)
	}
	return 0, ""
}

// lineOffset returns the offset of the start of a line, counted from 0.
func lineOffset(text string, line int) int {
	offset := 0
	for l := range strings.Lines(text) {
		if line == 0 {
			break
		}
		offset += len(l)
		line--
	}
	return offset
}

// parseJSON accepts one or more values.
func parseJSON(text string) (offset int, what string) {
	if strings.TrimSpace(text) == "" {
		return 0, "it is empty"
	}
	d := json.NewDecoder(strings.NewReader(text))
	for {
		var v any
		err := d.Decode(&v)
		var syntax *json.SyntaxError
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			return 0, ""
		case errors.As(err, &syntax):
			return max(int(syntax.Offset)-1, 0), syntax.Error()
		default:
			return len(strings.TrimRight(text, " \t\n")) - 1, "it ends too early"
		}
	}
}

// parseGo accepts a file, declarations or statements.
func parseGo(text string) (offset int, what string) {
	offset, what = -1, "it is not Go"
	for _, wrap := range [][2]string{{"", ""}, {"package p\n", ""}, {"package p\nfunc _() {\n", "\n}"}} {
		_, err := parser.ParseFile(token.NewFileSet(), "", wrap[0]+text+wrap[1], parser.SkipObjectResolution)
		if err == nil {
			return 0, ""
		}
		var found scanner.ErrorList
		if !errors.As(err, &found) || len(found) == 0 {
			continue
		}
		if at := found[0].Pos.Offset - len(wrap[0]); at > offset { // report the error of the form that parses furthest
			offset, what = at, found[0].Msg
		}
	}
	return min(max(offset, 0), max(len(text)-1, 0)), what
}

var (
	startLine   = regexp.MustCompile(`^(HTTP/[0-9.]+ [1-5][0-9][0-9]( .*)?|[A-Z]+ \S+( HTTP/[0-9.]+)?)$`)
	headerField = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+:( .*)?$")
)

// parseHTTP accepts one or more messages, or only header fields.
func parseHTTP(text string) (offset int, what string) {
	inBody := false
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		switch {
		case startLine.MatchString(line):
			inBody = false
		case inBody:
		case line == "":
			inBody = true
		case i > 0 && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")):
		case !headerField.MatchString(line):
			return lineOffset(text, i), "neither a start line nor a header field: " + diag.Quote(line)
		}
	}
	return 0, ""
}
