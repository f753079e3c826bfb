package serve

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/site"
	"github.com/errdocs/errdocs/generator/site/data"
)

// Limits of a "not found" response.
const (
	maxShownPath = 200 // bytes
	maxNearest   = 5
	minPart      = 4    // characters of a slug that suggest it
	maxMissing   = 1000 // characters of the Markdown form
)

// blank is the type of a problem that is described by its status only (RFC 9457 section 4.2.1).
const blank = "about:blank"

// notFound returns 404 in the form that the client prefers, with suggestions.
func (v *served) notFound(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Robots-Tag", "noindex")
	offers := []string{typeHTML, typeMarkdown, typeJSON, typeProblem, typePlain}
	typ := typeHTML
	switch i := preferred(r, offers); {
	case path.Ext(r.URL.Path) == ".md":
		typ = typeMarkdown
	case path.Ext(r.URL.Path) == ".json":
		typ = typeProblem
	case i >= 0:
		typ = offers[i]
	}
	requested, near := shownPath(r.URL), v.nearest(r.URL.Path)
	switch typ {
	case typeJSON, typeProblem:
		m := data.NotFound{
			Problem: data.Problem{Type: blank, Title: "Not Found", Status: http.StatusNotFound, Detail: "There is no page at " + requested + "."},
			Nearest: make([]string, len(near)), Index: v.Base + catalog.LLMS,
		}
		for i, p := range near {
			m.Nearest[i] = v.Base + p + ".json"
		}
		send(w, r, typeProblem, encode(m), http.StatusNotFound)
	case typeMarkdown, typePlain:
		send(w, r, typ, v.missingMarkdown(requested, near), http.StatusNotFound)
	default:
		page, err := v.render("404.html")
		if err != nil {
			notRendered(w, err)
			return
		}
		send(w, r, typeHTML, page, http.StatusNotFound)
	}
}

func (v *served) missingMarkdown(requested string, near []string) []byte {
	head := "# Not found\n\nThere is no page at " + markup.CodeSpan(requested) + ".\n"
	foot := "\nThe index of all errors: [llms.txt](" + markup.Destination(v.Base+"llms.txt") + ")\n"
	list := ""
	for _, p := range near {
		line := "- [" + p + "](" + markup.Destination(v.Base+p+".md") + ")\n"
		if list == "" {
			line = "\nSimilar pages:\n\n" + line
		}
		if utf8.RuneCountInString(head+list+line+foot) > maxMissing {
			break
		}
		list += line
	}
	return []byte(head + list + foot)
}

// shownPath returns the requested path as ASCII without markup, truncated if it is long.
func shownPath(u *url.URL) string {
	p := cmp.Or(u.EscapedPath(), "/")
	if len(p) <= maxShownPath {
		return p
	}
	return p[:maxShownPath] + "..."
}

// nearest returns the paths of the entries whose slugs are most similar to the requested path.
func (v *served) nearest(urlPath string) []string {
	requested := path.Base(strings.TrimSuffix(strings.TrimPrefix(urlPath, v.root), "/"))
	requested = strings.TrimSuffix(strings.TrimSuffix(requested, ".md"), ".json")
	type near struct {
		path     string
		distance int
	}
	var list []near
	for _, p := range v.Entries {
		slug := path.Base(p)
		if d, ok := diag.Near(requested, slug); ok {
			list = append(list, near{p, d})
		} else if len(requested) >= minPart && strings.Contains(slug, requested) {
			list = append(list, near{p, len(slug)})
		}
	}
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.path, b.path)) })
	var paths []string
	for _, n := range list[:min(len(list), maxNearest)] {
		paths = append(paths, n.path)
	}
	return paths
}

// notAcceptable returns 406 with the URLs of the forms of a page.
func (v *served) notAcceptable(w http.ResponseWriter, r *http.Request, p *site.Page) {
	text := "This page is not available in the requested media types. Available:\n" + v.Base + p.Path + " (" + typeHTML + ")\n"
	for _, f := range forms(p) {
		if f.typ == typeMarkdown || f.typ == typeJSON {
			text += v.Base + f.file + " (" + f.typ + ")\n"
		}
	}
	if p.JSON == "" {
		text += v.Base + "catalog.json (" + typeJSON + ", all errors)\n"
	}
	send(w, r, typePlain, []byte(text), http.StatusNotAcceptable)
}

// encode returns JSON in the format of the site's files.
func encode(v any) []byte {
	text, err := data.Encode(v)
	if err != nil {
		panic(fmt.Sprintf("serve: encode: %v", err)) // all our values can be encoded
	}
	return text
}
