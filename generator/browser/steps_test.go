package browser

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// What the tests do on a page, and how they wait. No test acts before a page is ready, and
// none sleeps.

// patience is how long a test waits for what a reader would see at once. Machines are busy.
const patience = 2 * time.Minute

// ready is what static/find.js sets, the last script of a page: listeners are attached.
const ready = `"ready" in document.documentElement.dataset`

// visit opens an address and waits until the page is ready.
func (b *browser) visit(t *testing.T, url string) {
	t.Helper()
	do(t, b, chromedp.Navigate(url))
	if !b.static && !ask[bool](t, b, ready) {
		becomes(t, b, ready)
	}
}

// goTo opens a page of the site, and drops what was noted meanwhile.
func goTo(t *testing.T, b *browser, at string) {
	t.Helper()
	do(t, b, chromedp.Navigate("about:blank")) // else a fragment loads nothing
	b.visit(t, b.base+at)
	b.complaints()
}

// scripts turns the scripts of pages on or off.
func (b *browser) scripts(t *testing.T, on bool) {
	t.Helper()
	if _, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		t.Fatal(err)
	}
	b.static = !on
}

func do(t *testing.T, b *browser, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, steps...); err != nil {
		t.Fatal(err)
	}
}

// click clicks on an element that has come to rest.
func click(t *testing.T, b *browser, selector string) {
	t.Helper()
	becomes(t, b, fmt.Sprintf(`(() => {
		const e = document.querySelector(%s), place = JSON.stringify(e.getBoundingClientRect());
		const still = place === window.errdocsPlace;
		window.errdocsPlace = place;
		return still && e.checkVisibility({visibilityProperty: true});
	})()`, js(t, selector)))
	do(t, b, chromedp.Click(selector))
}

// ask evaluates an expression, or a promise, on the page.
func ask[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// holds fails the test unless an expression is true.
func holds(t *testing.T, b *browser, what, expression string) {
	t.Helper()
	if !ask[bool](t, b, expression) {
		t.Errorf("%s: not so: %s", what, expression)
	}
}

// becomes waits until an expression is true, on this page or on one that replaces it. It
// must stay true for two frames: what the next frame takes away, no reader sees.
func becomes(t *testing.T, b *browser, expression string) {
	t.Helper()
	watch := `(async () => {
		const holds = () => { try { return Boolean(` + expression + `); } catch { return false; } };
		const frame = () => new Promise((done) => requestAnimationFrame(done));
		for (const start = performance.now(); performance.now() - start < 10_000; await frame()) {
			if (!holds()) continue;
			await frame();
			await frame();
			if (holds()) return true;
		}
		return false;
	})()`
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && b.Err() == nil; {
		turn, stop := context.WithTimeout(b, 30*time.Second) // a page that goes may take the result with it
		var done bool
		done, err = chromedp.Run(turn, chromedp.Evaluate[bool](watch, chromedp.EvalAwaitPromise))
		stop()
		if done {
			return
		}
		if exception := new(chromedp.ExceptionError); errors.As(err, &exception) {
			break // not an expression
		}
	}
	text, _ := chromedp.Run(b, chromedp.Evaluate[string]("document.body.innerText"))
	t.Fatalf("%s is not true: %v; the page says:\n%.600s", expression, err, text)
}

// work returns for how many milliseconds the thread of the page worked during a step. That
// of other programs does not count, nor what the page waited for.
func (b *browser) work(t *testing.T, step func()) float64 {
	t.Helper()
	worked := func() float64 {
		t.Helper()
		result, err := chromedp.Call(b, performance.GetMetrics, cdp.Empty{})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range result.Metrics {
			if m.Name == "ThreadTime" {
				return m.Value * 1000
			}
		}
		t.Fatal("Chromium does not count the time of a thread")
		return 0
	}
	if _, err := chromedp.Call(b, performance.Enable, performance.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	before := worked()
	step()
	return worked() - before
}

// quiet fails the test if something was noted.
func quiet(t *testing.T, b *browser) {
	t.Helper()
	for _, c := range b.complaints() {
		t.Error(c)
	}
}
