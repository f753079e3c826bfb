package markup

import (
	"strings"
	"sync"
	"testing"
)

// elsewhere resolves links to a different location.
type elsewhere struct{}

func (elsewhere) HTML(path string) string     { return "/elsewhere" + path }
func (elsewhere) Markdown(path string) string { return "https://elsewhere.test" + path }

func TestKeptTexts(t *testing.T) {
	first := New(unchanged{})
	second := first.With(elsewhere{})
	for _, source := range []string{"see [there](/401/token-expired)", "`code`", "- a\n- [b](/401)", "*a* [b](https://a.test/)"} {
		for range 2 { // rendered, then cached
			for _, r := range []*Renderer{first, second} {
				fresh := New(r.links)
				if got, want := r.Block(source), fresh.Block(source); got.HTML != want.HTML || got.Markdown != want.Markdown {
					t.Errorf("%q with %T: %+v, want %+v", source, r.links, got, want)
				}
				if got, want := r.Inline(source), fresh.Inline(source); got.HTML != want.HTML || got.Markdown != want.Markdown {
					t.Errorf("%q with %T as a line: %+v, want %+v", source, r.links, got, want)
				}
			}
			if got, want := second.Portable(source), New(elsewhere{}).Portable(source); got != want {
				t.Errorf("%q is portable as %q, want %q", source, got, want)
			}
		}
	}
}

// TestKeptTextsTakeTurns renders more texts at once than the cache can store.
func TestKeptTextsTakeTurns(t *testing.T) {
	r := New(unchanged{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range 3 * len(r.kept.slots) {
				word := strings.Repeat("a", i%1000+1)
				if got := r.Inline("*" + word + "*"); string(got.HTML) != "<em>"+word+"</em>" {
					t.Errorf("%q became %q", word, got.HTML)
				}
			}
		})
	}
	group.Wait()
	if text, ok := r.kept.text("", true); ok {
		t.Errorf("no text is kept as %+v", text)
	}
	long := "*" + strings.Repeat("a", keptBytes) + "*"
	r.Inline(long)
	if _, ok := r.kept.text(long, true); ok {
		t.Error("a long text is kept")
	}
}
