package generator_test

import (
	"bytes"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/output"
)

// bases are the places where a site may live: the root of a host, and below a path.
var bases = []string{"https://errors.example.com/", "https://docs.example.com/v2/errors/"}

// siteAt builds the built-in catalog for the given base.
func siteAt(t *testing.T, base string) *output.FileSet {
	t.Helper()
	c, _ := flagship(t)
	files, err := generator.Site(c, generator.SiteOptions{Base: base}, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// document is what the checks read from an HTML page.
type document struct {
	file        string
	title, desc string
	headings    []int
	ids         []string
	links       []string // of a, link, script and img
	problems    []string
}

// readPages parses every HTML page of a site.
func readPages(t *testing.T, files *output.FileSet) []*document {
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
		if attr(n, "src") == "" {
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

// TestPageChecks holds every page to what any page must be.
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
				t.Errorf("%s and %s have one title: %s", other, d.file, d.title)
			}
			if other := descriptions[d.desc]; other != "" {
				t.Errorf("%s and %s have one description: %s", other, d.file, d.desc)
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

// TestLinks follows every link of every page and twin that stays on the site, to its
// file and to its fragment.
func TestLinks(t *testing.T) {
	for _, base := range bases {
		files := siteAt(t, base)
		docs := readPages(t, files)
		ids := map[string][]string{}
		for _, d := range docs {
			ids[d.file] = d.ids
		}
		links := 0
		for _, d := range docs {
			for _, link := range d.links {
				links++
				follow(t, files, ids, base, d.file, link)
			}
		}
		for _, file := range files.Paths() {
			if path.Ext(file) != ".md" && path.Ext(file) != ".txt" {
				continue
			}
			data, _ := files.Get(file)
			for _, link := range markdownLinks(string(data)) {
				links++
				if !strings.Contains(link, ":") {
					t.Errorf("%s: the link %s is not absolute", file, link)
				}
				follow(t, files, ids, base, file, link)
			}
		}
		if links < 5000 {
			t.Errorf("only %d links were followed", links)
		}
	}
}

// follow resolves a link as a browser does and looks for its target.
func follow(t *testing.T, files *output.FileSet, ids map[string][]string, base, file, link string) {
	t.Helper()
	at, err := url.Parse(base + strings.TrimSuffix(strings.TrimSuffix(file, "index.html"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	target, err := at.Parse(link)
	if err != nil {
		t.Errorf("%s: %s: %v", file, link, err)
		return
	}
	rest, ours := strings.CutPrefix(target.Scheme+"://"+target.Host+target.Path, base)
	if strings.HasPrefix(link, "#") {
		rest, ours = strings.TrimSuffix(strings.TrimSuffix(file, "index.html"), "/"), true
	}
	if !ours {
		if target.Host == at.Host && link != "/" {
			t.Errorf("%s: %s leaves the path of the site", file, link)
		}
		return
	}
	page := path.Join(rest, "index.html")
	if _, ok := files.Get(page); !ok {
		page = rest
	}
	if _, ok := files.Get(page); !ok {
		t.Errorf("%s: %s leads nowhere", file, link)
		return
	}
	if target.Fragment != "" && !slices.Contains(ids[page], target.Fragment) {
		t.Errorf("%s: %s leads to no element of the page", file, link)
	}
}

// markdownLinks returns the targets of a twin's links, those in code left out.
func markdownLinks(md string) []string {
	var list []string
	inFence := false
	for line := range strings.Lines(md) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "```") {
			inFence = !inFence
		}
		for rest := line; !inFence; {
			_, after, found := strings.Cut(rest, "](")
			target, tail, closed := strings.Cut(after, ")")
			if !found || !closed {
				break
			}
			list = append(list, target)
			rest = tail
		}
	}
	return list
}

// TestSameBytes builds the same catalog twice, with one core and with several, and
// compares every file.
func TestSameBytes(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	one := siteAt(t, bases[0])
	runtime.GOMAXPROCS(8)
	many := siteAt(t, bases[0])
	runtime.GOMAXPROCS(before)
	if !slices.Equal(one.Paths(), many.Paths()) {
		t.Fatal("the two builds have other files")
	}
	for _, p := range one.Paths() {
		a, _ := one.Get(p)
		b, _ := many.Get(p)
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs", p)
		}
	}
}

// TestBaseMovesAddressesAlone builds the site for another place: type URIs and entry
// JSON stay what they are.
func TestBaseMovesAddressesAlone(t *testing.T) {
	here, there := siteAt(t, bases[0]), siteAt(t, bases[1])
	for _, p := range here.Paths() {
		if path.Ext(p) != ".json" {
			continue
		}
		a, _ := here.Get(p)
		b, _ := there.Get(p)
		if !bytes.Equal(a, b) {
			t.Errorf("%s changes with --base", p)
		}
	}
}
