package browser

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
	"github.com/errdocs/errdocs/generator/serve"
	"github.com/errdocs/errdocs/generator/site"
)

// serveFlagship serves the built-in site and returns its URL and files.
func serveFlagship(t *testing.T) (base string, files sitetest.Files) {
	t.Helper()
	return serveFlagshipBelow(t, "")
}

// serveFlagshipBelow serves the built-in site below a path. All tests share the site and its
// server, because both are stateless.
func serveFlagshipBelow(t *testing.T, path string) (base string, files sitetest.Files) {
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
		built := build(t, flagship(t), generator.SiteOptions{Base: s.base + "/"})
		s.files = sitetest.Render(t, built)
		go func() {
			_ = serve.Run(context.Background(), listener, serve.NewHandler(addr, serve.Site{Pages: built, Base: s.base + "/"}))
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
	files sitetest.Files
}

func flagship(t *testing.T) generator.Source {
	t.Helper()
	src, err := generator.Find("../../catalog")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// serveSite serves the site of a given catalog.
func serveSite(t *testing.T, catalog map[string]string) (base string, files sitetest.Files) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range catalog {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return serveSource(t, generator.Source{FS: fsys, Shown: "catalog"})
}

// build builds a site.
func build(t *testing.T, src generator.Source, opt generator.SiteOptions) *site.Site {
	t.Helper()
	needsBrowser(t)
	c, l := generator.Load(src)
	if l.HasErrors() {
		t.Fatal(l.All()[0])
	}
	s, err := generator.NewSite(c, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func serveSource(t *testing.T, src generator.Source) (base string, files sitetest.Files) {
	t.Helper()
	return serveBelow(t, src, "")
}

// serveBelow serves a site below a path, such as /v2/errors.
func serveBelow(t *testing.T, src generator.Source, path string) (base string, files sitetest.Files) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	base = "http://" + addr + path
	built := build(t, src, generator.SiteOptions{Base: base + "/"})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- serve.Run(ctx, listener, serve.NewHandler(addr, serve.Site{Pages: built, Base: base + "/"}))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return base, sitetest.Render(t, built)
}

// offline writes an --offline build of the built-in site to dir.
func offline(t *testing.T, dir string) sitetest.Files {
	t.Helper()
	files := sitetest.Render(t, build(t, flagship(t), generator.SiteOptions{Offline: true}))
	for _, name := range files.Paths() {
		data, _ := files.Get(name)
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
