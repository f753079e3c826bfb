package problem

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"shop/apierr"
)

// A test may play another server.
func TestOther(t *testing.T) {
	other := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.Header().Set("WWW-Authenticate", "Bearer")
		apierr.Write(w, r, apierr.TokenExpired)
		w.WriteHeader(401)
	})
	other(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
