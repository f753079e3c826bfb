package html

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

func TestRelative(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ from, to, dirs, files string }{
		{"", "", "index.html", "index.html"},
		{"", "401", "401/index.html", "401.html"},
		{"", "401#g-other", "401/index.html#g-other", "401.html#g-other"},
		{"401", "", "../index.html", "index.html"},
		{"401", "401/a", "a/index.html", "401/a.html"},
		{"401/a", "401/b#case-1", "../b/index.html#case-1", "b.html#case-1"},
		{"401/a", "403/b", "../../403/b/index.html", "../403/b.html"},
		{"401/a", "401", "../index.html", "../401.html"},
		{"401/a", "401/a.md", "../a.md", "a.md"},
		{"401/a", "static/a.css?v=1", "../../static/a.css?v=1", "../static/a.css?v=1"},
		{"404.html", "401", "401/index.html", "401.html"},
		{"v1/old/a", "401/a", "../../../401/a/index.html", "../../401/a.html"},
	} {
		if got := (&catalog.Catalog{}).Relative(tt.from, tt.to); got != tt.dirs {
			t.Errorf("the link from %q to %q is %q, want %q", tt.from, tt.to, got, tt.dirs)
		}
		if got := (&catalog.Catalog{Site: catalog.Site{URLStyle: "file"}}).Relative(tt.from, tt.to); got != tt.files {
			t.Errorf("the link from %q to %q is %q, want %q where pages are files", tt.from, tt.to, got, tt.files)
		}
	}
}

var addresses = regexp.MustCompile(` (?:href|src|data-[a-z]+)="([^"#:]+\.(?:html|md|json|css|js|svg|png|xml|txt))[?#"]`)

// TestOffline renders pages at the same time. All their links lead to files of the site.
func TestOffline(t *testing.T) {
	t.Parallel()
	for _, style := range []string{"dir", "file"} {
		layout := &catalog.Catalog{Site: catalog.Site{URLStyle: style}}
		b, c := pagesOf(t, page.Options{Base: "https://errors.test/v2/", Link: layout.Relative})
		r, err := New(b.Site, files(nil), true)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.Map
		var work sync.WaitGroup
		for range 2 {
			work.Go(func() {
				each(b, c, r, func(name string, data []byte, err error) {
					if err != nil {
						t.Error(err)
					}
					if before, ok := all.LoadOrStore(name, data); ok && !bytes.Equal(before.([]byte), data) {
						t.Errorf("the page %q differs from itself", name)
					}
				})
			})
		}
		work.Wait()
		known := map[string]bool{"llms.txt": true, "feed.xml": true, "search-index.js": true}
		for name := range r.assets {
			known["static/"+name] = true
		}
		for name := range all.Range {
			_, p, _ := strings.Cut(name.(string), " ")
			known[layout.PageFile(p)], known[catalog.TwinFile(p)], known[p+".json"] = true, true, true
		}
		for name, data := range all.Range {
			_, p, _ := strings.Cut(name.(string), " ")
			if bytes.Contains(data.([]byte), []byte(`="/`)) {
				t.Errorf("the page %q links to an address of the server", p)
			}
			links := addresses.FindAllSubmatch(data.([]byte), -1)
			if len(links) < 3 {
				t.Errorf("the page %q has %d links", p, len(links))
			}
			for _, m := range links {
				if to := path.Join(path.Dir(layout.PageFile(p)), string(m[1])); !known[to] {
					t.Errorf("the page %q links to %s, which is not a file of the site", p, to)
				}
			}
		}
	}
}
