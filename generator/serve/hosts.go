package serve

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// Hosts returns which names a request to a server that listens on addr (host:port) may
// use: those of the address, and the given ones. Others are names that somebody points
// at this machine.
func Hosts(addr string, names ...string) (allowed func(host string) bool) {
	h := newHosts(addr, names)
	return h.allow
}

// hosts knows which names of the server a request may use.
type hosts struct {
	names []string // with the port, in lower case
	port  string
	open  bool // listens on every address, so requests may name any of them
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

// allow reports whether a request may name the host. An address is always safe where
// the server listens on all of them: only names can be pointed elsewhere.
func (h *hosts) allow(host string) bool {
	if slices.Contains(h.names, strings.ToLower(host)) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	return h.open && err == nil && port == h.port && net.ParseIP(name) != nil
}

// sameOrigin reports whether a request comes from a page of this server or from no
// page at all. Its host is known to be ours.
func sameOrigin(r *http.Request) bool {
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	return (origin == "" || strings.EqualFold(origin, "http://"+r.Host)) && (site == "" || site == "same-origin")
}
