package browser

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/errdocs/errdocs/generator/internal/sitetest"
)

const sample = "/401/token-expired" // two scenarios, and a request

// TestComfort tests what scripts add to a page, with the keyboard if that matters.
func TestComfort(t *testing.T) {
	t.Parallel()
	base, files := serveFlagship(t)
	b := open(t, base)
	b.set(t, view{1280, 800, "light"})
	for _, test := range []struct {
		name string
		run  func(*testing.T, *browser, sitetest.Files)
	}{
		{"tabs", tabs}, {"print", printed}, {"theme", theme}, {"copy", copies}, {"prompt", prompt}, {"filter", filter}, {"contents", contents}, {"no scripts", withoutScripts}, {"not found", notFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			goTo(t, b, sample)
			test.run(t, b, files)
			quiet(t, b)
		})
	}
}

func tabs(t *testing.T, b *browser, _ sitetest.Files) {
	const chosen = `[...document.querySelectorAll("[role=tab][aria-selected=true]")].map(e => e.textContent).join("|")`
	if got := ask[string](t, b, chosen); !strings.HasPrefix(got, "curl|") {
		t.Errorf("chosen at first: %s", got)
	}
	do(t, b, chromedp.Focus(`.fix [role="tab"]`), chromedp.KeyEvent(kb.ArrowRight))
	becomes(t, b, `document.activeElement.textContent === "Go" && document.activeElement.getAttribute("aria-selected") === "true"`)
	do(t, b, chromedp.KeyEvent(kb.End))
	becomes(t, b, `document.activeElement.textContent === "Python"`)
	do(t, b, chromedp.KeyEvent(kb.ArrowRight))
	becomes(t, b, `document.activeElement.textContent === "curl"`)
	do(t, b, chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.Home), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	becomes(t, b, `document.activeElement.textContent === "JavaScript"`)
	holds(t, b, "one stop", `document.querySelectorAll(".fix .tablist [tabindex='0']").length === document.querySelectorAll(".fix .tablist").length`)
	holds(t, b, "one panel", `[...document.querySelectorAll(".tabs.ready")].every(box => box.querySelectorAll(":scope > .panel:not([hidden])").length === 1)`)

	goTo(t, b, "/401/mfa-required") // the choice applies to other pages, in every block
	holds(t, b, "sync", `[...document.querySelectorAll(".fix .tablist [aria-selected=true]")].every(e => e.textContent === "JavaScript") && document.querySelector(".fix .tablist") !== null`)

	goTo(t, b, sample+"#response-introspected")
	holds(t, b, "a fragment opens its panel", `!document.getElementById("response-introspected").hidden && document.getElementById("response-at").getAttribute("hidden") === "until-found"`)
	ask[any](t, b, `location.hash = "#response-at"; null`)
	becomes(t, b, `document.getElementById("response-introspected").hidden && !document.getElementById("response-at").hidden`)
	ask[any](t, b, `document.getElementById("response-introspected").dispatchEvent(new Event("beforematch")); null`)
	holds(t, b, "find in page opens a panel", `document.querySelector("[aria-controls=response-introspected]").getAttribute("aria-selected") === "true"`)
}

// media emulates print or screen.
func (b *browser) media(t *testing.T, name string) {
	t.Helper()
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name}); err != nil {
		t.Fatal(err)
	}
}

func printed(t *testing.T, b *browser, _ sitetest.Files) {
	b.media(t, "print")
	defer b.media(t, "")
	const seen = `e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 0`
	holds(t, b, "panels", `[...document.querySelectorAll(".panel, .panel .label, .panel pre")].every(`+seen+`)`)
	holds(t, b, "controls", `![...document.querySelectorAll("button, nav, .top, .tablist")].some(`+seen+`)`)
	holds(t, b, "the type URI", `(`+seen+`)(document.querySelector(".uri"))`)
	holds(t, b, "black on white", `getComputedStyle(document.documentElement).backgroundColor === "rgb(255, 255, 255)"`)
	goTo(t, b, "/")
	holds(t, b, "the filter", `![...document.querySelectorAll(".filter, button")].some(`+seen+`)`)
}

