package html

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// Indexed is a page that sitemaps list.
type Indexed struct {
	Path    string
	Updated string // YYYY-MM-DD, or ""
}

// maxSitemap is the maximum number of addresses in one sitemap (sitemaps.org, protocol 0.9).
const maxSitemap = 50_000

// Sitemaps renders sitemap.xml. Above the protocol's limit it is an index of further
// files.
func (r *Renderer) Sitemaps(pages []Indexed) (map[string][]byte, error) {
	return r.sitemaps(pages, maxSitemap)
}

func (r *Renderer) sitemaps(pages []Indexed, limit int) (map[string][]byte, error) {
	if len(pages) <= limit {
		data, err := r.sitemap("urlset", "url", pages)
		return map[string][]byte{catalog.Sitemap: data}, err
	}
	files := map[string][]byte{}
	var parts []Indexed
	for chunk := range slices.Chunk(pages, limit) {
		part := Indexed{Path: catalog.SitemapPart(len(parts) + 1)}
		for _, p := range chunk {
			part.Updated = max(part.Updated, p.Updated)
		}
		data, err := r.sitemap("urlset", "url", chunk)
		if err != nil {
			return nil, err
		}
		files[part.Path] = data
		parts = append(parts, part)
	}
	data, err := r.sitemap("sitemapindex", "sitemap", parts)
	files[catalog.Sitemap] = data
	return files, err
}

func (r *Renderer) sitemap(root, element string, list []Indexed) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header + "<" + root + ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, p := range list {
		b.WriteString("<" + element + "><loc>")
		if err := xml.EscapeText(&b, []byte(r.site.URL(p.Path))); err != nil {
			return nil, fmt.Errorf("write the sitemap: %w", err)
		}
		b.WriteString("</loc>")
		if p.Updated != "" {
			b.WriteString("<lastmod>" + p.Updated + "</lastmod>")
		}
		b.WriteString("</" + element + ">\n")
	}
	b.WriteString("</" + root + ">\n")
	return b.Bytes(), nil
}

// Robots renders robots.txt (RFC 9309): everything may be read.
func (r *Renderer) Robots(contentSignal string) []byte {
	return []byte("User-agent: *\nContent-Signal: " + cmp.Or(contentSignal, "search=yes, ai-input=yes") +
		"\nAllow: /\n\nSitemap: " + r.site.URL(catalog.Sitemap) + "\n")
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
		redirect := func(from, to string) { fmt.Fprintf(&b, "%s %s 301\n", r.site.Href(from), r.site.Href(to)) }
		redirect(s.Path, s.To.Path)
		redirect(catalog.TwinFile(s.Path), catalog.TwinFile(s.To.Path))
		redirect(catalog.JSONFile(s.Path), catalog.JSONFile(s.To.Path))
	}
	return []byte(b.String())
}
