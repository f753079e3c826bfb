package generator

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/serve"
)

// These tests cover defects that users report about generators of llms.txt and twins, and about
// hosts of such sites. deploy_test.go also tests those that need a real web server.

// regressionFiles is a small catalog with rare features: a status 404, non-ASCII text, a nearly
// empty entry, an alias.
func regressionFiles() map[string]string {
	return map[string]string{
		"errdocs.yaml": "name: Prüf API\nbase: https://errors.test/\ntagline: Every error, “word for word”.\nfamilies:\n  - {id: one, title: Größe, summary: A group.}\ngo: {package: apierr}\n",
		"404/order-not-found.yaml": "title: Order not found\nfamily: one\ntags: [a-tag]\nsummary: Die Bestellung „42“ fehlt – 注文なし.\naliases: [404/old]\n" +
			"details: [{id: a, scenario: The ID is unknown, detail: There is no order., fix: look}, {id: b, scenario: The order was deleted, detail: The order was deleted., fix: look}]\n" +
			"recovery: {retry: after-fix, reaction: fix-request, actor: client, stop: Stop when the answer is the same.}\ncauses: [{title: A typo, fix: look}]\n" +
			"fixes:\n  - id: look\n    title: Look it up\n    steps: |\n      1. List the orders.\n      2. Read [the other error](/409/bare).\n\n      ```json\n      {\"a\": 1}\n      ```\n    request: {method: GET, url: \"https://api.test/orders\"}\n    expect: {status: 200}\n",
		"409/bare.yaml": "title: Bare\n",
	}
}

// regressionSite is one build of the catalog.
type regressionSite struct {
	base  string
	files map[string]string
}

// at returns the path of a URL below the base. It fails the test for any other URL.
func (s regressionSite) at(t *testing.T, where, address string) string {
	t.Helper()
	p, ok := strings.CutPrefix(address, s.base)
	if !ok || strings.Contains(p, "//") || strings.HasPrefix(p, "v2/") {
		t.Errorf("%s: %q does not begin with %s once", where, address, s.base)
	}
	p, _, _ = strings.Cut(p, "#")
	return p
}

// file returns the file of a URL below the base, as a static host finds it.
func (s regressionSite) file(p string) string {
	for _, name := range []string{strings.TrimPrefix(p+"/index.html", "/"), p + ".html", p} {
		if _, ok := s.files[name]; ok {
			return name
		}
	}
	return ""
}

// markdown returns the paths of the twins.
func (s regressionSite) markdown() []string {
	var list []string
	for _, p := range slices.Sorted(maps.Keys(s.files)) {
		if path.Ext(p) == ".md" && !strings.HasPrefix(p, ".") && p != "AGENTS.md" {
			list = append(list, p)
		}
	}
	return list
}

// pages returns the paths of the pages that sitemap.xml lists.
func (s regressionSite) pages(t *testing.T) []string {
	var list []string
	for _, m := range regexp.MustCompile(`<loc>(.*?)</loc>`).FindAllStringSubmatch(s.files["sitemap.xml"], -1) {
		list = append(list, s.at(t, "sitemap.xml", m[1]))
	}
	return list
}

func twinOf(page string) string {
	if page == "" {
		return "index.md"
	}
	return page + ".md"
}

var (
	mdLink    = regexp.MustCompile(`\]\(([^)\s]*)\)`)
	htmlLinks = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	fenceLine = regexp.MustCompile("(?m)^ *(`{3,}|~{3,})(.*)$")
)

