package browser

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/errdocs/errdocs/generator"
)

// boxes are the input fields: the dialog and the box on the home page.
const (
	dialog = `document.querySelector("dialog.finder")`
	box    = `document.querySelector(".decoder")`
)

// enter types or pastes a text into a box and returns the URLs of the results.
func (b *browser) enter(t *testing.T, box, text string, paste bool) []string {
	t.Helper()
	return ask[[]string](t, b, fmt.Sprintf(`new Promise((resolve, reject) => {
		const box = %s, text = %s;
		const field = box.querySelector("input, textarea");
		const done = (_, observer) => {
			observer.disconnect();
			resolve([...box.querySelectorAll(".found a")].map((a) => a.getAttribute("href")));
		};
		field.dispatchEvent(new FocusEvent("focusin", {bubbles: true}));
		new MutationObserver(done).observe(box, {attributes: true, attributeFilter: ["data-answered"]});
		setTimeout(() => reject(new Error("no answer: " + box.textContent)), %d);
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", text);
		const event = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
		if (!%t || field.dispatchEvent(event)) {
			field.value = text;
			field.dispatchEvent(new Event("input", {bubbles: true}));
		}
	})`, box, js(t, text), timeout.Milliseconds(), paste))
}

func (b *browser) openDialog(t *testing.T) {
	t.Helper()
	do(t, b, chromedp.KeyEvent("k", chromedp.KeyModifiers(2)))
	becomes(t, b, dialog+`?.open && "answered" in `+dialog+`.dataset`)
}

// TestSearch uses realistic queries: the first result must be the right one.
func TestSearch(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/v2/errors"} {
		base, _ := serveFlagshipBelow(t, prefix)
		c, _ := generator.Load(flagship(t))
		b := open(t, base)
		b.visit(t, base+"/401")
		b.openDialog(t)
		expired := base + "/401/token-expired"
		for query, want := range map[string]string{
			"token-expired":        expired,
			"token_expired":        expired,
			"tokenExpired":         expired,
			"TOKEN_EXPIRED":        expired,
			"expierd token":        expired,
			"access token expired": expired,
			"https://errors.example.com/401/token-expired": expired,
			"401/token-expired":                            expired,
			"mfa":                                          base + "/401/mfa-required",
			"401":                                          base + "/401",
			`{"type":"https://errors.example.com/401/token-expired","title":"Access token expired","status":401}`: expired,
		} {
			if got := b.enter(t, dialog, query, false); len(got) == 0 || got[0] != want {
				t.Errorf("%s at %q: %v; want %s", query, prefix, got, want)
			}
		}
		for i, e := range c.Entries {
			if prefix != "" && i > 2 { // the results are those of the root
				break
			}
			queries := append([]string{e.Slug, e.Title, e.TypeURI(), strings.ReplaceAll(e.Slug, "-", "_")}, e.Aliases...)
			for _, query := range queries {
				if got := b.enter(t, dialog, query, false); len(got) == 0 || got[0] != base+"/"+e.Path() {
					t.Errorf("%q: %v; want %s", query, got, e.Path())
				}
			}
			for _, s := range e.Scenarios() {
				want := base + "/" + e.Path() + "#case=" + s.ID()
				if got := b.enter(t, dialog, s.Text(), false); len(got) == 0 || got[0] != want && !strings.HasPrefix(got[0], want+"&") {
					t.Errorf("%q: %v; want %s", s.Text(), got, want)
				}
			}
		}
		quiet(t, b)
	}
}

// TestSearchScreens takes screenshots of the dialog and the boxes.
func TestSearchScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens DIR given")
	}
	base, _ := serveFlagship(t)
	b := open(t, base)
	problem := `{"type":"https://errors.example.com/401/token-expired","detail":"The access token expired at 2026-01-06T09:58:00Z."}`
	for _, v := range []view{{1280, 800, "light"}, {1280, 800, "dark"}, {390, 844, "light"}, {390, 844, "dark"}} {
		b.set(t, v)
		b.visit(t, base+"/")
		b.take(t, base, v, screen{name: "search-home", path: "/"})
		b.enter(t, box, problem, true)
		b.shoot(t, v, "search-decoded")
		b.enter(t, box, `WWW-Authenticate: Bearer realm="example", error="invalid_token"`, true)
		b.shoot(t, v, "search-several")
		b.openDialog(t)
		b.shoot(t, v, "search-dialog-empty")
		b.enter(t, dialog, "expierd token", false)
		b.shoot(t, v, "search-dialog")
		b.enter(t, dialog, problem, true)
		b.shoot(t, v, "search-dialog-decoded")
		b.visit(t, base+"/401/token-expird")
		becomes(t, b, `!document.querySelector(".near").hidden`)
		b.shoot(t, v, "search-404")
		b.visit(t, base+"/401/token-expired#case=at&expired_at=2026-11-27T09:58:00Z")
		becomes(t, b, `!!document.querySelector(".hit")`)
		b.shoot(t, v, "search-case")
	}
}

// shoot writes a screenshot of the page.
func (b *browser) shoot(t *testing.T, v view, name string) {
	t.Helper()
	picture, err := chromedp.Run(b, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(*screens, fmt.Sprintf("%s-%d-%s.png", name, v.width, v.theme)), picture, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestSearchOffline searches and decodes without a server.
func TestSearchOffline(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	offline(t, dir)
	b := open(t, "file://"+path.Clean(dir))
	b.visit(t, b.base+"/401/token-revoked/index.html")
	b.openDialog(t)
	page := b.base + "/401/token-expired/index.html"
	for query, want := range map[string]string{
		"token_expired": page,
		`{"detail":"The access token expired at 2026-11-27T10:11:12Z."}`: page + "#case=at&expired_at=2026-11-27T10%3A11%3A12Z",
		"401": b.base + "/401/index.html",
	} {
		if got := b.enter(t, dialog, query, true); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v; want %s", query, got, want)
		}
	}
	b.visit(t, page+"#case=at&expired_at=2026-11-27T10%3A11%3A12Z")
	becomes(t, b, `document.querySelector(".hit .detail")?.textContent === "The access token expired at 2026-11-27T10:11:12Z."`)
	quiet(t, b)
}
