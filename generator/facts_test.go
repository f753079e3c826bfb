package generator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
	"github.com/errdocs/errdocs/generator/page"
)

// entryFacts is what the outputs of an entry say alike. The JSON of the entry has it as
// data; page and twin are read back.
type entryFacts struct {
	Type, Title, Canonical string
	Status                 string
	Summary                string
	Details                []string
	Fixes                  []string // titles
	Requests               []string // as shell commands
	Responses              []string
	Causes                 []string // titles
}

// Page, twin, entry JSON and catalog.json say the same facts, and page and twin the
// same words in the same order.
func TestO07SameFacts(t *testing.T) {
	src, err := Find("../catalog")
	if err != nil {
		t.Fatal(err)
	}
	var fields fieldsOf
	builtIn, _ := Load(src)
	set := rendered(t, builtIn, SiteOptions{})
	every, everySet := buildFiles(t, fields.files(), SiteOptions{})
	for _, site := range []struct {
		c   *catalog.Catalog
		set sitetest.Files
	}{{builtIn, set}, {every, everySet}} {
		pages := pagesOf(t, site.set, site.c.Base)
		brief := briefFacts(t, site.set)
		for _, e := range site.c.Entries {
			want := modelFacts(e)
			data, _ := site.set.Get(e.Path() + ".json")
			twin, _ := site.set.Get(e.Path() + ".md")
			web := pages[e.Path()+"/index.html"]
			compareFacts(t, e, "the JSON", jsonFacts(t, data), want)
			compareFacts(t, e, "the twin", twinFacts(t, twin), want)
			compareFacts(t, e, "the page", webFacts(e, web), want)
			short := want
			short.Fixes, short.Requests, short.Responses, short.Causes = nil, nil, nil, nil
			compareFacts(t, e, "catalog.json", brief[e.TypeURI()], short)
			compareWords(t, e.Path(), webWords(web), twinWords(twin))
		}
		for _, file := range site.set.Paths() {
			if twin, ok := site.set.Get(strings.TrimSuffix(file, "/index.html") + ".md"); ok && path.Base(file) == "index.html" && !isEntry(site.c, path.Dir(file)) && pages[file].robots {
				compareWords(t, file, webWords(pages[file]), twinWords(twin))
			}
		}
	}
}

func isEntry(c *catalog.Catalog, path string) bool { return c.Entry(path, nil) != nil }

func compareFacts(t *testing.T, e *catalog.Entry, where string, got, want entryFacts) {
	t.Helper()
	a, _ := json.MarshalIndent(got, "", " ")
	b, _ := json.MarshalIndent(want, "", " ")
	if !bytes.Equal(a, b) {
		t.Errorf("%s: %s says otherwise: %s", e.Path(), where, firstDifference(string(b), string(a)))
	}
}

// modelFacts returns what the catalog says, with Markdown read as text.
func modelFacts(e *catalog.Entry) entryFacts {
	f := entryFacts{
		Type: e.TypeURI(), Title: spaced(e.Title), Canonical: e.PageURL(), Status: e.Status.Path(), Summary: mdText(e.Summary),
	}
	for _, s := range e.Scenarios() {
		if s.Detail != nil {
			f.Details = append(f.Details, s.Detail.Text)
		}
		if e.Retired == nil {
			f.Responses = append(f.Responses, s.Response().String())
		}
	}
	for i := range e.Fixes {
		f.Fixes = append(f.Fixes, mdText(e.Fixes[i].Title))
		if r := e.Fixes[i].Request; r != nil {
			f.Requests = append(f.Requests, page.Curl(r))
		}
	}
	for _, c := range e.Causes {
		f.Causes = append(f.Causes, mdText(c.Title))
	}
	return f
}

// mdText returns the text that Markdown shows.
func mdText(md string) string {
	src := []byte(md)
	return spaced(shownText(gfmParse(src), src))
}

func gfmParse(src []byte) ast.Node {
	_, doc := twinBody(append([]byte("x\n---\n"), src...))
	return doc
}

