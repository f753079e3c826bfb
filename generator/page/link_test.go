package page_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/page"
)

// TestLinkFrom puts the same text with a link on every page. The link function receives the
// path of the page that shows it.
func TestLinkFrom(t *testing.T) {
	t.Parallel()
	var l diag.List
	c := load.Load(generatortest.Catalog(3), "catalog", &l)
	const text = "See [another entry](/401/entry-0#fix)."
	c.Tagline, c.Statuses[0].Summary, c.Statuses[0].Description = text, text, text
	for i := range c.Families {
		c.Families[i].Summary = text
	}
	for _, e := range c.Entries {
		e.Summary, e.Description = text, text
	}
	b := page.New(c, page.Options{Link: func(from, to string) string { return "from/" + from + "/to/" + to }})
	check := func(from string, texts ...page.Text) {
		want := fmt.Sprintf("See <a href=%q>another entry</a>.", "from/"+from+"/to/401/entry-0#fix")
		for _, text := range texts {
			if !strings.Contains(string(text.HTML), want) {
				t.Errorf("the page %q has the text %q, want %q", from, text.HTML, want)
			}
		}
	}
	e := c.Entries[1]
	check(e.Path(), b.Entry(e).Summary, b.Entry(e).Background.Text, b.Advice(e).Summary)
	lists := []*page.List{b.Home(), b.Status(e.Status), b.Family(c.Family(e.Family)), b.Tag(b.Tags()[0])}
	for _, p := range lists {
		check(p.Path, p.Groups[0].Items[0].Summary)
	}
	check("", lists[0].Summary, lists[0].Groups[0].Summary)
	check(e.Status.Path(), lists[1].Summary, lists[1].Intro)
	check("404.html", b.NotFound().Groups[0].Summary)
	if got := b.Site.Link("a", "b"); got != "from/a/to/b" {
		t.Errorf("the link is %q", got)
	}
	if got := page.New(c, page.Options{}).Site.Link("a", "b"); got != "/b" {
		t.Errorf("without a function, the link is %q", got)
	}
}
