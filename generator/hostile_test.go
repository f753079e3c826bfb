package generator

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

// field is a text of the test catalog. Its words are unique, so that a finding can be compared
// with the line that contains them.
type field struct {
	words   string
	block   bool // Markdown that may begin a block
	inBlock bool // one line of a multi-line text
}

// fieldsOf collects the fields of the test catalog while it is written.
type fieldsOf struct {
	hostile func(f field) string // the content of the field; nil: its words
	all     []field
}

func (s *fieldsOf) put(words string, block, inBlock bool) string {
	f := field{words, block, inBlock}
	s.all = append(s.all, f)
	if s.hostile == nil {
		return words
	}
	return s.hostile(f)
}

// line writes a one-line text, md one line of Markdown, both quoted for YAML.
func (s *fieldsOf) line(words string) string { return quoteYAML(s.put(words, false, false)) }
func (s *fieldsOf) md(words string) string   { return quoteYAML(s.put(words, false, false)) }

// text writes Markdown that may have blocks, quoted for YAML.
func (s *fieldsOf) text(words string) string { return quoteYAML(s.put(words, true, false)) }

// raw writes Markdown inside a block of text.
func (s *fieldsOf) raw(words string) string { return s.put(words, true, true) }

func quoteYAML(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return strings.TrimSpace(b.String())
}

// files writes a catalog that uses every key with text.
func (s *fieldsOf) files() map[string]string {
	s.all = nil
	return map[string]string{
		"errdocs.yaml": `name: ` + s.line("Alpha API") + `
base: https://errors.test/docs/
tagline: ` + s.md("The tagline of the site") + `
realm: alpha
members: [{name: trace_id, type: string, description: ` + s.md("Meaning of the trace") + `, example: ` + s.line("trace example") + `}]
families:
  - {id: one, title: ` + s.line("Family one") + `, summary: ` + s.md("Summary of family one") + `}
  - {id: two, title: ` + s.line("Family two") + `}
go: {package: apierr}
responses: {help_link: true, code_member: code}
links: {support: "https://help.test/?a=b&copy=c", repository: https://github.com/o/r}
site: {actions: [{title: ` + s.line("Title of the action") + `, url: "https://chat.test/?q={markdown}"}]}
`,
		"401.yaml": `title: ` + s.line("Phrase of the status") + `
summary: ` + s.md("Summary of the status") + `
description: |
  ` + s.raw("Prose of the status") + `

  ## ` + s.raw("Heading of the status") + `

  - ` + s.raw("Element of the status") + `

  | A | B |
  | - | - |
  | ` + s.raw("Cell of the status") + ` | b |
challenges: [{scheme: Bearer, params: {realm: ` + s.line("Realm of the status") + `}}]
faq: [{question: ` + s.md("Question of the status") + `, answer: ` + s.text("Answer of the status") + `}]
lookalikes: [{status: 403, why: ` + s.md("Reason of the status") + `}]
references: [{title: ` + s.line("Reference of the status") + `, url: https://rfc.test/1}]
updated: 2026-01-02
`,
		"401/first.yaml": `title: ` + s.line("First title") + `
code: ` + s.line("FIRST_CODE") + `
family: one
summary: ` + s.md("Summary of the first") + `
tags: ["true", "404"]
since: ` + s.line("Version one") + `
updated: 2026-01-03
aliases: [old-first, legacy/first]
instance: ` + s.line("/occurrence/1") + `
go: {sent_by: ` + s.line("Sender of the first") + `}
params:
  - {name: reason, type: string, optional: true, description: ` + s.md("Meaning of the reason") + `, example: ` + s.line("Example of the reason") + `}
  - {name: methods, type: strings, optional: true, description: Methods, example: [` + s.line("Element of the example") + `, b]}
details:
  - {id: named, scenario: ` + s.md("Scenario with a param") + `, detail: ` + quoteYAML(s.put("Detail with a param", false, false)+" {reason}") + `, fix: send}
  - {id: plain, scenario: ` + s.md("Scenario without") + `, detail: ` + s.line("Detail without a param") + `, fix: send}
challenges:
  - {scheme: Bearer, params: {error: invalid_token, error_description: ` + s.line("Challenge of the first") + `}}
headers: {X-First: ` + s.line("Header of the first") + `}
recovery: {retry: after-fix, reaction: fix-request, actor: client, stop: ` + s.md("Stop of the first") + `}
description: |
  ` + s.raw("Background of the first") + `

  ### ` + s.raw("Heading of the first") + `

  > ` + s.raw("Quotation of the first") + `

  ` + "```text" + `
  ` + s.put("Code of the first", false, true) + `
  ` + "```" + `
causes:
  - {title: ` + s.md("Cause with prose") + `, text: ` + s.text("Prose of the cause") + `, fix: send}
  - title: ` + s.md("Cause with a list") + `
    text: |
      - ` + s.raw("Element of the cause") + `
      - b
    fix: check
  - {title: ` + s.md("Cause alone") + `, fix: check}
fixes:
  - id: send
    title: ` + s.md("Title of the first fix") + `
    when: ` + s.md("When to take the first fix") + `
    steps: |
      1. ` + s.raw("Step of the first fix") + `
      2. Next.
    request:
      method: POST
      url: https://api.test/first?a=$TOKEN
      headers: {X-Token: ` + s.line("Header of the request") + `}
      form: {` + s.line("Name of the form") + `: ` + s.line("Value of the form") + `}
    expect: {status: 200, note: ` + s.md("Note of the first fix") + `}
  - id: check
    title: ` + s.md("Title of the second fix") + `
    steps: ` + s.text("Step of the second fix") + `
    request: {url: https://api.test/second, json: {` + s.line("Key of the JSON") + `: [` + s.line("Value of the JSON") + `, 1, null]}}
    expect: {note: ` + s.md("Note of the second fix") + `}
  - id: last
    title: Last
    request: {method: PUT, url: https://api.test/third, body: ` + s.line("Body of the request") + `}
faq: [{question: ` + s.md("Question of the first") + `, answer: ` + s.text("Answer of the first") + `}]
security: ` + s.text("Secret of the first") + `
related: [{slug: second, why: ` + s.md("Relation of the first") + `}]
lookalikes: [{status: 403, why: ` + s.md("Reason of the first") + `}]
references: [{title: ` + s.line("Reference of the first") + `, url: "https://rfc.test/2?a=b&copy;=(c)"}]
`,
		"401/second.yaml": `title: ` + s.line("Second title") + `
summary: ` + s.md("Summary of the second") + `
family: two
deprecated: {since: ` + s.line("Version two") + `, use: first, note: ` + s.md("Note of the second") + `}
details: [{scenario: ` + s.md("Scenario of the second") + `, detail: ` + s.line("Detail of the second") + `}]
`,
		"401/third.yaml": `title: ` + s.line("Third title") + `
summary: ` + s.md("Summary of the third") + `
family: two
retired: {since: ` + s.line("Version three") + `, use: 404/order-missing}
`,
		"404/order-missing.yaml": `title: Order not found
summary: ` + s.md("Summary of the missing") + `
details: [{scenario: There is none, detail: ` + s.line("Detail of the missing") + `}]
`,
	}
}

