package serve

import (
	"cmp"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/markup"
)

// Limits of an answer to a path that is not there.
const (
	maxShownPath = 200 // bytes
	maxNearest   = 5
	minPart      = 4    // characters of a slug that lead to it
	maxMissing   = 1000 // characters of the Markdown form
)

// missing is the problem object of an address that is not there.
type missing struct {
	Type    string   `json:"type"`
	Title   string   `json:"title"`
	Status  int      `json:"status"`
	Detail  string   `json:"detail"`
	Nearest []string `json:"nearest"` // addresses
	Index   string   `json:"index"`
}

// notFound answers honestly, in the form that the client reads, and says what is near.
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
	asked, near := shownPath(r.URL), v.nearest(r.URL.Path)
	switch typ {
	case typeJSON, typeProblem:
		m := missing{"about:blank", "Not Found", http.StatusNotFound, "There is no page at " + asked + ".", make([]string, len(near)), v.Base + "llms.txt"}
		for i, p := range near {
			m.Nearest[i] = v.Base + p + ".json"
		}
		send(w, r, typeProblem, encode(m), http.StatusNotFound)
	case typeMarkdown, typePlain:
		send(w, r, typ, v.missingMarkdown(asked, near), http.StatusNotFound)
	default:
		send(w, r, typeHTML, v.content("404.html"), http.StatusNotFound)
	}
}

func (v *served) missingMarkdown(asked string, near []string) []byte {
	head := "# Not found\n\nThere is no page at " + markup.CodeSpan(asked) + ".\n"
	foot := "\nThe index of all errors: [llms.txt](" + markup.Destination(v.Base+"llms.txt") + ")\n"
	list := ""
	for _, p := range near {
		line := "- [" + p + "](" + markup.Destination(v.Base+p+".md") + ")\n"
		if list == "" {
			line = "\nNear it:\n\n" + line
		}
		if utf8.RuneCountInString(head+list+line+foot) > maxMissing {
			break
		}
		list += line
	}
	return []byte(head + list + foot)
}

// shownPath returns the asked path as ASCII without markup, and not too long.
func shownPath(u *url.URL) string {
	p := cmp.Or(u.EscapedPath(), "/")
	if len(p) <= maxShownPath {
		return p
	}
	return p[:maxShownPath] + "..."
}

// nearest returns the paths of the entries whose slugs are most like what was asked
// for.
func (v *served) nearest(urlPath string) []string {
	asked := path.Base(strings.TrimSuffix(strings.TrimPrefix(urlPath, v.root), "/"))
	asked = strings.TrimSuffix(strings.TrimSuffix(asked, ".md"), ".json")
	type near struct {
		path     string
		distance int
	}
	var list []near
	for _, p := range v.slugs() {
		slug := path.Base(p)
		if d, ok := diag.Near(asked, slug); ok {
			list = append(list, near{p, d})
		} else if len(asked) >= minPart && strings.Contains(slug, asked) {
			list = append(list, near{p, len(slug)})
		}
	}
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.path, b.path)) })
	list = list[:min(len(list), maxNearest)]
	paths := make([]string, len(list))
	for i, n := range list {
		paths[i] = n.path
	}
	return paths
}

// notAcceptable names the addresses of what there is.
func (v *served) notAcceptable(w http.ResponseWriter, r *http.Request, page string) {
	text := "This page has none of the media types that were asked for. There is:\n" + v.Base + page + " (" + typeHTML + ")\n"
	for _, f := range v.forms(page) {
		if f.typ == typeMarkdown || f.typ == typeJSON {
			text += v.Base + f.file + " (" + f.typ + ")\n"
		}
	}
	if v.json(page) == "" {
		text += v.Base + "catalog.json (" + typeJSON + ", of all errors)\n"
	}
	send(w, r, typePlain, []byte(text), http.StatusNotAcceptable)
}
