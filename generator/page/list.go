package page

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
)

// The limits of lists, so that pages do not grow with the catalog.
const (
	maxListed  = 200 // home, status and tag pages list up to this many entries, and only groups above it; families list the rest without summaries
	maxSaid    = 60  // with all messages
	maxOutline = 15  // groups with their summaries, in the twin of home
)

// ListKind is the kind of page of a List.
type ListKind string

// The kinds of lists.
const (
	KindHome     ListKind = "home"
	KindStatus   ListKind = "status"
	KindFamily   ListKind = "family"
	KindTag      ListKind = "tag"
	KindNotFound ListKind = "notfound"
)

// List is a page that lists entries: home, a status, a family, a tag, or the page for URLs
// that do not exist.
type List struct {
	Head
	Kind       ListKind
	Number     string       // of a status
	Statuses   []Group      // of the catalog, without their entries; only on home
	Mixed      bool         // the entries have several statuses
	Chips      []Chips      // of the filter
	asked      map[Chip]int // their numbers on the page
	Hint       Text
	Name       string
	Summary    Text
	Intro      Text // the description of a status
	Groups     []Group
	Brief      bool // the twin lists only groups, to stay short
	Bare       bool // without the summaries of entries
	Said       bool // with all messages of the entries
	Alike      *Related
	Questions  *Questions
	References *References
	Tags       []Link
}

// Group is a family, or a set of entries that is listed like one.
type Group struct {
	Section
	Path    string // of its page; "" if it has none
	Summary Text
	Count   int
	Items   []*Item // nil if the page lists only groups
	entries []*catalog.Entry
}

// Outlined reports whether the twin of a brief page shows the summaries of its groups.
func (l *List) Outlined() bool { return len(l.Groups) <= maxOutline }

// Size returns the number of entries in the group, in words.
func (g Group) Size() string { return Count(g.Count) }

// Item is an entry in a list.
type Item struct {
	Path    string
	Number  string
	Title   string
	Summary Text
	Schemes []string
	Retry   string
	State   string // deprecated, retired or draft
	Notice  string // the state as text
	Details []ItemDetail
	Updated string
	is      []Chip
}

// ItemDetail is a detail, as a link to its case.
type ItemDetail struct{ Path, Text string }

// collect computes the groups and tags that lists share.
func (b *Builder) collect() {
	b.tagged = map[string][]*catalog.Entry{}
	b.families = map[string][]*catalog.Entry{}
	for _, e := range b.c.Entries {
		for _, t := range e.Tags {
			b.tagged[t] = append(b.tagged[t], e)
		}
		b.families[e.Family] = append(b.families[e.Family], e)
	}
	b.tags = slices.Sorted(maps.Keys(b.tagged))
}

// linkTo returns a link to an entry, or nil if there is none.
func linkTo(e *catalog.Entry) *Link {
	if e == nil {
		return nil
	}
	return &Link{e.Path(), e.Title}
}

// Item returns an entry as lists show it.
func (b *Builder) Item(e *catalog.Entry) *Item {
	it := &Item{
		Path: e.Path(), Number: e.Status.Path(), Title: e.Title, Summary: b.md.Inline(e.Summary),
		Schemes: e.Schemes(), Updated: e.Updated,
	}
	it.is = chipsOf(e)
	if e.Recovery != nil {
		it.Retry = retryWords[e.Recovery.Retry]
	}
	if n := b.notice(e); n != nil {
		it.State, it.Notice = n.Kind, n.Title
	}
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			it.Details = append(it.Details, ItemDetail{it.Path + "#" + CaseID(s), s.Detail.Text})
		}
	}
	return it
}

// Note describes an entry in one line of plain text: its summary, or else its first detail.
func (b *Builder) Note(e *catalog.Entry) string {
	note := b.md.Inline(e.Summary).Plain
	if note == "" && len(e.Details) > 0 {
		note = e.Details[0].Text
	}
	if n := b.notice(e); n != nil {
		note = strings.TrimSpace(n.Title + ". " + note)
	}
	return note
}

