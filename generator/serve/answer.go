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

// types is the fixed table of media types: those of the machine would differ from one
// to the next, and take some twins for HTML.
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

// contentType names the encoding of texts, which JSON and XML say themselves.
func contentType(typ string) string {
	if strings.HasPrefix(typ, "text/") {
		return typ + "; charset=utf-8"
	}
	return typ
}

// form is a page in one media type.
type form struct {
	typ  string
	file string // that it is made of
}

// forms lists what a page can be answered with.
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

// preferred returns the index of the type that the client wants most, or -1.
func preferred(r *http.Request, offers []string) int {
	return choose(parseAccept(r.Header.Values("Accept")), offers)
}

// negotiate answers with the form of a page that the client prefers.
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
	case typeMarkdown, typeJSON: // the bytes have an address of their own
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

// notRendered answers for a page whose template fails: one of a theme.
func notRendered(w http.ResponseWriter, err error) {
	http.Error(w, "the page cannot be rendered: "+err.Error(), http.StatusInternalServerError)
}

// link says where the other forms of a page are, or the page itself.
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

// file answers with a file as it is.
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

// respond sends a representation, unless the client has it already.
func respond(w http.ResponseWriter, r *http.Request, typ string, data []byte) {
	etag := entityTag(typ, data)
	w.Header().Set("ETag", etag)
	if hasTag(r.Header.Values("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, r, typ, data, http.StatusOK)
}

// hasTag reports whether an If-None-Match field names the tag. The comparison is the
// weak one (RFC 9110 section 13.1.2).
func hasTag(lines []string, etag string) bool {
	for tag := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		if tag = strings.Trim(tag, " \t"); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
			return true
		}
	}
	return false
}

// send sends bytes as they are.
func send(w http.ResponseWriter, r *http.Request, typ string, data []byte, status int) {
	w.Header().Set("Content-Type", contentType(typ))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // a client that has gone away is no concern of ours
	}
}
