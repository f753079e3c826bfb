package html

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/page"
)

// unescaped are the types that html/template lets through as they are.
var unescaped = regexp.MustCompile(`template\.(?:HTML|HTMLAttr|CSS|JS|JSStr|URL|Srcset)\(`)

// trusted are the files besides package markup that declare a text to be HTML: what
// html/template has escaped, what its function has escaped, and literals.
var trusted = []string{"../../site/html/fragments.go", "../../site/html/once.go"}

// Only package markup and two files here declare a text to be HTML. Templates hold no inline
// script, style or handler.
func TestI14NothingPassesUnescaped(t *testing.T) {
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if dir := filepath.Base(filepath.Dir(name)); dir != "markup" && !slices.Contains(trusted, filepath.ToSlash(name)) && unescaped.Match(data) {
			t.Errorf("%s holds %s", name, unescaped.Find(data))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(errdocs.Files, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		data, err := fs.ReadFile(errdocs.Files, name)
		if found := inline.Find(data); found != nil {
			t.Errorf("%s holds %s", name, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var inline = regexp.MustCompile(`(?i)<style|<script(?:\s+[^>]*)?>[^<{]|\sstyle=|\son[a-z]+=|javascript:|href="?data:`)

// A sitemap beyond the protocol's limit becomes an index of several, which hold every
// address once, in order.
func TestSitemaps(t *testing.T) {
	r := &Renderer{site: &page.Site{Base: "https://errors.test/v2/"}}
	pages := []Indexed{{"", "2026-01-03"}, {"401", ""}, {"401/a", "2026-01-01"}, {"401/b", "2026-01-02"}, {"401/c&d", ""}}
	whole, err := r.sitemaps(pages, 5)
	if err != nil || len(whole) != 1 {
		t.Fatal(err, len(whole))
	}
	parts, err := r.sitemaps(pages, 2)
	if err != nil || len(parts) != 4 {
		t.Fatal(err, len(parts))
	}
	loc := regexp.MustCompile(`<url><loc>.*</url>\n`)
	var joined []string
	for _, name := range []string{"sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"} {
		joined = append(joined, loc.FindAllString(string(parts[name]), -1)...)
	}
	if want := loc.FindAllString(string(whole["sitemap.xml"]), -1); len(want) != 5 || !slices.Equal(joined, want) {
		t.Errorf("the parts hold %q; want %q", joined, want)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://errors.test/v2/sitemap-1.xml</loc><lastmod>2026-01-03</lastmod></sitemap>
<sitemap><loc>https://errors.test/v2/sitemap-2.xml</loc><lastmod>2026-01-02</lastmod></sitemap>
<sitemap><loc>https://errors.test/v2/sitemap-3.xml</loc></sitemap>
</sitemapindex>
`
	if got := string(parts["sitemap.xml"]); got != want {
		t.Errorf("the index is\n%s\nwant\n%s", got, want)
	}
}