// payloads are texts that an attacker could write.
var payloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</script><svg onload=alert(1)>`, `</title></pre></code></main>`, `<!-- x --> -->`, `]]> <![CDATA[`, `javascript:alert(1)`, `data:text/html,x`,
	`{{.}} {{template "x"}}`, `%s %d %!`, `*/ x`, "`", "`` ``` ~~~", `| a | b |`, `]](x) [a](b`, `](https://evil.test)`, `# x`, `- x`, `> x`, `1. x`, `--- === ***`, `**x _y`, `\`, `a\|b\\`, `$(id) ${x} $HOME`, "'; rm -rf ~ #", `&lt;b&gt; &amp;amp; &copy`,
	`constructor a__proto__b`, `{"a":1}`, `: - {a}`, `@file`, `👩‍💻 é — ß`, `ends with #`, `ends with :`, `ends with !`, `"""`, `%0d%0aX: y`, `//go:build x`, `Deprecated: x`,
}

func loadFiles(files map[string]string) (*catalog.Catalog, *diag.List) {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return Load(Source{FS: fsys, Shown: "catalog"})
}

func buildFiles(t *testing.T, files map[string]string, o SiteOptions) (*catalog.Catalog, sitetest.Files) {
	t.Helper()
	c, l := loadFiles(files)
	for _, d := range l.All() {
		if d.Severity == diag.Error {
			t.Fatalf("the catalog has an error at %s: %s", d.Pos, d.Message)
		}
	}
	return c, rendered(t, c, o)
}

