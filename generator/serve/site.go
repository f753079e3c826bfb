package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/site"
)

// Pages finds and renders the files of a site. A *site.Site implements it.
type Pages interface {
	Find(path string) (page *site.Page, file string)
	Render(file string) ([]byte, error)
	ProblemType(page *site.Page) ([]byte, error)
}

// Site is what a Handler serves.
type Site struct {
	Pages   Pages    // nil: the site could not be built yet
	Entries []string // paths of the entries, for suggestions
	Base    string   // URL of its pages, with a final slash; its path is served
	Live    bool     // pages have a script that reloads them when they have changed
	Answers Answerer // answers ?ask= on pages; nil: questions are ignored
}

// served is a site with its root. It does not change.
type served struct {
	Site
	root string // the path of the base: "/" or "/errors/"
}

func newServed(s Site) *served {
	v := &served{Site: s, root: "/"}
	if u, err := url.Parse(s.Base); err == nil && strings.HasSuffix(u.Path, "/") {
		v.root = u.Path
	}
	return v
}

// target is the content of a path. The zero target means "not found".
type target struct {
	page     *site.Page // a page, or the page that file is a form of
	file     string     // a file, served unchanged
	location string     // the path to redirect to
	moved    bool       // the path is an alias
}

// isPage reports whether the target is a page whose form is negotiated.
func (t target) isPage() bool { return t.page != nil && t.file == "" }

// maxPath is the length of the longest path that is looked up.
const maxPath = 1000

// find returns the target of a path. Its values come from the site, never from the request.
func (v *served) find(urlPath string) target {
	if len(urlPath) > maxPath {
		return target{}
	}
	p, ok := strings.CutPrefix(urlPath, v.root)
	switch {
	case ok:
	case urlPath == "/" || urlPath != "" && urlPath+"/" == v.root:
		return target{location: v.root}
	default:
		return target{}
	}
	trimmed := strings.TrimSuffix(strings.TrimSuffix(p, "index.html"), "/")
	if !servable(p) || !servable(trimmed) || trimmed == "" && p != "" && p != "index.html" {
		return target{}
	}
	page, file := v.Pages.Find(trimmed)
	if page != nil && page.Stub && (file == "" || file != page.HTML) {
		return target{location: v.root + page.Entry.Path() + path.Ext(file), moved: true}
	}
	if page != nil && file == "" && trimmed != p {
		return target{location: v.root + page.Path}
	}
	if page != nil && file == "" {
		return target{page: page}
	}
	if page, file = v.Pages.Find(p); file == catalog.NotFoundPath {
		return target{}
	}
	return target{page: page, file: file}
}

// servable reports whether a path may be served. Names that begin with a dot or an underscore
// are configuration of web hosts; only .well-known is for readers.
func servable(p string) bool {
	first := true
	for part := range strings.SplitSeq(strings.TrimSuffix(p, "/"), "/") {
		if part == "" && p != "" || strings.HasPrefix(part, "_") || strings.HasPrefix(part, ".") && !(first && part == ".well-known") {
			return false
		}
		first = false
	}
	return true
}

// render returns a file, with the live reload script on pages of a live site.
func (v *served) render(name string) ([]byte, error) {
	data, err := v.Pages.Render(name)
	if err == nil && v.Live && path.Ext(name) == ".html" {
		data = withScript(data, versionOf(data))
	}
	return data, err
}

// entityTag returns the entity tag of a representation. The tag depends on the media type, too.
func entityTag(typ string, data []byte) string {
	sum := sha256.New()
	sum.Write([]byte(typ + "\n"))
	sum.Write(data)
	return `"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
}