func theme(t *testing.T, b *browser, _ sitetest.Files) {
	const background, dark = `getComputedStyle(document.documentElement).backgroundColor`, `"rgb(19, 22, 23)"`
	button := `.top .theme`
	holds(t, b, "system", `document.querySelector(".top .theme").textContent === "Theme: system" && `+background+` !== `+dark)
	click(t, b, button)
	click(t, b, button)
	becomes(t, b, `document.querySelector(".top .theme").textContent === "Theme: dark" && `+background+` === `+dark)
	holds(t, b, "the color of the browser", `[...document.querySelectorAll("meta[name=theme-color]")].every(m => m.content === "#131617")`)

	// On the next page, the theme must apply before anything is painted. site.js, which loads
	// later, is blocked to check that.
	id, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `new MutationObserver(() => { if (document.body && !window.atBody) window.atBody = document.documentElement.dataset.theme; }).observe(document, {childList: true, subtree: true})`,
	})
	if err != nil {
		t.Fatal(err)
	}
	goTo(t, b, "/401")
	holds(t, b, "before the body", `window.atBody === "dark"`)
	if _, err := chromedp.Call(b, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams(id)); err != nil {
		t.Fatal(err)
	}
	click(t, b, button)
	becomes(t, b, background+` !== `+dark+` && !("theme" in document.documentElement.dataset)`)

	ask[any](t, b, `Object.defineProperty(window, "localStorage", {get() { throw new DOMException("refused"); }}); null`)
	click(t, b, button)
	click(t, b, button)
	becomes(t, b, background+` === `+dark)
	goTo(t, b, "/401")
	ask[any](t, b, `localStorage.clear(); null`)
}

// clipboard stores copied text or rejects it.
const clipboard = `window.refuse = false; window.copied = []; navigator.clipboard.writeText = async (text) => { if (window.refuse) throw new Error(); window.copied.push(text); }; null`

func copies(t *testing.T, b *browser, files sitetest.Files) {
	ask[any](t, b, clipboard)
	got := ask[[]string](t, b, `(async () => { for (const c of document.querySelectorAll(".code .copy")) c.click(); await 0; return window.copied; })()`)
	want := ask[[]string](t, b, `[...document.querySelectorAll("main pre")].map(e => e.textContent)`)
	if strings.Join(got, "\x00") != strings.Join(want, "\x00") || len(got) < 5 {
		t.Errorf("copied %q\nwant %q", got, want)
	}
	twin, _ := files.Get(strings.TrimPrefix(sample, "/") + ".md")
	if !strings.Contains(string(twin), strings.TrimSpace(got[0])) {
		t.Errorf("the twin does not contain the copied text: %q", got[0])
	}
	ask[any](t, b, `window.copied = []; document.querySelector(".cases .copy").click(); document.querySelector(".slug + .copy").click(); null`)
	becomes(t, b, `window.copied.length === 2`)
	if got := ask[[]string](t, b, `window.copied`); got[0] != "The access token expired at {expired_at}." || !strings.HasSuffix(got[1], sample) {
		t.Errorf("copied %q", got)
	}
	holds(t, b, "said", `document.querySelector(".live").textContent.trim() === "Copied"`)

	ask[any](t, b, `window.copied = []; document.querySelector("[data-do=page]").click(); null`)
	becomes(t, b, `window.copied.length === 1`)
	if got := ask[string](t, b, `window.copied[0]`); got != string(twin) {
		t.Errorf("Copy page does not copy the twin: %q", got)
	}

	ask[any](t, b, `window.refuse = true; document.querySelector(".code .copy").click(); null`)
	becomes(t, b, `document.querySelector(".live").textContent.includes("Copy failed")`)
	holds(t, b, "selected", `getSelection().toString().trim() === document.querySelector("main pre").textContent.trim()`)
	ask[any](t, b, `document.querySelector("[data-do=prompt]").click(); null`)
	becomes(t, b, `document.querySelector("textarea")?.value.includes("Error type: ") && document.activeElement.matches("textarea")`)
}

func prompt(t *testing.T, b *browser, _ sitetest.Files) {
	goTo(t, b, sample+"#case-introspected")
	ask[any](t, b, clipboard)
	ask[any](t, b, `for (const p of document.querySelectorAll("[data-do=prompt]")) p.click(); null`)
	becomes(t, b, `window.copied.length > 2`)
	got := ask[[]string](t, b, `window.copied`)
	address := ask[string](t, b, `document.querySelector("link[rel=canonical]").href`)
	want := "Help me fix an API error. Read its documentation first: " + address + ".md\n" +
		"Error type: https://errors.example.com" + sample + "\n" +
		"Server message: The access token has expired.\n"
	stop := "When to stop: If you can't refresh, or the new token is also rejected, sign in again."
	if got[0] != want+stop {
		t.Errorf("of the page:\n%s\nwant\n%s", got[0], want+stop)
	}
	want += "Fix to apply: Refresh, then retry once (" + address + "#fix-refresh)\nYou should see: 200 You have a new token.\n" + stop
	if got[1] != want {
		t.Errorf("of the fix:\n%s\nwant\n%s", got[1], want)
	}
}