// rendered returns the files of a site.
func rendered(t testing.TB, c *catalog.Catalog, o SiteOptions) sitetest.Files {
	t.Helper()
	s, err := NewSite(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Render(t, s)
}

// Each payload, in each field, must cause a finding at its position, or a site that has the
// same elements as that of a harmless catalog and shows the payload as text.
func TestO01HostileTexts(t *testing.T) {
	var fields fieldsOf
	harmless := fields.files()
	_, set := buildFiles(t, harmless, SiteOptions{})
	want := pagesOf(t, set, "https://errors.test/docs/")
	checkSite(t, set, "https://errors.test/docs/")
	all := fields.all
	embedded := []func(f field, p string) string{
		func(f field, p string) string { return f.words + " " + p },
		func(f field, p string) string {
			if f.block { // there, a list is a list
				return f.words + " " + p
			}
			return p + " " + f.words
		},
	}
	for i, p := range payloads {
		embed := embedded[i%2]
		t.Run(p, func(t *testing.T) {
			t.Parallel()
			rejected := rejectedFields(t, all, func(f field) string { return embed(f, p) })
			if len(all) < 60 || len(rejected) > len(all)-20 {
				t.Fatalf("%d of %d fields are rejected", len(rejected), len(all))
			}
			hostile := fieldsOf{hostile: func(f field) string {
				if rejected[f.words] {
					return f.words
				}
				return embed(f, p)
			}}
			c, set := buildFiles(t, hostile.files(), SiteOptions{})
			got := pagesOf(t, set, "https://errors.test/docs/")
			for file, doc := range want {
				if got[file] == nil {
					t.Errorf("there is no %s", file)
				} else if a, b := strings.Join(doc.shape, " "), strings.Join(got[file].shape, " "); a != b {
					t.Errorf("%s has other elements: %s", file, firstDifference(a, b))
				}
			}
			checkSite(t, set, "https://errors.test/docs/")
			checkReadBack(t, c, set, got)
			checkWords(t, c, set, got)
		})
	}
}

// Text that ends a script in HTML is in every field that accepts it. Pages must have the
// scripts and comments of a harmless catalog, and JavaScript data files must contain no markup.
func TestO02Data(t *testing.T) {
	t.Parallel()
	const payload = "</script><!--<script>alert(1)</script>"
	var fields fieldsOf
	_, set := buildFiles(t, fields.files(), SiteOptions{})
	want := scriptsOf(t, set)
	content := func(f field) string { return f.words + " " + payload }
	rejected := rejectedFields(t, fields.all, content)
	if len(rejected) > len(fields.all)-20 {
		t.Fatalf("%d of %d fields are rejected", len(rejected), len(fields.all))
	}
	hostile := fieldsOf{hostile: func(f field) string {
		if rejected[f.words] {
			return f.words
		}
		return content(f)
	}}
	_, set = buildFiles(t, hostile.files(), SiteOptions{})
	got := scriptsOf(t, set)
	for file, scripts := range want {
		if !slices.Equal(got[file], scripts) {
			t.Errorf("%s has the scripts and comments %q; want %q", file, got[file], scripts)
		}
	}
	for _, file := range set.Paths() {
		data, _ := set.Get(file)
		if path.Ext(file) == ".js" && bytes.Contains(data, []byte("alert")) && bytes.ContainsAny(data, "<>") {
			t.Errorf("%s contains markup from the catalog", file)
		}
	}
}

// scriptsOf returns the sources of the scripts of each page, and its comments.
func scriptsOf(t *testing.T, set sitetest.Files) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for file, page := range pagesOf(t, set, "https://errors.test/docs/") {
		found[file] = []string{}
		for n := range page.root.Descendants() {
			src, _ := attribute(n, "src")
			kind, isData := attribute(n, "type")
			switch {
			case n.Type == html.CommentNode:
				found[file] = append(found[file], "a comment")
			case n.Type == html.ElementNode && n.Data == "script" && isData:
				found[file] = append(found[file], kind)
			case n.Type == html.ElementNode && n.Data == "script":
				found[file] = append(found[file], src+words(n))
			}
		}
	}
	return found
}

// checkWords compares the words of each entry's page and twin.
func checkWords(t *testing.T, c *catalog.Catalog, set sitetest.Files, pages map[string]*webPage) {
	t.Helper()
	for _, e := range c.Entries {
		twin, _ := set.Get(e.Path() + ".md")
		compareWords(t, e.Path(), webWords(pages[e.Path()+"/index.html"]), twinWords(twin))
	}
}

// Blocks of every kind, in every field that accepts them.
func TestBlocksInEveryField(t *testing.T) {
	for _, block := range []string{
		"- a\n- b\n", "1. a\n2. b\n\n   c\n", "```json\n{\"a\": 1}\n```\n", "```text\na\n\n\n b\n```\n\nAfter.\n", "| a | b |\n| - | - |\n| `c\\|d` | e |\n", "> a\n>\n> - b\n", "Before.\n\n- a\n", "a\nb\n\nc\n", "***\n\na\n", "a\\\nb\n", "Before:\n\n```sh\ncurl -i x\n```\n", "- a\n\n  ```text\n  b\n  ```\n\n  c\n- d\n",
	} {
		fields := fieldsOf{hostile: func(f field) string {
			if f.block && !f.inBlock {
				return block
			}
			return f.words
		}}
		c, set := buildFiles(t, fields.files(), SiteOptions{})
		checkSite(t, set, "https://errors.test/docs/")
		checkReadBack(t, c, set, pagesOf(t, set, "https://errors.test/docs/"))
		checkWords(t, c, set, pagesOf(t, set, "https://errors.test/docs/"))
	}
}

