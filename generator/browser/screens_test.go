package browser

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

var screens = flag.String("screens", "", "directory for screenshots, to review a visual change")

// screen is a screenshot: a page, and the actions before it is taken.
type screen struct {
	name, path string
	then       []chromedp.Action[chromedp.Void]
	fullPage   bool // capture the full page
}

// TestScreens takes screenshots to review a visual change, at both sizes and in both themes.
func TestScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens DIR given")
	}
	base, files := serveFlagship(t)
	longest, shortest := extremes(files)
	list := []screen{
		{name: "home", path: "/"},
		{name: "home-whole", path: "/", fullPage: true},
		{name: "status", path: "/401"},
		{name: "family", path: "/family/access-token"},
		{name: "longest", path: longest},
		{name: "longest-whole", path: longest, fullPage: true},
		{name: "shortest", path: shortest},
		{name: "shortest-whole", path: shortest, fullPage: true},
		{name: "404", path: "/401/token-expird"},
	}
	b := open(t, base)
	for _, v := range []view{{1280, 800, "light"}, {1280, 800, "dark"}, {390, 844, "light"}, {390, 844, "dark"}} {
		b.set(t, v)
		for _, s := range list {
			b.take(t, base, v, s)
		}
	}
}

// take writes one screenshot.
func (b *browser) take(t *testing.T, base string, v view, s screen) {
	t.Helper()
	b.visit(t, base+s.path)
	do(t, b, s.then...)
	shoot := chromedp.CaptureScreenshot()
	if s.fullPage {
		shoot = chromedp.FullScreenshot(100)
	}
	picture, err := chromedp.Run(b, shoot)
	if err != nil {
		t.Fatalf("%s at %s: %v", s.name, v, err)
	}
	name := fmt.Sprintf("%s-%d-%s.png", s.name, v.width, v.theme)
	if err := os.WriteFile(filepath.Join(*screens, name), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// extremes returns the longest and the shortest entry page.
func extremes(files sitetest.Files) (longest, shortest string) {
	most, least := 0, 0
	for _, file := range files.Paths() {
		entry, ok := strings.CutSuffix(file, ".json")
		if !ok || !strings.HasPrefix(file, "401/") {
			continue
		}
		data, _ := files.Get(entry + "/index.html")
		if size := len(data); size > most {
			most, longest = size, "/"+entry
		}
		if size := len(data); least == 0 || size < least {
			least, shortest = size, "/"+entry
		}
	}
	return longest, shortest
}