// jsonFacts reads an entry's JSON.
func jsonFacts(t *testing.T, data []byte) entryFacts {
	t.Helper()
	var v struct {
		Type, Title, Summary string
		Status               int
		Links                struct{ HTML string }
		Details              []struct {
			Detail   string
			Response *struct {
				Status  int
				Headers [][2]string
				Body    string
			}
		}
		Fixes []struct {
			Title   string
			Request *struct {
				Method, URL, Body   string
				Headers, Form, JSON json.RawMessage
			}
		}
		Causes []struct{ Title string }
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	f := entryFacts{Type: v.Type, Title: spaced(v.Title), Canonical: v.Links.HTML, Status: fmt.Sprint(v.Status), Summary: mdText(v.Summary)}
	for _, d := range v.Details {
		f.Details = append(f.Details, d.Detail)
		if r := d.Response; r != nil {
			response := catalog.Response{Status: r.Status, Body: r.Body}
			for _, h := range r.Headers {
				response.Headers = append(response.Headers, catalog.Field{Name: h[0], Value: h[1]})
			}
			response.Reason = http.StatusText(r.Status)
			f.Responses = append(f.Responses, response.String())
		}
	}
	for _, x := range v.Fixes {
		f.Fixes = append(f.Fixes, mdText(x.Title))
		if q := x.Request; q != nil {
			r := catalog.Request{Method: q.Method, URL: q.URL, Body: q.Body, Headers: pairsOf(t, q.Headers), Form: pairsOf(t, q.Form)}
			var compact bytes.Buffer
			if len(q.JSON) > 0 {
				if err := json.Compact(&compact, q.JSON); err != nil {
					t.Fatal(err)
				}
			}
			r.JSON = format.JSON(compact.String())
			if (&catalog.Request{Form: r.Form, JSON: r.JSON, Body: r.Body}).EffectiveMethod() == q.Method {
				r.Method = "" // it goes without saying
			}
			f.Requests = append(f.Requests, page.Curl(&r))
		}
	}
	for _, c := range v.Causes {
		f.Causes = append(f.Causes, mdText(c.Title))
	}
	return f
}

// pairsOf reads an object with its keys in order.
func pairsOf(t *testing.T, data json.RawMessage) []catalog.Pair {
	t.Helper()
	if len(data) == 0 {
		return nil
	}
	var list []catalog.Pair
	d := json.NewDecoder(bytes.NewReader(data))
	var texts []string
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		if s, ok := token.(string); ok {
			texts = append(texts, s)
		}
	}
	for i := 0; i+1 < len(texts); i += 2 {
		list = append(list, catalog.Pair{Name: texts[i], Value: texts[i+1]})
	}
	return list
}

// briefFacts reads catalog.json, by type URI.
func briefFacts(t *testing.T, set sitetest.Files) map[string]entryFacts {
	t.Helper()
	data, _ := set.Get("catalog.json")
	var v struct{ Entries []json.RawMessage }
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	facts := map[string]entryFacts{}
	for _, e := range v.Entries {
		f := jsonFacts(t, e)
		f.Responses, f.Fixes, f.Requests, f.Causes = nil, nil, nil, nil
		facts[f.Type] = f
	}
	return facts
}

