package mcp

import (
	"net/http"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// Path is where the HTTP handler answers.
const Path = "/mcp"

// MaxRequest is the size of the largest request, in bytes.
const MaxRequest = 1 << 20

// Handler returns a handler of the streamable HTTP transport, without sessions. Requests
// must name a host that allowed knows: a page of another site could otherwise read
// answers through a name that it points at this machine. Requests of other origins are
// refused too.
func Handler(s *sdk.Server, allowed func(host string) bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(Path, http.NewCrossOriginProtection().Handler(sdk.NewStreamableHTTPHandler(
		func(*http.Request) *sdk.Server { return s },
		&sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true, MaxRequestBodyBytes: MaxRequest, PropagateRequestCancellation: true},
	)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if !allowed(r.Host) {
			http.Error(w, "this server answers for its own address alone", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
