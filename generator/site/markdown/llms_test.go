package markdown

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
)

const config = "name: Example API\nbase: https://errors.test/v2/\n"

// parsedIndex is an llms.txt as its strictest reader sees it.
type parsedIndex struct {
	title, summary string
	intro          []string
	sections       []string
	lines          []indexLine
}

var indexLink = regexp.MustCompile(`^- \[([^\[\]]+)\]\((https?://[^()<>\s]+\.(?:md|txt))\): (\S(?:.*\S)?) ?$`)

// parseIndex reads an llms.txt and fails wherever it leaves the grammar: a heading, a
// summary of one line, paragraphs, then nothing but sections and links with notes.
func parseIndex(t testing.TB, name, data string) parsedIndex {
	t.Helper()
	var x parsedIndex
	fail := func(n int, what string) { t.Errorf("%s:%d: %s:\n%s", name, n+1, what, data[:min(len(data), 2000)]) }
	if !utf8.ValidString(data) || strings.ContainsAny(data, "\r\t\x00") || !strings.HasSuffix(data, "\n") || strings.HasSuffix(data, "\n\n") {
		fail(0, "bad bytes, or not one newline at the end")
	}
	if n := utf8.RuneCountInString(data); n > 50_000 {
		t.Errorf("%s has %d characters", name, n)
	}
	names, urls := map[string]bool{}, map[string]bool{}
	for n, line := range strings.Split(strings.TrimSuffix(data, "\n"), "\n") {
		link := indexLink.FindStringSubmatch(line)
		switch {
		case line == "":
		case n == 0 && strings.HasPrefix(line, "# "):
			x.title = line[2:]
		case n == 2 && strings.HasPrefix(line, "> "):
			x.summary = line[2:]
		case strings.HasPrefix(line, "## ") && len(x.intro) > 0:
			if names[line] || strings.TrimSpace(line[3:]) == "" {
				fail(n, "a second section of one name, or without")
			}
			names[line] = true
			x.sections = append(x.sections, line[3:])
		case link != nil && len(x.sections) > 0:
			if urls[link[2]] {
				fail(n, "a second link to "+link[2])
			}
			urls[link[2]] = true
			x.lines = append(x.lines, indexLine{link[1], link[2], link[3]})
		case len(x.sections) == 0 && n > 2 && !strings.ContainsAny(line[:1], "#>-*+"):
			x.intro = append(x.intro, line)
		default:
			fail(n, "neither section nor link with a note")
		}
	}
	if x.title == "" || x.summary == "" || len(x.intro) == 0 || len(x.lines) == 0 {
		fail(0, "no heading, summary, paragraph or link")
	}
	checkIndexMarkdown(t, name, data, x)
	return x
}

// checkIndexMarkdown reads an llms.txt as Markdown: the same headings and links, and
// nothing else.
func checkIndexMarkdown(t testing.TB, name, data string, x parsedIndex) {
	t.Helper()
	doc := parse(data)
	if bad := find(doc, ast.KindRawHTML, ast.KindHTMLBlock, ast.KindImage, ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindAutoLink, ast.KindThematicBreak); len(bad) > 0 {
		t.Errorf("%s holds a %s:\n%s", name, bad[0].Kind(), data[:min(len(data), 2000)])
	}
	links := find(doc, ast.KindLink)
	if len(links) != len(x.lines) {
		t.Errorf("%s: Markdown readers see %d links in %d lines:\n%s", name, len(links), len(x.lines), data[:min(len(data), 2000)])
		return
	}
	for i, l := range links {
		if got := string(l.(*ast.Link).Destination); got != x.lines[i].url {
			t.Errorf("%s: Markdown readers see a link to %q where it is %q", name, got, x.lines[i].url)
		}
	}
	h1, h2 := 0, 0
	for _, h := range find(doc, ast.KindHeading) {
		switch h.(*ast.Heading).Level {
		case 1:
			h1++
		case 2:
			h2++
		default:
			t.Errorf("%s has a heading of level %d", name, h.(*ast.Heading).Level)
		}
	}
	if h1 != 1 || h2 != len(x.sections) || len(find(doc, ast.KindBlockquote)) != 1 {
		t.Errorf("%s: Markdown readers see %d first and %d second headings", name, h1, h2)
	}
}