func filter(t *testing.T, b *browser, _ sitetest.Files) {
	const shown = `[...document.querySelectorAll(".entries > li")].filter(e => e.checkVisibility()).length`
	for _, at := range []string{"/", "/401"} {
		goTo(t, b, at)
		total := ask[int](t, b, shown)
		press := func(is string) {
			ask[any](t, b, fmt.Sprintf(`document.querySelector('.filter [data-is="%s"]').click(); null`, is))
		}
		press("tag=jwt")
		jwt := ask[int](t, b, shown)
		press("tag=clock")
		both := ask[int](t, b, shown)
		if !(0 < both && both < jwt && jwt < total) {
			t.Fatalf("%s: %d entries, %d with jwt, %d with jwt and clock", at, total, jwt, both)
		}
		holds(t, b, "fragment", `location.hash.includes("tag=jwt") && location.hash.includes("tag=clock")`)
		holds(t, b, "pressed", `[...document.querySelectorAll("[aria-pressed=true]")].map(e => e.textContent).sort().join() === "clock,jwt"`)
		holds(t, b, "announced", fmt.Sprintf(`document.querySelector(".live").textContent.trim() === "%d of %d errors"`, both, total))
		holds(t, b, "groups", `[...document.querySelectorAll(".group")].every(g => g.checkVisibility() === [...g.querySelectorAll("li")].some(e => e.checkVisibility()))`)
		ask[any](t, b, `history.back(); null`)
		becomes(t, b, fmt.Sprintf(`%s === %d`, shown, jwt))
		goTo(t, b, at+"#tag=clock&tag=jwt")
		becomes(t, b, fmt.Sprintf(`%s === %d && document.querySelector(".filter").open`, shown, both))
		click(t, b, `[data-clear]`)
		becomes(t, b, fmt.Sprintf(`%s === %d && location.hash === "" && document.activeElement.matches("summary")`, shown, total))
		goTo(t, b, at+"#tag=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E&scheme=none")
		holds(t, b, "a fragment of a stranger", fmt.Sprintf(`%s === %d && !document.querySelector("img")`, shown, total))
		quiet(t, b)
	}
}

func contents(t *testing.T, b *browser, _ sitetest.Files) {
	becomes(t, b, `document.querySelector(".toc details").open`)
	ask[any](t, b, `document.getElementById("response").scrollIntoView(); null`)
	becomes(t, b, `document.querySelector(".toc [aria-current]")?.hash === "#response"`)
	b.set(t, view{390, 844, "light"})
	defer b.set(t, view{1280, 800, "light"})
	goTo(t, b, sample)
	holds(t, b, "no bar over the first screen", `!document.querySelector(".toc summary").checkVisibility({visibilityProperty: true})`)
	ask[any](t, b, `scrollTo(0, 200); null`)
	becomes(t, b, `document.querySelector(".toc summary").checkVisibility({visibilityProperty: true})`)
	holds(t, b, "a bar at the bottom", `!document.querySelector(".toc details").open && Math.abs(document.querySelector(".toc").getBoundingClientRect().bottom - innerHeight) < 1`)
	do(t, b, chromedp.Focus(".toc summary"), chromedp.KeyEvent(kb.Enter))
	becomes(t, b, `document.querySelector(".toc details").open`)
	holds(t, b, "upwards", `document.querySelector(".toc").getBoundingClientRect().bottom <= innerHeight + 1 && document.querySelector(".toc").getBoundingClientRect().top >= 56`)
	do(t, b, chromedp.KeyEvent(kb.Escape))
	becomes(t, b, `!document.querySelector(".toc details").open && document.activeElement.matches(".toc summary")`)
	do(t, b, chromedp.KeyEvent(kb.Enter))
	becomes(t, b, `document.querySelector(".toc details").open`)
	// On a busy machine, a key can arrive in the middle of a frame. The page gets shorter, and the
	// bar, whose visibility depends on the scroll position, must keep the focus.
	ask[any](t, b, `new Promise((done) => requestAnimationFrame(() => done(document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true})))))`)
	becomes(t, b, `!document.querySelector(".toc details").open && document.activeElement.matches(".toc summary")`)
	do(t, b, chromedp.KeyEvent(kb.Enter))
	click(t, b, `.toc a[href="#causes"]`)
	becomes(t, b, `!document.querySelector(".toc details").open && location.hash === "#causes"`)

	// The header and the bar must not cover the element with the focus.
	count := ask[int](t, b, `window.stops = [...document.querySelectorAll("main a, main button, main pre, main [tabindex='0']")].filter(e => e.checkVisibility()); window.stops.length`)
	for i := range count {
		covered := ask[string](t, b, fmt.Sprintf(`(() => {
			const e = window.stops[%d];
			e.focus();
			const box = e.getBoundingClientRect();
			const bar = document.querySelector(".toc").getBoundingClientRect().top;
			const clear = box.bottom > 56 && box.top < bar && (box.height > 600 || box.bottom <= bar + 1 && box.top >= 55);
			return clear ? "" : e.outerHTML.slice(0, 80) + JSON.stringify(box);
		})()`, i))
		if covered != "" {
			t.Errorf("covered with the focus: %s", covered)
		}
	}
}

