package html

import (
	"path"
	"strings"
)

// TwinFile returns the path of a page's Markdown twin.
func TwinFile(p string) string {
	if p == "" {
		return "index.md"
	}
	return p + ".md"
}

// PageFile returns the path of the file that contains a page.
func (r *Renderer) PageFile(p string) string { return r.opt.pageFile(p) }

func (o Options) pageFile(p string) string {
	switch {
	case p == "":
		return "index.html"
	case path.Ext(p) == ".html": // 404.html
		return p
	case o.FileStyle:
		return p + ".html"
	}
	return p + "/index.html"
}

// href returns the link to a path of the site from the page that is rendered.
func (r *Renderer) href(to string) string { return r.site.Link(r.from, to) }

// asset returns the address of an asset, which changes with its content.
func (r *Renderer) asset(name string) string {
	return r.href("static/" + name + "?v=" + r.hash[name])
}

// Relative returns the relative path from the file of the page at from to the file of a
// path of the site, which may have a query and a fragment. It is the link function of a
// site that works where no server maps addresses to files: from 401/token-expired,
// "401#g-other" becomes "../index.html#g-other".
func (o Options) Relative(from, to string) string {
	end := strings.IndexAny(to, "?#")
	if end < 0 {
		end = len(to)
	}
	target := to[:end]
	if path.Ext(target) == "" { // a page: no path of one has a dot
		target = o.pageFile(target)
	}
	return between(o.pageFile(from), target) + to[end:]
}

// between returns the relative path from one file of the site to another.
func between(from, to string) string {
	for {
		dir, rest, ok := strings.Cut(from, "/")
		inDir, same := strings.CutPrefix(to, dir+"/")
		if !ok || !same {
			return strings.Repeat("../", strings.Count(from, "/")) + to
		}
		from, to = rest, inDir
	}
}