// rejectedFields returns the fields whose content is rejected. Each finding must be on the line
// of such a field. The error of one field can hide that of another, so it repeats the check
// until there are no more errors.
func rejectedFields(t *testing.T, all []field, content func(field) string) map[string]bool {
	t.Helper()
	rejected := map[string]bool{}
	for {
		known := len(rejected)
		hostile := fieldsOf{hostile: func(f field) string {
			if rejected[f.words] {
				return f.words
			}
			return content(f)
		}}
		files := hostile.files()
		_, l := loadFiles(files)
		for _, d := range l.All() {
			if d.Severity != diag.Error {
				continue
			}
			at := lineOf(files, d)
			for _, f := range all {
				if !rejected[f.words] && (strings.Contains(at, content(f)) || strings.Contains(at, quoteYAML(content(f)))) {
					rejected[f.words] = rejectedAlone(t, f, content(f))
				}
			}
		}
		maps.DeleteFunc(rejected, func(_ string, v bool) bool { return !v })
		if len(rejected) == known {
			return rejected
		}
	}
}

// rejectedAlone reports whether a catalog with only one hostile field has errors.
func rejectedAlone(t *testing.T, f field, text string) bool {
	t.Helper()
	one := fieldsOf{hostile: func(g field) string {
		if g.words == f.words {
			return text
		}
		return g.words
	}}
	files := one.files()
	_, l := loadFiles(files)
	rejected := false
	for _, d := range l.All() {
		if d.Severity == diag.Error {
			rejected = true
			if !strings.Contains(lineOf(files, d), f.words) {
				t.Errorf("%q: the finding %q is at %s", text, d.Message, d.Pos)
			}
		}
	}
	return rejected
}

// lineOf returns the line that a finding points to.
func lineOf(files map[string]string, d *diag.Diagnostic) string {
	lines := strings.Split(files[strings.TrimPrefix(d.Pos.File, "catalog/")], "\n")
	if d.Pos.Line < 1 || d.Pos.Line > len(lines) {
		return ""
	}
	return lines[d.Pos.Line-1]
}

// Allowed markup, in every field that accepts Markdown: pages must be well formed, and twins
// must have the same content. Markup that a field does not accept is a finding.
func TestMarkupInEveryField(t *testing.T) {
	var fields fieldsOf
	fields.files()
	for _, markup := range []string{"[a link](https://link.test/)", "[inside](/401/second)", "`code`", "**strong** and *em*", "`` a`b|c\\| ``", "<https://auto.test/>", "*[`all`](https://link.test/)*"} {
		rejected := rejectedFields(t, fields.all, func(f field) string { return f.words + " " + markup })
		all := fieldsOf{hostile: func(f field) string {
			if rejected[f.words] {
				return f.words
			}
			return f.words + " " + markup
		}}
		c, set := buildFiles(t, all.files(), SiteOptions{})
		checkSite(t, set, "https://errors.test/docs/")
		checkReadBack(t, c, set, pagesOf(t, set, "https://errors.test/docs/"))
	}
}

// Half-written entries must have complete pages, for any base and layout of the site.
func TestSparseCatalogs(t *testing.T) {
	const challenge = "challenges: [{scheme: Bearer, params: {realm: x}}]\n"
	files := map[string]string{
		"401/title.yaml":   "title: Only a title\n" + challenge,
		"401/other.yaml":   "title: Another title\n" + challenge,
		"401/detail.yaml":  "title: With a detail\n" + challenge + "details: [{scenario: Always, detail: It says this.}]\n",
		"401/retired.yaml": "title: Retired\nretired: {use: title}\n",
		"404/missing.yaml": "title: Thing not found\n",
		"409/draft.yaml":   "title: A draft\ndraft: true\n",
		"499/odd.yaml":     "title: Of no registered status\nsummary: Short.\naliases: [499/old, older.html, a/b/c]\n",
	}
	for _, test := range []struct{ name, config, base string }{
		{"plain", "base: https://errors.test/\n", "https://errors.test/"},
		{"files", "base: https://errors.test/\nsite: {url_style: file}\n", "https://errors.test/"},
		{"brackets", "base: https://errors.test/a(b)/\n", "https://errors.test/a(b)/"},
		{"encoded", "base: https://errors.test/a%20b/\n", "https://errors.test/a%20b/"},
		{"other letters", "base: https://errors.test/fehler-ü/\n", "https://errors.test/fehler-ü/"},
		{"a reference", "base: https://errors.test/a&copy;b/\n", "https://errors.test/a&copy;b/"},
		{"a quote", "base: \"https://errors.test/it's/\"\n", "https://errors.test/it's/"},
		{"a port", "base: http://localhost:8080/\n", "http://localhost:8080/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			complete := map[string]string{"errdocs.yaml": "name: Example API\n" + test.config}
			for name, data := range files {
				if name != "404/missing.yaml" || test.name != "files" {
					complete[name] = data
				}
			}
			_, set := buildFiles(t, complete, SiteOptions{})
			checkSite(t, set, test.base)
			_, set = buildFiles(t, complete, SiteOptions{Drafts: true, Base: "https://other.test/x/"})
			checkSite(t, set, "https://other.test/x/")
		})
	}
}