// same writes a text in the form that an index keeps: brackets are parentheses,
// backticks may be apostrophes, white space does not count.
func same(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("[", "(", "]", ")", "`", "'", " ", "", "\u00a0", "").Replace(s)), "")
}

func FuzzLLMS(f *testing.F) {
	for i, s := range hardTexts {
		f.Add(s, hardTexts[(i+7)%len(hardTexts)], hardTexts[(i+13)%len(hardTexts)])
	}
	f.Add("a\\", "`b", "`c` d")
	f.Add("a", "[b](https://c.test)", "](https://d.test) <https://e.test>")
	f.Fuzz(func(t *testing.T, title, other, detail string) {
		for _, s := range []string{title, other, detail} {
			if !oneLineText(s) {
				t.Skip()
			}
		}
		files := map[string]string{
			"errdocs.yaml": config + "families:\n  - {id: a, title: " + quote(title) + "}\n  - {id: b, title: " + quote(title) + ", summary: Same title.}\n",
		}
		titles := []string{title, other, detail, title}
		for i, s := range titles {
			files[fmt.Sprintf("409/e-%d.yaml", i)] = fmt.Sprintf("title: %s\nfamily: %s\ndetails:\n  - {scenario: A scenario, detail: %s}\n",
				quote(s), []string{"a", "b"}[i%2], quote(detail+strings.Repeat(" x", i)))
		}
		r := loaded(t, files)
		if r == nil {
			t.Skip()
		}
		index := r.LLMS()
		if len(index) != 1 {
			t.Fatalf("four entries make %d indexes", len(index))
		}
		x := parseIndex(t, "llms.txt", string(index["llms.txt"]))
		want := []string{"409 Conflict", titles[0], titles[2], titles[1], titles[3], "Example API errors", title, title}
		if len(x.lines) != len(want) {
			t.Fatalf("%d links instead of %d:\n%s", len(x.lines), len(want), index["llms.txt"])
		}
		for i, l := range x.lines {
			if same(l.title) != same(want[i]) {
				t.Errorf("the link %d has the title %q; want %q", i, l.title, want[i])
			}
		}
		if got := same(x.lines[1].note); got != same(detail) {
			t.Errorf("the note is %q; want %q", x.lines[1].note, detail)
		}
	})
}

// The index of the built-in catalog: sections in the order of the catalog, the page of
// the status first, every entry once.
func TestIndexOfTheBuiltInCatalog(t *testing.T) {
	var l diag.List
	c := load.Load(os.DirFS("../../../catalog"), "catalog", &l)
	r, err := New(c, page.New(c, page.Options{}), errdocs.Files)
	if err != nil || l.HasErrors() {
		t.Fatal(err, l.All())
	}
	indexes := r.LLMS()
	x := parseIndex(t, "llms.txt", string(indexes["llms.txt"]))
	var want []string
	for _, s := range c.Statuses {
		want = append(want, s.Path()+".md")
		for _, e := range s.Entries {
			want = append(want, e.Path()+".md")
		}
	}
	want = append(want, "index.md")
	for _, f := range c.Families {
		want = append(want, "family/"+f.ID+".md")
	}
	for _, tag := range r.pages.Tags() {
		want = append(want, "tag/"+tag+".md")
	}
	if len(indexes) != 1 || len(x.lines) != len(want) {
		t.Fatalf("%d indexes, %d links; want 1 and %d", len(indexes), len(x.lines), len(want))
	}
	for i, path := range want {
		if got := x.lines[i].url; got != c.Base+path {
			t.Errorf("the link %d is %s; want %s", i, got, c.Base+path)
		}
	}
	if n := len(c.Families); len(x.sections) != n+1 || x.sections[n] != "Optional" {
		t.Errorf("the sections are %q", x.sections)
	}
}

