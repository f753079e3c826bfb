package generator

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/pack"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/html"
	"github.com/errdocs/errdocs/generator/site/markdown"
	"github.com/errdocs/errdocs/generator/spool"
	"github.com/errdocs/errdocs/generator/stamp"
)

// LoadBrief reads a catalog for RenderSite, which checks it, too. The record of the build
// before saves what need not be read again. Whole entries wait in the spool, which the caller
// closes. The listing may be nil, and so may size, which is told the number of entries
// before they are read.
func LoadBrief(src Source, before *Record, listing *catalog.Listing, size func(int), s *spool.Spool) (*catalog.Catalog, *diag.List) {
	l := &diag.List{}
	c := catalog.LoadBrief(src.FS, src.Folder, before.known, listing, size, s, l)
	c.Folder = src.name()
	return c, l
}

// RenderSite checks a catalog that was read by LoadBrief and renders its site, entry by
// entry, as far as the target does not have it from the build before. What it finds is
// added to the list; with an error there the target is not complete, and must be given
// up. It returns what the next build should know, part of which may be in the spool.
func RenderSite(c *catalog.Catalog, o SiteOptions, before *Record, to Target, s *spool.Spool, l *diag.List, stats *Stats) (*Record, error) {
	stats.begin(stageEntries)
	checks := page.New(c, page.Options{})
	now, err := renderSite(c, o, checks, before, to, s, l, stats)
	l.Sort()
	return now, err
}

// renderSite renders with the built-in templates, or with those of a theme.
func renderSite(c *catalog.Catalog, o SiteOptions, checks *page.Builder, before *Record, to Target, s *spool.Spool, l *diag.List, stats *Stats) (*Record, error) {
	files, explain := fs.FS(errdocs.Files), func(err error) error { return err }
	if o.Theme != "" {
		t, err := openTheme(o.Theme)
		if err != nil {
			return nil, err
		}
		files, explain = t.files, t.explain
	}
	released := c
	if !o.Drafts {
		released = c.Release()
	}
	r, err := newRenderers(released, o, files)
	if err != nil {
		return nil, explain(err)
	}
	base, err := baseKey(c, released, o, files)
	if err != nil {
		return nil, err
	}
	inMemory, _ := to.(*memory)
	b := &build{
		c: c, checks: checks, renderers: r, base: base, before: before, to: counted{to, stats}, list: l, stats: stats,
		memory: inMemory, themed: o.Theme != "", spool: s,
		now: &Record{Entries: make(map[string]*Facts, len(c.Entries)), Steps: map[string]*Step{}, spool: s},
	}
	if err := b.run(); err != nil {
		return nil, explain(err)
	}
	l.Sort()
	return b.now, nil
}

// build makes the files of one site.
type build struct {
	*renderers                  // of what is released
	c          *catalog.Catalog // with drafts
	checks     *page.Builder    // of c; nil: it has been checked
	base       stamp.Sum        // of what every file depends on
	before     *Record
	to         Target
	memory     *memory // to, if it is in memory
	stats      *Stats
	failed     atomic.Bool  // there are errors: nothing need be rendered
	themed     bool         // with templates that somebody else has written
	spool      *spool.Spool // of what is needed once all entries are made

	facts   []Facts // of entries that are made anew, each in the place of its entry
	keyed   sync.Once
	allKeys stamp.Sum

	mu   sync.Mutex // of what follows
	now  *Record
	list *diag.List
}

func (b *build) run() error {
	if b.checks != nil {
		b.together()
	}
	b.failed.Store(b.list.HasErrors())
	if err := b.entries(); err != nil || b.failed.Load() {
		return err
	}
	b.stats.begin(stageLists)
	if err := b.lists(); err != nil {
		return err
	}
	b.stats.begin(stageWhole)
	return b.whole()
}

// together checks what is no matter of one entry alone. Where there was nothing to find,
// there is nothing as long as the entries say the same in what is checked.
func (b *build) together() {
	k := newKey("together", b.base)
	for _, e := range b.c.Entries {
		if e.Brief != nil {
			k.sum(e.Names)
		}
	}
	if b.now.Together = k.key(); b.now.Together == b.before.Together {
		return
	}
	var l diag.List
	catalog.CheckTogether(b.c, &l)
	b.checks.CheckTogether(&l)
	if b.c.Has("go") {
		gogen.Check(b.c, &l)
	}
	if len(l.All()) > 0 {
		b.now.Together = stamp.Sum{}
	}
	b.list.Merge(&l)
}

