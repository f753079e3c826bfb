package browser

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/serve"
)

// followed is a catalog on disk with a live server.
type followed struct {
	t    *testing.T
	dir  string
	base string
}

// follow writes a catalog and serves it as errdocs serve does.
func follow(t *testing.T, files map[string]string) *followed {
	t.Helper()
	needsBrowser(t)
	f := &followed{t: t, dir: filepath.Join(t.TempDir(), "catalog")}
	for name, text := range files {
		f.write(name, text)
	}
	src, err := generator.Find(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	src.Shown = "catalog"
	watcher, err := serve.NewWatcher(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	live := &generator.Live{Source: src, Address: addr, Handler: serve.NewHandler(addr, serve.Site{})}
	live.Refresh(nil)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { watcher.Run(ctx, func(changed []string) { live.Refresh(changed) }) })
	running.Go(func() {
		if err := serve.Run(ctx, listener, live.Handler); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	f.base = "http://" + addr
	return f
}

// write replaces a file atomically: a server that reads a half-written file would show different
// findings first.
func (f *followed) write(name, text string) {
	f.t.Helper()
	path, next := filepath.Join(f.dir, name), filepath.Join(filepath.Dir(f.dir), "next")
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(next, []byte(text), 0o644), os.Rename(next, path))
	if err != nil {
		f.t.Fatal(err)
	}
}

const (
	overlayOpen = `document.querySelector("dialog.errdocs-findings")?.open === true`
	noOverlay   = `document.querySelector("dialog.errdocs-findings") === null`
)

func entryFile(title string) string {
	return "title: " + title + "\nsummary: It is gone.\ndescription: |\n" + strings.Repeat("  A paragraph that makes the page long.\n\n", 80)
}

// TestLiveReload breaks an entry and checks that the findings cover the last good page. After
// the fix, the findings must disappear and the scroll position must be unchanged.
func TestLiveReload(t *testing.T) {
	t.Parallel()
	f := follow(t, map[string]string{
		"errdocs.yaml":   "name: Test\nbase: https://errors.example.com/\n",
		"409/gone.yaml":  entryFile("Order gone"),
		"409/other.yaml": entryFile("Other order"),
	})
	b := open(t, f.base)
	b.set(t, view{1280, 800, "light"})
	b.visit(t, f.base+"/409/gone")
	becomes(t, b, `document.querySelector("h1").innerText.includes("Order gone")`)
	b.eval(t, `scrollTo(0, 700); document.querySelector("main a[href]").focus({preventScroll: true}); window.same = true`)

	f.write("409/other.yaml", entryFile("Another order")) // a page that is not open, but linked here
	f.write("409/gone.yaml", entryFile("Order left"))
	becomes(t, b, `document.querySelector("h1").innerText.includes("Order left") && window.same === undefined`)
	becomes(t, b, `Math.abs(scrollY - 700) < 5`)

	b.eval(t, `document.querySelector("main a[href]").focus({preventScroll: true}); window.same = true`)
	f.write("409/gone.yaml", "title: Order lost\nsummary: <img src=x onerror=alert(1)>\nfamliy: x\n")
	becomes(t, b, overlayOpen)
	text := b.eval(t, `document.querySelector("dialog.errdocs-findings").innerText`)
	for _, want := range []string{"in the catalog", "catalog/409/gone.yaml:3:1", `unknown key "famliy"`, "FMT001", "> 3 famliy: x", "<img src=x onerror=alert(1)>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the overlay does not contain %q:\n%s", want, text)
		}
	}
	if got := b.eval(t, `String(window.same) + document.querySelectorAll("dialog img").length + document.querySelector("h1").innerText`); !strings.HasPrefix(got, "true0") || !strings.Contains(got, "Order left") {
		t.Errorf("behind the overlay is a different page: %s", got)
	}
	if got := b.eval(t, `document.activeElement.innerText`); got != "Close" {
		t.Errorf("the focus is on %q", got)
	}
	if got := b.eval(t, `getComputedStyle(document.querySelector("dialog.errdocs-findings h2")).color`); got != "rgb(150, 38, 28)" {
		t.Errorf("the overlay has no style: the heading is %s", got)
	}

	// Escape closes the overlay, and a button opens it again
	do(t, b, chromedp.KeyEvent(kb.Escape))
	becomes(t, b, `document.querySelector("dialog.errdocs-findings").open === false && document.activeElement === document.querySelector("main a[href]")`)
	b.eval(t, `document.querySelector(".errdocs-badge").click()`)
	becomes(t, b, overlayOpen)

	f.write("409/gone.yaml", "title: Order lost\nsumary: It is gone.\n") // a different error
	becomes(t, b, `document.querySelector("dialog.errdocs-findings").innerText.includes("catalog/409/gone.yaml:2:1")`)
	f.write("409/gone.yaml", entryFile("Order found"))
	becomes(t, b, noOverlay+` && document.querySelector("h1").innerText.includes("Order found")`)
	for _, p := range b.complaints() {
		t.Error(p)
	}
}