func quote(s string) string {
	var m frontMatter
	m.text("x", s)
	return strings.TrimSuffix(strings.TrimPrefix(m.b.String(), "x: "), "\n")
}

// A catalog of any size has indexes that fit, and every page is in one of them.
func TestIndexesOfLargeCatalogs(t *testing.T) {
	tests := []struct {
		name            string
		entries, length int // of summaries
		families, tags  int
		nested          bool
	}{
		{"small", 20, 100, 3, 5, false},
		{"at the limit", 300, 30, 3, 5, false},
		{"many", 1000, 110, 4, 30, true},
		{"long texts", 120, 900, 3, 5, true},
		{"one family", 700, 400, 1, 3, true},
		{"no family", 400, 500, 0, 3, true},
		{"many tags", 310, 50, 2, 900, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := largeCatalog(test.entries, test.length, test.families, test.tags)
			r := loaded(t, files)
			if r == nil {
				t.Fatal("the catalog has errors")
			}
			indexes := r.LLMS()
			if nested := len(indexes) > 1; nested != test.nested {
				t.Errorf("%d indexes", len(indexes))
			}
			seen := map[string]string{}
			root := parseIndex(t, "llms.txt", string(indexes["llms.txt"]))
			if last := root.sections[len(root.sections)-1]; last != "Optional" {
				t.Errorf("the last section is %q", last)
			}
			linked := map[string]bool{"llms.txt": true}
			for _, l := range root.lines {
				linked[strings.TrimPrefix(l.url, "https://errors.test/v2/")] = true
			}
			for path, data := range indexes {
				if !linked[path] {
					t.Errorf("the root does not lead to %s", path)
				}
				for _, l := range parseIndex(t, path, string(data)).lines {
					seen[strings.TrimPrefix(l.url, "https://errors.test/v2/")] = path
				}
			}
			for url := range seen {
				if strings.HasSuffix(url, ".txt") && indexes[url] == nil {
					t.Errorf("a link leads to %s, which is not there", url)
				}
			}
			var missing []string
			for _, e := range r.c.Entries {
				if seen[e.Path()+".md"] == "" {
					missing = append(missing, e.Path())
				}
			}
			for _, path := range []string{"index.md", "401.md", "404.md"} {
				if seen[path] == "" {
					missing = append(missing, path)
				}
			}
			for _, f := range r.c.Families {
				if seen["family/"+f.ID+".md"] == "" {
					missing = append(missing, f.ID)
				}
			}
			for _, tag := range r.pages.Tags() {
				if seen["tag/"+tag+".md"] == "" {
					missing = append(missing, tag)
				}
			}
			if len(missing) > 0 {
				t.Errorf("no index leads to %d pages, such as %s", len(missing), missing[0])
			}
		})
	}
}

// largeCatalog makes entries of two statuses, with families whose names would collide
// in careless file names.
func largeCatalog(entries, length, families, tags int) map[string]string {
	names := []string{"first", "first-2", "other", "x"}[:families]
	var c strings.Builder
	c.WriteString(config)
	if families > 0 {
		c.WriteString("families:\n")
	}
	for _, id := range names {
		c.WriteString("  - {id: " + id + ", title: The same title, summary: A group.}\n")
	}
	files := map[string]string{"errdocs.yaml": c.String()}
	for i := range entries {
		var e strings.Builder
		fmt.Fprintf(&e, "title: Entry number %d\nsummary: %s\ntags: [", i, strings.TrimSpace(strings.Repeat("word ", length/5)))
		for n := i * 3; n < i*3+3; n++ {
			fmt.Fprintf(&e, "t-%d, ", n%tags)
		}
		e.WriteString("all]\n")
		status := 401
		if i%10 == 0 {
			status = 404
		} else {
			e.WriteString("challenges: [{scheme: Bearer, params: {realm: x}}]\n")
		}
		if families > 0 {
			e.WriteString("family: " + names[i%families] + "\n")
		}
		files[fmt.Sprintf("%d/entry-%d.yaml", status, i)] = e.String()
	}
	return files
}