// An alias never replaces a different file: it is a separate page, or a finding.
func TestI15Aliases(t *testing.T) {
	for _, alias := range []string{
		"old", "401/old", "a/b/c", "old.html", "old.md", "401/other.md", "401/other.json", "401/title.md", "401/title.json", "401/title/index.html", "401/title/x", "401/llms.txt", "401/llms", "llms-pages.txt", "llms", "401.md", "401/index", "a/index", "index.html",
		"family/x", "tag/x", "static/x", "schema/x", "agents", ".well-known/x", "404", "404.html", "404.html/x", "robots.txt", "sitemap.xml", "sitemap", "catalog", "catalog.json/x", "feed.xml", "search-index.js", "499", "499.html", "con", "a.b/c", "a.json", "b.md.md", "401/old.json",
	} {
		files := map[string]string{
			"errdocs.yaml":   "name: Example API\nbase: https://errors.test/\n",
			"401.yaml":       "challenges: [{scheme: Bearer, params: {realm: x}}]\n",
			"401/title.yaml": "title: A title\nsummary: It has a summary.\naliases: [" + alias + ", x/y]\n",
			"401/other.yaml": "title: Another\nsummary: It has another one.\naliases: [old-other]\n",
		}
		c, l := loadFiles(files)
		if slices.ContainsFunc(l.All(), func(d *diag.Diagnostic) bool { return d.Severity == diag.Error }) {
			continue
		}
		func() {
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("the alias %s: %v", alias, r)
				}
			}()
			set := rendered(t, c, SiteOptions{})
			t.Run(strings.ReplaceAll(alias, "/", "_"), func(t *testing.T) { checkSite(t, set, "https://errors.test/") })
		}()
	}
}

// Every page of the built-in catalog, at the root of a host and below a path.
func TestBuiltInPages(t *testing.T) {
	src, err := Find("../catalog")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := Load(src)
	for _, base := range []string{"", "https://example.com/v2/errors/"} {
		set := rendered(t, c, SiteOptions{Base: base})
		if base == "" {
			base = c.Base
		}
		checkSite(t, set, base)
		checkReadBack(t, c, set, pagesOf(t, set, base))
	}
}

func firstDifference(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	from := max(0, n-150)
	return fmt.Sprintf("\nwant …%s\ngot  …%s", a[from:min(len(a), n+80)], b[from:min(len(b), n+80)])
}

// webPage is an HTML page as a browser sees it.
type webPage struct {
	file   string
	root   *html.Node
	shape  []string // elements and attributes that do not depend on text
	ids    map[string]bool
	title  string
	about  string
	robots bool // indexing is allowed
}

// each visits the elements of a page.
func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, visit)
	}
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// words returns the text of an element.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c))
	}
	return b.String()
}

// first returns the first element that matches.
func first(root *html.Node, fits func(*html.Node) bool) *html.Node {
	var found *html.Node
	each(root, func(n *html.Node) {
		if found == nil && fits(n) {
			found = n
		}
	})
	return found
}

func inside(n *html.Node, name string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == name {
			return true
		}
	}
	return false
}

// pagesOf parses the HTML of a site.
func pagesOf(t testing.TB, set sitetest.Files, base string) map[string]*webPage {
	t.Helper()
	pages := map[string]*webPage{}
	for _, file := range set.Paths() {
		if path.Ext(file) != ".html" {
			continue
		}
		data, _ := set.Get(file)
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		d := &webPage{file: file, root: root, ids: map[string]bool{}, robots: true}
		each(root, func(n *html.Node) { d.element(t, n) })
		pages[file] = d
	}
	return pages
}

var inHeading = regexp.MustCompile(`^d-`)

func (d *webPage) element(t testing.TB, n *html.Node) {
	if id, ok := attribute(n, "id"); ok {
		if d.ids[id] {
			t.Errorf("%s: the id %q is used twice", d.file, id)
		}
		d.ids[id] = true
	}
	switch name, _ := attribute(n, "name"); {
	case n.Data == "title" && inside(n, "head"):
		d.title = words(n)
	case n.Data == "meta" && name == "description":
		d.about, _ = attribute(n, "content")
	case n.Data == "meta" && name == "robots":
		d.robots = false
	}
	if inside(n, "pre") && (n.Data == "span" || n.Data == "wbr") { // the colors of code
		return
	}
	shape := n.Data
	for _, a := range n.Attr {
		shape += "|" + a.Key
		if a.Key == "class" || a.Key == "id" && !inHeading.MatchString(a.Val) {
			shape += "=" + a.Val
		}
	}
	d.shape = append(d.shape, shape)
}