// baseKey is the key of what every file of a site depends on: errdocs itself, the options,
// the theme, errdocs.yaml and the files of statuses.
func baseKey(c, released *catalog.Catalog, o SiteOptions, files fs.FS) (stamp.Sum, error) {
	k := newKey("site", identity())
	k.text(o.Base)
	k.text(c.File)
	k.text(c.Folder)
	for _, is := range []bool{o.Drafts, o.Offline, o.Asks} {
		k.is(is)
	}
	if o.Theme != "" {
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, name)
			k.text(name)
			k.text(string(data))
			return err
		})
		if err != nil {
			return stamp.Sum{}, err
		}
	}
	for _, f := range c.Shared() {
		k.text(f.Path)
		k.sum(f.Sum)
	}
	dated := "without dates"
	if slices.ContainsFunc(c.Entries, func(e *catalog.Entry) bool { return e.Updated != "" && !e.Draft }) {
		dated = "with dates" // and with a feed, which each page names
	}
	k.text(dated)
	for _, s := range c.Statuses {
		k.text(s.Path())
		k.text(s.Updated)
	}
	for _, s := range released.Statuses { // not those of drafts alone
		k.text("page " + s.Path())
	}
	return k.key(), nil
}

// entries checks and renders all entries, on all cores.
func (b *build) entries() error {
	facts := make([]*Facts, len(b.c.Entries))
	b.facts = make([]Facts, len(b.c.Entries)) // together, as they stay
	errs := make([]error, len(facts))
	b.stats.goesThrough(len(facts))
	workers.Each(len(facts), func(i int) { facts[i], errs[i] = b.entry(i, b.c.Entries[i]) })
	for i, e := range b.c.Entries {
		if errs[i] != nil {
			return errs[i]
		}
		f := facts[i]
		b.list.Append(f.Findings...)
		if !b.failed.Load() { // else some pages were rendered, and others were not
			b.list.Append(f.Sized...)
		}
		b.now.Entries[e.Path()] = f
	}
	return nil
}

// entry checks and renders one entry.
func (b *build) entry(at int, e *catalog.Entry) (*Facts, error) {
	watch := b.stats.stopwatch()
	released := b.renderers.c.Entry(e.Path(), nil)
	if old := b.before.Entries[e.Path()]; old != nil && e.Brief != nil && old.Key == b.entryKey(e, released, old.Refs) {
		if released == nil || b.to.Keep(old.Files...) {
			f := old
			if b.memory != nil { // readers may still use what the build before has made
				own := *old
				f = &own
			}
			f.asRead = f.asRead && f.Brief == e
			f.Brief, f.listed = e, spool.Span{}
			b.stats.kept.Add(1)
			watch.lap(comparing)
			return f, nil
		}
	}
	watch.lap(comparing)
	whole, err := e.Whole()
	if err != nil {
		return nil, err
	}
	watch.lap(decoding)
	f := &b.facts[at]
	f.Path, f.Brief = e.Path(), e
	if released != nil {
		f.Files = b.entryFiles(e)
	}
	var l diag.List
	if b.checks != nil {
		l.Append(e.Found...)
		catalog.CheckEntry(whole, &l)
		for _, ref := range append(b.checks.CheckEntry(whole, &l), whole.Refs()...) {
			f.Refs = append(f.Refs, strings.Clone(ref)) // not as a part of all that was read
		}
		if l.HasErrors() {
			b.failed.Store(true)
		}
	}
	watch.lap(checking)
	if released != nil && !b.failed.Load() {
		if released != e {
			whole = whole.In(released)
		}
		if err := b.page(whole, f, &watch); err != nil {
			return nil, err
		}
	}
	f.Findings = l.All()
	if e.Brief != nil {
		f.Key = b.entryKey(e, released, f.Refs)
	}
	b.stats.anew.Add(1)
	return f, nil
}

// rendered is a page in all its forms, and what catalog.json says of it. Its memory is
// used for one page after another.
type rendered struct{ html, twin, json, listed []byte }

var forms = sync.Pool{New: func() any { return new(rendered) }}

// page renders the page of an entry in all its forms.
func (b *build) page(e *catalog.Entry, f *Facts, watch *stopwatch) error {
	p := b.pages.Entry(e)
	found := html.FoundIn(p)
	f.Aspects = b.aspectsOf(e, found)
	to := forms.Get().(*rendered)
	defer forms.Put(to)
	var err error
	if to.json, f.Version, err = b.data.AppendEntryJSON(to.json[:0], e); err != nil {
		return err
	}
	if to.html, err = b.html.AppendEntry(to.html[:0], p); err != nil {
		return err
	}
	if to.twin, err = b.twins.AppendEntry(to.twin[:0], p, f.Version); err != nil {
		return err
	}
	if to.listed, err = b.data.AppendCatalogEntry(to.listed[:0], e, f.Version); err != nil {
		return err
	}
	watch.lap(rendering)
	if b.memory != nil {
		f.Found, f.inMemory = string(pack.Append(nil, found)), bytes.Clone(to.listed)
	} else if err := b.keep(f, found, to.listed); err != nil {
		return err
	}
	for i, content := range [][]byte{to.html, to.twin, to.json} {
		b.to.Add(f.Files[i], content)
	}
	watch.lap(writing)
	var l diag.List
	markdown.CheckSize(e, b.published(to.twin), &l)
	f.Sized = l.All()
	return nil
}