// groupsOf groups entries by family, in the order of the catalog. Entries without a family
// come last.
func (b *Builder) groupsOf(entries []*catalog.Entry) []Group {
	byFamily := map[string]*Group{}
	var order []string
	var g *Group
	for i, e := range entries {
		if i == 0 || e.Family != entries[i-1].Family { // otherwise the group of the previous entry
			g = byFamily[e.Family]
		}
		if g == nil {
			g = &Group{Section: Section{idOther, wordOther}}
			if f := b.c.Family(e.Family); f != nil {
				g.Section = Section{groupID(f.ID), f.Title}
				g.Path = f.Path()
				g.Summary = b.md.Inline(f.Summary)
			}
			byFamily[e.Family] = g
			order = append(order, e.Family)
		}
		g.Count++
		g.entries = append(g.entries, e)
	}
	place := map[string]int{"": len(b.c.Families)}
	for i, f := range b.c.Families {
		place[f.ID] = i
	}
	slices.SortStableFunc(order, func(x, y string) int { return cmp.Compare(place[x], place[y]) })
	groups := make([]Group, len(order))
	for i, id := range order {
		groups[i] = *byFamily[id]
	}
	return groups
}

// brief prepares groups for a page that lists only groups. Entries without a family are
// on the pages of their statuses.
func brief(groups []Group) []Group {
	var list []Group
	for _, g := range groups {
		if g.Path != "" {
			g.entries = nil
			list = append(list, g)
			continue
		}
		at := map[*catalog.Status]int{}
		for _, e := range g.entries {
			i, seen := at[e.Status]
			if !seen {
				i = len(list)
				at[e.Status] = i
				number := e.Status.Path()
				list = append(list, Group{Section: Section{g.ID + "-" + number, number + " " + g.Heading}, Path: number + "#" + g.ID})
			}
			list[i].Count++
		}
	}
	return list
}

// listGroups adds groups to a page, with their entries if there are not too many.
func (b *Builder) listGroups(l *List, groups []Group, entries int) {
	number := ""
	if entries > maxListed && (l.Kind == KindHome || l.Kind == KindNotFound) {
		groups = brief(groups)
	}
	for _, g := range groups {
		if entries <= maxListed || g.Path == "" {
			for _, e := range g.entries {
				g.Items = append(g.Items, b.Item(e))
			}
		}
		g.Section = l.section(g.ID, g.Heading)
		l.Groups = append(l.Groups, g)
		for _, it := range g.Items {
			l.Mixed = l.Mixed || number != "" && it.Number != number
			number = it.Number
		}
	}
}

// Home returns the home page.
func (b *Builder) Home() *List {
	l := &List{
		Head: b.head(catalog.HomePath, b.Site.Title, b.Site.Title), Kind: KindHome, Name: b.Site.Title, Summary: b.md.Inline(b.c.Tagline),
	}
	l.Title = shorten(b.Site.Title, 70)
	b.act(&l.Head, l.URL())
	l.Hint = b.md.Inline(wordHint)
	for _, s := range b.c.Statuses {
		l.Statuses = append(l.Statuses, Group{Section: Section{Heading: s.Heading()}, Path: s.Path(), Count: len(s.Entries)})
	}
	l.Description = shorten(cmp.Or(l.Summary.Plain, b.Site.Title), 160)
	l.Brief = true
	b.listGroups(l, b.groupsOf(b.c.Entries), len(b.c.Entries))
	l.chips()
	for _, t := range b.tags {
		l.Tags = append(l.Tags, Link{catalog.TagPath(t), t})
	}
	l.Updated = Newest(b.c.Entries)
	return l
}

// Status returns the page of a status.
func (b *Builder) Status(s *catalog.Status) *List {
	b = b.at(s.Path())
	l := b.list(KindStatus, s.Path(), s.Heading(), s.Summary, s.Entries)
	l.Number, l.Name, l.Intro = s.Path(), s.Title, b.md.Block(s.Description)
	for _, h := range l.Intro.Headings {
		if h.Level == 2 {
			l.section(h.ID, h.Text)
		}
	}
	l.Said = len(s.Entries) <= maxSaid
	b.listGroups(l, b.groupsOf(s.Entries), len(s.Entries))
	l.chips()
	if len(s.Lookalikes) > 0 {
		l.Alike = &Related{Section: l.section(idRelated, wordAlike), List: b.lookalikes(s.Lookalikes)}
	}
	l.Questions = b.questions(&l.Head, s.FAQ)
	l.References = references(&l.Head, s.References)
	l.Updated = max(s.Updated, l.Updated)
	return l
}

