package generator

import (
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
	"github.com/errdocs/errdocs/generator/site/html"
)

// list is a page that leads to entries.
type list struct {
	path, updated string
	entries       []*catalog.Entry
	page          func() *page.List
}

// listPages returns the pages that lead to entries, in the order of llms.txt.
func (b *build) listPages() []list {
	var all []list
	c := b.renderers.c
	for _, s := range c.Statuses {
		all = append(all, list{s.Path(), max(s.Updated, page.Newest(s.Entries)), s.Entries, func() *page.List { return b.pages.Status(s) }})
	}
	all = append(all, list{"", page.Newest(c.Entries), c.Entries, b.pages.Home})
	for i := range c.Families {
		f := &c.Families[i]
		if entries := b.pages.FamilyEntries(f); len(entries) > 0 {
			all = append(all, list{"family/" + f.ID, page.Newest(entries), entries, func() *page.List { return b.pages.Family(f) }})
		}
	}
	for _, t := range b.pages.Tags() {
		entries := b.pages.TagEntries(t)
		all = append(all, list{"tag/" + t, page.Newest(entries), entries, func() *page.List { return b.pages.Tag(t) }})
	}
	return all
}

// lists renders the pages that lead to entries, and those of old addresses.
func (b *build) lists() error {
	all := b.listPages()
	errs := make([]error, len(all))
	workers.Each(len(all), func(i int) { errs[i] = b.listPage(all[i]) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	err := b.step("404.html", b.keyOfSite("404.html"), func(files *stepFiles) error {
		text, err := b.html.List(b.pages.NotFound())
		files.add("404.html", text)
		return err
	})
	if err != nil {
		return err
	}
	return b.step(stubsStep, b.keyOfSite(stubsStep), b.stubs)
}

// stubsStep makes the pages of old addresses.
const stubsStep = "stubs"

// stepOf names the step that makes a page that leads to entries.
func stepOf(path string) string { return "page " + path }

func (b *build) listPage(l list) error {
	return b.step(stepOf(l.path), b.keyOfAll(l.path, l.entries), func(files *stepFiles) error {
		p := l.page()
		text, err := b.html.List(p)
		if err != nil {
			return err
		}
		md, err := b.twins.List(p, b.versionOf(l.entries))
		if err != nil {
			return err
		}
		files.add(b.html.PageFile(p.Path), text)
		files.add(html.TwinFile(p.Path), md)
		return nil
	})
}

// versionOf returns the version of a page that lists entries: it changes with them.
func (b *build) versionOf(entries []*catalog.Entry) string {
	var versions []byte
	for _, e := range entries {
		versions = append(versions, b.now.Entries[e.Path()].Version...)
	}
	return data.Version(versions)
}

func (b *build) stubs(files *stepFiles) error {
	stubs := b.pages.Stubs()
	for _, s := range stubs {
		text, err := b.html.Stub(s)
		if err != nil {
			return err
		}
		md, err := b.twins.Stub(s)
		if err != nil {
			return err
		}
		json, _ := b.to.Get(s.To.Path + ".json")
		files.add(b.html.PageFile(s.Path), text)
		files.add(html.TwinFile(s.Path), md)
		files.add(s.Path+".json", json)
	}
	if len(stubs) > 0 {
		files.add("_redirects", b.html.Redirects(stubs))
	}
	return nil
}

// stubFiles returns the paths of what stubs makes.
func (b *build) stubFiles() []string {
	var files []string
	for _, e := range b.renderers.c.Entries {
		for _, path := range e.AliasPaths() {
			files = append(files, b.html.PageFile(path), html.TwinFile(path), path+".json")
		}
	}
	if len(files) > 0 {
		files = append(files, "_redirects")
	}
	return files
}
