package markdown

import (
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// SitemapMD renders sitemap.md: every page as a link to its twin, the entries by
// status and family.
func (r *Renderer) SitemapMD() []byte {
	var b strings.Builder
	words := &r.site.Words
	b.WriteString("# " + words.Sitemap + "\n\n")
	item := func(title, path string) {
		b.WriteString("- " + r.linkTo(path, title) + "\n")
	}
	heading := func(level, text string) { b.WriteString("\n" + level + " " + Prose(text) + "\n\n") }
	item(r.site.Title, "")
	for _, s := range r.c.Statuses {
		heading("##", s.Heading())
		item(s.Heading(), s.Path())
		for i, e := range s.Entries {
			if i == 0 && e.Family != "" || i > 0 && e.Family != s.Entries[i-1].Family {
				heading("###", r.sectionName(s, e.Family))
			}
			item(e.Title, e.Path())
		}
	}
	for i, families := 0, r.families(); i < len(families); i++ {
		if i == 0 {
			heading("##", words.Groups)
		}
		item(families[i].Title, families[i].Path())
	}
	for i, t := range r.pages.Tags() {
		if i == 0 {
			heading("##", words.Tags)
		}
		item(t, catalog.TagPath(t))
	}
	return []byte(b.String())
}