// twinFacts reads a twin.
func twinFacts(t *testing.T, twin []byte) entryFacts {
	t.Helper()
	front, _, _ := bytes.Cut(bytes.TrimPrefix(twin, []byte("---\n")), []byte("\n---\n"))
	var head struct {
		Type, Title, Canonical string
		Status                 int
	}
	if err := yaml.Unmarshal(front, &head); err != nil {
		t.Fatal(err)
	}
	f := entryFacts{Type: head.Type, Title: spaced(head.Title), Canonical: head.Canonical, Status: fmt.Sprint(head.Status)}
	src, doc := twinBody(twin)
	section, firstHead, before := "", "", ""
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			before = ""
			if n.Level <= 2 {
				section = spaced(shownText(n, src))
			} else if section == "Fix it" {
				f.Fixes = append(f.Fixes, spaced(shownText(n, src)))
			}
			continue
		case *ast.Paragraph:
			before = spaced(shownText(n, src))
			if notice := n.FirstChild().Kind() == ast.KindEmphasis; strings.HasPrefix(section, f.Status+" ") && f.Summary == "" && !notice && !strings.HasPrefix(before, "Start here:") {
				f.Summary = before
			}
		case *ast.List:
			f.list(section, n, src)
		case *ast.FencedCodeBlock:
			text := string(n.Lines().Value(src))
			switch {
			case section == "Fix it" && strings.HasPrefix(text, "curl "):
				f.Requests = append(f.Requests, strings.TrimSuffix(text, "\n"))
			case section == "The response" && before == "Same headers, different body:":
				f.Responses = append(f.Responses, firstHead+"\n"+text)
			case section == "The response":
				if firstHead == "" {
					firstHead, _, _ = strings.Cut(text, "\n\n")
					firstHead += "\n"
				}
				f.Responses = append(f.Responses, text)
			}
			before = ""
		}
	}
	return f
}

// list reads the lists of a twin that hold facts.
func (f *entryFacts) list(section string, n *ast.List, src []byte) {
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		switch section {
		case "Which case is yours?", "What the server sends":
			f.Details = append(f.Details, shownText(find(item, ast.KindCodeSpan)[0], src))
		case "Causes":
			f.Causes = append(f.Causes, strings.TrimSuffix(spaced(shownText(find(item, ast.KindEmphasis)[0], src)), "."))
		}
	}
}

// webFacts reads a page. Where it shows a type is the designer's choice; that it does
// is not.
func webFacts(e *catalog.Entry, d *webPage) entryFacts {
	var f entryFacts
	h1 := spaced(webText(first(d.root, func(n *html.Node) bool { return n.Data == "h1" })))
	f.Status, f.Title, _ = strings.Cut(h1, " ")
	if first(d.root, func(n *html.Node) bool { return n.Data == "code" && words(n) == e.TypeURI() }) != nil {
		f.Type = e.TypeURI()
	}
	each(d.root, func(n *html.Node) {
		id, _ := attribute(n, "id")
		class, _ := attribute(n, "class")
		rel, _ := attribute(n, "rel")
		switch {
		case rel == "canonical":
			f.Canonical, _ = attribute(n, "href")
		case n.Data == "p" && class == "lead":
			f.Summary = spaced(webText(n))
		case strings.HasPrefix(id, "case-"):
			f.Details = append(f.Details, words(first(n, func(n *html.Node) bool { return n.Data == "code" })))
		case strings.HasPrefix(id, "fix-") && n.Data == "h3":
			f.Fixes = append(f.Fixes, spaced(webText(n)))
			each(n.Parent, func(n *html.Node) {
				if n.Data == "code" && hasClass(n.Parent.Parent, "panel") {
					f.Requests = append(f.Requests, strings.TrimSuffix(words(n), "\n"))
				}
			})
		case strings.HasPrefix(id, "response-"):
			f.Responses = append(f.Responses, words(first(n, func(n *html.Node) bool { return n.Data == "code" && n.Parent.Data == "pre" })))
		case class == "causes":
			for item := n.FirstChild; item != nil; item = item.NextSibling {
				if item.Data == "li" {
					f.Causes = append(f.Causes, strings.TrimSuffix(spaced(words(item.FirstChild)), "."))
				}
			}
		}
	})
	return f
}

func hasClass(n *html.Node, class string) bool {
	list, _ := attribute(n, "class")
	return slices.Contains(strings.Fields(list), class)
}

