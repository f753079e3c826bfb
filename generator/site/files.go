package site

import (
	"slices"
	"sync"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/html"
)

// addFiles lists the site-wide files. Add a new file here.
func (s *Site) addFiles() {
	fixed := func(data []byte) func() ([]byte, error) { return func() ([]byte, error) { return data, nil } }
	s.addFile(catalog.LLMSFull, func() ([]byte, error) { return inMemory(s.writeLLMSFull) })
	s.addFile(catalog.SitemapMD, fixed(s.markdown.SitemapMD()))
	s.addFile(catalog.Robots, fixed(s.html.Robots(s.c.Site.ContentSignal)))
	s.addFile(catalog.Headers, fixed(s.html.Headers()))
	if s.builder.Site.Feed != "" {
		s.addFile(s.builder.Site.Feed, func() ([]byte, error) { return s.html.Feed(s.builder, s.c.Entries) })
	}
	if slices.ContainsFunc(s.pages, func(p *Page) bool { return p.Stub }) {
		s.addFile(catalog.Redirects, func() ([]byte, error) { return s.html.Redirects(s.redirects()), nil })
	}
	for name, asset := range s.html.Assets() {
		s.addFile(catalog.StaticFile(name), fixed(asset))
	}
	slices.Sort(s.names)

	s.addGroup(catalog.SearchIndex, catalog.SearchFiles, func() (map[string][]byte, error) {
		return s.html.Index(s.c, s.builder)
	})
	s.addGroup(catalog.Sitemap, catalog.SitemapFiles, s.sitemaps)
	s.addGroup(catalog.LLMS, catalog.LLMSFiles, func() (map[string][]byte, error) { return s.markdown.LLMS(), nil })
	s.addGroup(catalog.EntrySchema, catalog.SchemaFiles, s.data.Schemas)
	s.addGroup(catalog.Agents, "", s.markdown.Agents)
}

func (s *Site) addFile(path string, render func() ([]byte, error)) {
	s.files[path] = render
	s.names = append(s.names, path)
}

func (s *Site) addGroup(first, part string, files func() (map[string][]byte, error)) {
	s.groups = append(s.groups, group{first, part, sync.OnceValues(files)})
}

func (s *Site) redirects() []*page.Stub {
	var list []*page.Stub
	for _, p := range s.pages {
		if p.Stub {
			list = append(list, p.stub())
		}
	}
	return list
}

func (s *Site) sitemaps() (map[string][]byte, error) {
	var list []html.Indexed
	for _, p := range s.listed() {
		list = append(list, html.Indexed{Path: p.Path, Updated: p.Updated})
	}
	return s.html.Sitemaps(list)
}

// listed returns the pages that sitemaps and llms-full.txt list.
func (s *Site) listed() []*Page {
	return slices.DeleteFunc(slices.Clone(s.pages), func(p *Page) bool { return !p.Listed })
}
