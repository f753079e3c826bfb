package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSearchComesOnDemand checks that pages load the search only on demand, and that the dialog
// has the focus before its files arrive.
func TestSearchComesOnDemand(t *testing.T) {
	t.Parallel()
	base, _ := serveFlagship(t)
	b := open(t, base)
	loaded := `performance.getEntriesByType("resource").map((r) => r.name).filter((n) => /search|decode|shards/.test(n)).length`
	for _, path := range []string{"/", "/401", "/401/token-expired", "/401/token-invalid#causes"} {
		b.visit(t, base+path)
		if n := ask[int](t, b, loaded); n > 0 {
			t.Errorf("%s loads %d files of search by itself", path, n)
		}
		focused := ask[bool](t, b, `(() => {
			dispatchEvent(new KeyboardEvent("keydown", {key: "k", metaKey: true, cancelable: true}));
			return document.activeElement === `+dialog+`?.querySelector("input");
		})()`)
		if !focused {
			t.Errorf("%s: the field does not have the focus immediately", path)
		}
		becomes(t, b, `"answered" in `+dialog+`.dataset`)
	}
	quiet(t, b)
}

// TestSearchKeys uses the dialog with only the keyboard.
func TestSearchKeys(t *testing.T) {
	t.Parallel()
	base, _ := serveFlagship(t)
	b := open(t, base)
	b.visit(t, base+"/401")
	active := `document.getElementById(` + dialog + `.querySelector("input").getAttribute("aria-activedescendant"))?.getAttribute("href")`
	ask[bool](t, b, `document.querySelector("[data-find]").focus() || true`)
	do(t, b, chromedp.KeyEvent(kb.Enter))
	becomes(t, b, dialog+`?.open && "answered" in `+dialog+`.dataset`)
	before := ask[string](t, b, dialog+`.dataset.answered`)
	do(t, b, chromedp.KeyEvent("token"))
	becomes(t, b, dialog+`.dataset.answered - `+before+` === 5 && `+dialog+`.querySelectorAll("[role=option]").length > 3`) // results update at each letter
	list := ask[[]string](t, b, `[...`+dialog+`.querySelectorAll("[role=option]")].map((a) => a.getAttribute("href"))`)
	for _, step := range []struct {
		key  string
		want int
	}{{"", 0}, {kb.ArrowDown, 1}, {kb.ArrowDown, 2}, {kb.ArrowUp, 1}, {kb.End, len(list) - 1}, {kb.ArrowDown, 0}, {kb.ArrowUp, len(list) - 1}, {kb.Home, 0}, {kb.ArrowDown, 1}} {
		if step.key != "" {
			do(t, b, chromedp.KeyEvent(step.key))
		}
		becomes(t, b, active+` === `+js(t, list[step.want]))
	}
	if said := ask[string](t, b, dialog+`.querySelector("[role=status]").textContent`); !strings.Contains(said, "results") {
		t.Errorf("the count is announced as %q", said)
	}
	do(t, b, chromedp.KeyEvent(kb.Escape))
	becomes(t, b, dialog+`.open && `+dialog+`.querySelector("input").value === ""`) // the first Escape clears a search field
	do(t, b, chromedp.KeyEvent(kb.Escape))
	becomes(t, b, `!`+dialog+`.open && document.activeElement.matches("[data-find]")`)
	b.openDialog(t)
	b.enter(t, dialog, "token-expired", false)
	do(t, b, chromedp.KeyEvent(kb.Enter))
	becomes(t, b, `location.pathname === "/401/token-expired"`)
	quiet(t, b)
}

