package browser

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/serve"
)

// serveFlagship serves the built-in site and returns its address and its files.
func serveFlagship(t *testing.T) (base string, files *publish.FileSet) {
	t.Helper()
	return serveFlagshipBelow(t, "")
}

// serveFlagshipBelow serves the built-in site below a path. All tests share the site and
// its server, which lives until they end: neither remembers who asked.
func serveFlagshipBelow(t *testing.T, path string) (base string, files *publish.FileSet) {
	t.Helper()
	flagships.Lock()
	defer flagships.Unlock()
	s, ok := flagships.served[path]
	if !ok {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		addr := listener.Addr().String()
		s.base = "http://" + addr + path
		s.files = build(t, flagship(t), generator.SiteOptions{Base: s.base + "/"})
		go func() {
			_ = serve.Run(context.Background(), listener, serve.NewHandler(addr, serve.Site{Files: s.files, Base: s.base + "/"}))
		}()
		flagships.served[path] = s
	}
	return s.base, s.files
}

var flagships = struct {
	sync.Mutex
	served map[string]flagshipSite // by path
}{served: map[string]flagshipSite{}}

type flagshipSite struct {
	base  string
	files *publish.FileSet
}

func flagship(t *testing.T) generator.Source {
	t.Helper()
	src, err := generator.Find("../../catalog")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// serveSite serves the site of a catalog that the test gives.
func serveSite(t *testing.T, catalog map[string]string) (base string, files *publish.FileSet) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range catalog {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return serveSource(t, generator.Source{FS: fsys, Folder: "catalog"})
}

// build builds a site.
func build(t *testing.T, src generator.Source, opt generator.SiteOptions) *publish.FileSet {
	t.Helper()
	c, l := generator.Load(src)
	if l.HasErrors() {
		t.Fatal(l.All()[0])
	}
	files, err := generator.Site(c, opt, l)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func serveSource(t *testing.T, src generator.Source) (base string, files *publish.FileSet) {
	t.Helper()
	return serveBelow(t, src, "")
}

// serveBelow serves a site below a path, such as /v2/errors.
func serveBelow(t *testing.T, src generator.Source, path string) (base string, files *publish.FileSet) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	base = "http://" + addr + path
	files = build(t, src, generator.SiteOptions{Base: base + "/"})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- serve.Run(ctx, listener, serve.NewHandler(addr, serve.Site{Files: files, Base: base + "/"}))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return base, files
}

// offline writes the built-in site, built for folders, to dir.
func offline(t *testing.T, dir string) *publish.FileSet {
	t.Helper()
	files := build(t, flagship(t), generator.SiteOptions{Offline: true})
	for _, name := range files.Paths() {
		data, _ := files.Get(name)
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// browser is one tab, and what it complained about.
type browser struct {
	context.Context
	base     string
	mu       sync.Mutex
	problems []string
}

// open starts Chromium.
func open(t *testing.T, base string) *browser {
	t.Helper()
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
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(stop)
	b := &browser{Context: ctx, base: base}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	_, logErr := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	_, networkErr := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	if err := errors.Join(logErr, networkErr); err != nil {
		t.Fatal(err)
	}
	return b
}

// listen notes console errors, violations of the policy, and requests that fail or
// leave the site.
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
		note("a request failed: %s", e.ErrorText)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, b.base+"/") && e.Request.URL != "about:blank" {
			note("a request left the site: %s", e.Request.URL)
		}
	}
}

// complaints returns what was noted since the last call.
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

func (b *browser) set(t *testing.T, v view) {
	t.Helper()
	_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.theme}},
	})
	if err = errors.Join(err, chromedp.Do(b, chromedp.EmulateViewport(v.width, v.height))); err != nil {
		t.Fatal(err)
	}
}

// measured is what a page says of itself.
type measured struct {
	Overflow  float64 // pixels that the page is wider than the window
	FirstCase float64 // bottom edge of the first case; 0 where there is none
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

// TestPages opens every page at a phone's and a desk's size, in both themes: nothing
// is logged, nothing is fetched from elsewhere, the policy holds, nothing scrolls
// sideways, the first case is on the first screen.
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

// folds are where the first screen ends, by the width of the window.
var folds = map[int64]float64{1280: 620, 390: 790}

func pageAt(t *testing.T, b *browser, at string, v view) {
	t.Helper()
	if err := chromedp.Do(b, chromedp.Navigate(b.base+at)); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	m, err := chromedp.Run(b, chromedp.Evaluate[measured](measure))
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	for _, p := range b.complaints() {
		t.Errorf("%s: %s", at, p)
	}
	if m.Overflow > 0 {
		t.Errorf("%s: scrolls sideways by %v px", at, m.Overflow)
	}
	if limit := folds[v.width]; limit > 0 && m.FirstCase > limit {
		t.Errorf("%s: the first case ends at %v px; the limit is %v", at, m.FirstCase, limit)
	}
	if m.Dark != (v.theme == "dark") {
		t.Errorf("%s: the theme is not followed", at)
	}
	if m.Stops > 5 {
		t.Errorf("%s: %d stops before main", at, m.Stops)
	}
}
