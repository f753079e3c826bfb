package site

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/errdocs/errdocs/generator/page"
)

// Indexed is a page that sitemaps list.
type Indexed struct {
	Path    string
	Updated string // YYYY-MM-DD, or ""
}

// Sitemap renders sitemap.xml (sitemaps.org, protocol 0.9).
func (r *Renderer) Sitemap(pages []Indexed) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, p := range pages {
		b.WriteString("<url><loc>")
		if err := xml.EscapeText(&b, []byte(r.site.URL(p.Path))); err != nil {
			return nil, fmt.Errorf("write the sitemap: %w", err)
		}
		b.WriteString("</loc>")
		if p.Updated != "" {
			b.WriteString("<lastmod>" + p.Updated + "</lastmod>")
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.Bytes(), nil
}

// Robots renders robots.txt (RFC 9309): everything may be read.
func (r *Renderer) Robots(contentSignal string) []byte {
	return []byte("User-agent: *\nContent-Signal: " + cmp.Or(contentSignal, "search=yes, ai-input=yes") +
		"\nAllow: /\n\nSitemap: " + r.site.URL("sitemap.xml") + "\n")
}

// Policy is the content security policy under which every page works.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'" + frameRule

const frameRule = "; frame-ancestors 'none'"

// Headers renders _headers, which static hosts such as Netlify and Cloudflare Pages
// read.
func (r *Renderer) Headers() []byte {
	base := r.site.BasePath
	var b strings.Builder
	rule := func(pattern string, lines ...string) {
		b.WriteString(base + pattern + "\n")
		for _, l := range lines {
			b.WriteString("  " + l + "\n")
		}
	}
	rule("*",
		"Content-Security-Policy: "+Policy,
		"X-Content-Type-Options: nosniff",
		"Referrer-Policy: no-referrer",
		"Cache-Control: public, max-age=300, must-revalidate")
	for _, t := range []struct{ pattern, typ string }{
		{"*.md", "text/markdown"}, {"*.txt", "text/plain"}, {"*.json", "application/json"},
	} {
		typ := "Content-Type: " + t.typ + "; charset=utf-8"
		if t.typ == "application/json" {
			typ = "Content-Type: application/json"
		}
		rule(t.pattern, typ, "Access-Control-Allow-Origin: *")
	}
	return []byte(b.String())
}

// Redirects renders _redirects: a 301 for each alias and for its twins.
func (r *Renderer) Redirects(stubs []*page.Stub) []byte {
	var b strings.Builder
	for _, s := range stubs {
		for _, ext := range []string{"", ".md", ".json"} {
			fmt.Fprintf(&b, "%s %s 301\n", r.site.Href(s.Path+ext), r.site.Href(s.To.Path+ext))
		}
	}
	return []byte(b.String())
}