func withoutScripts(t *testing.T, b *browser, files sitetest.Files) {
	const text = `(() => { const main = document.querySelector("main").cloneNode(true); for (const e of main.querySelectorAll("button, .filter, textarea")) e.remove(); return main.textContent.replace(/\s+/g, " ").length; })()`
	for _, at := range []string{sample, "/", "/401", "/family/access-token"} {
		goTo(t, b, at)
		with := ask[int](t, b, text)
		b.scripts(t, false)
		goTo(t, b, at)
		if without := ask[int](t, b, text); without*100 < with*98 {
			t.Errorf("%s: %d characters without scripts, %d with", at, without, with)
		}
		holds(t, b, "dead controls", `![...document.querySelectorAll("button, input, select, textarea, .filter")].some(e => e.checkVisibility())`)
		holds(t, b, "panels", `[...document.querySelectorAll(".panel, .panel .label")].every(e => e.checkVisibility() && e.getBoundingClientRect().height > 0)`)
		b.scripts(t, true)
	}
}

func notFound(t *testing.T, b *browser, _ sitetest.Files) {
	for _, at := range []string{"/401/token-expird", "/no/such/page/at/this/depth"} {
		b.visit(t, b.base+at)
		for _, c := range b.complaints() {
			if !strings.Contains(c, "404") { // the browser reports the page itself
				t.Errorf("%s: %s", at, c)
			}
		}
		holds(t, b, at, `document.querySelector("h1").textContent === "Page not found" && getComputedStyle(document.querySelector(".top")).position === "sticky"`)
		holds(t, b, "families", `document.querySelectorAll(".group a").length > 5`)
		ask[any](t, b, `document.querySelector(".group a").click(); null`) // the link moves when suggestions arrive
		becomes(t, b, `location.pathname.startsWith("/family/")`)
	}
}

// TestStub opens an old URL.
func TestStub(t *testing.T) {
	t.Parallel()
	base, _ := serveSite(t, map[string]string{
		"errdocs.yaml":    "name: Test API\nbase: https://errors.test/\n",
		"409/gone.yaml":   "title: Order gone\nsummary: It is gone.\naliases: [old/gone]\n",
		"409/closed.yaml": "title: Shop closed\nsummary: It is closed.\n",
	})
	b := open(t, base)
	do(t, b, chromedp.Navigate(base+"/old/gone"))
	becomes(t, b, `location.pathname === "/409/gone" && document.querySelector("h1").textContent === "409 Order gone"`)
	quiet(t, b)
}

// TestOffline opens an --offline build without a server and follows every link. The links must be
// the same without scripts.
func TestOffline(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := offline(t, dir)
	b := open(t, "file://"+path.Clean(dir))
	links := walk(t, b, b.base+"/index.html")
	for _, name := range files.Paths() {
		if path.Ext(name) == ".html" && name != "404.html" && links[b.base+"/"+name] == "" {
			t.Errorf("no link to %s", name)
		}
	}
	holds(t, b, "the policy of files", `!document.querySelector("meta[http-equiv=Content-Security-Policy]")`)
	b.visit(t, b.base+sample+"/index.html")
	holds(t, b, "tabs", `document.querySelectorAll("[role=tab]").length > 3`)
	click(t, b, `[data-do="page"]`)
	becomes(t, b, `location.pathname.endsWith("`+sample+`.md")`)
	quiet(t, b)

	b.scripts(t, false)
	for _, at := range []string{"/index.html", "/401/index.html", sample + "/index.html"} {
		b.visit(t, b.base+at)
		if got := ask[string](t, b, linksOut); got != links[b.base+at] {
			t.Errorf("%s has different links without scripts: %s", at, got)
		}
	}
	quiet(t, b)
}

const linksOut = `JSON.stringify([...document.links].map(a => a.href.split("#")[0]).filter(h => h.endsWith(".html")))`

// walk follows links to pages, starting at a page, and returns the links of each page.
func walk(t *testing.T, b *browser, from string) map[string]string {
	t.Helper()
	seen, next := map[string]string{}, []string{from}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if seen[at] != "" {
			continue
		}
		b.visit(t, at)
		for _, c := range b.complaints() {
			t.Errorf("%s: %s", at, c)
		}
		seen[at] = ask[string](t, b, linksOut)
		var links []string
		if err := json.Unmarshal([]byte(seen[at]), &links); err != nil || !ask[bool](t, b, `document.querySelector("h1") !== null`) {
			t.Fatalf("%s: %v", at, err)
		}
		for _, l := range links {
			if strings.HasPrefix(l, b.base) {
				next = append(next, l)
			}
		}
	}
	return seen
}
