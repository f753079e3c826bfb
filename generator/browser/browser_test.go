package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is the browser of all tests. The first test that needs it starts it.
var chromium struct {
	once sync.Once
	context.Context
	stop func()
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

// needsBrowser returns the path of Chromium. It skips the test with -short or without Chromium.
func needsBrowser(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path := os.Getenv("CHROME")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		if os.Getenv("ERRDOCS_BROWSER") == "required" {
			t.Fatal("no Chromium: set CHROME, or put chromium into PATH")
		}
		t.Skip("no Chromium in CHROME or PATH")
	}
	return path
}

// startChromium starts Chromium unless it is running.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	path := needsBrowser(t)
	chromium.once.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WSURLReadTimeout(timeout),
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
		allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, stop := chromedp.NewContext(allocator)
		chromium.Context, chromium.stop = ctx, func() { stop(); stopAllocator() }
		chromium.err = chromedp.Do(ctx)
	})
	if chromium.err != nil {
		t.Fatal(chromium.err)
	}
	return chromium.Context
}

// browser is one tab and its complaints.
type browser struct {
	context.Context
	base     string
	static   bool // scripts are off
	mu       sync.Mutex
	problems []string
}

// open opens a tab with its own window, storage and focus, isolated from other tests.
func open(t *testing.T, base string) *browser {
	t.Helper()
	ctx, stop := chromedp.NewContext(startChromium(t), chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(stop)
	b := &browser{Context: ctx, base: base}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	_, logErr := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	_, networkErr := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	_, focusErr := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err := errors.Join(logErr, networkErr, focusErr); err != nil {
		t.Fatal(err)
	}
	b.set(t, view{1280, 800, "light"})
	return b
}

// listen records console errors, violations of the policy, and requests that fail or leave the
// site.
func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note := func(format string, args ...any) { b.problems = append(b.problems, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *log.EventEntryAdded:
		note("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *runtime.EventConsoleAPICalled:
		note("console.%s", e.Type)
	case *runtime.EventExceptionThrown:
		note("exception: %s", e.ExceptionDetails.Text)
	case *network.EventLoadingFailed:
		if !e.Canceled || e.BlockedReason != "" { // a new page cancels pending requests of the previous page
			note("a request failed: %s", e.ErrorText)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, b.base+"/") && e.Request.URL != "about:blank" {
			note("a request left the site: %s", e.Request.URL)
		}
	}
}

// complaints returns the complaints since the last call.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.problems
	b.problems = nil
	return list
}

// view is a window and a theme.
type view struct {
	width, height int64
	theme         string
}

func (v view) String() string { return fmt.Sprintf("%dx%d %s", v.width, v.height, v.theme) }

// set resizes the window, changes the theme, and waits until both apply to the page.
func (b *browser) set(t *testing.T, v view) {
	t.Helper()
	_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.theme}},
	})
	if err = errors.Join(err, chromedp.Do(b, chromedp.EmulateViewport(v.width, v.height))); err != nil {
		t.Fatal(err)
	}
	becomes(t, b, fmt.Sprintf(`innerWidth === %d && innerHeight === %d && matchMedia("(prefers-color-scheme: %s)").matches`, v.width, v.height, v.theme))
}