// TestLiveFromBroken opens a catalog that has had errors from the start.
func TestLiveFromBroken(t *testing.T) {
	t.Parallel()
	f := follow(t, map[string]string{
		"errdocs.yaml":  "name: Test\nbase: https://errors.example.com/v2/\n",
		"409/gone.yaml": "titel: Order gone\n",
	})
	b := open(t, f.base)
	b.set(t, view{390, 844, "dark"})
	do(t, b, chromedp.Navigate(f.base+"/v2/409/gone")) // this page has no scripts of the site
	becomes(t, b, overlayOpen+` && document.querySelector("dialog").innerText.includes("catalog/409/gone.yaml:1:1")`)
	f.write("409/gone.yaml", entryFile("Order gone"))
	becomes(t, b, noOverlay+` && document.querySelector("h1").innerText.includes("Order gone")`)
	for _, p := range b.complaints() {
		if !strings.Contains(p, "503") { // the first page has status 503
			t.Error(p)
		}
	}
}

// TestS04OtherOrigins opens a page of a different server that tries to read the site.
func TestS04OtherOrigins(t *testing.T) {
	t.Parallel()
	f := follow(t, map[string]string{
		"errdocs.yaml":  "name: Test\nbase: https://errors.example.com/\n",
		"409/gone.yaml": entryFile("Order gone"),
	})
	page := `<!DOCTYPE html><title>evil</title><body><script>
		const site = "` + f.base + `", results = [];
		const note = (what) => results.push(what);
		const script = (src) => new Promise(done => { const s = document.createElement("script"); s.src = src; s.onload = () => done("loaded " + src); s.onerror = () => done("refused"); document.head.append(s); });
		(async () => {
			for (const path of ["/-/findings", "/-/events", "/409/gone.json", "/catalog.json"]) {
				note(await fetch(site + path).then(r => r.text()).catch(() => "refused"));
				note(await fetch(site + path, {mode: "no-cors"}).then(r => r.text()).catch(() => "refused"));
			}
			note(await script(site + "/-/live.js"));
			note(await script(site + "/static/site.js"));
			note(await new Promise(done => { const e = new EventSource(site + "/-/events"); e.onopen = () => done("opened"); e.onerror = () => done("refused"); }));
			document.body.textContent = [...new Set(results)].join(",");
		})();
	</script>`
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(evil.Close)
	b := open(t, evil.URL)
	do(t, b, chromedp.Navigate(evil.URL))
	becomes(t, b, `!document.body.querySelector("script")`)
	if got := b.eval(t, `document.body.textContent`); !slices.Contains([]string{"refused", "refused,", ",refused"}, got) {
		t.Errorf("a page of a different origin read: %.300s", got)
	}
}

// TestLiveScreens takes screenshots of the overlay.
func TestLiveScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens DIR given")
	}
	f := follow(t, map[string]string{
		"errdocs.yaml":   "name: Orders API\nbase: https://errors.example.com/\n",
		"409/gone.yaml":  entryFile("Order gone"),
		"409/other.yaml": entryFile("Other order"),
	})
	b := open(t, f.base)
	f.write("409/gone.yaml", "title: Order gone\nsummary: The order has left the warehouse.\ndetails:\n  - scenario: It left\n    detail: The order left at {left_at}.\n    fix: wiat\nfixes: [{id: wait, title: Wait}]\nfamliy: orders\n")
	f.write("409/other.yaml", "titel: Other order\n")
	b.visit(t, f.base+"/409/gone")
	becomes(t, b, overlayOpen)
	for _, v := range []view{{1280, 800, "light"}, {1280, 800, "dark"}, {390, 844, "light"}, {390, 844, "dark"}} {
		b.set(t, v)
		b.take(t, f.base, v, screen{name: "overlay", path: "/409/gone", then: []chromedp.Action[chromedp.Void]{chromedp.WaitVisible("dialog.errdocs-findings")}})
	}
	do(t, b, chromedp.KeyEvent(kb.Escape))
	b.take(t, f.base, view{390, 844, "closed"}, screen{name: "overlay", path: "/409/gone", then: []chromedp.Action[chromedp.Void]{
		chromedp.WaitVisible("dialog.errdocs-findings"), chromedp.KeyEvent(kb.Escape), chromedp.WaitVisible(".errdocs-badge"),
	}})
}

// eval returns the value of an expression as text.
func (b *browser) eval(t *testing.T, expression string) string {
	t.Helper()
	got, err := chromedp.Run(b, chromedp.Evaluate[string]("String((() => { "+returned(expression)+" })())"))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// returned turns the last statement into the return value.
func returned(statements string) string {
	i := strings.LastIndex(statements, "; ")
	if i < 0 {
		return "return " + statements
	}
	return statements[:i+2] + "return " + statements[i+2:]
}
