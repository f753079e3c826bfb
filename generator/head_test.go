package generator_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

// small is a catalog with a page of every kind.
func small() fstest.MapFS {
	files := fstest.MapFS{}
	for name, data := range map[string]string{
		"errdocs.yaml":    "name: Test API\nbase: https://errors.test/\nfamilies: [{id: f, title: Family}]\nsite: {dates: catalog}\n",
		"409.yaml":        "faq: [{question: \"Why?\", answer: \"Because of `it`.\"}]\nupdated: 2026-01-05\n",
		"409/gone.yaml":   "title: Gone\nsummary: It is gone.\nfamily: f\ntags: [t]\nupdated: 2026-01-03\nretired: {since: \"2\"}\naliases: [old]\n",
		"409/closed.yaml": "title: Closed\nsummary: It is closed.\nupdated: 2026-01-04\nfixes: [{id: a, title: Open it, request: {url: \"https://a.test/\"}}]\ndetails: [{scenario: Always, detail: It is closed., fix: a}]\n",
		"409/draft.yaml":  "title: Draft\nsummary: It is a draft.\nupdated: 2026-01-06\ndraft: true\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return files
}

func built(t *testing.T, files fstest.MapFS, o generator.SiteOptions) sitetest.Files {
	t.Helper()
	c, l := generator.Load(generator.Source{FS: files, Shown: "catalog"})
	if l.HasErrors() {
		t.Fatal(findings(l))
	}
	s, err := generator.NewSite(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Render(t, s)
}

// themed builds a site with one file of a theme.
func themed(t *testing.T, name, data string) sitetest.Files {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return built(t, small(), generator.SiteOptions{Theme: dir})
}

// head is the metadata of a page.
type head struct {
	meta  map[string]string // by name or property
	links map[string]string // by rel and type
	types []string          // of its structured data
	nodes []map[string]any
}

func readHead(t *testing.T, data []byte) head {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	h := head{meta: map[string]string{}, links: map[string]string{}}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Data {
		case "meta":
			h.meta[attr(n, "name")+attr(n, "property")+attr(n, "http-equiv")+attr(n, "media")] = attr(n, "content")
		case "link":
			h.links[strings.TrimSpace(attr(n, "rel")+" "+attr(n, "type"))] = attr(n, "href")
		case "script":
			if attr(n, "type") == "application/ld+json" {
				var doc struct {
					Context string           `json:"@context"`
					Graph   []map[string]any `json:"@graph"`
				}
				if err := json.Unmarshal([]byte(n.FirstChild.Data), &doc); err != nil || doc.Context != "https://schema.org" {
					t.Errorf("structured data: %v: %s", err, n.FirstChild.Data)
				}
				h.nodes = doc.Graph
				for _, node := range doc.Graph {
					h.types = append(h.types, node["@type"].(string))
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return h
}

// TestHeads checks the head of every kind of page.
func TestHeads(t *testing.T) {
	const base = "https://docs.test/v2/errors/"
	files := built(t, small(), generator.SiteOptions{Base: base, Drafts: true})
	for _, test := range []struct {
		file, path string
		types      string
	}{
		{"index.html", "", "WebSite ItemList"},
		{"409/index.html", "409", "CollectionPage BreadcrumbList FAQPage"},
		{"family/f/index.html", "family/f", "CollectionPage BreadcrumbList"},
		{"tag/t/index.html", "tag/t", "CollectionPage BreadcrumbList"},
		{"409/closed/index.html", "409/closed", "TechArticle BreadcrumbList"},
	} {
		data, _ := files.Get(test.file)
		h := readHead(t, data)
		if got := strings.Join(h.types, " "); got != test.types {
			t.Errorf("%s is a %s", test.file, got)
		}
		if h.links["canonical"] != base+test.path || h.meta["og:url"] != base+test.path || h.nodes[0]["url"] != base+test.path {
			t.Errorf("%s has the addresses %q, %q, %q", test.file, h.links["canonical"], h.meta["og:url"], h.nodes[0]["url"])
		}
		twin := "/v2/errors/" + test.path + ".md"
		if test.path == "" {
			twin = "/v2/errors/index.md"
		}
		if h.links["alternate text/markdown"] != twin || h.links["alternate application/atom+xml"] != "/v2/errors/feed.xml" {
			t.Errorf("%s: %v", test.file, h.links)
		}
		for _, name := range []string{"description", "og:type", "og:site_name", "og:title", "og:description", "og:image", "og:image:width", "og:image:height", "og:image:alt", "twitter:card", "color-scheme", "theme-color(prefers-color-scheme: light)", "theme-color(prefers-color-scheme: dark)", "viewport", "Content-Security-Policy"} {
			if h.meta[name] == "" {
				t.Errorf("%s has no %s", test.file, name)
			}
		}
		if !strings.HasPrefix(h.meta["og:image"], base) || h.links["icon image/svg+xml"] == "" || h.links["stylesheet"] == "" {
			t.Errorf("%s: image %q, links %v", test.file, h.meta["og:image"], h.links)
		}
		if policy := h.meta["Content-Security-Policy"]; !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "frame-ancestors") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s has the policy %s", test.file, policy)
		}
		if bytes.Index(data, []byte("charset")) > 100 {
			t.Errorf("%s declares its encoding too late", test.file)
		}
		for _, node := range h.nodes {
			if items, ok := node["itemListElement"].([]any); ok && node["@type"] == "BreadcrumbList" && (len(items) < 2 || items[len(items)-1].(map[string]any)["item"] != base+test.path) {
				t.Errorf("%s: the breadcrumbs are %v", test.file, items)
			}
		}
	}
	for _, file := range []string{"404.html", "409/old/index.html", "409/draft/index.html"} {
		data, _ := files.Get(file)
		if h := readHead(t, data); h.meta["robots"] != "noindex" || h.nodes != nil {
			t.Errorf("%s may be indexed: %v", file, h.types)
		}
	}
	data, _ := files.Get("409/closed/index.html")
	if h := readHead(t, data); h.nodes[0]["dateModified"] != "2026-01-04" || h.nodes[0]["author"].(map[string]any)["name"] != "Test API" {
		t.Errorf("the article is %v", h.nodes[0])
	}
}

// TestQuestionsAsShown compares the answers in the structured data with those on the page.
func TestQuestionsAsShown(t *testing.T) {
	_, files := flagship(t)
	for _, file := range files.Paths() {
		if path.Ext(file) != ".html" {
			continue
		}
		data, _ := files.Get(file)
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		shown := strings.Join(strings.Fields(visible(root)), " ")
		for _, node := range readHead(t, data).nodes {
			questions, _ := node["mainEntity"].([]any)
			for _, q := range questions {
				text := q.(map[string]any)["acceptedAnswer"].(map[string]any)["text"].(string)
				for _, s := range []string{q.(map[string]any)["name"].(string), text} {
					if !strings.Contains(strings.ReplaceAll(shown, " ", ""), strings.ReplaceAll(s, " ", "")) {
						t.Errorf("%s does not show %q", file, s)
					}
				}
			}
		}
	}
}

// TestFeed checks the feed against RFC 4287: newest first, no drafts, with the lifecycle.
func TestFeed(t *testing.T) {
	for _, drafts := range []bool{false, true} {
		data, ok := built(t, small(), generator.SiteOptions{Drafts: drafts}).Get("feed.xml")
		if !ok {
			t.Fatal("no feed")
		}
		var feed struct {
			XMLName xml.Name
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Author  string `xml:"author>name"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Entries []struct {
				ID       string `xml:"id"`
				Title    string `xml:"title"`
				Updated  string `xml:"updated"`
				Category struct {
					Term string `xml:"term,attr"`
				} `xml:"category"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(data, &feed); err != nil {
			t.Fatal(err)
		}
		if feed.XMLName.Space != "http://www.w3.org/2005/Atom" || feed.ID != "https://errors.test/" || feed.Title == "" || feed.Author != "Test API" || feed.Updated != "2026-01-04T00:00:00Z" || feed.Links[0].Rel != "self" || feed.Links[0].Href != "https://errors.test/feed.xml" {
			t.Errorf("the feed is %+v", feed)
		}
		if len(feed.Entries) != 2 || feed.Entries[0].ID != "https://errors.test/409/closed" || feed.Entries[0].Updated != feed.Updated || feed.Entries[1].Category.Term != "retired" || feed.Entries[0].Category.Term != "" {
			t.Errorf("the feed contains %+v", feed.Entries)
		}
	}
	c, _ := flagship(t)
	data, _ := siteAt(t, c.Base).Get("feed.xml")
	if n := bytes.Count(data, []byte("<entry>")); n != min(50, len(c.Entries)) {
		t.Errorf("the feed has %d entries", n)
	}
	undated := small()
	for _, f := range undated {
		f.Data = slices.Concat(bytes.ReplaceAll(f.Data, []byte("updated: "), []byte("# ")), []byte("\n"))
	}
	set := built(t, undated, generator.SiteOptions{})
	home, _ := set.Get("index.html")
	if _, ok := set.Get("feed.xml"); ok || bytes.Contains(home, []byte("feed.xml")) {
		t.Error("there is a feed without dates")
	}
}