// checkSite checks every file of a site for general rules.
func checkSite(t *testing.T, set sitetest.Files, base string) {
	t.Helper()
	pages := pagesOf(t, set, base)
	s := &siteCheck{t: t, set: set, base: base, pages: pages}
	titles, abouts := map[string]string{}, map[string]string{}
	for _, file := range set.Paths() {
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			if _, ok := set.Get(dir); ok {
				t.Errorf("%s is a file and the directory of %s", dir, file)
			}
		}
	}
	for _, file := range set.Paths() {
		data, _ := set.Get(file)
		if ext := path.Ext(file); ext != ".png" && (!utf8.Valid(data) || bytes.HasPrefix(data, []byte("\ufeff")) || bytes.ContainsAny(data, "\r\x00")) {
			t.Errorf("%s: bad bytes", file)
		}
		switch {
		case path.Ext(file) == ".html":
			s.tags(file, data)
			s.html(pages[file])
			if d := pages[file]; d.robots {
				for what, seen := range map[string]map[string]string{d.title: titles, d.about: abouts} {
					if seen[what] != "" || strings.TrimSpace(what) == "" {
						t.Errorf("%s and %s both have %q", file, seen[what], what)
					}
					seen[what] = file
				}
			}
		case path.Ext(file) == ".json":
			if !json.Valid(data) {
				t.Errorf("%s is not JSON", file)
			}
		case path.Ext(file) == ".md":
			s.markdown(file, string(data))
		case path.Ext(file) == ".xml":
			s.xml(file, data)
		case file == "_redirects":
			s.redirects(string(data))
		}
	}
}

type siteCheck struct {
	t     *testing.T
	set   sitetest.Files
	base  string
	pages map[string]*webPage
}

// void elements have no end tag.
var void = strings.Fields("area base br col embed hr img input link meta param source track wbr")

// blocks end a paragraph even without its end tag.
var blocks = strings.Fields("address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul")

