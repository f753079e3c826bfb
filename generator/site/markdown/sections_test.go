package markdown

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
)

const version = "0123456789ab"

// misleading has text that only looks like the headings of a page.
const misleading = "title: Name taken\ndescription: |\n  ```text\n  # 409 Name taken\n\n  ## Sitemap\n\n  ## Questions\n  ```\nfaq: [{question: \"Why?\", answer: Because.}]\n"

func builtIn(t *testing.T) *Renderer {
	t.Helper()
	var l diag.List
	c := load.Load(os.DirFS("../../../catalog"), "catalog", &l)
	r, err := New(c, page.New(c, page.Options{}), errdocs.Files)
	if err != nil || l.HasErrors() {
		t.Fatal(err, l.All())
	}
	return r
}

// headings returns the second-level headings that Markdown readers see.
func headings(md string) []string {
	var list []string
	for _, h := range find(parse(md), ast.KindHeading) {
		if h.(*ast.Heading).Level == 2 {
			list = append(list, shown(h, md))
		}
	}
	return list
}

// checkPage compares a twin with the same page in llms-full.txt: both have the sections of the
// page, and the twin has front matter, the line for agents and the links in addition.
func checkPage(t *testing.T, h *page.Head, twin, full []byte) {
	t.Helper()
	var want []string
	for _, s := range h.Sections {
		want = append(want, s.Heading)
	}
	body, ok := strings.CutPrefix(string(full), "Source: "+h.URL()+"\n")
	if !ok || !strings.HasPrefix(body, "\n# ") || !strings.HasSuffix(body, "\n") || strings.HasSuffix(body, "\n\n") {
		t.Errorf("%s in llms-full.txt begins or ends differently:\n%s", h.Path, full)
	}
	if got := headings(body); !slices.Equal(got, want) {
		t.Errorf("%s in llms-full.txt has the sections %q; want %q", h.Path, got, want)
	}
	before, after, ok := strings.Cut(string(twin), body)
	if !ok || !strings.HasPrefix(before, "---\n") || !strings.HasSuffix(before, ")\n") || !strings.HasPrefix(after, "\n## Sitemap\n\n[") || len(headings(after)) != 1 {
		t.Errorf("the twin of %s is not what llms-full.txt has of it, with more around that:\n%s", h.Path, twin)
	}
	if strings.Contains(body, "\n\n\n") {
		t.Errorf("%s has two blank lines in a row", h.Path)
	}
}

func TestSections(t *testing.T) {
	r := builtIn(t)
	hostile := loaded(t, map[string]string{"errdocs.yaml": config, "409/taken.yaml": misleading})
	for _, r := range []*Renderer{r, hostile} {
		for _, e := range r.c.Entries {
			p := r.pages.Entry(e)
			twin, err := r.Entry(p, version)
			if err != nil {
				t.Fatal(err)
			}
			checkPage(t, &p.Head, twin.Text, twin.Full())
		}
		lists := []*page.List{r.pages.Home()}
		for _, s := range r.c.Statuses {
			lists = append(lists, r.pages.Status(s))
		}
		for _, f := range r.families() {
			lists = append(lists, r.pages.Family(f))
		}
		for _, l := range lists {
			twin, err := r.List(l, version)
			if err != nil {
				t.Fatal(err)
			}
			checkPage(t, &l.Head, twin.Text, twin.Full())
		}
	}
}

// Every passage is in the twin of its page, word for word. Only a response is shown in full
// where the page shows how it differs from the one before, and what continues an item of a
// list is not indented.
func TestPassagesAreOfTheTwin(t *testing.T) {
	r := builtIn(t)
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	kinds := map[string]int{}
	for _, e := range r.c.Entries {
		p := r.pages.Entry(e)
		twin, err := r.Entry(p, version)
		if err != nil {
			t.Fatal(err)
		}
		passages, err := r.EntryPassages(p)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{"": true}
		for _, s := range p.Sections {
			ids[s.ID] = true
		}
		for _, s := range p.Below("fix") {
			ids[s.ID] = true
		}
		for _, x := range passages {
			kind, _, _ := strings.Cut(x.Fragment, "-")
			kinds[kind]++
			if !ids[x.Fragment] && kind != "case" && kind != "response" {
				t.Errorf("%s has no element %q", p.Path, x.Fragment)
			}
			if kind != "response" && !strings.Contains(flat(string(twin.Text)), flat(x.Markdown)) {
				t.Errorf("the twin of %s does not have the passage %s#%s:\n%s", p.Path, x.Heading, x.Fragment, x.Markdown)
			}
			if (x.Heading == "") != (x.Fragment == "") || strings.Trim(x.Markdown, "\n") != x.Markdown || x.Markdown == "" {
				t.Errorf("%s has the passage %+v", p.Path, x)
			}
		}
	}
	for _, kind := range []string{"", "case", "fix", "causes", "response", "fields", "background", "owners", "failing", "questions", "related"} {
		if kinds[kind] == 0 {
			t.Errorf("no page has a passage %q", kind)
		}
	}
}

// The page of a status has a passage for each part of its description.
func TestPassagesOfStatus(t *testing.T) {
	r := loaded(t, map[string]string{
		"errdocs.yaml": config, "409/taken.yaml": "title: Name taken\n",
		"409.yaml": "summary: A conflict.\ndescription: |\n  Read this.\n\n  ```text\n  ## no heading\n  ```\n\n  ## How `it` works\n\n  Like this.\n\n  ## More\n\n  And so on.\nfaq: [{question: \"Why?\", answer: Because.}]\n",
	})
	passages, err := r.ListPassages(r.pages.Status(r.c.Statuses[0]))
	if err != nil {
		t.Fatal(err)
	}
	want := []Passage{
		{Markdown: "A conflict."},
		{Markdown: "Read this.\n\n```text\n## no heading\n```"},
		{Fragment: "d-how-it-works", Heading: "How it works", Markdown: "Like this."},
		{Fragment: "d-more", Heading: "More", Markdown: "And so on."},
		{Fragment: "questions", Heading: "Why?", Markdown: "Because."},
	}
	if !slices.Equal(passages, want) {
		t.Errorf("%+v; want %+v", passages, want)
	}
}

// A finding has the length of the twin, and the sections that the page has.
func TestCheckSize(t *testing.T) {
	long := strings.Repeat("word ", 1000)
	r := loaded(t, map[string]string{
		"errdocs.yaml": config, "409/taken.yaml": "summary: " + strings.TrimSpace(long[:700]) + "\n" + misleading + "security: " + long + "\n",
	})
	p := r.pages.Entry(r.c.Entries[0])
	twin, err := r.Entry(p, version)
	if err != nil {
		t.Fatal(err)
	}
	var l diag.List
	CheckSize(p.Entry, twin, &l)
	found := l.All()
	if len(found) != 2 {
		t.Fatalf("%d findings", len(found))
	}
	if want := "the Markdown page has " + strconv.Itoa(utf8.RuneCount(twin.Text)) + " characters; the limit is 5000"; found[0].Message != want {
		t.Errorf("%q; want %q", found[0].Message, want)
	}
	if help := found[0].Help; !strings.HasPrefix(help, `shorten it; its longest sections are "For API owners" (5`) || strings.Contains(help, "Sitemap") {
		t.Errorf("the help is %q", help)
	}
	if want := "the opening of the page has 718 characters; the limit is 600"; found[1].Message != want {
		t.Errorf("%q; want %q", found[1].Message, want)
	}
}
