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

// Actions on a page, and how to wait for it. Tests wait until a page is ready, and never sleep.

// timeout is the timeout for changes that are normally immediate; the machine may be busy.
const timeout = 2 * time.Minute

// ready is set by static/find.js, the last script of a page, after it attached its listeners.
const ready = `"ready" in document.documentElement.dataset`

// visit opens a URL and waits until the page is ready.
func (b *browser) visit(t *testing.T, url string) {
	t.Helper()
	do(t, b, chromedp.Navigate(url))
	if !b.static && !ask[bool](t, b, ready) {
		becomes(t, b, ready)
	}
}

// goTo opens a page of the site and drops the complaints so far.
func goTo(t *testing.T, b *browser, at string) {
	t.Helper()
	do(t, b, chromedp.Navigate("about:blank")) // or else a change of only the fragment loads nothing
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

// click clicks on an element once it stops moving.
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
		t.Errorf("%s: false: %s", what, expression)
	}
}

// becomes waits until an expression is true, on this page or on one that replaces it. It must
// stay true for two frames, because readers do not see a change that one frame reverts.
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
	for deadline := time.Now().Add(timeout); time.Now().Before(deadline) && b.Err() == nil; {
		turn, stop := context.WithTimeout(b, 30*time.Second) // if the page is replaced, the result may be lost
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
	t.Fatalf("%s is not true: %v; the page contains:\n%.600s", expression, err, text)
}

// work returns the CPU time of the page's thread during a step, in milliseconds. Other programs
// and waiting do not count.
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
		t.Fatal("Chromium does not measure the time of a thread")
		return 0
	}
	if _, err := chromedp.Call(b, performance.Enable, performance.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	before := worked()
	step()
	return worked() - before
}

// quiet fails the test if there were complaints.
func quiet(t *testing.T, b *browser) {
	t.Helper()
	for _, c := range b.complaints() {
		t.Error(c)
	}
}
