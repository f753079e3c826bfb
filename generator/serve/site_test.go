package serve_test

import (
	"fmt"
	"io/fs"
	"maps"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/serve"
	"github.com/errdocs/errdocs/generator/site"
)

// fakeSite is a small site with the given files.
type fakeSite map[string]string

const (
	entryJSON = `{"type":"https://errors.example.com/401/token-expired"}`
	typeJSON  = `{"type":"https://errors.example.com/401/token-expired","title":"A <b> & c"}`
)

var smallSite = fakeSite{
	"index.html":                   "<p>home",
	"index.md":                     "# home",
	"catalog.json":                 `{"entries":[]}`,
	"404.html":                     notFound,
	"401/index.html":               "<p>status",
	"401.md":                       "# status",
	"401/token-expired/index.html": "<p>entry",
	"401/token-expired.md":         "<script>alert(1)</script>",
	"401/token-expired.json":       entryJSON,
	"401/token-revoked/index.html": "<p>revoked",
	"401/token-revoked.md":         "# revoked",
	"401/token-revoked.json":       entryJSON,
	"401/old/index.html":           "<p>stub",
	"401/old.md":                   "# stub",
	"401/old.json":                 entryJSON,
	"file.html":                    "<p>file style",
	"llms.txt":                     "llms",
	"static/site.css":              "css",
	"static/search.js":             "js",
	"static/mark.svg":              "svg",
	"static/og.png":                "png",
	"static/LICENSE":               "unknown",
	"sitemap.xml":                  "xml",
	".well-known/a/index.json":     "{}",
	".errdocs.json":                "manifest",
	"_headers":                     "headers",
	"_redirects":                   "redirects",
}

// pages returns a small site at the root of the server.
func pages() serve.Site { return siteAt("/") }

// siteAt returns the same site below a path. Changes are alternating names and contents of files.
func siteAt(root string, changes ...string) serve.Site {
	files := maps.Clone(smallSite)
	for i := 0; i < len(changes); i += 2 {
		files[changes[i]] = changes[i+1]
	}
	return serve.Site{Pages: files, Entries: []string{"401/token-expired", "401/token-revoked"}, Base: "http://" + here + root}
}

// Find implements serve.Pages. The page 401/old is a stub for 401/token-expired.
func (f fakeSite) Find(path string) (*site.Page, string) {
	if p := f.page(path); p != nil {
		return p, ""
	}
	if _, ok := f[path]; !ok {
		return nil, ""
	}
	if path == "index.html" || path == "index.md" || path == "catalog.json" {
		return f.page(""), path
	}
	for _, ext := range []string{"/index.html", ".html", ".md", ".json"} {
		if name, ok := strings.CutSuffix(path, ext); ok {
			return f.page(name), path
		}
	}
	return nil, path
}

func (f fakeSite) page(path string) *site.Page {
	p := &site.Page{Path: path}
	for _, name := range []string{path + "/index.html", path + ".html"} {
		if _, ok := f[name]; ok {
			p.HTML = name
		}
	}
	if path == "" {
		return &site.Page{HTML: "index.html", Markdown: "index.md", JSON: "catalog.json"}
	}
	if p.HTML == "" || path == "404" || path == "index" {
		return nil
	}
	if _, ok := f[path+".md"]; ok {
		p.Markdown = path + ".md"
	}
	if _, ok := f[path+".json"]; ok {
		p.JSON = path + ".json"
		p.Entry = &catalog.Entry{Slug: strings.TrimPrefix(path, "401/"), StatusCode: 401}
	}
	if path == "401/old" {
		p.Stub, p.Entry.Slug = true, "token-expired"
	}
	return p
}

// Render implements serve.Pages.
func (f fakeSite) Render(file string) ([]byte, error) {
	text, ok := f[file]
	if !ok {
		return nil, fmt.Errorf("render %s: %w", file, fs.ErrNotExist)
	}
	return []byte(text), nil
}

// ProblemType implements serve.Pages.
func (fakeSite) ProblemType(*site.Page) ([]byte, error) { return []byte(typeJSON), nil }
