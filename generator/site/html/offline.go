package html

import (
	"html"
	"html/template"
	"path"
	"regexp"
	"strings"
)

// address finds the attributes of our templates that hold an address. A text cannot
// look like one: its quotation marks are escaped.
var address = regexp.MustCompile(`( (?:href|src|data-index|data-search|data-decode|data-minisearch|data-shards)="|content="0; url=)([^"]*)"`)

// relative turns the addresses of the site in a page into paths to files, as seen from
// the file of the page, so that the site works where no server maps one to the other.
func (r *Renderer) relative(data []byte, file string) []byte {
	return address.ReplaceAllFunc(data, func(found []byte) []byte {
		m := address.FindSubmatch(found)
		value := html.UnescapeString(string(m[2]))
		inside, ours := strings.CutPrefix(value, r.site.BasePath)
		if !ours || strings.HasPrefix(value, "//") {
			return found
		}
		end := strings.IndexAny(inside, "?#")
		if end < 0 {
			end = len(inside)
		}
		target := inside[:end]
		if path.Ext(target) == "" { // a page: no path of one has a dot
			target = r.PageFile(target)
		}
		return []byte(string(m[1]) + template.HTMLEscapeString(between(file, target)+inside[end:]) + `"`)
	})
}

// between returns the way from one file of the site to another.
func between(from, to string) string {
	for {
		folder, rest, ok := strings.Cut(from, "/")
		inFolder, same := strings.CutPrefix(to, folder+"/")
		if !ok || !same {
			return strings.Repeat("../", strings.Count(from, "/")) + to
		}
		from, to = rest, inFolder
	}
}
