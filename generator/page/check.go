package page

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/markup"
)

// Check looks at the Markdown of a catalog: what it may hold, where its links lead,
// and whether its code blocks parse.
func Check(c *catalog.Catalog, l *diag.List) {
	b := New(c, Options{})
	b.CheckTogether(l)
	lists := make([]diag.List, len(c.Entries))
	workers.Each(len(c.Entries), func(i int) { b.CheckEntry(c.Entries[i], &lists[i]) })
	for i := range lists {
		l.Merge(&lists[i])
	}
}

// CheckTogether looks at the texts that are not those of an entry.
func (b *Builder) CheckTogether(l *diag.List) {
	c := b.c
	k := checker{b: b, file: c.File, list: l, page: pageIDs{}}
	k.inline(&c.Place, "tagline", c.Tagline)
	for i := range c.Members {
		k.inline(&c.Members[i].Place, "description", c.Members[i].Description)
	}
	for i := range c.Families {
		k.inline(&c.Families[i].Place, "summary", c.Families[i].Summary)
	}
	for _, s := range c.Statuses {
		b.checkStatus(s, l)
	}
}

// pageIDs are the fragments of a page.
type pageIDs map[string]bool

// checker looks at the texts of one file.
type checker struct {
	b    *Builder
	file string
	list *diag.List
	page pageIDs
	size int      // of the Markdown so far, in bytes
	refs []string // the pages that its links lead to
}

func (b *Builder) checkStatus(s *catalog.Status, l *diag.List) {
	if s.File == "" {
		return
	}
	k := checker{b: b, file: s.File, list: l, page: b.statusIDs(s)}
	k.inline(&s.Place, "summary", s.Summary)
	k.text(&s.Place, "description", s.Description, markup.Rules{Heading: 2})
	k.common(s.FAQ, s.Lookalikes)
}

// CheckEntry looks at the texts of an entry, which must be whole, and returns the paths
// of the pages that they name, whether these are there or not.
func (b *Builder) CheckEntry(e *catalog.Entry, l *diag.List) (refs []string) {
	k := checker{b: b, file: e.File, list: l, page: b.entryIDs(e)}
	k.inline(&e.Place, "summary", e.Summary)
	k.text(&e.Place, "description", e.Description, markup.Rules{Heading: 3})
	k.block(&e.Place, "security", e.Security)
	for _, life := range []*catalog.Lifecycle{e.Deprecated, e.Retired} {
		if life != nil {
			k.inline(&life.Place, "note", life.Note)
		}
	}
	for i := range e.Params {
		k.inline(&e.Params[i].Place, "description", e.Params[i].Description)
	}
	for i := range e.Details {
		k.inline(&e.Details[i].Place, "scenario", e.Details[i].Scenario)
	}
	if e.Recovery != nil {
		k.inline(&e.Recovery.Place, "stop", e.Recovery.Stop)
	}
	for i := range e.Causes {
		c := &e.Causes[i]
		k.inline(&c.Place, "title", c.Title)
		k.block(&c.Place, "text", c.Text)
	}
	for i := range e.Fixes {
		f := &e.Fixes[i]
		k.text(&f.Place, "title", f.Title, markup.Rules{Inline: true, NoLinks: true}) // cases and causes link to the fix by it
		k.inline(&f.Place, "when", f.When)
		k.block(&f.Place, "steps", f.Steps)
		if f.Expect != nil {
			k.inline(&f.Expect.Place, "note", f.Expect.Note)
		}
	}
	for i := range e.Related {
		k.inline(&e.Related[i].Place, "why", e.Related[i].Why)
	}
	k.common(e.FAQ, e.Lookalikes)
	return k.refs
}

func (k *checker) common(faq []catalog.Question, lookalikes []catalog.Lookalike) {
	for i := range faq {
		k.inline(&faq[i].Place, "question", faq[i].Question)
		k.block(&faq[i].Place, "answer", faq[i].Answer)
	}
	for i := range lookalikes {
		k.inline(&lookalikes[i].Place, "why", lookalikes[i].Why)
	}
}

func (k *checker) inline(p *format.Place, key, text string) {
	k.text(p, key, text, markup.Rules{Inline: true})
}

func (k *checker) block(p *format.Place, key, text string) { k.text(p, key, text, markup.Rules{}) }

