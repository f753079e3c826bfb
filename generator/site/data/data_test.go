package data

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
)

// renderer returns the Renderer of a catalog without drafts, whose files are given by path.
func renderer(t *testing.T, files map[string]string) *Renderer {
	t.Helper()
	fsys := fstest.MapFS{}
	for path, text := range files {
		fsys[path] = &fstest.MapFile{Data: []byte(text)}
	}
	var l diag.List
	c := load.Load(fsys, "catalog", &l)
	if check.All(c, &l); l.HasErrors() {
		t.Fatal("the catalog has errors: ", l.All()[0])
	}
	c = c.Release()
	return New(c, page.New(c, page.Options{Base: "https://elsewhere.example/"}))
}

// tricky has texts and a request that look like the JSON around them.
var tricky = map[string]string{
	"errdocs.yaml":   "name: X\nbase: https://x.example/\nmembers: [{name: trace, type: string}]\n",
	"401/plain.yaml": "title: Plain\nchallenges: [{scheme: Bearer, params: {realm: x}}]\nupdated: 2026-01-06\nrecovery: {retry: later, stop: 'See [this](/401/sly).'}\n",
	"401/sly.yaml": `title: ',"type":"a","links":{}'
type: https://a.example/first
summary: 'Says ,"links":{"html":"x"},"doc_version":"------------" and ,"type":, "entries": [].'
challenges: [{scheme: Bearer, params: {realm: x}}]
aliases: [old]
fixes:
  - id: ask
    title: Ask
    steps: Ask with this.
    request:
      url: https://api.example.com/
      json: {"type": "a", "x": {"links": {"html": "x"}, "doc_version": "------------"}, "links": {"a": 1}}
`,
}

// TestEntry compares the JSON of entries with one encoding of the whole document, and their
// versions with the hash of the document without what a version does not depend on.
func TestEntry(t *testing.T) {
	r, fresh := renderer(t, tricky), renderer(t, tricky)
	for i, e := range r.c.Entries {
		got, err := r.Entry(e)
		if err != nil {
			t.Fatal(err)
		}
		v := Entry{Head{""}, *r.content(e), EntryTail{}}
		var line bytes.Buffer
		if err := encodeLine(&line, v); err != nil {
			t.Fatal(err)
		}
		v.Schema, v.EntryTail = "https://x.example/schema/entry-1.json", EntryTail{r.links(e), hash(line.Bytes()), e.Updated}
		want, err := Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is\n%s\nwant\n%s", e.Path(), got, want)
		}
		for _, r := range []*Renderer{r, fresh} { // one has rendered the entry before
			if version, err := r.Version(r.c.Entries[i]); err != nil || version != v.DocVersion {
				t.Errorf("%s has the version %s (%v), want %s", e.Path(), version, err, v.DocVersion)
			}
		}
	}
}

// TestCatalog compares catalog.json with one encoding of the whole document: without entries,
// with texts that look like JSON, and with more entries than are encoded at once.
func TestCatalog(t *testing.T) {
	many := map[string]string{"errdocs.yaml": tricky["errdocs.yaml"]}
	for i := range briefBatch + 2 {
		many[fmt.Sprintf("409/e%d.yaml", i)] = "title: One\n"
	}
	for name, files := range map[string]map[string]string{
		"none": {"errdocs.yaml": tricky["errdocs.yaml"], "409/a.yaml": "title: A\ndraft: true\n"}, "tricky": tricky, "many": many,
	} {
		t.Run(name, func(t *testing.T) {
			r := renderer(t, files)
			var got bytes.Buffer
			if err := r.Catalog(&got); err != nil {
				t.Fatal(err)
			}
			v := Catalog{r.catalogHead(), []Brief{}, CatalogTail{LastUpdated: page.Newest(r.c.Entries)}}
			var versions []byte
			for _, e := range r.c.Entries {
				version, err := r.Version(e)
				if err != nil {
					t.Fatal(err)
				}
				v.Entries = append(v.Entries, r.brief(e, version))
			}
			slices.SortFunc(v.Entries, func(a, b Brief) int { return bytes.Compare([]byte(a.Type), []byte(b.Type)) })
			for _, e := range v.Entries {
				versions = append(versions, e.DocVersion...)
			}
			v.DocVersion = hash(versions)
			want, err := Encode(v)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("catalog.json is\n%.2000s\nwant\n%.2000s", got.Bytes(), want)
			}
		})
	}
}

// TestListVersion changes one of the entries that a page lists.
func TestListVersion(t *testing.T) {
	version := func(title string) string {
		t.Helper()
		r := renderer(t, map[string]string{"errdocs.yaml": "name: X\nbase: https://x.example/\n", "409/a.yaml": "title: A\n", "409/b.yaml": "title: " + title + "\n"})
		v, err := r.ListVersion(r.c.Entries)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	b, again, c := version("B"), version("B"), version("C")
	if len(b) != 12 || b != again || b == c {
		t.Errorf("the versions are %s, %s and %s", b, again, c)
	}
}

// TestProblemType compares the problem type of an entry with the same members of its JSON.
func TestProblemType(t *testing.T) {
	r := renderer(t, tricky)
	for _, e := range r.c.Entries {
		entry, err := r.Entry(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.ProblemType(e)
		if err != nil {
			t.Fatal(err)
		}
		var members struct {
			Type           json.RawMessage `json:"type"`
			Title          json.RawMessage `json:"title"`
			Status         json.RawMessage `json:"status"`
			Recovery       json.RawMessage `json:"recovery,omitempty"`
			Retryable      json.RawMessage `json:"retryable"`
			RequestApplied json.RawMessage `json:"request_applied,omitempty"`
			Links          json.RawMessage `json:"links"`
		}
		if err := json.Unmarshal(entry, &members); err != nil {
			t.Fatal(err)
		}
		want, err := Encode(members)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s has the problem type\n%s\nwant\n%s", e.Path(), got, want)
		}
	}
}

// TestAddresses takes the addresses of an entry from the base, and from the address where its
// page is published.
func TestAddresses(t *testing.T) {
	r := renderer(t, tricky)
	e := r.c.Entry("plain", r.c.Statuses[0])
	elsewhere := page.New(r.c, page.Options{Base: "https://elsewhere.example/"})
	for _, test := range []struct{ what, got, want string }{
		{"the page under base", LinksOf(e, r.underBase).HTML, "https://x.example/401/plain"},
		{"the published page", LinksOf(e, elsewhere.Site.URL).HTML, "https://elsewhere.example/401/plain"},
		{"the published twin", LinksOf(e, elsewhere.Site.URL).Markdown, "https://elsewhere.example/401/plain.md"},
		{"the published JSON", LinksOf(e, elsewhere.Site.URL).JSON, "https://elsewhere.example/401/plain.json"},
		{"a link in the advice, under base", RecoveryOf(e, r.text).Stop, "See [this](https://x.example/401/sly.md)."},
		{"a link in the advice, published", RecoveryOf(e, elsewhere.Render().Portable).Stop, "See [this](https://elsewhere.example/401/sly.md)."},
	} {
		if test.got != test.want {
			t.Errorf("%s is %s, want %s", test.what, test.got, test.want)
		}
	}
}