// outsideFences returns a text without its code blocks.
func outsideFences(md string) string {
	var b strings.Builder
	for i, part := range fenceLine.Split(md, -1) {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}

func TestRegressions(t *testing.T) {
	sites := map[string]regressionSite{}
	for name, o := range map[string]struct{ base, style string }{
		"dir": {"https://errors.test/", ""}, "path": {"https://docs.test/v2/errors/", ""}, "file": {"https://errors.test/", "file"},
	} {
		files := regressionFiles()
		if o.style != "" {
			files["errdocs.yaml"] += "site: {url_style: file}\n"
			files["410/order-not-found.yaml"] = strings.ReplaceAll(files["404/order-not-found.yaml"], "404/", "410/")
			delete(files, "404/order-not-found.yaml")
		}
		_, set := buildFiles(t, files, SiteOptions{Base: o.base})
		sites[name] = regressionSite{o.base, bytesOf(set)}
	}
	for number, test := range []struct {
		name string
		run  func(*testing.T, regressionSite)
	}{
		{"relative links break in twins", linksAreAbsolute},
		{"llms.txt links to twins that were never written", indexDelivers},
		{"the twin is not next to its page", twinsBesidePages},
		{"the path of the base is lost or doubled", onePath},
		{"links do not match the URL style", styleFits},
		{"fences are flattened to one language", fencesKeepLanguages},
		{"no charset, or a byte order mark", textIsUTF8},
		{"twins are downloads", twinsAreMarkdown},
		{"a page has no twin", everyPageHasATwin},
		{"the index is bloated by duplicates", indexIsUnique},
		{"llms-full.txt fills the context of models", fullIsNotLinked},
		{"bare URLs instead of links", indexHasNoBareAddress},
		{"a notice above the heading of llms.txt", indexBeginsWell},
		{"the index is out of date", oneListOfPages},
		{"the page for unknown URLs becomes a twin", notFoundHasNoTwin},
		{"two level-1 headings", oneHeading},
		{"a missing description leaves a colon", nothingDangles},
		{"HEAD is not negotiated", headIsNegotiated},
		{"no Vary, one entity tag for two formats", formsAreApart},
		{"a page does not link to its twin", pagesNameTwins},
		{"a preview has only external links", previewsLinkThemselves},
		{"home returns 404 to agents", homeIsNegotiated},
		{"the page for unknown URLs is sent as Markdown", unknownIsWhatItSays},
		{"two pages at 404.html", onlyOne404},
	} {
		t.Run(strconv.Itoa(number+1)+" "+test.name, func(t *testing.T) {
			for _, name := range slices.Sorted(maps.Keys(sites)) {
				t.Run(name, func(t *testing.T) { test.run(t, sites[name]) })
			}
		})
	}
}

func linksAreAbsolute(t *testing.T, s regressionSite) {
	n := 0
	for _, name := range append(s.markdown(), "llms-full.txt", "AGENTS.md") {
		for _, m := range mdLink.FindAllStringSubmatch(outsideFences(s.files[name]), -1) {
			n++
			if p := s.at(t, name, m[1]); s.files[p] == "" {
				t.Errorf("%s: the link %s points to no file", name, m[1])
			}
		}
	}
	if n < 20 {
		t.Errorf("%d links", n)
	}
}

func indexDelivers(t *testing.T, s regressionSite) {
	links := mdLink.FindAllStringSubmatch(s.files["llms.txt"], -1)
	if len(links) < 6 {
		t.Errorf("%d links", len(links))
	}
	for _, m := range links {
		if p := s.at(t, "llms.txt", m[1]); path.Ext(p) != ".md" || len(s.files[p]) < 200 {
			t.Errorf("%s is not a twin, or is nearly empty", p)
		}
	}
}

func twinsBesidePages(t *testing.T, s regressionSite) {
	for _, p := range s.pages(t) {
		twin := s.files[twinOf(p)]
		if !strings.Contains(twin, "\ncanonical: "+s.base+p+"\n") {
			t.Errorf("the twin of %q does not contain its URL:\n%.400s", p, twin)
		}
	}
}

func onePath(t *testing.T, s regressionSite) {
	root := "/" + strings.SplitN(s.base, "/", 4)[3]
	for name, text := range s.files {
		if path.Ext(name) == ".html" {
			for _, m := range htmlLinks.FindAllStringSubmatch(text, -1) {
				if link := m[1]; strings.HasPrefix(link, "/") && (!strings.HasPrefix(link, root) || root != "/" && strings.HasPrefix(link[len(root):], root[1:])) {
					t.Errorf("%s: the link %s", name, link)
				}
			}
		}
	}
	for _, line := range strings.Fields(s.files["_redirects"]) {
		if strings.HasPrefix(line, "/") && !strings.HasPrefix(line, root) {
			t.Errorf("_redirects: %s", line)
		}
	}
}

func styleFits(t *testing.T, s regressionSite) {
	for _, p := range s.pages(t) {
		if s.file(p) == "" {
			t.Errorf("no file for %s", p)
		}
		if strings.HasSuffix(p, "/") || path.Ext(p) != "" {
			t.Errorf("the sitemap has %s", p)
		}
	}
}

func fencesKeepLanguages(t *testing.T, s regressionSite) {
	for _, p := range s.pages(t) {
		inTwin := map[string]int{}
		for i, m := range fenceLine.FindAllStringSubmatch(s.files[twinOf(p)], -1) {
			if (m[2] == "") != (i%2 == 1) {
				t.Errorf("%s: fence %d is tagged %q", p, i, m[2])
			}
			if i%2 == 0 {
				inTwin[m[2]]++
			}
		}
		page := s.files[s.file(p)]
		for lang, n := range inTwin {
			if got := strings.Count(page, `class="language-`+lang+`"`); got < n && lang != "json" { // the twin shows only the body as JSON
				t.Errorf("%s: %d blocks of %s in the page, %d in the twin", p, got, lang, n)
			}
		}
		if strings.HasSuffix(p, "order-not-found") && (inTwin["sh"] != 1 || inTwin["http"] != 1 || inTwin["go"] != 2 || inTwin["json"] != 2) {
			t.Errorf("%s: the fences are %v", p, inTwin)
		}
	}
}

func textIsUTF8(t *testing.T, s regressionSite) {
	for name, text := range s.files {
		if path.Ext(name) != ".png" && (!utf8.ValidString(text) || strings.HasPrefix(text, "\ufeff")) {
			t.Errorf("%s begins with %q", name, text[:min(3, len(text))])
		}
		if path.Ext(name) == ".html" && !strings.Contains(text[:min(1024, len(text))], `<meta charset="utf-8">`) {
			t.Errorf("%s does not declare its charset in its first 1024 bytes", name)
		}
	}
	for _, name := range []string{"llms.txt", "llms-full.txt", "sitemap.md", "catalog.json"} {
		if name != "sitemap.md" && !strings.Contains(s.files[name], "注文なし") {
			t.Errorf("%s does not contain the non-ASCII text", name)
		}
	}
	for _, want := range []string{"*.md\n  Content-Type: text/markdown; charset=utf-8", "*.txt\n  Content-Type: text/plain; charset=utf-8"} {
		if !strings.Contains(s.files["_headers"], want) {
			t.Errorf("_headers does not contain %q:\n%s", want, s.files["_headers"])
		}
	}
	rules := strings.Split(strings.TrimSpace(s.files["_headers"]), "\n/") // the first matches every path
	for _, line := range strings.Split(rules[0], "\n")[1:] {
		header, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, other := range rules[1:] {
			if strings.Contains(other, header+":") {
				t.Errorf("_headers sets %s twice for one path", header)
			}
		}
	}
}

// ask sends a request to a server of the site, below its path.
func (s regressionSite) ask(t *testing.T, method, p, accept string) *http.Response {
	t.Helper()
	c, _ := loadFiles(regressionFiles())
	built, err := NewSite(c, SiteOptions{Base: s.base})
	if err != nil {
		t.Fatal(err)
	}
	h := serve.NewHandler("127.0.0.1:80", serve.Site{Pages: built, Base: s.base})
	root := "/" + strings.SplitN(s.base, "/", 4)[3]
	r := httptest.NewRequest(method, "http://127.0.0.1:80"+root+p, nil)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

const agentAccepts = "text/markdown, text/html;q=0.5"

func twinsAreMarkdown(t *testing.T, s regressionSite) {
	for _, p := range []string{"index.md", "404/order-not-found.md", "AGENTS.md"} {
		if got := s.ask(t, "GET", p, "").Header.Get("Content-Type"); got != "text/markdown; charset=utf-8" {
			t.Errorf("%s is sent as %s", p, got)
		}
	}
}

func everyPageHasATwin(t *testing.T, s regressionSite) {
	n := 0
	for name := range s.files {
		if path.Ext(name) != ".html" || name == "404.html" {
			continue
		}
		n++
		p := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "index.html"), ".html"), "/")
		if s.files[twinOf(p)] == "" {
			t.Errorf("%s has no twin", name)
		}
	}
	if n < 7 {
		t.Errorf("%d pages", n)
	}
}

