// Package barestatus sends statuses.
package barestatus

import "net/http"

type wrapper struct{ http.ResponseWriter }

type counter struct{}

func (counter) WriteHeader(int) {}

func found(w http.ResponseWriter) {
	http.Error(w, "no", http.StatusUnauthorized) // want `401 Unauthorized is sent without a catalog entry \(bare-status\)`
	w.WriteHeader(403)                           // want `403 Forbidden is sent without`
	wrapper{w}.WriteHeader(401)                  // want `401 Unauthorized is sent without`
}

func quiet(w http.ResponseWriter, code int) {
	http.Error(w, "no", http.StatusTeapot)
	w.WriteHeader(code)
	w.WriteHeader(http.StatusOK)
	w.WriteHeader(http.StatusConflict) // all of its entries are drafts
	counter{}.WriteHeader(401)
}
