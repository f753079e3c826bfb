// Package mcp serves a catalog to agents as tools and resources of the Model Context
// Protocol.
//
//	s, err := mcp.New(site, version)
//	s.Run(ctx, &sdk.StdioTransport{})           // one client, over standard input and output
//	http.Serve(l, mcp.Handler(s, allowedHost))  // many, over HTTP
//
// The tools return the results of errdocs explain and of the search over the pages; the
// resources are files of the built site.
package mcp

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site"
)

// server contains what the handlers of tools and resources share.
type server struct {
	site   *site.Site
	c      *catalog.Catalog
	pages  *page.Builder
	index  *match.Index
	search func() (*match.Search, error) // builds the index on first use
}

// New returns a server of a catalog. The version is that of errdocs.
func New(site *site.Site, version string) (*sdk.Server, error) {
	s := &server{site: site, c: site.Catalog(), pages: site.Builder()}
	s.index = match.New(s.c)
	s.search = sync.OnceValues(func() (*match.Search, error) { return match.NewSearch(s.index, s.pages, site.Markdown()) })
	out := sdk.NewServer(
		&sdk.Implementation{Name: "errdocs", Title: s.pages.Site.Title, Version: version},
		&sdk.ServerOptions{
			Instructions: "This server explains the errors of the " + s.c.Name + ". When the API returns an error, pass the complete response to lookup_error unchanged, follow the steps in the result, and stop when its stop condition applies.",
			// tools and resources do not change while the server runs, and clients get no logs
			Capabilities: &sdk.ServerCapabilities{Tools: &sdk.ToolCapabilities{}, Resources: &sdk.ResourceCapabilities{}},
		},
	)
	out.AddReceivingMiddleware(recovering)
	if err := s.addTools(out); err != nil {
		return nil, err
	}
	s.addResources(out)
	return out, nil
}

// recovering turns a panic into an error, so that a bug in one request does not stop the
// server.
func recovering(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (result sdk.Result, err error) {
		defer func() {
			if p := recover(); p != nil {
				result, err = nil, fmt.Errorf("internal error: %v; this is a bug, report it", p)
			}
		}()
		return next(ctx, method, r)
	}
}

// The scheme and the URIs of the resources.
const (
	scheme       = "errdocs://"
	catalogURI   = scheme + "catalog"
	entryURI     = scheme + "{status}/{slug}"
	markdownType = "text/markdown"
	catalogType  = "application/json"
)

func (s *server) addResources(to *sdk.Server) {
	to.AddResource(&sdk.Resource{
		URI: catalogURI, Name: "catalog", Title: s.pages.Site.Title, MIMEType: catalogType,
		Description: "Every error with its texts, patterns and advice.",
	}, s.readCatalog)
	for _, e := range s.c.Entries {
		item := s.pages.Item(e)
		to.AddResource(&sdk.Resource{
			URI: scheme + e.Path(), Name: e.Path(), Title: item.Number + " " + item.Title, Description: item.Summary.Plain, MIMEType: markdownType,
		}, s.readEntry)
	}
	to.AddResourceTemplate(&sdk.ResourceTemplate{
		URITemplate: entryURI, Name: "entry", Title: "One error", MIMEType: markdownType,
		Description: "The page of an error as Markdown: what happened, the fix, the exact next request. Old slugs return the current page.",
	}, s.readEntry)
}

func (s *server) readCatalog(context.Context, *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	data, err := s.site.Render(catalog.CatalogJSON)
	return contents(catalogURI, catalogType, data), err
}

// readEntry returns the Markdown twin of an entry by its path or an alias.
func (s *server) readEntry(_ context.Context, req *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	uri := req.Params.URI
	e := s.index.ByPath(strings.TrimPrefix(uri, scheme))
	if e == nil {
		return nil, sdk.ResourceNotFoundError(uri)
	}
	data, err := s.site.Render(catalog.TwinFile(e.Path()))
	return contents(uri, markdownType, data), err
}

func contents(uri, typ string, data []byte) *sdk.ReadResourceResult {
	return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: uri, MIMEType: typ, Text: string(data)}}}
}

// text returns a text result, which is sent in addition to the structured result.
func text(format string, args ...any) *sdk.CallToolResult {
	return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: fmt.Sprintf(format, args...)}}}
}

// Path is the path of the HTTP handler.
const Path = "/mcp"

// MaxRequest is the size of the largest request, in bytes.
const MaxRequest = 1 << 20

// Handler returns a handler of the streamable HTTP transport, without sessions. It rejects
// requests for hosts that allowed does not accept, to prevent DNS rebinding, and
// cross-origin requests.
func Handler(s *sdk.Server, allowed func(host string) bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(Path, http.NewCrossOriginProtection().Handler(sdk.NewStreamableHTTPHandler(
		func(*http.Request) *sdk.Server { return s },
		&sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true, MaxRequestBodyBytes: MaxRequest, PropagateRequestCancellation: true},
	)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if !allowed(r.Host) {
			http.Error(w, "this server accepts requests only for its own address", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
