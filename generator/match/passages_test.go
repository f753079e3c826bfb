package match_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

func search(t testing.TB, c *catalog.Catalog) *match.Search {
	t.Helper()
	b := page.New(c, page.Options{Base: "https://docs.example/e/"})
	r, err := markdown.New(c, b, errdocs.Files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := match.NewSearch(match.New(c), b, r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPassages(t *testing.T) {
	t.Parallel()
	s := search(t, loaded(t, "../../catalog"))
	for _, c := range []struct{ question, first string }{
		{"how do I refresh an expired token", "401/token-expired#fix-refresh"},
		{"what is the difference between 401 and 403", "401#d-what-is-the-difference-between-401-and-403"},
		{"is it safe to retry a POST", "401#questions"},
		{"why does my call fail after an hour?", "401/token-expired#questions"},
		{"clock skew", "401/negotiate-authentication-required#fix-ticket"},
		{"synchronize the clock", "401/token-not-yet-valid#fix-clock"},
		{"which header carries the api key", "401/api-key-missing"},
		{"the proxy removes my header", "401/authorization-header-stripped"},
		{"preflight cors", "401/cors-preflight-unauthorized"},
		{"expierd token", "401/token-expired"},
		{"how to read a challenge", "401#d-how-to-read-a-challenge"},
		{"The access token expired at 2026-01-06T09:58:00Z.", "401/token-expired#case-at"},
		{"https://errors.example.com/401/token-expired", "401/token-expired#fix-refresh"},
		{`{"type":"https://errors.example.com/401/token-expired","detail":"The access token has expired."}`, "401/token-expired#case-introspected"},
		{`Bearer error="invalid_token", error_description="The access token is no longer active"`, "401/token-revoked#fix-"},
	} {
		t.Run(c.question, func(t *testing.T) {
			list := s.Passages(c.question, "", match.MaxPassages)
			if len(list) == 0 || !strings.HasPrefix(list[0].URL, "https://docs.example/e/"+c.first) {
				t.Fatalf("first passage: %+v", list)
			}
			total := 0
			for i, p := range list {
				total += utf8.RuneCountInString(p.Text)
				if i > 0 && p.Score > list[i-1].Score {
					t.Errorf("%s scores more than the passage before", p.URL)
				}
			}
			if len(list) > match.MaxPassages || total > 5000 {
				t.Errorf("%d passages of %d characters", len(list), total)
			}
		})
	}
	if list := s.Passages("lorem ipsum", "", 5); list == nil || len(list) != 0 {
		t.Errorf("words that are nowhere: %#v", list)
	}
}

// TestPassagesOfPage asks what two pages answer alike: the page that is asked wins.
func TestPassagesOfPage(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"errdocs.yaml": {Data: []byte("name: Two\nbase: https://e.example/\n")}}
	for _, slug := range []string{"first", "other"} {
		files["404/"+slug+".yaml"] = &fstest.MapFile{Data: []byte("title: Thing " + slug + "\nfaq: [{question: What is it about frobnicators, answer: It frobnicates.}]\n")}
	}
	c := loadFS(t, files)
	s := search(t, c)
	for _, path := range []string{"404/first", "404/other"} {
		if got := s.Passages("frobnicators", path, 1)[0].URL; got != "https://docs.example/e/"+path+"#questions" {
			t.Errorf("asked on %s: %s", path, got)
		}
	}
}

// TestPassageCut asks for a section that is longer than an answer may be.
func TestPassageCut(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	for i := range 200 {
		fmt.Fprintf(&long, "  Paragraph %d of the background speaks of frobnication at length.\n\n  ```sh\n  echo %d\n\n  echo more\n  ```\n\n", i, i)
	}
	files := fstest.MapFS{
		"errdocs.yaml":   {Data: []byte("name: Long\nbase: https://e.example/\n")},
		"404/thing.yaml": {Data: []byte("title: Thing\ndescription: |\n" + long.String())},
	}
	c := loadFS(t, files)
	list := search(t, c).Passages("frobnication", "", 5)
	if len(list) != 1 {
		t.Fatalf("%d passages", len(list))
	}
	text := list[0].Text
	if n := utf8.RuneCountInString(text); n > 5000 || n < 4500 {
		t.Errorf("%d characters", n)
	}
	if !strings.HasSuffix(text, "\n\n(Cut here. The rest: <https://docs.example/e/404/thing#background>)") {
		t.Errorf("it does not say that it was cut: %s", text[len(text)-100:])
	}
	if strings.Count(text, "```")%2 != 0 {
		t.Error("a fence is left open")
	}
}
