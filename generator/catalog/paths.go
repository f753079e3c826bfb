package catalog

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// A site has pages and files. The path of a page, such as "401/token-expired", is relative
// to the base and has no extension. Each page has an HTML file, a Markdown twin and, if it
// is the page of an entry, a JSON file. Only this file defines these paths.

// Paths of pages that do not belong to a status, family, tag or entry.
const (
	HomePath     = ""
	NotFoundPath = "404.html" // also its file name: hosts look for it
)

// Files of a site that do not belong to a page.
const (
	LLMS        = "llms.txt"
	LLMSFull    = "llms-full.txt"
	CatalogJSON = "catalog.json"
	Sitemap     = "sitemap.xml"
	SitemapMD   = "sitemap.md"
	Robots      = "robots.txt"
	Feed        = "feed.xml"
	SearchIndex = "search-index.js"
	Agents      = "AGENTS.md"
	SkillIndex  = skillsDir + "/index.json"
	Redirects   = "_redirects"
	Headers     = "_headers"

	EntrySchema   = SchemaFiles + "/entry-1.json"
	CatalogSchema = SchemaFiles + "/catalog-1.json"
)

// Directories of the site.
const (
	familyDir = "family"
	tagDir    = "tag"
	staticDir = "static"
	skillsDir = wellKnown + "/agent-skills"
	wellKnown = ".well-known"
	homeFile  = "index" // without its extension
)

// Common prefixes of files of which there are several.
const (
	LLMSFiles    = "llms"
	SitemapFiles = "sitemap"
	SearchFiles  = "search-index"
	SchemaFiles  = "schema"
)

// Path returns the path of the status's page, such as "401".
func (s *Status) Path() string { return strconv.Itoa(s.Code) }

// Path returns the path of the entry's page, such as "401/token-expired".
func (e *Entry) Path() string {
	if e.path != "" {
		return e.path
	}
	return entryPath(e.StatusCode, e.Slug)
}

func entryPath(status int, slug string) string { return strconv.Itoa(status) + "/" + slug }

// AliasPaths returns the paths of the entry's aliases. A slug without a status has the
// status of the entry.
func (e *Entry) AliasPaths() []string {
	if len(e.Aliases) == 0 {
		return nil
	}
	paths := make([]string, len(e.Aliases))
	for i, a := range e.Aliases {
		if !strings.Contains(a, "/") {
			a = e.Status.Path() + "/" + a
		}
		paths[i] = a
	}
	return paths
}

// Path returns the path of the family's page, such as "family/tokens".
func (f *Family) Path() string { return familyDir + "/" + f.ID }

// FamilyOf returns the ID of the family whose page has the given path.
func FamilyOf(path string) (id string, ok bool) { return strings.CutPrefix(path, familyDir+"/") }

// TagPath returns the path of the page of a tag, such as "tag/jwt".
func TagPath(tag string) string { return tagDir + "/" + tag }

// TagOf returns the tag whose page has the given path.
func TagOf(path string) (tag string, ok bool) { return strings.CutPrefix(path, tagDir+"/") }

// PageFile returns the HTML file of a page. Its form depends on site.url_style.
func (c *Catalog) PageFile(page string) string {
	switch {
	case page == HomePath:
		return homeFile + ".html"
	case path.Ext(page) == ".html": // NotFoundPath
		return page
	case c.Site.URLStyle == "file":
		return page + ".html"
	}
	return page + "/" + homeFile + ".html"
}

// TwinFile returns the file of a page's Markdown twin.
func TwinFile(page string) string {
	if page == HomePath {
		return homeFile + ".md"
	}
	return page + ".md"
}

// JSONFile returns the file with the data of an entry's page.
func JSONFile(page string) string { return page + ".json" }

// Relative returns the relative path from the file of the page at from to the file of a
// path of the site, which may have a query and a fragment. Such links work without a server
// that maps addresses to files. From 401/token-expired, "401#g-other" becomes
// "../index.html#g-other".
func (c *Catalog) Relative(from, to string) string {
	end := strings.IndexAny(to, "?#")
	if end < 0 {
		end = len(to)
	}
	target, rest := to[:end], to[end:]
	if path.Ext(target) == "" { // a page: page paths have no dot
		target = c.PageFile(target)
	}
	from = c.PageFile(from)
	for {
		dir, below, ok := strings.Cut(from, "/")
		inDir, same := strings.CutPrefix(target, dir+"/")
		if !ok || !same {
			return strings.Repeat("../", strings.Count(from, "/")) + target + rest
		}
		from, target = below, inDir
	}
}

// LLMSPages returns the nth file, from 1, that lists the other pages of a large llms.txt:
// those that are neither of a status nor of an entry.
func LLMSPages(n int) string { return llmsPart(LLMSFiles+"-pages", n) }

// LLMS returns the file that lists the entries of the status, for a large llms.txt.
func (s *Status) LLMS() string { return s.Path() + "/" + LLMS }

// LLMSPart returns the nth file, from 1, that lists the entries of the status in a family,
// for a large llms.txt. If the ID is empty, it lists those without a family.
func (s *Status) LLMSPart(family string, n int) string {
	if family == "" {
		return llmsPart(s.Path()+"/"+LLMSFiles+".other", n)
	}
	return llmsPart(s.Path()+"/"+LLMSFiles+"-"+family, n)
}

// llmsPart inserts a number between a name and its extension. Slugs have no dot, so all
// files differ.
func llmsPart(stem string, n int) string {
	if n > 1 {
		stem += "." + strconv.Itoa(n)
	}
	return stem + ".txt"
}

// SitemapPart returns the path of the nth file, from 1, of a sitemap in several files.
func SitemapPart(n int) string { return SitemapFiles + "-" + strconv.Itoa(n) + ".xml" }

// SearchShard returns the nth file, from 0, of a search index that has several.
func SearchShard(n int) string { return SearchFiles + "/" + strconv.Itoa(n) + ".js" }

// StaticFile returns the file of a style, a script or an image.
func StaticFile(name string) string { return staticDir + "/" + name }

// SkillFile returns the file of an agent skill (Agent Skills Discovery 0.2.0).
func SkillFile(name string) string { return skillsDir + "/" + name + "/SKILL.md" }

// reserved are the first elements of the paths that the site uses. It does not include
// Redirects and Headers: no path that a catalog can declare begins with "_".
var reserved = []string{
	homeFile, TwinFile(HomePath), NotFoundPath, LLMS, LLMSFull, CatalogJSON, Sitemap, SitemapMD, Robots, Feed, SearchIndex, Agents,
	familyDir, tagDir, staticDir, SchemaFiles, SearchFiles, wellKnown,
}

// Hides reports whether a page at the given path, such as that of an alias, or a directory
// in that path, would replace a file of the site. The page function reports whether there
// is a page at a path.
func (c *Catalog) Hides(alias string, page func(path string) bool) bool {
	parts := strings.Split(alias, "/")
	if slices.Contains(reserved, parts[0]) {
		return true
	}
	for i, part := range parts {
		stem := strings.Join(parts[:i+1], "/")
		ext := path.Ext(stem)
		switch stem = strings.TrimSuffix(stem, ext); {
		case part == homeFile || part == homeFile+".html" || ext == ".txt" && strings.HasPrefix(part, LLMSFiles):
			return true
		case ext == ".md" || ext == ".json" || ext == ".html" && c.Site.URLStyle == "file":
			if page(stem) {
				return true
			}
		}
	}
	return false
}