// tags checks the nesting of a page's source, which a parser would fix silently.
func (s *siteCheck) tags(file string, data []byte) {
	var open []string
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		token := z.Token()
		switch {
		case kind == html.ErrorToken:
			if len(open) > 0 {
				s.t.Errorf("%s: %v is open at the end", file, open)
			}
			return
		case kind == html.StartTagToken && !slices.Contains(void, token.Data):
			if token.Data == "a" && slices.Contains(open, "a") || slices.Contains(blocks, token.Data) && slices.Contains(open, "p") {
				s.t.Errorf("%s: a %s in %v: %v", file, token.Data, open, token)
				return
			}
			open = append(open, token.Data)
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				s.t.Errorf("%s: the end of %s in %v", file, token.Data, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// html checks a page against its Content-Security-Policy, and its outline.
func (s *siteCheck) html(d *webPage) {
	level := 0
	each(d.root, func(n *html.Node) {
		switch n.Data {
		case "h1", "h2", "h3", "h4", "h5", "h6":
			l := int(n.Data[1] - '0')
			if l > level+1 || l == 1 && level > 0 || strings.TrimSpace(words(n)) == "" {
				s.t.Errorf("%s: the heading h%d %q follows an h%d", d.file, l, words(n), level)
			}
			level = l
		case "script":
			kind, _ := attribute(n, "type")
			if content := words(n); kind == "application/ld+json" {
				if !json.Valid([]byte(content)) {
					s.t.Errorf("%s: the data for search engines are not JSON: %s", d.file, content)
				}
			} else if _, ok := attribute(n, "src"); !ok || content != "" {
				s.t.Errorf("%s: an inline script: %s", d.file, content)
			}
		case "style", "iframe", "object", "embed", "base", "frame":
			s.t.Errorf("%s: an element %s", d.file, n.Data)
		}
		for _, a := range n.Attr {
			s.attribute(d, n, a)
		}
	})
	if level == 0 {
		s.t.Errorf("%s has no heading", d.file)
	}
}

func (s *siteCheck) attribute(d *webPage, n *html.Node, a html.Attribute) {
	switch a.Key {
	case "style", "srcdoc", "formaction", "ping":
		s.t.Errorf("%s: an attribute %s", d.file, a.Key)
	case "href", "src", "action", "poster", "cite":
		if n.Data == "use" {
			return
		}
		if !d.robots && n.Data == "link" && strings.Contains(a.Val, "404.html") {
			return
		}
		s.follow(d.file, a.Val)
	case "aria-labelledby", "aria-describedby", "aria-controls", "for":
		for _, id := range strings.Fields(a.Val) {
			if !d.ids[id] {
				s.t.Errorf("%s: %s refers to %q, which does not exist", d.file, a.Key, id)
			}
		}
	}
	if strings.HasPrefix(a.Key, "on") {
		s.t.Errorf("%s: a handler %s", d.file, a.Key)
	}
}

// follow resolves a link as a browser does and looks for its target.
func (s *siteCheck) follow(file, link string) {
	at, err := url.Parse(s.base + strings.TrimSuffix(strings.TrimSuffix(file, "index.html"), "/"))
	if err != nil {
		s.t.Fatal(err)
	}
	target, err := at.Parse(link)
	switch {
	case err != nil:
		s.t.Errorf("%s: the link %q: %v", file, link, err)
		return
	case target.Scheme == "mailto":
		return
	case target.Scheme != "https" && target.Scheme != "http":
		s.t.Errorf("%s: the link %q", file, link)
		return
	}
	home, _ := url.Parse(s.base)
	if target.Host != home.Host {
		return
	}
	rest, ours := strings.CutPrefix(target.Path, home.Path)
	if !ours {
		if target.Path != "/" && !strings.Contains(link, "://") {
			s.t.Errorf("%s: the link %q leaves the path of the site", file, link)
		}
		return
	}
	if strings.HasPrefix(link, "#") {
		rest = file
	}
	for _, candidate := range []string{rest, path.Join(rest, "index.html"), rest + ".html"} {
		data, ok := s.set.Get(candidate)
		if !ok {
			continue
		}
		if len(data) == 0 {
			s.t.Errorf("%s: the link %q points to an empty file", file, link)
		}
		if page := s.pages[candidate]; target.Fragment != "" && (page == nil || !page.ids[target.Fragment]) {
			s.t.Errorf("%s: the fragment of the link %q does not exist", file, link)
		}
		return
	}
	s.t.Errorf("%s: the target of the link %q does not exist", file, link)
}

var gfm = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

// markdown checks the format of a twin: valid YAML front matter, one level-1 heading, absolute
// links to existing targets, closed fences, no HTML.
func (s *siteCheck) markdown(file, data string) {
	t := s.t
	body := data
	if strings.HasPrefix(data, "---\n") {
		front, rest, ok := strings.Cut(data[4:], "\n---\n")
		var values map[string]any
		if err := yaml.Unmarshal([]byte(front), &values); !ok || err != nil {
			t.Errorf("%s: the front matter: %v", file, err)
		}
		for key, v := range values {
			s.frontMatter(file, key, v)
		}
		before, _, _ := strings.Cut(data, "\n# ")
		heading, _, _ := strings.Cut(data[min(len(data), len(before)+3):], "\n")
		if regexp.MustCompile(`(?i)not found|404|does not exist`).MatchString(heading) && len(before) < 500 {
			t.Errorf("%s: a heading such as %q is within the first 500 characters:\n%s", file, heading, before)
		}
		if at := strings.Index(data, "/llms.txt"); path.Base(file) != "SKILL.md" && (at < 0 || at > len(data)/2+500) {
			t.Errorf("%s does not mention llms.txt near its beginning", file)
		}
		body = rest
	}
	src := []byte(body)
	doc := gfm.Parser().Parse(text.NewReader(src))
	h1 := 0
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 {
				h1++
			}
		case *ast.Link:
			if dest := string(n.Destination); !strings.Contains(dest, ":") {
				t.Errorf("%s: the link %q is not absolute", file, dest)
			} else {
				s.follow(file, strings.ReplaceAll(dest, "&amp;", "&"))
			}
		case *ast.FencedCodeBlock:
			if len(n.Language(src)) == 0 {
				t.Errorf("%s: a code block without language", file)
			}
		case *extast.Table:
			for row := n.FirstChild(); row != nil; row = row.NextSibling() {
				if row.ChildCount() != len(n.Alignments) {
					t.Errorf("%s: a row of %d cells in a table of %d", file, row.ChildCount(), len(n.Alignments))
				}
			}
		case *ast.HTMLBlock, *ast.RawHTML, *ast.Image, *extast.Strikethrough, *ast.CodeBlock:
			t.Errorf("%s: a %s in\n%s", file, n.Kind(), body)
		}
		return ast.WalkContinue, nil
	})
	if h1 != 1 {
		t.Errorf("%s has %d level-1 headings", file, h1)
	}
	s.lines(file, body)
}

func (s *siteCheck) frontMatter(file, key string, v any) {
	switch v := v.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			s.t.Errorf("%s: %s is empty", file, key)
		}
	case []any:
		for _, tag := range v {
			if _, ok := tag.(string); !ok {
				s.t.Errorf("%s: the tag %v is a %T", file, tag, tag)
			}
		}
	case bool, int:
		if !slices.Contains([]string{"status", "retryable", "request_applied", "deprecated", "retired"}, key) {
			s.t.Errorf("%s: %s is the %T %v", file, key, v, v)
		}
	default:
		if key != "last_updated" {
			s.t.Errorf("%s: %s is a %T", file, key, v)
		}
	}
}

var openFence = regexp.MustCompile("^[ >]*(?:[-*+] |[0-9]+[.)] )*(`{3,})[a-z]*$")

