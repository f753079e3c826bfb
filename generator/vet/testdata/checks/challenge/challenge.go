// Package challenge sets challenges.
package challenge

import (
	"net/http"
	"net/textproto"
)

type wrapper struct{ http.ResponseWriter }

const field = "www-authenticate"

func found(w http.ResponseWriter, h http.Header) {
	w.Header().Set("WWW-Authenticate", "Bearer") // want `WWW-Authenticate is set by hand \(hand-written-challenge\)`
	w.Header().Add("www-authenticate", "Basic")  // want `WWW-Authenticate is set`
	h.Add("Proxy-Authenticate", "Basic")         // want `Proxy-Authenticate is set`
	wrapper{w}.Header().Set(field, "Bearer")     // want `WWW-Authenticate is set`
}

func quiet(w http.ResponseWriter, from http.Header, mime textproto.MIMEHeader) {
	w.Header().Set("Authorization", from.Get("WWW-Authenticate"))
	w.Header().Del("WWW-Authenticate")
	mime.Set("WWW-Authenticate", "Bearer")
	for name := range from {
		w.Header().Set(name, from.Get(name))
	}
}
