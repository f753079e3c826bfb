package serve

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// liveRoot is the path of the live reload files. No page of a site can have a path below it.
const liveRoot = "/-/"

//go:embed live
var liveFiles embed.FS

// MaxFindings is how many errors the overlay shows.
const MaxFindings = 20

const (
	maxListeners = 100
	heartbeat    = 10 * time.Second
)

// Finding is an error of the catalog, with the lines around it.
type Finding struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	ID      string   `json:"id"`
	Message string   `json:"message"`
	Help    string   `json:"help,omitempty"`
	First   int      `json:"first"` // the number of the first of Lines
	Lines   []string `json:"lines"`
}

// findings is what the overlay shows.
type findings struct {
	Errors   int       `json:"errors"`
	Findings []Finding `json:"findings"` // the first ones
}

// state is what a Handler serves for now. It does not change.
type state struct {
	site   *served       // nil while the catalog has had errors from the start
	broken []byte        // the findings, while the catalog has errors
	next   chan struct{} // closed when a new state replaces this one
}

// Fail shows readers of a live site that the catalog has errors. The handler keeps serving
// the last good site until the next call of Replace.
func (h *Handler) Fail(list []Finding) {
	shown := slices.Clone(list[:min(len(list), MaxFindings)])
	for i := range shown {
		if shown[i].Lines == nil {
			shown[i].Lines = []string{}
		}
	}
	next := &state{broken: encode(findings{len(list), shown}), next: make(chan struct{})}
	h.changing.Lock()
	defer h.changing.Unlock()
	next.site = h.state.Load().site
	h.change(next)
}

// change sets the current state. The caller holds the lock.
func (h *Handler) change(next *state) {
	if old := h.state.Swap(next); old != nil {
		close(old.next)
	}
}

// withScript appends the live reload script to a page. The tag contains the version of the page,
// which the server compares with the current one.
func withScript(page []byte, version string) []byte {
	tag := fmt.Sprintf(`<script src="%slive.js" data-version="%s" defer></script>`+"\n", liveRoot, version)
	return append(slices.Clip(page), tag...)
}

// versionOf returns a short hash of the content of a page.
func versionOf(page []byte) string {
	sum := sha256.Sum256(page)
	return hex.EncodeToString(sum[:6])
}

// version identifies the content that a path has now. A page whose template fails has the version
// of the error.
func (s *state) version(path string) string {
	if s.site == nil {
		return versionOf([]byte(unbuilt))
	}
	t := s.site.find(path)
	if t.location != "" {
		return "moved"
	}
	name := cmp.Or(t.file, "404.html")
	if t.isPage() {
		name = t.page.HTML
	}
	data, err := s.site.Pages.Render(name)
	if err != nil {
		return versionOf([]byte(err.Error()))
	}
	return versionOf(data)
}

// live serves the paths below /-/, only to pages of this server.
func (h *Handler) live(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Origin, Sec-Fetch-Site")
	w.Header().Set("X-Robots-Tag", "noindex")
	if !sameOrigin(r) {
		http.Error(w, "only pages from this server can request this", http.StatusForbidden)
		return
	}
	switch name := strings.TrimPrefix(r.URL.Path, liveRoot); name {
	case "live.js", "live.css":
		data, err := liveFiles.ReadFile("live/" + name)
		if err != nil {
			panic(err) // it is embedded
		}
		typ := types[name[len("live"):]]
		respond(w, r, typ, data)
	case "findings":
		data := h.state.Load().broken
		if data == nil {
			data = encode(findings{0, []Finding{}})
		}
		send(w, r, typeJSON, data, http.StatusOK)
	case "events":
		h.events(w, r)
	default:
		http.Error(w, "not found", http.StatusNotFound)
	}
}

// events streams events to a page: "reload" if the page changed, "error" if the catalog has
// errors. Events contain no more than that, in case a different site can read them.
func (h *Handler) events(w http.ResponseWriter, r *http.Request) {
	if h.listeners.Add(1) > maxListeners {
		h.listeners.Add(-1)
		http.Error(w, "too many pages are connected", http.StatusServiceUnavailable)
		return
	}
	defer h.listeners.Add(-1)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	l := listener{
		out: http.NewResponseController(w), w: w,
		path: r.URL.Query().Get("path"), version: r.URL.Query().Get("version"), failed: r.URL.Query().Has("failed"),
	}
	_ = l.out.SetReadDeadline(time.Time{}) // the request has been read; its timeout does not apply to the response
	l.follow(r, h)
}

// listener is a page that waits for events.
type listener struct {
	w             io.Writer
	out           *http.ResponseController
	path, version string
	failed        bool // the page shows errors
}

// follow sends an event for each state that affects the page, until the page disconnects.
func (l *listener) follow(r *http.Request, h *Handler) {
	tick := time.NewTicker(h.beat)
	defer tick.Stop()
	first := h.state.Load()
	for s := first; ; s = h.state.Load() {
		line := ": here\n\n"
		switch {
		case s.broken != nil:
			line = "data: error\n\n"
		case l.failed, l.version == "" && s != first, l.version != "" && l.version != s.version(l.path):
			line = "data: reload\n\n"
		}
		l.failed = s.broken != nil
		for waiting := true; waiting; line = ": here\n\n" {
			_ = l.out.SetWriteDeadline(time.Now().Add(2 * h.beat))
			if _, err := io.WriteString(l.w, line); err != nil || l.out.Flush() != nil {
				return
			}
			select {
			case <-r.Context().Done():
				return
			case <-s.next:
				waiting = false
			case <-tick.C:
			}
		}
	}
}

// unbuilt is the page of a site that could not be built yet.
const unbuilt = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>The catalog has errors</title>
<link rel="stylesheet" href="/-/live.css">
</head>
<body class="errdocs-unbuilt">
<main>
<h1>The catalog has errors</h1>
<p>This page loads as soon as you fix the errors.</p>
</main>
</body>
</html>
`

// unbuiltText is the same message for programs.
const unbuiltText = "The catalog has errors, so there is no page yet. See the output of errdocs serve.\n"

// notBuilt responds while there is no site.
func (h *Handler) notBuilt(w http.ResponseWriter, r *http.Request) {
	if preferred(r, []string{typeHTML, typePlain}) != 0 {
		send(w, r, typePlain, []byte(unbuiltText), http.StatusServiceUnavailable)
		return
	}
	send(w, r, typeHTML, withScript([]byte(unbuilt), versionOf([]byte(unbuilt))), http.StatusServiceUnavailable)
}
