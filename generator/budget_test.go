package generator_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
	"github.com/errdocs/errdocs/generator/page"
)

// The maximum sizes of a page, in bytes after gzip.
const (
	maxPage    = 12 << 10
	maxStyle   = 10 << 10
	maxScripts = 5 << 10 // at load
	maxAtLoad  = 30 << 10
)

func gzipped(data []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Len()
}

// TestBudget checks the size of every page of the built-in site, with the files that it loads.
func TestBudget(t *testing.T) {
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
		page := gzipped(data)
		if page > maxPage {
			t.Errorf("%s has %d bytes", file, page)
		}
		short := strings.HasPrefix(file, "tag/") || strings.HasPrefix(file, "family/") // few entries
		if text := len(visible(root)); text*100 < len(data)*15 && !short {
			t.Errorf("%s has %d bytes of text in %d of HTML", file, text, len(data))
		}
		scripts, style, all, requests := 0, 0, page, 1
		for _, a := range loaded(root) {
			asset, ok := files.Get(strings.TrimPrefix(a, "/"))
			if !ok {
				t.Fatalf("%s loads %s, which does not exist", file, a)
			}
			requests++
			size := gzipped(asset)
			all += size
			switch path.Ext(a) {
			case ".js":
				scripts += size
			case ".css":
				style += size
			}
		}
		if scripts > maxScripts || style > maxStyle || all > maxAtLoad || requests > 6 {
			t.Errorf("%s loads %d bytes of scripts, %d of styles, %d in all, in %d requests", file, scripts, style, all, requests)
		}
	}
}

// visible returns the visible text of a page.
func visible(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data != "script" && c.Data != "head" && c.Data != "style" {
			b.WriteString(visible(c))
		}
	}
	return b.String()
}

// loaded returns the files that a browser fetches for a page.
func loaded(n *html.Node) []string {
	var list []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		rel := attr(n, "rel")
		switch {
		case n.Data == "script" && attr(n, "src") != "":
			list = append(list, attr(n, "src"))
		case n.Data == "link" && (rel == "stylesheet" || rel == "icon"):
			list = append(list, attr(n, "href"))
		case n.Data == "img":
			list = append(list, attr(n, "src"))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	for i, a := range list {
		list[i], _, _ = strings.Cut(a, "?")
	}
	return list
}

// TestPagesDoNotGrow renders pages of a small and a large catalog. The page of an entry must
// be identical, and pages that link to entries must stay small. The large catalog has 10,000
// entries, or 1,000 under the race detector.
func TestPagesDoNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 entries")
	}
	t.Parallel()
	render := func(n int) (entry, home, missing []byte) {
		c, l := generator.Load(generator.Source{FS: generatortest.Catalog(n), Shown: "catalog"})
		if l.HasErrors() {
			t.Fatal(l.All()[0])
		}
		s, err := generator.NewSite(c, generator.SiteOptions{})
		if err != nil {
			t.Fatal(err)
		}
		html := func(page string) []byte {
			data, err := s.Render(c.PageFile(page))
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
		return html("401/entry-7"), html(catalog.HomePath), html(catalog.NotFoundPath)
	}
	small, _, _ := render(50)
	const many = 10_000 / generator.Slower
	large, home, missing := render(many)
	if !bytes.Equal(small, large) {
		t.Errorf("the page of an entry has %d bytes among 50 entries, %d among %d", len(small), len(large), many)
	}
	for name, data := range map[string][]byte{"home": home, "the page for what is not there": missing} {
		if size := gzipped(data); size > maxPage {
			t.Errorf("%s has %d bytes among %d entries", name, size, many)
		}
		if bytes.Contains(data, []byte("/401/entry-")) {
			t.Errorf("%s lists entries one by one", name)
		}
	}
}

// TestWithoutFamilies checks that home links to the status if a large catalog has no families.
func TestWithoutFamilies(t *testing.T) {
	files := generatortest.Catalog(250)
	for name, f := range files {
		f.Data = bytes.ReplaceAll(f.Data, []byte("family: family-"), []byte("since: x"))
		if name != "errdocs.yaml" {
			f.Data = bytes.Replace(f.Data, []byte("since: \"1.0\"\n"), nil, 1)
		}
	}
	var l diag.List
	c := load.Load(files, "catalog", &l)
	if l.HasErrors() {
		t.Fatal(l.All()[0])
	}
	b := page.New(c, page.Options{})
	home := b.Home()
	if len(home.Groups) != 1 || home.Groups[0].Path != "401#g-other" || home.Groups[0].Count != 250 || home.Groups[0].Items != nil {
		t.Errorf("home has the groups %+v", home.Groups)
	}
	if status := b.Status(c.Statuses[0]); len(status.Groups) != 1 || len(status.Groups[0].Items) != 250 {
		t.Error("the status does not list its entries")
	}
}

// TestThemeFiles overrides each built-in template and asset, one at a time.
func TestThemeFiles(t *testing.T) {
	const mark = "mark-of-the-theme"
	for _, top := range []string{"templates", "static"} {
		err := fs.WalkDir(errdocs.Files, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) == ".yaml" || name == "templates/answer.html" { // TestThemeOfAnswers covers answer.html
				return err
			}
			data, err := fs.ReadFile(errdocs.Files, name)
			if err != nil {
				return err
			}
			marked := string(data) + mark
			if top == "templates" { // change each definition: no page uses all of them
				marked = definition.ReplaceAllString(string(data), "${0}"+mark)
			}
			if !marks(themed(t, name, marked), mark) {
				t.Errorf("overriding only %s changes no page", name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var definition = regexp.MustCompile(`\{\{define "[^"]+"\}\}`)

// marks reports whether a file of a site contains a text.
func marks(files sitetest.Files, text string) bool {
	for _, name := range files.Paths() {
		if data, _ := files.Get(name); bytes.Contains(data, []byte(text)) {
			return true
		}
	}
	return false
}
