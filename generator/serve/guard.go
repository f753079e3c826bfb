package serve

// Hosts returns which names a request to a server that listens on addr (host:port) may
// use: those of the address, and the given ones. Others are names that somebody points
// at this machine.
func Hosts(addr string, names ...string) (allowed func(host string) bool) {
	h := newHosts(addr, names)
	return h.allow
}
