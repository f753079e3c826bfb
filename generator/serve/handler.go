// Package serve answers HTTP requests from a FileSet in memory, as a static host
// would, and rebuilds it when the catalog changes. It is for local use.
//
//	h := serve.NewHandler("127.0.0.1:8401", files)
//	http.Serve(listener, h)
//	h.Replace(newer) // after a change
//
// No request reaches the disk: a path is looked up in the FileSet or it is not there.
package serve

import (
	"net"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/errdocs/errdocs/generator/output"
	"github.com/errdocs/errdocs/generator/site"
)

// Handler serves a FileSet. It is safe for concurrent use.
type Handler struct {
	hosts []string // that requests may name, with the port
	port  string
	open  bool // listens on every address, so requests may name any of them
	files atomic.Pointer[output.FileSet]
}

// NewHandler returns a Handler for a server that listens on addr (host:port). Requests
// that name another host are refused, so that no page of another site can read drafts
// through a name that it points at this machine. Names are those that requests may use
// beside the address.
func NewHandler(addr string, files *output.FileSet, names ...string) *Handler {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	h := &Handler{port: port}
	ip := net.ParseIP(host)
	h.open = ip != nil && ip.IsUnspecified()
	if h.open || ip != nil && ip.IsLoopback() {
		names = append(names, "localhost", "127.0.0.1", "::1")
	}
	for _, name := range append([]string{host}, names...) {
		h.hosts = append(h.hosts, strings.ToLower(net.JoinHostPort(name, port)))
	}
	h.files.Store(files)
	return h
}

// allowed reports whether a request may name the host. An address is always safe where
// the server listens on all of them: only names can be pointed elsewhere.
func (h *Handler) allowed(host string) bool {
	if slices.Contains(h.hosts, strings.ToLower(host)) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	return h.open && err == nil && port == h.port && net.ParseIP(name) != nil
}

// Replace makes the handler serve another FileSet.
func (h *Handler) Replace(files *output.FileSet) { h.files.Store(files) }

// types is the fixed table of media types: those of the machine would differ from one
// to the next, and take some twins for HTML.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".md":   "text/markdown; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
	".json": "application/json",
	".xml":  "application/xml",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", site.Policy)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-cache")
	if r.ContentLength != 0 { // bodies are not read
		header.Set("Connection", "close")
	}
	if !h.allowed(r.Host) {
		http.Error(w, "this server answers for "+h.hosts[0]+" alone", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are allowed", http.StatusMethodNotAllowed)
		return
	}
	files := h.files.Load()
	name, redirect := find(files, r.URL.Path)
	switch {
	case redirect != "":
		header.Set("Location", redirect)
		w.WriteHeader(http.StatusPermanentRedirect)
	case name != "":
		data, _ := files.Get(name)
		write(w, r, name, data, http.StatusOK)
	default:
		header.Set("X-Robots-Tag", "noindex")
		data, _ := files.Get("404.html")
		write(w, r, "404.html", data, http.StatusNotFound)
	}
}

// maxPath is the length of the longest path that is looked up.
const maxPath = 1000

// find returns the file for a path, or where a client should look instead. Both come
// from the FileSet, never from the request.
func find(files *output.FileSet, urlPath string) (name, redirect string) {
	p, ok := strings.CutPrefix(urlPath, "/")
	if !ok || len(p) > maxPath || p == "404.html" {
		return "", ""
	}
	page := strings.TrimSuffix(strings.TrimSuffix(p, "index.html"), "/")
	for part := range strings.SplitSeq(page, "/") {
		if part == "" && page != "" || strings.HasPrefix(part, ".") || strings.HasPrefix(part, "_") {
			return "", ""
		}
	}
	candidates := []string{page + "/index.html", page + ".html"}
	if page == "" {
		if p != "" && p != "index.html" {
			return "", ""
		}
		candidates = []string{"index.html"}
	}
	for _, candidate := range candidates {
		if _, ok := files.Get(candidate); !ok || candidate == "404.html" {
			continue
		}
		if page != p {
			return "", "/" + page
		}
		return candidate, ""
	}
	if _, ok := files.Get(p); ok {
		return p, ""
	}
	return "", ""
}

func write(w http.ResponseWriter, r *http.Request, name string, data []byte, status int) {
	typ, ok := types[path.Ext(name)]
	if !ok {
		typ = "application/octet-stream"
	}
	w.Header().Set("Content-Type", typ)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // a client that has gone away is no concern of ours
	}
}
