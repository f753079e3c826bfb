package serve

import (
	"net/http"
	"path"
	"strconv"
	"strings"
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
func (v *served) forms(page string) []form {
	list := []form{{typeHTML, v.page(page)}}
	twin, data := v.twin(page), v.json(page)
	if twin != "" {
		list = append(list, form{typeMarkdown, twin})
	}
	if data != "" {
		list = append(list, form{typeJSON, data})
	}
	if data != "" && page != "" {
		list = append(list, form{typeProblem, data})
	}
	if twin != "" {
		list = append(list, form{typePlain, twin})
	}
	return list
}

// preferred returns the index of the type that the client wants most, or -1.
func preferred(r *http.Request, offers []string) int {
	return choose(parseAccept(r.Header.Values("Accept")), offers)
}

// negotiate answers with the form of a page that the client prefers.
func (v *served) negotiate(w http.ResponseWriter, r *http.Request, page string) {
	forms := v.forms(page)
	offers := make([]string, len(forms))
	for i, f := range forms {
		offers[i] = f.typ
	}
	chosen := preferred(r, offers)
	if chosen < 0 {
		v.notAcceptable(w, r, page)
		return
	}
	f := forms[chosen]
	data := v.content(f.file)
	switch f.typ {
	case typeMarkdown, typeJSON: // the bytes have an address of their own
		w.Header().Set("Content-Location", v.root+f.file)
	case typeProblem:
		data = problemOfType(data)
	}
	v.link(w, page, f.typ)
	respond(w, r, f.typ, data, v.etag(f.typ, f.file, data))
}

// link says where the other forms of a page are, or the page itself.
func (v *served) link(w http.ResponseWriter, page, typ string) {
	if typ != typeHTML {
		w.Header().Set("Link", "<"+v.root+page+`>; rel="canonical"`)
		return
	}
	var links []string
	for _, f := range v.forms(page) {
		if f.typ == typeMarkdown || f.typ == typeJSON {
			links = append(links, "<"+v.root+f.file+`>; rel="alternate"; type="`+f.typ+`"`)
		}
	}
	if len(links) > 0 {
		w.Header().Set("Link", strings.Join(links, ", "))
	}
}

// file answers with a file as it is.
func (v *served) file(w http.ResponseWriter, r *http.Request, name string) {
	typ, ok := types[path.Ext(name)]
	if !ok {
		typ = "application/octet-stream"
	}
	if page, ok := v.pageOf(name); ok {
		v.link(w, page, typ)
	}
	data := v.content(name)
	respond(w, r, typ, data, v.etag(typ, name, data))
}

// respond sends a representation, unless the client has it already.
func respond(w http.ResponseWriter, r *http.Request, typ string, data []byte, etag string) {
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
