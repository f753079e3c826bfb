package browser

import (
	"strings"
	"testing"
)

// measured are the measurements of a page.
type measured struct {
	Overflow  float64 // how much wider the page is than the window, in pixels
	FirstCase float64 // bottom edge of the first case; 0 if there is none
	Dark      bool
	Stops     int // tab stops before main
}

const measure = `(() => {
	const first = document.querySelector(".cases li");
	const main = document.querySelector("main");
	const stops = [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")]
		.filter(e => e.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING);
	const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number);
	const background = getComputedStyle(document.documentElement).backgroundColor.match(/[0-9.]+/g).map(Number);
	const dark = (list) => list.length < 4 && list[0] + list[1] + list[2] < 384;
	return {
		Overflow: document.documentElement.scrollWidth - window.innerWidth,
		FirstCase: first ? first.getBoundingClientRect().bottom : 0,
		Dark: dark([r, g, b]) && r + g + b > 0 || dark(background),
		Stops: stops.length,
	};
})()`

// TestPages opens every page at phone and desktop size, in both themes. There must be no console
// messages, no requests to other hosts, no policy violations and no horizontal scrolling, and
// the first case must be on the first screen.
func TestPages(t *testing.T) {
	t.Parallel()
	base, files := serveFlagship(t)
	for _, v := range []view{{1280, 800, "light"}, {390, 844, "dark"}, {320, 640, "light"}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			b := open(t, base)
			b.set(t, v)
			for _, file := range files.Paths() {
				if path, isPage := strings.CutSuffix(file, "index.html"); isPage {
					pageAt(t, b, "/"+strings.TrimSuffix(path, "/"), v)
				}
			}
		})
	}
}

// folds are the heights of the first screen, by the width of the window.
var folds = map[int64]float64{1280: 620, 390: 790}

func pageAt(t *testing.T, b *browser, at string, v view) {
	t.Helper()
	b.visit(t, b.base+at)
	m := ask[measured](t, b, measure)
	for _, p := range b.complaints() {
		t.Errorf("%s: %s", at, p)
	}
	if m.Overflow > 0 {
		t.Errorf("%s: scrolls horizontally by %v px", at, m.Overflow)
	}
	if limit := folds[v.width]; limit > 0 && m.FirstCase > limit {
		t.Errorf("%s: the first case ends at %v px; the limit is %v", at, m.FirstCase, limit)
	}
	if m.Dark != (v.theme == "dark") {
		t.Errorf("%s: the theme does not apply", at)
	}
	if m.Stops > 5 {
		t.Errorf("%s: %d stops before main", at, m.Stops)
	}
}