func indexIsUnique(t *testing.T, s regressionSite) {
	seen := map[string]bool{}
	for _, m := range mdLink.FindAllStringSubmatch(s.files["llms.txt"], -1) {
		if seen[m[1]] {
			t.Errorf("llms.txt links to %s twice", m[1])
		}
		seen[m[1]] = true
	}
	if len(s.files["llms.txt"]) > 50_000 {
		t.Error("llms.txt is too large")
	}
}

func fullIsNotLinked(t *testing.T, s regressionSite) {
	for name, text := range s.files {
		if (path.Ext(name) == ".md" || path.Ext(name) == ".txt") && strings.Contains(text, "llms-full.txt)") {
			t.Errorf("%s links to llms-full.txt", name)
		}
	}
	if !strings.Contains(s.files["llms.txt"], "`llms-full.txt`") {
		t.Error("llms.txt does not mention it")
	}
	full := s.files["llms-full.txt"]
	if n := strings.Count(full, "\nSource: ") + 1; n != len(s.pages(t)) || !strings.HasPrefix(full, "Source: "+s.base) {
		t.Errorf("llms-full.txt has %d pages, the sitemap %d", n, len(s.pages(t)))
	}
	for _, rest := range []string{"\ndoc_version:", "For AI agents", "\n## Sitemap"} {
		if strings.Contains(full, rest) {
			t.Errorf("llms-full.txt repeats %q", rest)
		}
	}
}