// Family returns the page of a family.
func (b *Builder) Family(f *catalog.Family) *List {
	b = b.at(f.Path())
	entries := b.FamilyEntries(f)
	l := b.list(KindFamily, f.Path(), f.Title, f.Summary, entries)
	l.Said, l.Bare = len(entries) <= maxSaid, len(entries) > maxListed
	for i, e := range entries { // in the order of statuses
		if i == 0 || e.Status != entries[i-1].Status {
			l.Groups = append(l.Groups, Group{Section: l.section(groupID(e.Status.Path()), e.Status.Heading()), Path: e.Status.Path()})
		}
		g := &l.Groups[len(l.Groups)-1]
		g.Count++
		g.Items = append(g.Items, b.Item(e))
	}
	return l
}

// FamilyEntries returns the entries of a family, in the order of the site.
func (b *Builder) FamilyEntries(f *catalog.Family) []*catalog.Entry { return b.families[f.ID] }

// Tags returns the tags of the catalog, sorted.
func (b *Builder) Tags() []string { return b.tags }

// TagEntries returns the entries with a tag, in the order of the site.
func (b *Builder) TagEntries(tag string) []*catalog.Entry { return b.tagged[tag] }

// Tag returns the page of a tag.
func (b *Builder) Tag(tag string) *List {
	b = b.at(catalog.TagPath(tag))
	entries := b.tagged[tag]
	l := b.list(KindTag, catalog.TagPath(tag), Fill(wordTagged, "{tag}", tag), "", entries)
	b.listGroups(l, b.groupsOf(entries), len(entries))
	return l
}

// NotFound returns the page for URLs that do not exist.
func (b *Builder) NotFound() *List {
	b = b.at(catalog.NotFoundPath)
	l := &List{Head: b.head(catalog.NotFoundPath, wordNotFound, wordNotFound), Kind: KindNotFound, Name: wordNotFound}
	l.Summary = b.md.Inline(wordNotFoundIs)
	l.NoIndex = true
	l.Description = wordNotFoundIs
	b.listGroups(l, b.groupsOf(b.c.Entries), maxListed+1) // only groups
	return l
}

// FamilySummary returns the summary of a family as plain text.
func (b *Builder) FamilySummary(f *catalog.Family) string { return b.md.Inline(f.Summary).Plain }

// list starts a page that lists entries.
func (b *Builder) list(kind ListKind, path, heading, summary string, entries []*catalog.Entry) *List {
	title := heading + ": " + Count(len(entries)) + wordWithFixes
	l := &List{Head: b.head(path, heading, title), Kind: kind, Name: heading, Summary: b.md.Inline(summary)}
	l.Breadcrumbs = []Link{{catalog.HomePath, wordRoot}}
	b.act(&l.Head, l.URL())
	l.Description = b.listDescription(l.Summary, heading, len(entries))
	l.Updated = Newest(entries)
	return l
}

// listDescription describes a list: its summary and its number of entries.
func (b *Builder) listDescription(summary Text, title string, n int) string {
	count := Fill(wordListIs, "{n}", Count(n), "{api}", b.Site.Name)
	if summary.Empty() {
		return shorten(title+": "+count, 160)
	}
	if full := summary.Plain + " " + count; len([]rune(full)) <= 160 {
		return full
	}
	return shorten(summary.Plain, 160)
}

// Count returns a number of errors in words: "1 error", "12 errors".
func Count(n int) string {
	if n == 1 {
		return "1 " + wordError
	}
	return strconv.Itoa(n) + " " + wordErrors
}

// Newest returns the latest date of the entries, or "" if none has a date.
func Newest(entries []*catalog.Entry) string {
	newest := ""
	for _, e := range entries {
		newest = max(newest, e.Updated)
	}
	return newest
}

// Stub is a page that redirects from an old URL to the new one.
type Stub struct {
	Head
	To *Item
}

// Stub returns the page for an alias of an entry.
func (b *Builder) Stub(e *catalog.Entry, alias string) *Stub {
	s := &Stub{Head: b.head(alias, e.Title, e.Title), To: b.Item(e)}
	s.NoIndex = true
	s.Description = s.To.Summary.Plain
	return s
}

// Render returns the Markdown renderer, for outputs that show other texts of an entry,
// such as its JSON.
func (b *Builder) Render() *markup.Renderer { return b.md }
