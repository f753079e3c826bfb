package generator

import (
	"net/url"
	"strings"
)

// OwnBase returns where the pages of a site live on a server at address (host:port):
// the path of its base stays, so that paths lead to the same pages there.
func OwnBase(address, base string) string {
	own := url.URL{Scheme: "http", Host: address, Path: "/"}
	if u, err := url.Parse(base); err == nil && strings.HasPrefix(u.Path, "/") {
		own.Path = u.Path
	}
	return own.String()
}
