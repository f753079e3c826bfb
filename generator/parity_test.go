package generator_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

// code is a block of code and its language.
type code struct{ lang, text string }

// shown is the content of a page in one form.
type shown struct {
	headings []string // h1 and h2, in order
	blocks   []code   // in order
	details  []string
}

// TestParity extracts the content of every entry's HTML page, twin, JSON and catalog.json, and
// compares them with each other and with the response of the model.
func TestParity(t *testing.T) {
	c, files := flagship(t)
	var all struct {
		Entries []map[string]any `json:"entries"`
	}
	decode(t, files, "catalog.json", &all)
	compact := map[string]map[string]any{}
	for _, e := range all.Entries {
		compact[e["type"].(string)] = e
	}
	for _, e := range c.Entries {
		page := readHTML(t, files, e.Path()+"/index.html")
		twin := readTwin(t, files, e.Path()+".md")
		if !slices.Equal(page.headings, twin.headings) {
			t.Errorf("%s: headings\npage %q\ntwin %q", e.Path(), page.headings, twin.headings)
		}
		if !slices.Equal(page.blocks, twin.blocks) {
			t.Errorf("%s: code blocks\npage %q\ntwin %q", e.Path(), page.blocks, twin.blocks)
		}
		var data map[string]any
		decode(t, files, e.Path()+".json", &data)
		details := list(data, "details")
		for i, s := range e.Scenarios() {
			want := s.Detail.Text
			if page.details[i] != want || twin.details[i] != want || details[i]["detail"] != want {
				t.Errorf("%s: page %q, twin %q, JSON %q", s.Name(), page.details[i], twin.details[i], details[i]["detail"])
			}
			r := s.Response()
			if !slices.Contains(page.blocks, code{"http", r.String()}) {
				t.Errorf("%s: the page does not contain the response\n%s", s.Name(), r)
			}
			sent := details[i]["response"].(map[string]any)
			if sent["body"] != r.Body || sent["status"] != float64(r.Status) {
				t.Errorf("%s: the JSON has a different response", s.Name())
			}
			for j, f := range r.Headers {
				pair := sent["headers"].([]any)[j].([]any)
				if pair[0] != f.Name || pair[1] != f.Value {
					t.Errorf("%s: the JSON has the header %v, not %v", s.Name(), pair, f)
				}
			}
			if matched, err := regexp.MatchString(details[i]["pattern"].(string), s.Text()); err != nil || !matched {
				t.Errorf("%s: the pattern %s does not match %q: %v", s.Name(), details[i]["pattern"], s.Text(), err)
			}
		}
		compactEntry := compact[e.TypeURI()]
		for _, key := range []string{"type", "title", "status", "slug", "family", "summary", "retryable", "request_applied", "doc_version"} {
			if data[key] != compactEntry[key] {
				t.Errorf("%s: %s is %v in the entry, %v in catalog.json", e.Path(), key, data[key], compactEntry[key])
			}
		}
	}
}

func decode(t *testing.T, files sitetest.Files, name string, into any) {
	t.Helper()
	data, ok := files.Get(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func list(m map[string]any, key string) []map[string]any {
	var out []map[string]any
	for _, v := range m[key].([]any) {
		out = append(out, v.(map[string]any))
	}
	return out
}

// readHTML reads a page without the parts that are marked as not in the twin.
func readHTML(t *testing.T, files sitetest.Files, name string) shown {
	t.Helper()
	data, _ := files.Get(name)
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var s shown
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && hasAttr(n, "data-markdown-ignore") {
			return
		}
		switch {
		case n.DataAtom == atom.H1 || n.DataAtom == atom.H2:
			s.headings = append(s.headings, strings.Join(strings.Fields(textOf(n)), " "))
		case n.DataAtom == atom.Code && n.Parent.DataAtom == atom.Pre:
			s.blocks = append(s.blocks, code{strings.TrimPrefix(attr(n, "class"), "language-"), textOf(n)})
		case n.DataAtom == atom.Code && attr(n, "class") == "detail":
			s.details = append(s.details, textOf(n))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	for i := range s.blocks {
		s.blocks[i].text = strings.TrimSuffix(s.blocks[i].text, "\n") + "\n"
	}
	return s
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}

var (
	fenced = regexp.MustCompile("(?ms)^( *)(`{3,})([a-z]*)\n(.*?)^ *`{3,}$")
	detail = regexp.MustCompile("(?m)^- `([^`]*)`")
)

// readTwin reads a twin. If it shows only the body of a response, readTwin adds the head of
// the first response.
func readTwin(t *testing.T, files sitetest.Files, name string) shown {
	t.Helper()
	data, _ := files.Get(name)
	twin := string(data)
	var s shown
	firstHead := ""
	for _, at := range fenced.FindAllStringSubmatchIndex(twin, -1) {
		indent, lang, text := twin[at[2]:at[3]], twin[at[6]:at[7]], twin[at[8]:at[9]]
		text = strings.TrimPrefix(strings.ReplaceAll("\n"+text, "\n"+indent, "\n"), "\n")
		before := strings.TrimRight(twin[:at[0]], "\n")
		if strings.HasSuffix(before, "Same headers, different body:") {
			lang, text = "http", firstHead+"\n"+text
		}
		if strings.HasPrefix(text, "HTTP/1.1") && firstHead == "" && strings.HasSuffix(before, "\n## The response") {
			firstHead, _, _ = strings.Cut(text, "\n\n")
			firstHead += "\n"
		}
		s.blocks = append(s.blocks, code{lang, text})
	}
	outside := fenced.ReplaceAllString(twin, "")
	for _, m := range regexp.MustCompile(`(?m)^##? (.*)$`).FindAllStringSubmatch(outside, -1) {
		if m[1] != "Sitemap" { // the only heading that is not on the page
			s.headings = append(s.headings, strings.ReplaceAll(m[1], `\`, ""))
		}
	}
	_, cases, _ := strings.Cut(outside, "\n- When to stop:")
	cases, _, _ = strings.Cut(cases, "\n## Fix it")
	for _, m := range detail.FindAllStringSubmatch(cases, -1) {
		s.details = append(s.details, m[1])
	}
	return s
}