// TestDecoderLeadsToTheCase pastes a response on the home page and follows the result.
func TestDecoderLeadsToTheCase(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/v2/errors"} {
		base, _ := serveFlagshipBelow(t, prefix)
		b := open(t, base)
		b.visit(t, base+"/")
		response := "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"example\",\r\n error=\"invalid_token\"\r\nContent-Type: application/problem+json\r\n\r\n" +
			`{"type":"https://errors.example.com/401/token-expired","detail":"The access token expired at 2026-11-27T10:11:12Z."}`
		want := base + "/401/token-expired#case=at&expired_at=2026-11-27T10%3A11%3A12Z"
		if got := b.enter(t, box, response, true); len(got) != 1 || got[0] != want {
			t.Fatalf("%v; want %s", got, want)
		}
		if said := ask[string](t, b, box+`.querySelector("[role=status]").textContent`); said != "Recognized: 401 Access token expired." {
			t.Errorf("%q is announced", said)
		}
		// the dialog's field has one line: the script reads the paste before line breaks are removed
		b.openDialog(t)
		if got := b.enter(t, dialog, response, true); len(got) != 1 || got[0] != want {
			t.Errorf("in the dialog: %v; want %s", got, want)
		}
		ask[bool](t, b, dialog+`.close() || document.querySelector(".decoder .found a").click() || true`)
		becomes(t, b, `!!document.querySelector("#case-at.hit .yours")`)
		if got := ask[string](t, b, `document.querySelector("#case-at .detail").textContent`); got != "The access token expired at 2026-11-27T10:11:12Z." {
			t.Errorf("the case is %q", got)
		}
		if n := ask[int](t, b, `document.querySelectorAll(".cases > li").length`); n != 2 {
			t.Errorf("%d cases; the others must stay", n)
		}
		if top := ask[float64](t, b, `document.querySelector("#case-at").getBoundingClientRect().top`); top < 56 || top > 700 {
			t.Errorf("the case is at %v px", top)
		}
		// change only the fragment, to a different case and to none
		ask[bool](t, b, `!!(location.hash = "#case=introspected")`)
		becomes(t, b, `!!document.querySelector("#case-introspected.hit") && !document.querySelector("#case-at.hit") && document.querySelector("#case-at .detail").textContent.includes("{expired_at}")`)
		ask[bool](t, b, `!(location.hash = "")`)
		becomes(t, b, `!document.querySelector(".hit, .yours")`)
		quiet(t, b)
	}
}

// TestNearest checks that the "not found" page suggests similar pages, at any depth.
func TestNearest(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/v2/errors"} {
		base, _ := serveFlagshipBelow(t, prefix)
		b := open(t, base)
		for path, want := range map[string]string{
			"/401/token-expird":              "/401/token-expired",
			"/401/Token_Expired/":            "/401/token-expired",
			"/old/docs/api-key-missing.html": "/401/api-key-missing",
		} {
			b.visit(t, base+path)
			becomes(t, b, `!document.querySelector(".near").hidden`)
			got := ask[string](t, b, `document.querySelector(".near a").getAttribute("href")`)
			if got != base+want {
				t.Errorf("%s suggests %s; want %s", path, got, base+want)
			}
		}
		b.complaints() // drop the report of status 404
	}
}