func (k *checker) text(p *format.Place, key, text string, rules markup.Rules) {
	before := k.size
	k.size += len(text)
	switch {
	case text == "" || before > diag.FileMarkdown.Max: // which has been said
		return
	case k.size > diag.FileMarkdown.Max:
		k.list.AddOver(diag.FileMarkdown, p.At(k.file, key), diag.FileMarkdown.Over(0))
		return
	}
	rules.Target = k.target
	found, blocks := k.b.md.Check(text, rules)
	for _, f := range found {
		k.list.Add(f.Check, p.AtText(k.file, key, text, f.Offset), "%s", f.Message).WithHelp("%s", f.Help)
	}
	for _, b := range blocks {
		if at, what := parse(b); what != "" {
			k.list.Add(diag.FenceSyntax, p.AtText(k.file, key, text, b.InSource(at)), "the %s block does not parse: %s", b.Lang, what).
				WithHelp("mend it, or call it text if it is not %s", b.Lang)
		}
	}
}

// target reports whether the site has the page and the fragment that a link names, and
// guesses what was meant where it has not.
func (k *checker) target(dest string) (help string, ok bool) {
	path, fragment, _ := strings.Cut(dest, "#")
	ids := k.page
	if path != "" {
		k.refs = append(k.refs, strings.TrimPrefix(path, "/"))
		ids = k.b.idsOf(strings.TrimPrefix(path, "/"))
	}
	switch {
	case ids == nil && k.b.c.Unread(strings.TrimPrefix(path, "/")):
		return "", true
	case ids == nil:
		var paths []string
		for _, e := range k.b.c.Entries {
			paths = append(paths, "/"+e.Path())
		}
		return diag.DidYouMean(path, paths), false
	case ids[fragment], fragment == "" && path != "":
		return "", true
	}
	if near := diag.Suggest(fragment, slices.Sorted(maps.Keys(ids))); near != "" {
		return "did you mean " + diag.Quote(path+"#"+near) + "?", false
	}
	return "", false
}

// idsOf returns the fragments of a page, or nil if there is no such page.
func (b *Builder) idsOf(path string) pageIDs {
	if e := b.c.Entry(path, nil); e != nil {
		return b.entryIDs(e)
	}
	for _, s := range b.c.Statuses {
		if s.Path() == path {
			return b.statusIDs(s)
		}
	}
	kind, name, _ := strings.Cut(path, "/")
	switch {
	case path == "",
		kind == "family" && b.c.Family(name) != nil,
		kind == "tag" && b.tagged[name] != nil,
		path == "llms.txt", path == "llms-full.txt", path == "catalog.json", path == "sitemap.md":
		return pageIDs{}
	}
	return nil
}

func (b *Builder) entryIDs(e *catalog.Entry) pageIDs {
	ids := pageIDs{}
	for _, id := range []string{"case", "fix", "causes", "response", "fields", "code", "background", "owners", "failing", "questions", "related", "references"} {
		ids[id] = true
	}
	for _, s := range e.Scenarios() {
		ids["case-"+s.ID()] = true
		ids["response-"+s.ID()] = true
	}
	for _, id := range e.FixIDs() {
		ids["fix-"+id] = true
	}
	return ids
}

func (b *Builder) statusIDs(s *catalog.Status) pageIDs {
	ids := pageIDs{"related": true, "questions": true, "references": true}
	for _, h := range b.md.Block(s.Description).Headings {
		ids[h.ID] = true
	}
	for _, f := range b.c.Families {
		ids["g-"+f.ID] = true
	}
	return ids
}

// parse parses a code block, where there is a parser for its language. It says what is
// wrong, and at which offset of the block; nothing if the block is fine.
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

// lineOffset returns where a line, counted from 0, begins.
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

// parseJSON takes one or more values.
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

// parseGo takes a file, declarations or statements.
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
		if at := found[0].Pos.Offset - len(wrap[0]); at > offset { // the reading that gets furthest is the one that was meant
			offset, what = at, found[0].Msg
		}
	}
	return min(max(offset, 0), max(len(text)-1, 0)), what
}

var (
	startLine   = regexp.MustCompile(`^(HTTP/[0-9.]+ [1-5][0-9][0-9]( .*)?|[A-Z]+ \S+( HTTP/[0-9.]+)?)$`)
	headerField = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+:( .*)?$")
)

// parseHTTP takes one or more messages, or header fields alone.
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