// lines checks the lines of a twin: one newline at the end, no trailing spaces, exactly one
// blank line around headings, every fence closed.
func (s *siteCheck) lines(file, body string) {
	if !strings.HasSuffix(body, "\n") || strings.HasSuffix(body, "\n\n") {
		s.t.Errorf("%s does not end with one newline", file)
	}
	fence := ""
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	for i, line := range lines {
		if fence != "" {
			if strings.TrimLeft(line, "> ") == fence {
				fence = ""
			}
			continue
		}
		if m := openFence.FindStringSubmatch(line); m != nil {
			fence = m[1]
			continue
		}
		if line != strings.TrimRight(line, " \t") {
			s.t.Errorf("%s: a space at the end of %q", file, line)
		}
		if line == "" && i > 0 && i+1 < len(lines) && lines[i+1] == "" {
			s.t.Errorf("%s: two blank lines before %q", file, lines[min(i+2, len(lines)-1)])
		}
		if strings.HasPrefix(line, "#") && (i > 0 && lines[i-1] != "" || i+1 < len(lines) && lines[i+1] != "") {
			s.t.Errorf("%s: no blank lines around %q", file, line)
		}
	}
	if fence != "" {
		s.t.Errorf("%s: a fence is open at the end", file)
	}
}

func (s *siteCheck) xml(file string, data []byte) {
	var doc struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		s.t.Errorf("%s: %v", file, err)
	}
	for _, u := range doc.URLs {
		s.follow(file, u.Loc)
	}
}

func (s *siteCheck) redirects(data string) {
	home, _ := url.Parse(s.base)
	for _, line := range strings.Split(strings.TrimSpace(data), "\n") {
		parts := strings.Fields(line)
		if len(parts) != 3 || parts[2] != "301" || !strings.HasPrefix(parts[0], home.Path) && !strings.HasPrefix(parts[0], home.EscapedPath()) {
			s.t.Errorf("_redirects: %q", line)
			continue
		}
		s.follow("_redirects", parts[1])
	}
}

// checkReadBack reads titles and details back from every output of an entry.
func checkReadBack(t testing.TB, c *catalog.Catalog, set sitetest.Files, pages map[string]*webPage) {
	t.Helper()
	var all struct {
		Entries []struct {
			Type, Title string
			Details     []struct{ Detail string }
		}
	}
	data, _ := set.Get("catalog.json")
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Entries {
		var entry struct {
			Title   string
			Details []struct{ Detail string }
		}
		data, _ := set.Get(e.Path() + ".json")
		if err := json.Unmarshal(data, &entry); err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(all.Entries, func(x struct {
			Type, Title string
			Details     []struct{ Detail string }
		}) bool {
			return x.Type == e.TypeURI()
		})
		if at < 0 || entry.Title != e.Title || all.Entries[at].Title != e.Title {
			t.Errorf("%s: the title %q differs in JSON", e.Path(), e.Title)
			continue
		}
		page := pages[e.Path()+"/index.html"]
		h1 := strings.Join(strings.Fields(words(first(page.root, func(n *html.Node) bool { return n.Data == "h1" }))), " ")
		twin, _ := set.Get(e.Path() + ".md")
		src, doc := twinBody(twin)
		for name, got := range map[string]string{"the page": h1, "the twin": spaced(shownText(find(doc, ast.KindHeading)[0], src))} {
			if want := strings.Join(strings.Fields(e.Status.Path()+" "+e.Title), " "); got != want {
				t.Errorf("%s: the heading of %s is %q; want %q", e.Path(), name, got, want)
			}
		}
		var spans []string
		for _, n := range find(doc, ast.KindCodeSpan) {
			spans = append(spans, shownText(n, src))
		}
		for i, s := range e.Scenarios() {
			if s.Detail == nil {
				continue
			}
			want := s.Detail.Text
			item := first(page.root, func(n *html.Node) bool { id, _ := attribute(n, "id"); return id == "case-"+s.ID() })
			if item == nil {
				t.Errorf("%s: the page has no case %s", e.Path(), s.ID())
				continue
			}
			if got := words(first(item, func(n *html.Node) bool { return n.Data == "code" })); got != want {
				t.Errorf("%s: the page has %q; want %q", s.Name(), got, want)
			}
			if !slices.Contains(spans, want) {
				t.Errorf("%s: the twin does not contain %q, but %q", s.Name(), want, spans)
			}
			if entry.Details[i].Detail != want || all.Entries[at].Details[i].Detail != want {
				t.Errorf("%s: the JSON has %q; want %q", s.Name(), entry.Details[i].Detail, want)
			}
		}
	}
}

// twinBody parses a twin without its front matter.
func twinBody(twin []byte) ([]byte, ast.Node) {
	_, body, ok := bytes.Cut(twin, []byte("\n---\n"))
	if !ok {
		body = twin
	}
	return body, gfm.Parser().Parse(text.NewReader(body))
}

func find(doc ast.Node, kind ast.NodeKind) []ast.Node {
	var list []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == kind {
			list = append(list, n)
		}
		return ast.WalkContinue, nil
	})
	return list
}

// shownText returns the text of a Markdown tree as readers see it.
func shownText(n ast.Node, src []byte) string {
	var b bytes.Buffer
	if err := gfm.Renderer().Render(&b, src, n); err != nil {
		panic(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		panic(err)
	}
	return words(root)
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