// hostile are texts that try to inject markup or a URL, or to cause a long wait.
var hostile = map[string]string{
	"image":       `<img src=x onerror="document.title='owned'">`,
	"in a member": `{"type":"https://errors.example.com/401/token-expired","detail":"The access token expired at <img src=x onerror=alert(1)>."}`,
	"script":      `{"type":"javascript:document.title='owned'","detail":"</script><script>document.title='owned'</script>"}`,
	"address":     `{"type":"javascript:alert(1)//https://errors.example.com/401/token-expired"}`,
	"prototype":   `{"__proto__":{"p":"x"},"constructor":"x","type":"__proto__","title":"constructor","code":"hasOwnProperty","detail":"toString"} error="__proto__"`,
	"braces":      strings.Repeat("{", 1<<16),
	"objects":     strings.Repeat(`{"a":`, 1<<14),
	"arrays":      `{"a":` + strings.Repeat("[", 1<<16),
	"backslashes": strings.Repeat(`{\`, 1<<15),
	"quotes":      strings.Repeat(`{"`, 1<<15),
	"strings":     strings.Repeat(`{"type":"{\"`, 1<<13),
	"pairs":       strings.Repeat(` type="`, 1<<13),
	"schemes":     strings.Repeat("Bearer ", 1<<13),
	"parameters":  "Bearer " + strings.Repeat("a=b, ", 1<<13),
	"fields":      strings.Repeat("WWW-Authenticate: Bearer\n ", 1<<11),
	"credentials": strings.Repeat("Authorization: ", 1<<12),
	"heads":       strings.Repeat("HTTP/1.1 401 Unauthorized\n\n", 1<<11),
	"addresses":   strings.Repeat("https://errors.example.com/401/x ", 1<<11),
	"colons":      strings.Repeat("://", 1<<14),
	"details":     strings.Repeat("The access token expired at 2026 The access token expired at ", 1<<10),
	"times":       "The access token expired at " + strings.Repeat("2026-01-06T09:58:00Z", 1<<11) + ".",
	"words":       strings.Repeat("token expired access key ", 1<<11),
	"one word":    strings.Repeat("a", 1<<16),
	"dashes":      strings.Repeat("a-", 1<<15),
	"controls":    strings.Repeat("\x00\x1b[31m\u202e\ufeff", 1<<12),
	"surrogates":  `{"type":"\ud800","detail":"\udc00\ud800"}`,
	"too long":    strings.Repeat("token ", 1<<20),
}

// TestHostilePaste checks that pasted text stays text, that results link only to pages of the
// site, and that they appear quickly. The best of several times counts, because the first run
// compiles the code.
func TestHostilePaste(t *testing.T) {
	t.Parallel()
	base, _ := serveFlagship(t)
	b := open(t, base)
	b.visit(t, base+"/")
	title := ask[string](t, b, `document.title`)
	elements := `document.querySelectorAll("img, script, iframe, style, base, form").length`
	b.enter(t, box, "token", false)
	before := ask[int](t, b, elements)
	for name, text := range hostile {
		for _, link := range b.enter(t, box, text, true) {
			if !strings.HasPrefix(link, base+"/401") {
				t.Errorf("%s links to %s", name, link)
			}
		}
		ask[any](t, b, `window.pasted = `+js(t, text)+`; null`)
		best := 1e9
		for try := 0; try < 20 && best > 50; try++ {
			best = min(best, b.work(t, func() { ask[any](t, b, `errdocs.answer(pasted).then(() => null)`) }))
		}
		if best > 50 {
			t.Errorf("%s takes %.0f ms; want at most 50", name, best)
		}
	}
	if now := ask[int](t, b, elements); now != before {
		t.Errorf("%d elements that run or load; there were %d", now, before)
	}
	if now := ask[string](t, b, `document.title`); now != title {
		t.Errorf("the title became %q", now)
	}
	quiet(t, b)
}

// TestHostileFragment checks that a fragment only fills declared placeholders with text.
func TestHostileFragment(t *testing.T) {
	t.Parallel()
	base, _ := serveFlagship(t)
	b := open(t, base)
	const page = "/401/token-expired"
	for fragment, marked := range map[string]bool{
		"#case=at&expired_at=<img src=x onerror=alert(1)>": true,
		"#case=at&expired_at=javascript:alert(1)&case=x":   true,
		"#case=at&other=x&__proto__=y":                     true,
		"#case=at&expired_at=" + strings.Repeat("x", 5000): true,
		"#case=%22%3E%3Cscript%3E":                         false,
		"#case=../../main":                                 false,
		"#case=__proto__":                                  false,
		"#=&&==%E0%A4%A":                                   false,
		"#expired_at=2026":                                 false,
	} {
		b.visit(t, base+"/401")
		b.visit(t, base+page+fragment)
		if marked {
			becomes(t, b, `!!document.querySelector(".hit")`)
		} else {
			becomes(t, b, `!!window.errdocs.mark`)
			if ask[bool](t, b, `(errdocs.mark(document.querySelector(".cases")), !!document.querySelector(".hit"))`) {
				t.Errorf("%.60s marks a case", fragment)
			}
		}
		if n := ask[int](t, b, `document.querySelectorAll(".cases img, .cases script, .cases a:not([href^='#'])").length`); n > 0 {
			t.Errorf("%.60s creates elements", fragment)
		}
		if n := ask[int](t, b, `document.querySelector(".cases").textContent.length`); n > 1500 {
			t.Errorf("%.60s: the cases have %d characters", fragment, n)
		}
	}
	quiet(t, b)
}

// TestHomeFold checks that the first entry is on the first screen, below the box.
func TestHomeFold(t *testing.T) {
	t.Parallel()
	base, _ := serveFlagship(t)
	b := open(t, base)
	for _, v := range []view{{1280, 800, "light"}, {390, 844, "dark"}} {
		b.set(t, v)
		b.visit(t, base+"/")
		bottom := ask[float64](t, b, `document.querySelector(".entries li").getBoundingClientRect().bottom`)
		bar := ask[float64](t, b, `document.querySelector(".toc")?.getBoundingClientRect().top ?? innerHeight`)
		if v.width > 1000 {
			bar = float64(v.height)
		}
		if bottom > bar {
			t.Errorf("%s: the first entry ends at %v px; the screen at %v", v, bottom, bar)
		}
	}
	quiet(t, b)
}