func indexHasNoBareAddress(t *testing.T, s regressionSite) {
	if rest := mdLink.ReplaceAllString(s.files["llms.txt"], "]"); strings.Contains(rest, "://") {
		t.Errorf("llms.txt contains a bare URL:\n%s", rest)
	}
}

func indexBeginsWell(t *testing.T, s regressionSite) {
	lines := strings.Split(s.files["llms.txt"], "\n")
	if lines[0] != "# Prüf API errors" || lines[1] != "" || lines[2] != "> Every error, “word for word”." || lines[3] != "" || !strings.HasPrefix(lines[4], "The `type` URI of an error") {
		t.Errorf("llms.txt begins with %q", lines[:5])
	}
	if strings.Contains(s.files["llms.txt"], "\n### ") || strings.Count(s.files["llms.txt"], "\n> ") != 1 {
		t.Error("llms.txt has a level-3 heading or a second summary")
	}
}

func oneListOfPages(t *testing.T, s regressionSite) {
	var indexed []string
	for _, m := range mdLink.FindAllStringSubmatch(s.files["llms.txt"], -1) {
		indexed = append(indexed, s.at(t, "llms.txt", m[1]))
	}
	var mapped, written []string
	for _, p := range s.pages(t) {
		mapped = append(mapped, twinOf(p))
	}
	for _, m := range mdLink.FindAllStringSubmatch(s.files["sitemap.md"], -1) {
		written = append(written, s.at(t, "sitemap.md", m[1]))
	}
	for _, list := range [][]string{indexed, mapped, written} {
		slices.Sort(list)
	}
	if !slices.Equal(indexed, mapped) || !slices.Equal(written, mapped) {
		t.Errorf("llms.txt    %v\nsitemap.xml %v\nsitemap.md  %v", indexed, mapped, written)
	}
}

func notFoundHasNoTwin(t *testing.T, s regressionSite) {
	for _, name := range []string{"404.html.md", "404/index.md"} {
		if s.files[name] != "" {
			t.Errorf("there is a %s", name)
		}
	}
	_, is404 := s.files["404/order-not-found.md"]
	if _, ok := s.files["404.md"]; ok != is404 || slices.Contains(s.pages(t), "404.html") {
		t.Errorf("404.md exists: %v; it is a status: %v", ok, is404)
	}
	if is404 && !strings.Contains(s.files["404.md"], "\n# 404 Not Found\n") {
		t.Errorf("404.md is\n%s", s.files["404.md"])
	}
}

func oneHeading(t *testing.T, s regressionSite) {
	for _, name := range s.markdown() {
		if n := strings.Count("\n"+outsideFences(s.files[name]), "\n# "); n != 1 {
			t.Errorf("%s has %d level-1 headings", name, n)
		}
	}
}

