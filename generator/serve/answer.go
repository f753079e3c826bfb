package serve

import (
	"cmp"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/site"
)

// The media types that a page has, in the order of preference.
const (
	typeHTML     = "text/html"
	typeMarkdown = "text/markdown"
	typeJSON     = "application/json"
	typeProblem  = "application/problem+json"
	typePlain    = "text/plain"
)

// types maps file extensions to media types. The operating system's table differs between
// machines and could serve some twins as HTML.
var types = map[string]string{
	".html": typeHTML,
	".md":   typeMarkdown,
	".txt":  typePlain,
	".json": typeJSON,
	".xml":  "application/xml",
	".css":  "text/css",
	".js":   "text/javascript",
	".svg":  "image/svg+xml",
	".png":  "image/png",
}

// contentType adds the charset to text types. JSON and XML define their own encoding.
func contentType(typ string) string {
	if strings.HasPrefix(typ, "text/") {
		return typ + "; charset=utf-8"
	}
	return typ
}

// form is a page in one media type.
type form struct {
	typ  string
	file string // the file that it is rendered from
}

// forms lists the representations of a page.
func forms(p *site.Page) []form {
	list := []form{{typeHTML, p.HTML}}
	if p.Markdown != "" {
		list = append(list, form{typeMarkdown, p.Markdown})
	}
	if p.JSON != "" {
		list = append(list, form{typeJSON, p.JSON})
	}
	if p.Entry != nil {
		list = append(list, form{typeProblem, p.JSON})
	}
	if p.Markdown != "" {
		list = append(list, form{typePlain, p.Markdown})
	}
	return list
}

// preferred returns the index of the type that the client prefers, or -1.
func preferred(r *http.Request, offers []string) int {
	return choose(parseAccept(r.Header.Values("Accept")), offers)
}

// negotiate sends the form of a page that the client prefers.
func (v *served) negotiate(w http.ResponseWriter, r *http.Request, p *site.Page) {
	forms := forms(p)
	offers := make([]string, len(forms))
	for i, f := range forms {
		offers[i] = f.typ
	}
	chosen := preferred(r, offers)
	if chosen < 0 {
		v.notAcceptable(w, r, p)
		return
	}
	f := forms[chosen]
	render := func() ([]byte, error) { return v.render(f.file) }
	switch f.typ {
	case typeProblem:
		render = func() ([]byte, error) { return v.Pages.ProblemType(p) }
	case typeMarkdown, typeJSON: // these bytes also have a separate URL
		w.Header().Set("Content-Location", v.root+f.file)
	}
	data, err := render()
	if err != nil {
		notRendered(w, err)
		return
	}
	v.link(w, p, f.typ)
	respond(w, r, f.typ, data)
}

// notRendered reports that a template fails, which only those of themes do.
func notRendered(w http.ResponseWriter, err error) {
	http.Error(w, "cannot render the page: "+err.Error(), http.StatusInternalServerError)
}

// link sets the Link field: from HTML to the other forms, and from those to the page.
func (v *served) link(w http.ResponseWriter, p *site.Page, typ string) {
	if typ != typeHTML {
		w.Header().Set("Link", "<"+v.root+p.Path+`>; rel="canonical"`)
		return
	}
	var links []string
	for _, f := range forms(p) {
		if f.typ == typeMarkdown || f.typ == typeJSON {
			links = append(links, "<"+v.root+f.file+`>; rel="alternate"; type="`+f.typ+`"`)
		}
	}
	if len(links) > 0 {
		w.Header().Set("Link", strings.Join(links, ", "))
	}
}

// file sends a file unchanged.
func (v *served) file(w http.ResponseWriter, r *http.Request, t target) {
	typ := cmp.Or(types[path.Ext(t.file)], "application/octet-stream")
	data, err := v.render(t.file)
	if err != nil {
		notRendered(w, err)
		return
	}
	if t.page != nil && typ != typeHTML {
		v.link(w, t.page, typ)
	}
	respond(w, r, typ, data)
}

// respond sends a representation, or 304 if the client already has it.
func respond(w http.ResponseWriter, r *http.Request, typ string, data []byte) {
	etag := entityTag(typ, data)
	w.Header().Set("ETag", etag)
	if hasTag(r.Header.Values("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, r, typ, data, http.StatusOK)
}

// hasTag reports whether an If-None-Match field matches the tag, by weak comparison
// (RFC 9110 section 13.1.2).
func hasTag(lines []string, etag string) bool {
	for tag := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		if tag = strings.Trim(tag, " \t"); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
			return true
		}
	}
	return false
}

// send sends a complete response.
func send(w http.ResponseWriter, r *http.Request, typ string, data []byte, status int) {
	w.Header().Set("Content-Type", contentType(typ))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // an error means that the client disconnected
	}
}