// webText returns the text of an element without what the twin leaves out.
func webText(n *html.Node) string {
	var b strings.Builder
	var write func(n *html.Node)
	write = func(n *html.Node) {
		if _, ignored := attribute(n, "data-markdown-ignore"); ignored || n.Data == "nav" || n.Data == "wbr" {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		part := func() {
			if n.Type == html.ElementNode && !slices.Contains([]string{"span", "b", "i", "em", "strong", "code", "a", "abbr"}, n.Data) {
				b.WriteByte(' ')
			}
		}
		part()
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(c)
		}
		part()
	}
	write(n)
	return b.String()
}

var word = regexp.MustCompile(`[\pL\pN]+`)

// webWords returns the words of a page, in order.
func webWords(d *webPage) []string {
	main := first(d.root, func(n *html.Node) bool { return n.Data == "main" })
	return word.FindAllString(webText(main), -1)
}

// twinWords returns the words of a twin between its directive and its sitemap, with
// the heads of responses that it leaves out.
func twinWords(twin []byte) []string {
	src, doc := twinBody(twin)
	var list []string
	head := ""
	inResponse, same := false, false
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		text := shownText(n, src)
		switch n := n.(type) {
		case *ast.Blockquote:
			if n.PreviousSibling() == nil {
				continue
			}
		case *ast.Heading:
			if spaced(text) == "Sitemap" {
				return list
			}
			if n.Level <= 2 {
				inResponse = spaced(text) == "The response"
			}
		case *ast.Paragraph:
			if same = inResponse && spaced(text) == "Same headers, different body:"; same {
				continue
			}
		case *ast.FencedCodeBlock:
			text = string(n.Lines().Value(src))
			if same {
				text = head + " " + text
			} else if inResponse && head == "" {
				head, _, _ = strings.Cut(text, "\n\n")
			}
		}
		list = append(list, word.FindAllString(text, -1)...)
	}
	return list
}

func compareWords(t *testing.T, file string, web, twin []string) {
	t.Helper()
	for i := range max(len(web), len(twin)) {
		if i < len(web) && i < len(twin) && web[i] == twin[i] {
			continue
		}
		around := func(list []string) string {
			return strings.Join(list[max(0, min(i-8, len(list))):min(i+8, len(list))], " ")
		}
		t.Errorf("%s: page and twin part here:\n… %s …\n… %s …", file, around(web), around(twin))
		return
	}
}

// backwards lists folders in the wrong order.
type backwards struct{ fstest.MapFS }

func (f backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := f.MapFS.ReadDir(name)
	slices.Reverse(list)
	return list, err
}

// The same catalog gives the same bytes: on one core and on many, in any time zone,
// with its folders listed in any order.
func TestO13SameBytes(t *testing.T) {
	var fields fieldsOf
	files := fstest.MapFS{}
	for name, data := range fields.files() {
		files[name] = &fstest.MapFile{Data: []byte(data), ModTime: time.Unix(1, 0)}
	}
	later := fstest.MapFS{}
	for name, f := range files {
		later[name] = &fstest.MapFile{Data: f.Data, ModTime: time.Unix(1e9, 0), Mode: 0o600}
	}
	build := func(files fs.FS) map[string]string {
		c, _ := Load(Source{FS: files, Shown: "catalog"})
		return bytesOf(rendered(t, c, SiteOptions{}))
	}
	want := build(files)
	cores, zone := runtime.GOMAXPROCS(0), time.Local
	defer func() { runtime.GOMAXPROCS(cores); time.Local = zone }()
	for _, n := range []int{1, 8} {
		runtime.GOMAXPROCS(n)
		time.Local = time.FixedZone("X", n*5000-20000)
		for name, got := range map[string]map[string]string{"again": build(files), "backwards": build(backwards{files}), "later": build(later)} {
			if changed := difference(want, got); len(changed) > 0 {
				t.Errorf("built %s on %d cores, these files differ: %v", name, n, changed)
			}
		}
	}
}

func bytesOf(set sitetest.Files) map[string]string {
	files := map[string]string{}
	for _, p := range set.Paths() {
		data, _ := set.Get(p)
		files[p] = string(data)
	}
	return files
}

