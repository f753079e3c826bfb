package generator_test

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

// bases are URLs of a site: the root of a host, and a path below it.
var bases = []string{"https://errors.example.com/", "https://docs.example.com/v2/errors/", "https://example.com/docs/"}

// siteAt builds the built-in catalog for the given base.
func siteAt(t *testing.T, base string) sitetest.Files {
	t.Helper()
	c, files := flagship(t)
	if base == c.Base {
		return files
	}
	s, err := generator.NewSite(c, generator.SiteOptions{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Render(t, s)
}

// document is an HTML page as the checks see it.
type document struct {
	file        string
	title, desc string
	headings    []int
	ids         []string
	links       []string // of a, link, script and img
	problems    []string
}

// readPages parses every HTML page of a site.
func readPages(t *testing.T, files sitetest.Files) []*document {
	t.Helper()
	var docs []*document
	for _, file := range files.Paths() {
		if path.Ext(file) != ".html" {
			continue
		}
		data, _ := files.Get(file)
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		d := &document{file: file}
		d.read(root)
		docs = append(docs, d)
	}
	return docs
}

func (d *document) read(n *html.Node) {
	if n.Type == html.ElementNode {
		d.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		d.read(c)
	}
}

func (d *document) element(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			d.ids = append(d.ids, a.Val)
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			d.problems = append(d.problems, "an attribute "+a.Key)
		case a.Key == "href" || a.Key == "src":
			d.links = append(d.links, a.Val)
		}
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "data:") {
			d.problems = append(d.problems, "a data: address")
		}
	}
	switch n.DataAtom {
	case atom.Title:
		if n.FirstChild != nil && n.Parent.DataAtom == atom.Head {
			d.title = n.FirstChild.Data
		}
	case atom.Meta:
		if attr(n, "name") == "description" {
			d.desc = attr(n, "content")
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		d.headings = append(d.headings, int(n.Data[1]-'0'))
	case atom.Style:
		d.problems = append(d.problems, "an inline style")
	case atom.Script:
		if attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
			d.problems = append(d.problems, "an inline script")
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestPageChecks checks the general rules for every page.
func TestPageChecks(t *testing.T) {
	for _, base := range bases {
		titles, descriptions := map[string]string{}, map[string]string{}
		for _, d := range readPages(t, siteAt(t, base)) {
			for _, p := range d.problems {
				t.Errorf("%s: %s", d.file, p)
			}
			if n := count(d.headings, 1); n != 1 {
				t.Errorf("%s: %d h1", d.file, n)
			}
			for i := 1; i < len(d.headings); i++ {
				if d.headings[i] > d.headings[i-1]+1 {
					t.Errorf("%s: an h%d follows an h%d", d.file, d.headings[i], d.headings[i-1])
				}
			}
			slices.Sort(d.ids)
			if len(slices.Compact(slices.Clone(d.ids))) != len(d.ids) {
				t.Errorf("%s: an id is used twice: %v", d.file, d.ids)
			}
			if len([]rune(d.title)) > 70 || len([]rune(d.desc)) > 160 || d.title == "" || d.desc == "" {
				t.Errorf("%s: title %q, description %q", d.file, d.title, d.desc)
			}
			if other := titles[d.title]; other != "" {
				t.Errorf("%s and %s have the same title: %s", other, d.file, d.title)
			}
			if other := descriptions[d.desc]; other != "" {
				t.Errorf("%s and %s have the same description: %s", other, d.file, d.desc)
			}
			titles[d.title], descriptions[d.desc] = d.file, d.file
		}
	}
}

func count(list []int, want int) int {
	n := 0
	for _, v := range list {
		if v == want {
			n++
		}
	}
	return n
}

// TestBaseMovesOnlyURLs builds the site for a different base. Type URIs and entry JSON
// must not change.
func TestBaseMovesOnlyURLs(t *testing.T) {
	here, there := siteAt(t, bases[0]), siteAt(t, bases[1])
	for _, p := range here.Paths() {
		if path.Ext(p) != ".json" || strings.HasPrefix(p, ".well-known/") { // contains the hash of a text with links
			continue
		}
		a, _ := here.Get(p)
		b, _ := there.Get(p)
		if !bytes.Equal(a, b) {
			t.Errorf("%s changes with --base", p)
		}
	}
}