func nothingDangles(t *testing.T, s regressionSite) {
	for _, line := range strings.Split(s.files["llms.txt"], "\n") {
		if strings.HasPrefix(line, "- ") && !regexp.MustCompile(`\): \S`).MatchString(line) {
			t.Errorf("llms.txt: %q", line)
		}
	}
	for _, name := range s.markdown() {
		for line := range strings.Lines(outsideFences(s.files[name])) {
			if strings.HasPrefix(line, "- ") && strings.HasSuffix(strings.TrimSpace(line), ":") || strings.TrimSpace(line) == ":" {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}

func headIsNegotiated(t *testing.T, s regressionSite) {
	get, head := s.ask(t, "GET", "404/order-not-found", agentAccepts), s.ask(t, "HEAD", "404/order-not-found", agentAccepts)
	if get.StatusCode != 200 || head.StatusCode != 200 || !maps.EqualFunc(get.Header, head.Header, slices.Equal) {
		t.Errorf("GET %d %v\nHEAD %d %v", get.StatusCode, get.Header, head.StatusCode, head.Header)
	}
	if typ := head.Header.Get("Content-Type"); typ != "text/markdown; charset=utf-8" {
		t.Errorf("HEAD returns %s", typ)
	}
}

func formsAreApart(t *testing.T, s regressionSite) {
	tags := map[string]bool{}
	for _, accept := range []string{"text/html", "text/markdown", "application/json", "application/problem+json"} {
		r := s.ask(t, "GET", "404/order-not-found", accept)
		if r.Header.Get("Vary") != "Accept" {
			t.Errorf("%s: Vary is %q", accept, r.Header.Get("Vary"))
		}
		tags[r.Header.Get("ETag")] = true
	}
	if len(tags) != 4 || tags[""] {
		t.Errorf("the entity tags of four forms are %v", slices.Sorted(maps.Keys(tags)))
	}
}

func pagesNameTwins(t *testing.T, s regressionSite) {
	root := "/" + strings.SplitN(s.base, "/", 4)[3]
	for _, p := range s.pages(t) {
		page := s.files[s.file(p)]
		if want := `<link rel="alternate" type="text/markdown" href="` + root + twinOf(p) + `">`; !strings.Contains(page, want) {
			t.Errorf("%q does not contain %s", p, want)
		}
		_, body, _ := strings.Cut(page, "<body>")
		if top, _, _ := strings.Cut(body, "<h1"); !strings.Contains(top, `href="`+root+`llms.txt"`) {
			t.Errorf("%q does not mention llms.txt before its heading", p)
		}
	}
}

func previewsLinkThemselves(t *testing.T, s regressionSite) {
	_, set := buildFiles(t, regressionFiles(), SiteOptions{Base: "http://127.0.0.1:8401/"})
	for _, m := range mdLink.FindAllStringSubmatch(bytesOf(set)["llms.txt"], -1) {
		if !strings.HasPrefix(m[1], "http://127.0.0.1:8401/") {
			t.Errorf("a preview links to %s", m[1])
		}
	}
}

func homeIsNegotiated(t *testing.T, s regressionSite) {
	r := s.ask(t, "GET", "", agentAccepts)
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/markdown; charset=utf-8" {
		t.Errorf("home returns %d, %s", r.StatusCode, r.Header.Get("Content-Type"))
	}
}

func unknownIsWhatItSays(t *testing.T, s regressionSite) {
	for _, p := range []string{"404/no-such", "no-such.md", "no-such"} {
		for accept, want := range map[string]string{"text/markdown": "text/markdown; charset=utf-8", "text/html": ""} {
			r := s.ask(t, "GET", p, accept)
			body := make([]byte, 15)
			_, _ = r.Body.Read(body)
			typ := r.Header.Get("Content-Type")
			isHTML := string(body) == "<!DOCTYPE html>"
			if r.StatusCode != 404 || isHTML != (typ == "text/html; charset=utf-8") || want != "" && typ != want {
				t.Errorf("%s with Accept %s: %d, %s, %q", p, accept, r.StatusCode, typ, body)
			}
		}
	}
}

func onlyOne404(t *testing.T, s regressionSite) {
	files := regressionFiles()
	files["errdocs.yaml"] += "site: {url_style: file}\n"
	_, l := loadFiles(files)
	if !slices.ContainsFunc(l.All(), func(d *diag.Diagnostic) bool {
		return strings.Contains(d.Message, "404.html")
	}) {
		t.Errorf("the check does not reject it: %v", l.All())
	}
}
