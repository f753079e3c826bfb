// Package serve serves a site over HTTP for local use. It renders each page on request, in the form
// that the client prefers, with live reload.
//
//	h := serve.NewHandler("127.0.0.1:8401", serve.Site{Pages: site, Base: base})
//	http.Serve(listener, h)
//	h.Replace(serve.Site{Pages: newer, Base: base}) // after a change
//
// No request reads the disk: a path that the site does not have returns 404.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/errdocs/errdocs/generator/site/html"
)

// Handler serves a Site. It is safe for concurrent use.
type Handler struct {
	hosts     hosts
	state     atomic.Pointer[state]
	changing  sync.Mutex
	listeners atomic.Int32
	beat      time.Duration // interval at which the server and an event listener detect a lost connection
}

// NewHandler returns a Handler for a server that listens on addr (host:port). It rejects
// requests for hosts other than addr and names. This prevents DNS rebinding: a different site
// could otherwise point its own name at this machine and read drafts. A Site without Pages
// could not be built yet.
func NewHandler(addr string, s Site, names ...string) *Handler {
	h := &Handler{hosts: newHosts(addr, names), beat: heartbeat}
	h.Replace(s)
	return h
}

// Replace makes the handler serve a different site. Browsers reload the pages that changed.
func (h *Handler) Replace(s Site) {
	next := &state{next: make(chan struct{})}
	if s.Pages != nil {
		next.site = newServed(s)
	}
	h.changing.Lock()
	defer h.changing.Unlock()
	h.change(next)
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", html.Policy)
	header.Set("Cross-Origin-Resource-Policy", "same-origin") // no other site may embed a draft
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-cache")
	if r.ContentLength != 0 { // bodies are not read
		header.Set("Connection", "close")
	}
	if !h.hosts.allow(r.Host) {
		http.Error(w, "this server accepts requests only for "+h.hosts.names[0], http.StatusForbidden)
		return
	}
	header.Set("Vary", "Accept")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are allowed", http.StatusMethodNotAllowed)
		return
	}
	v := h.state.Load().site
	switch {
	case (v == nil || v.Live) && strings.HasPrefix(r.URL.Path, liveRoot):
		h.live(w, r)
	case v == nil:
		h.notBuilt(w, r)
	default:
		v.answer(w, r)
	}
}

// answer serves the target of the path.
func (v *served) answer(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	t := v.find(r.URL.Path)
	if v.asks(r, t) {
		v.ask(w, r, t)
		return
	}
	switch {
	case t.location != "":
		header.Set("Location", t.location)
		status := http.StatusPermanentRedirect
		if t.moved {
			status = http.StatusMovedPermanently
		}
		w.WriteHeader(status)
	case t.isPage():
		v.negotiate(w, r, t.page)
	case t.file != "":
		header.Del("Vary")
		v.file(w, r, t)
	default:
		v.notFound(w, r)
	}
}

// Hosts returns a function that reports whether a request may use a host name, for a server
// that listens on addr (host:port): the names of the address and the given names. See
// NewHandler.
func Hosts(addr string, names ...string) (allowed func(host string) bool) {
	h := newHosts(addr, names)
	return h.allow
}

// hosts are the host names that requests may use.
type hosts struct {
	names []string // with the port, in lower case
	port  string
	open  bool // the server listens on all addresses, so requests may use any IP address
}

// newHosts returns the names of a server that listens on addr.
func newHosts(addr string, names []string) hosts {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	h := hosts{port: port}
	ip := net.ParseIP(host)
	h.open = ip != nil && ip.IsUnspecified()
	if h.open || ip != nil && ip.IsLoopback() {
		names = append(names, "localhost", "127.0.0.1", "::1")
	}
	for _, name := range append([]string{host}, names...) {
		h.names = append(h.names, strings.ToLower(net.JoinHostPort(name, port)))
	}
	return h
}

// allow reports whether a request may use the host. If the server listens on all addresses,
// any IP address is safe: DNS rebinding needs a name.
func (h *hosts) allow(host string) bool {
	if slices.Contains(h.names, strings.ToLower(host)) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	return h.open && err == nil && port == h.port && net.ParseIP(name) != nil
}

// sameOrigin reports whether a request comes from a page of this server or from no page.
// The caller has checked the host.
func sameOrigin(r *http.Request) bool {
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	return (origin == "" || strings.EqualFold(origin, "http://"+r.Host)) && (site == "" || site == "same-origin")
}

// limits are how long a server waits.
type limits struct {
	header, read, write, idle time.Duration
	grace                     time.Duration // for responses in progress at shutdown
}

var defaultLimits = limits{
	header: 5 * time.Second,
	read:   10 * time.Second,
	write:  30 * time.Second,
	idle:   30 * time.Second,
	grace:  2 * time.Second,
}

// Run serves a handler on a listener until the context ends. It disconnects slow clients,
// because a page of a different site may try to exhaust the server.
func Run(ctx context.Context, l net.Listener, h http.Handler) error {
	return run(ctx, l, h, defaultLimits)
}

func run(ctx context.Context, l net.Listener, h http.Handler, wait limits) error {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: wait.header,
		ReadTimeout:       wait.read,
		WriteTimeout:      wait.write,
		IdleTimeout:       wait.idle,
		MaxHeaderBytes:    16 << 10,

		DisableGeneralOptionsHandler: true,                                              // the handler must check the host first
		BaseContext:                  func(net.Listener) context.Context { return ctx }, // ends streams of events
	}
	stopped := make(chan struct{})
	defer context.AfterFunc(ctx, func() {
		defer close(stopped)
		graceful, cancel := context.WithTimeout(context.Background(), wait.grace)
		defer cancel()
		if s.Shutdown(graceful) != nil {
			_ = s.Close() // do not wait for clients that hang
		}
	})()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	<-stopped
	return nil
}
