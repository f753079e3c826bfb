package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/errdocs/errdocs/generator/publish"
)

// Site is what a Handler serves.
type Site struct {
	Files *publish.FileSet
	Base  string                   // where its pages live, with a final slash; the path of it is served
	Live  bool                     // pages have a script that loads them again when they have changed
	Asked func() (Answerer, error) // answers ?ask= on pages; nil: questions are ignored
}

// served is a site with what answers need to know of it. It does not change.
type served struct {
	Site
	root  string            // the path of the base: "/" or "/errors/"
	moved map[string]string // old addresses → new ones
	slugs func() []string   // paths of the entries, for those that miss one
	etags sync.Map          // by media type and path of the file
}

func newServed(s Site) *served {
	v := &served{Site: s, root: "/", moved: map[string]string{}}
	if u, err := url.Parse(s.Base); err == nil && strings.HasSuffix(u.Path, "/") {
		v.root = u.Path
	}
	redirects, _ := s.Files.Get("_redirects")
	for line := range strings.Lines(string(redirects)) {
		if fields := strings.Fields(line); len(fields) == 3 {
			v.moved[fields[0]] = fields[1]
		}
	}
	v.slugs = sync.OnceValue(v.entries)
	return v
}

// entries returns the paths of the entries.
func (v *served) entries() []string {
	var list []string
	for _, name := range v.Files.Paths() {
		if entry, ok := strings.CutSuffix(name, ".json"); ok && v.page(entry) != "" && v.moved[v.root+entry] == "" {
			list = append(list, entry)
		}
	}
	return list
}

// target is what a path leads to; the zero target is nothing.
type target struct {
	isPage   bool   // a page, which has several forms
	page     string // its path below the base; "" is home
	file     string // a file that has one form alone
	location string // another address, which has what is asked for
	moved    bool   // it is an alias
}

// maxPath is the length of the longest path that is looked up.
const maxPath = 1000

// find looks a path up. What it returns comes from the site, never from the request.
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
	page := strings.TrimSuffix(strings.TrimSuffix(p, "index.html"), "/")
	if !servable(p) || !servable(page) || page == "" && p != "" && p != "index.html" {
		return target{}
	}
	if location, ok := v.moved[v.root+page]; ok {
		return target{location: location, moved: true}
	}
	if v.page(page) != "" {
		if page != p {
			return target{location: v.root + page}
		}
		return target{isPage: true, page: page}
	}
	if v.Files.Has(p) && p != "404.html" {
		return target{file: p}
	}
	return target{}
}

// servable reports whether a path may name something: files whose name begins with a
// dot or an underscore are for hosts, and .well-known alone is for readers.
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

// page returns the HTML file of a page, or "".
func (v *served) page(p string) string {
	candidates := []string{p + "/index.html", p + ".html"}
	if p == "" {
		candidates = []string{"index.html"}
	}
	for _, name := range candidates {
		if v.Files.Has(name) && name != "404.html" {
			return name
		}
	}
	return ""
}

// twin returns the Markdown file of a page, or "".
func (v *served) twin(p string) string {
	name := p + ".md"
	if p == "" {
		name = "index.md"
	}
	if !v.Files.Has(name) {
		return ""
	}
	return name
}

// json returns the file that holds a page as data, or "".
func (v *served) json(p string) string {
	name := p + ".json"
	if p == "" {
		name = "catalog.json"
	}
	if !v.Files.Has(name) {
		return ""
	}
	return name
}

// pageOf returns the page that a file is another form of.
func (v *served) pageOf(file string) (page string, ok bool) {
	switch {
	case file == "index.md" || file == "catalog.json":
		return "", true
	case path.Ext(file) != ".md" && path.Ext(file) != ".json":
		return "", false
	}
	page = strings.TrimSuffix(file, path.Ext(file))
	return page, v.page(page) != ""
}

// content returns a file as it is sent: a page of a live site has a script.
func (v *served) content(name string) []byte {
	data, _ := v.Files.Get(name)
	if v.Live && path.Ext(name) == ".html" {
		return withScript(data, versionOf(data))
	}
	return data
}

// etag returns the entity tag of a representation: the same bytes as another media
// type are another one.
func (v *served) etag(typ, name string, data []byte) string {
	key := typ + " " + name
	if tag, ok := v.etags.Load(key); ok {
		return tag.(string)
	}
	tag := entityTag(typ, data)
	v.etags.Store(key, tag)
	return tag
}

func entityTag(typ string, data []byte) string {
	sum := sha256.New()
	sum.Write([]byte(typ + "\n"))
	sum.Write(data)
	return `"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
}