// keep keeps in the spool what of an entry is needed once all are made.
func (b *build) keep(f *Facts, found *html.Found, listed []byte) (err error) {
	if f.found, err = b.spool.Put(pack.Append(nil, found)); err == nil {
		f.listed, err = b.spool.Put(listed)
	}
	return err
}

// entryFiles returns the paths of an entry's page, twin and JSON.
func (b *build) entryFiles(e *catalog.Entry) []string {
	return []string{b.html.PageFile(e.Path()), html.TwinFile(e.Path()), e.Path() + ".json"}
}

// entryKey is the key of an entry: its file, and what its page says of others.
func (b *build) entryKey(e, released *catalog.Entry, refs []string) stamp.Sum {
	k := newKey("entry", b.base)
	k.text(e.Path())
	k.sum(e.Source.Sum)
	k.text(e.Updated)
	if released != nil {
		prev, next := released.Neighbours()
		k.face(prev)
		k.face(next)
	}
	for _, ref := range refs {
		k.text(ref)
		k.face(b.c.Entry(ref, e.Status))
		k.is(b.checks != nil && b.checks.HasTag(ref)) // drafts count
	}
	return k.key()
}

func (k *keyOf) face(e *catalog.Entry) {
	if e == nil || e.Brief == nil {
		k.text("none")
		return
	}
	k.sum(e.Face)
}

// stepFiles collects what a step makes.
type stepFiles struct {
	to    Target
	paths []string
}

func (s *stepFiles) add(path string, data []byte) {
	s.paths = append(s.paths, path)
	s.to.Add(path, data)
}

func (s *stepFiles) addAll(files map[string][]byte) {
	for path, data := range files {
		s.add(path, data)
	}
}

// step takes a step, unless the build before took the same.
func (b *build) step(name string, key stamp.Sum, take func(*stepFiles) error) error {
	done := &Step{Key: key}
	old := b.before.Steps[name]
	if old != nil && old.Key == key && b.to.Keep(old.Files...) {
		*done = *old
	} else if names := b.foreseen(name, old); b.memory != nil && len(names) > 0 && !b.themed {
		done.Files = names
		b.memory.set.Later(names, func() map[string][]byte {
			made := collected{}
			if err := take(&stepFiles{to: made}); err != nil {
				panic(fmt.Errorf("render %s: %w", name, err)) // a bug: a theme is not rendered late
			}
			return made
		})
	} else {
		files := &stepFiles{to: b.to}
		if err := take(files); err != nil {
			return fmt.Errorf("render %s: %w", name, err)
		}
		done.Files = files.paths
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now.Steps[name] = done
	return nil
}

// foreseen names the files that a step will make: those that it has made before, since these
// lead to whatever it adds. To an old address leads nothing.
func (b *build) foreseen(name string, old *Step) []string {
	switch {
	case old == nil:
		return nil
	case name == stubsStep:
		return b.stubFiles()
	}
	return old.Files
}

// keyOfAll is the key of a step that shows entries. Their versions would not do: they leave
// out what the JSON does not say, such as Go names.
func (b *build) keyOfAll(name string, entries []*catalog.Entry) stamp.Sum {
	k := newKey(name, b.base)
	for _, e := range entries {
		k.sum(b.now.Entries[e.Path()].Key)
	}
	return k.key()
}

// aspectsOf returns the sums of the aspects of an entry.
func (b *build) aspectsOf(e *catalog.Entry, found *html.Found) (sums [aspects]stamp.Sum) {
	k := newKey("named", stamp.Sum{})
	for _, text := range []string{e.Path(), e.Title, e.Family, e.Updated, strings.Join(e.Tags, " ")} {
		k.text(text)
	}
	k.is(e.Draft)
	sums[named] = k.key()
	k.text(e.Summary)
	if len(e.Details) > 0 {
		k.text(e.Details[0].Text)
	}
	for _, l := range []*catalog.Lifecycle{e.Deprecated, e.Retired} {
		if l != nil {
			k.text(l.Since)
			k.text(l.Use)
		}
		k.is(l != nil)
	}
	sums[noted] = k.key()
	sums[searched] = stamp.SumOf(pack.Append(nil, found.Indexed(len(b.renderers.c.Entries))))
	return sums
}

// keyOfAspect is the key of a step that shows one aspect of all entries.
func (b *build) keyOfAspect(name string, aspect int) stamp.Sum {
	k := newKey(name, b.base)
	for _, e := range b.renderers.c.Entries {
		k.sum(b.now.Entries[e.Path()].Aspects[aspect])
	}
	return k.key()
}

// keyOfSite is the key of a step that shows all of all entries.
func (b *build) keyOfSite(name string) stamp.Sum {
	b.keyed.Do(func() { b.allKeys = b.keyOfAll("all", b.renderers.c.Entries) })
	return newKey(name, b.allKeys).key()
}