// difference returns the paths of the files that are not in both sets alike.
func difference(a, b map[string]string) []string {
	var list []string
	for p, data := range a {
		if b[p] != data {
			list = append(list, p)
		}
	}
	for p := range b {
		if _, ok := a[p]; !ok {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return list
}

// A version changes with the content of an entry and with nothing else, and an edit
// touches the files of the entry, the lists that name it and the indexes.
func TestVersions(t *testing.T) {
	var fields fieldsOf
	version := func(files map[string]string, file string) string {
		_, set := buildFiles(t, files, SiteOptions{})
		data, _ := set.Get(file)
		var v struct {
			Version string `json:"doc_version"`
		}
		if err := json.Unmarshal(data, &v); err != nil || len(v.Version) != 12 {
			t.Fatalf("%s has the version %q: %v", file, v.Version, err)
		}
		return v.Version
	}
	const name = "401/first.yaml"
	files := fields.files()
	want, whole := version(files, "401/first.json"), version(files, "catalog.json")
	for what, edit := range map[string][2]string{
		"a comment": {"family: one", "family: one # where it belongs"},
		"a date":    {"updated: 2026-01-03", "updated: 2026-02-04"},
		"quotes":    {"reaction: fix-request", `reaction: "fix-request"`},
	} {
		changed := edited(t, files, name, edit)
		if got := version(changed, "401/first.json"); got != want {
			t.Errorf("%s makes the version %s of %s", what, got, want)
		}
		if got := version(changed, "catalog.json"); got != whole {
			t.Errorf("%s changes the version of the catalog", what)
		}
	}
	_, before := buildFiles(t, files, SiteOptions{})
	for what, edit := range map[string][2]string{
		"a title":  {"First title", "Another title"},
		"a detail": {"Detail without a param", "Another detail"},
		"an enum":  {"retry: after-fix", "retry: later"},
		"a step":   {"Step of the first fix", "Another step"},
	} {
		changed := edited(t, files, name, edit)
		if got := version(changed, "401/first.json"); got == want {
			t.Errorf("%s leaves the version", what)
		}
		if got := version(changed, "catalog.json"); got == whole {
			t.Errorf("%s leaves the version of the catalog", what)
		}
		_, after := buildFiles(t, changed, SiteOptions{})
		for _, file := range difference(bytesOf(before), bytesOf(after)) {
			if !slices.ContainsFunc(touched, func(re *regexp.Regexp) bool { return re.MatchString(file) }) {
				t.Errorf("%s changes %s", what, file)
			}
			if what == "a step" && (path.Ext(file) == ".html" && file != "401/first/index.html" || file == "llms.txt" || file == "sitemap.md") {
				t.Errorf("%s changes %s, which does not show it", what, file)
			}
		}
	}
}

// touched are the files that the first entry of the test catalog may touch: its own and
// those of its aliases, the entry that leads to it, its lists, the indexes.
var touched = []*regexp.Regexp{
	regexp.MustCompile(`^401/first(\.md|\.json|/index\.html)$`), regexp.MustCompile(`^(401/old-first|legacy/first)(\.md|\.json|/index\.html)$`),
	regexp.MustCompile(`^401/second(\.md|/index\.html|\.json)$`), regexp.MustCompile(`^(401|index|family/one|tag/true|tag/404)(\.md|/index\.html)$`),
	regexp.MustCompile(`^(index\.html|404\.html|llms\.txt|llms-full\.txt|catalog\.json|sitemap\.md|sitemap\.xml|search-index\.js|feed\.xml)$`),
}

func edited(t *testing.T, files map[string]string, name string, edit [2]string) map[string]string {
	t.Helper()
	if strings.Count(files[name], edit[0]) != 1 {
		t.Fatalf("%s holds %q %d times", name, edit[0], strings.Count(files[name], edit[0]))
	}
	changed := map[string]string{}
	for n, data := range files {
		changed[n] = data
	}
	changed[name] = strings.Replace(files[name], edit[0], edit[1], 1)
	return changed
}
