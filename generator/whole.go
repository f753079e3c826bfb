package generator

import (
	"errors"
	"fmt"
	"io"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/pack"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
	"github.com/errdocs/errdocs/generator/site/html"
	"github.com/errdocs/errdocs/generator/site/markdown"
	"github.com/errdocs/errdocs/generator/spool"
	"github.com/errdocs/errdocs/generator/stamp"
)

// whole renders the files that cover the whole site.
func (b *build) whole() error {
	steps := []struct { // those that take longest come first
		name string
		key  stamp.Sum
		take func(*stepFiles) error
	}{
		{"llms-full.txt", b.keyOfSite("llms-full.txt"), b.llmsFull},
		{"search", b.keyOfAspect("search", searched), b.search},
		{"catalog.json", b.keyOfSite("catalog.json"), b.catalogJSON},
		{"llms.txt", b.keyOfAspect("llms.txt", noted), b.llms},
		{"sitemaps", b.keyOfAspect("sitemaps", named), b.sitemaps},
		{"others", b.keyOfAspect("others", named), b.others},
		{"feed", b.keyOfSite("feed"), b.feed},
	}
	errs := make([]error, len(steps))
	workers.Each(len(steps), func(i int) { errs[i] = b.step(steps[i].name, steps[i].key, steps[i].take) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// listed is a page that indexes list.
type listed struct {
	path, updated string
	entry         bool
}

// listed returns the pages of the site, in the order of llms.txt.
func (b *build) listed() []listed {
	var all []listed
	entriesOf := map[string][]*catalog.Entry{}
	for _, s := range b.renderers.c.Statuses {
		entriesOf[s.Path()] = s.Entries
	}
	for _, l := range b.listPages() {
		all = append(all, listed{l.path, l.updated, false})
		for _, e := range entriesOf[l.path] { // the page of a status comes before its entries
			if !e.Draft {
				all = append(all, listed{e.Path(), e.Updated, true})
			}
		}
	}
	return all
}

func (b *build) sitemaps(files *stepFiles) error {
	pages := b.listed()
	indexed := make([]html.Indexed, len(pages))
	for i, p := range pages {
		indexed[i] = html.Indexed{Path: p.path, Updated: p.updated}
	}
	sitemaps, err := b.html.Sitemaps(indexed)
	files.addAll(sitemaps)
	files.add("sitemap.md", b.twins.SitemapMD())
	return err
}

func (b *build) feed(files *stepFiles) error {
	feed, err := b.html.Feed(b.pages, b.renderers.c.Entries)
	if feed != nil {
		files.add(b.pages.Site.Feed, feed)
	}
	return err
}

func (b *build) llms(files *stepFiles) error {
	files.addAll(b.twins.LLMS())
	return nil
}

func (b *build) search(files *stepFiles) error {
	entries := b.renderers.c.Entries
	var damaged error
	index, err := b.html.Index(b.renderers.c, len(entries), func(i int) *html.Found {
		found := &html.Found{}
		packed, err := b.now.foundIn(b.now.Entries[entries[i].Path()])
		if err == nil {
			_, err = pack.Read(packed, found)
		}
		if err != nil {
			damaged = err
		}
		return found
	})
	files.addAll(index)
	return errors.Join(err, damaged)
}

// others makes what depends on little but errdocs.yaml.
func (b *build) others(files *stepFiles) error {
	files.add("robots.txt", b.html.Robots(b.renderers.c.Site.ContentSignal))
	files.add("_headers", b.html.Headers())
	agents, err := b.twins.Agents()
	if err != nil {
		return err
	}
	files.addAll(agents)
	schemas, err := b.data.Schemas()
	if err != nil {
		return fmt.Errorf("the schemas: %w", err)
	}
	files.addAll(schemas)
	for name, asset := range b.html.Assets() {
		files.add("static/"+name, asset)
	}
	return nil
}

// spliced makes a file of pieces, of which the old file may have some.
func (b *build) spliced(files *stepFiles, name, head, between, tail string, pieces []piece) error {
	old, ok := b.to.Old(name)
	if ok {
		defer old.Close()
	}
	_, late := files.to.(collected) // while another build may copy the facts
	for i := range pieces {
		if !ok {
			pieces[i].old = spool.Span{}
		}
		if late {
			pieces[i].at = &spool.Span{}
		}
	}
	files.paths = append(files.paths, name)
	if ok && unchanged(old, head, between, tail, pieces) && b.to.Keep(name) {
		return nil
	}
	var err error
	files.to.Stream(name, ok, func(w io.Writer) error {
		if _, err = io.WriteString(w, head); err == nil {
			err = splice(w, int64(len(head)), old, between, pieces)
		}
		if err == nil {
			_, err = io.WriteString(w, tail)
		}
		return err
	})
	return err
}

func (b *build) catalogJSON(files *stepFiles) error {
	entries := byType(b.renderers.c.Entries)
	versions := make([]string, len(entries))
	pieces := make([]piece, len(entries))
	for i, e := range entries {
		f := b.now.Entries[e.Path()]
		versions[i] = f.Version
		pieces[i] = piece{old: f.Listed, at: &f.Listed, make: func() ([]byte, error) { return b.listedAs(e, f) }}
	}
	head, tail, err := b.data.CatalogJSON(versions, page.Newest(entries))
	if err != nil {
		return err
	}
	return b.spliced(files, "catalog.json", string(head), data.CatalogBetween, string(tail), pieces)
}

// listedAs returns an entry as catalog.json has it. It is there from the time when its page
// was made, or the old catalog.json was lost.
func (b *build) listedAs(e *catalog.Entry, f *Facts) ([]byte, error) {
	if f.inMemory != nil {
		return f.inMemory, nil
	}
	if f.listed.Size > 0 {
		return b.spool.Get(f.listed)
	}
	whole, err := e.Whole()
	if err != nil {
		return nil, err
	}
	return b.data.AppendCatalogEntry(nil, whole, f.Version)
}

// fullOf returns where llms-full.txt has a page.
func (b *build) fullOf(p listed) *spool.Span {
	if p.entry {
		return &b.now.Entries[p.path].Full
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return &b.now.Steps[stepOf(p.path)].Full
}

func (b *build) llmsFull(files *stepFiles) error {
	pages := b.listed()
	pieces := make([]piece, len(pages))
	var made []byte // one page after another
	for i, p := range pages {
		at := b.fullOf(p)
		pieces[i] = piece{old: *at, at: at, make: func() ([]byte, error) {
			md, ok := b.to.Get(html.TwinFile(p.path))
			if !ok {
				return nil, fmt.Errorf("the twin of %s is lost", p.path)
			}
			made = b.twins.AppendFullPage(made[:0], p.path, md)
			return made, nil
		}}
	}
	return b.spliced(files, "llms-full.txt", "", markdown.FullBetween, "", pieces)
}
