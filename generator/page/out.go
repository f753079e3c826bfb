package page

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// OutLink is a link to a different site.
type OutLink struct{ Text, URL string }

// forge is a repository host: its URL patterns to show a file, edit it and report a problem.
type forge struct {
	tree                 string // separates the repository from the branch and directory
	edit, source, report string
}

const reportQuery = "title={slug}%3A%20&body=" // the title and text of an issue

var (
	gitHub = forge{"/tree/", "/edit/{branch}/{path}", "/blob/{branch}/{path}#L{line}", "/issues/new?" + reportQuery}
	gitLab = forge{"/-/tree/", "/-/edit/{branch}/{path}", "/-/blob/{branch}/{path}#L{line}", "/-/issues/new?issue[title]={slug}%3A%20&issue[description]="}
	gitea  = forge{"/src/branch/", "/_edit/{branch}/{path}", "/src/branch/{branch}/{path}#L{line}", "/issues/new?" + reportQuery}
)

// forgeOf identifies a forge by the host of a repository.
func forgeOf(host string) *forge {
	first, _, _ := strings.Cut(host, ".")
	switch {
	case host == "github.com" || first == "github":
		return &gitHub
	case first == "gitlab":
		return &gitLab
	case host == "codeberg.org" || first == "gitea" || first == "forgejo":
		return &gitea
	}
	return nil
}

// defaultBranch is the branch if the URL of the repository has none.
const defaultBranch = "main"

// linkPatterns returns the patterns that the catalog sets, or else those of its forge. The
// URL of the repository may include a branch and the directory that contains the catalog,
// as it does in the browser.
func linkPatterns(l catalog.Links) (edit, source, report string) {
	edit, source, report = l.Edit, l.Source, l.Report
	u, err := url.Parse(l.Repository)
	if err != nil || l.Repository == "" {
		return
	}
	f := forgeOf(u.Hostname())
	if f == nil {
		return
	}
	repository, tree, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(l.Repository, "/"), ".git"), f.tree)
	branch, folder, _ := strings.Cut(tree, "/")
	if branch == "" {
		branch = defaultBranch
	}
	body := strings.NewReplacer("%7B", "{", "%7D", "}").Replace(queryEscape(wordReport))
	inPath := strings.NewReplacer("{branch}", branch, "{path}", path.Join(folder, "{path}"))
	inQuery := strings.NewReplacer("{path}", strings.TrimSuffix(queryEscape(path.Join(folder, "x")), "x")+"{path}")
	fill := func(given *string, own string) {
		if *given == "" {
			*given = repository + own
		}
	}
	fill(&edit, inPath.Replace(f.edit))
	fill(&source, inPath.Replace(f.source))
	fill(&report, inQuery.Replace(f.report+body))
	return
}

// queryEscape escapes a text for a query. A space becomes %20, which is unambiguous.
func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// fillPattern replaces the placeholders of a link pattern, escaped for their position.
func fillPattern(pattern string, values map[string]string) string {
	var b strings.Builder
	inQuery := false
	for pattern != "" {
		text, rest, found := strings.Cut(pattern, "{")
		b.WriteString(text)
		inQuery = inQuery || strings.ContainsAny(text, "?#")
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		if value := values[name]; inQuery {
			b.WriteString(queryEscape(value))
		} else {
			b.WriteString(strings.ReplaceAll(url.PathEscape(value), "%2F", "/"))
		}
		pattern = after
	}
	return b.String()
}

// lead sets the links of an entry's page to other sites.
func (b *Builder) lead(p *Entry) {
	e := p.Entry
	file := strings.TrimPrefix(e.File, path.Dir(e.Catalog.File)+"/")
	values := map[string]string{
		"path": path.Join(e.Catalog.Folder, file), "line": strconv.Itoa(e.At(e.File, "title").Line),
		"slug": e.Slug, "title": e.Title, "type": e.TypeURI(),
	}
	edit, source, report := linkPatterns(b.c.Links)
	for _, l := range []OutLink{{wordEdit, edit}, {wordSource, source}, {wordReportIt, report}} {
		if l.URL != "" {
			p.Out = append(p.Out, OutLink{l.Text, fillPattern(l.URL, values)})
		}
	}
	if edit != "" {
		p.Edit = p.Out[0].URL
	}
	b.act(&p.Head, e.TypeURI())
}

// act sets the links that the catalog adds to every page.
func (b *Builder) act(h *Head, uri string) {
	values := map[string]string{"markdown": h.Site.Markdown(h.Path), "type": uri}
	for _, a := range b.c.Site.Actions {
		h.Actions = append(h.Actions, OutLink{a.Title, fillPattern(a.URL, values)})
	}
}
