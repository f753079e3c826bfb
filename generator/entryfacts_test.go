package generator_test

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
)

// registeredSchemes is the IANA registry of HTTP authentication schemes, in lower case:
// scheme names are case-insensitive (RFC 9110 section 11.1).
var registeredSchemes = []string{
	"basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "oauth",
	"privatetoken", "scram-sha-1", "scram-sha-256", "vapid",
}

// TestFactUnregisteredSchemes checks that a page whose challenge has an unregistered scheme
// states that, so that readers do not look for its specification.
func TestFactUnregisteredSchemes(t *testing.T) {
	c, files := flagship(t)
	found := map[string]int{}
	for _, e := range c.Entries {
		for _, s := range e.Scenarios() {
			for _, f := range s.Response().Headers {
				if f.Name != "WWW-Authenticate" {
					continue
				}
				ch, err := parseChallenge(f.Value)
				if err != nil {
					t.Fatalf("%s: %s: %v", s.Name(), f.Value, err)
				}
				if slices.Contains(registeredSchemes, strings.ToLower(ch.scheme)) {
					continue
				}
				found[ch.scheme]++
				sentence := regexp.MustCompile("`" + regexp.QuoteMeta(ch.scheme) + "`[^.`]*not[^.`]* registered")
				if twin, _ := files.Get(e.Path() + ".md"); !sentence.Match(twin) {
					t.Errorf("%s: the page does not state that %s is not a registered scheme", e.Path(), ch.scheme)
				}
			}
		}
	}
	for _, scheme := range []string{"ApiKey", "Session", "Signature"} {
		if found[scheme] == 0 {
			t.Errorf("no challenge has the scheme %s", scheme)
		}
	}
}

// TestFactRedirects checks which redirects make clients drop the Authorization header. The
// rule of net/http is compared with what net/http does.
func TestFactRedirects(t *testing.T) {
	e := builtInEntry(t, "credentials-dropped-on-redirect")
	for _, want := range []string{
		"`fetch`): if the origin changes.",
		"requests: if the host, port or scheme changes, except from http to https on default ports.",
		"net/http: unless the new host is the same or a subdomain.",
	} {
		if !strings.Contains(e.Description, want) {
			t.Errorf("%s: the description does not contain %q", e.Path(), want)
		}
	}
	for target, kept := range map[string]bool{
		"https://example.com/other":        true,
		"https://api.example.com/":         true,
		"https://example.org/":             false,
		"https://notexample.com/":          false,
		"https://example.com.example.net/": false,
	} {
		var header string
		client := &http.Client{Transport: transport(func(r *http.Request) *http.Response {
			header = r.Header.Get("Authorization")
			if r.URL.String() == target {
				return &http.Response{StatusCode: http.StatusOK}
			}
			return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {target}}}
		})}
		r, err := http.NewRequest(http.MethodGet, "https://example.com/orders", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer x")
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if (header != "") != kept {
			t.Errorf("net/http sends Authorization %q to %s; kept should be %t", header, target, kept)
		}
	}
}

type transport func(*http.Request) *http.Response

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) {
	response := f(r)
	response.Request, response.Body = r, http.NoBody
	return response, nil
}

// TestFactProxies checks the advice for each kind of proxy. The nginx setting
// underscores_in_headers does not affect Authorization.
func TestFactProxies(t *testing.T) {
	e := builtInEntry(t, "authorization-header-stripped")
	steps := e.Fixes[0].Steps
	for _, want := range []string{"**nginx** passes it by default", "`CGIPassAuth On` (2.4.13 or later)", "`WSGIPassAuthorization On`", "**CloudFront** removes it from GET and HEAD"} {
		if !strings.Contains(steps, want) {
			t.Errorf("%s: the steps do not contain %q", e.Path(), want)
		}
	}
	_, files := flagship(t)
	if twin, _ := files.Get(e.Path() + ".md"); bytes.Contains(twin, []byte("underscores_in_headers")) {
		t.Errorf("%s: underscores_in_headers does not affect Authorization", e.Path())
	}
}

// TestFactNoErrorCode checks that the response to a malformed Authorization header has no
// error code: RFC 6750 section 3.1 reserves invalid_token for a token that was rejected.
func TestFactNoErrorCode(t *testing.T) {
	e := builtInEntry(t, "malformed-authorization-header")
	for _, s := range e.Scenarios() {
		found := false
		for _, f := range s.Response().Headers {
			if f.Name != "WWW-Authenticate" {
				continue
			}
			found = true
			if ch, err := parseChallenge(f.Value); err != nil || ch.params["error"] != "" {
				t.Errorf("%s: the challenge %s has an error code, or is invalid: %v", s.Name(), f.Value, err)
			}
		}
		if !found {
			t.Errorf("%s: the response has no challenge", s.Name())
		}
	}
}

// TestFactTokenEndpoint checks that the pages whose error a token endpoint reports differently
// name its error in the summary, which readers see first. Except for assertions, which have
// an RFC for their claims, the pages refer to RFC 6749 section 5.2.
func TestFactTokenEndpoint(t *testing.T) {
	_, files := flagship(t)
	for slug, want := range map[string]string{
		"oauth-client-assertion-invalid":     "OAuth token endpoints report `{\"error\":\"invalid_client\"}`.",
		"oauth-client-authentication-failed": "OAuth token endpoints report `{\"error\":\"invalid_client\"}`.",
		"refresh-token-invalid":              "OAuth token endpoints report 400 `{\"error\":\"invalid_grant\"}`.",
		"refresh-token-reused":               "OAuth token endpoints report 400 `{\"error\":\"invalid_grant\"}`.",
	} {
		e := builtInEntry(t, slug)
		if !strings.Contains(e.Summary, want) {
			t.Errorf("%s: the summary does not contain %q", e.Path(), want)
		}
		if twin, _ := files.Get(e.Path() + ".md"); slug != "oauth-client-assertion-invalid" && !bytes.Contains(twin, []byte("rfc6749#section-5.2")) {
			t.Errorf("%s: the page does not refer to RFC 6749 section 5.2", e.Path())
		}
	}
}

// TestFactTags checks that readers who filter by jwt find the page about expired tokens.
func TestFactTags(t *testing.T) {
	if e := builtInEntry(t, "token-expired"); !slices.Contains(e.Tags, "jwt") {
		t.Errorf("%s: no tag jwt: %q", e.Path(), e.Tags)
	}
}

// TestFactAudience checks that the page about audiences links to the sections that define the claim and
// its check (RFC 7519 section 4.1.3, RFC 9068 section 4).
func TestFactAudience(t *testing.T) {
	e := builtInEntry(t, "token-audience-mismatch")
	for _, want := range []string{"/rfc7519#section-4.1.3", "/rfc9068#section-4"} {
		if !slices.ContainsFunc(e.References, func(r catalog.Reference) bool { return strings.HasSuffix(r.URL, want) }) {
			t.Errorf("%s: no reference to %s", e.Path(), want)
		}
	}
}

// TestFactClaimsChallenge checks that the fix opens the authorization URL in a browser with encoded
// claims, and then retries the API call.
func TestFactClaimsChallenge(t *testing.T) {
	fix := builtInEntry(t, "claims-challenge-required").Fixes[0]
	for _, want := range []string{"/authorize?", "env.CLAIMS|@base64d|@uri", "in a browser", "retry once"} {
		if !strings.Contains(fix.Steps, want) {
			t.Errorf("the steps do not contain %q", want)
		}
	}
	if fix.Request == nil || !strings.HasPrefix(fix.Request.URL, "https://api.example.com/") {
		t.Error("the fix does not retry the API call")
	}
}

// TestFactStatus401 checks the page of the status. A new token helps with 403 if the error
// is insufficient_scope (RFC 6750 section 3.1), and 440 is not a registered status.
func TestFactStatus401(t *testing.T) {
	c, _ := flagship(t)
	i := slices.IndexFunc(c.Statuses, func(s *catalog.Status) bool { return s.Code == 401 })
	if i < 0 {
		t.Fatal("the built-in catalog has no status 401")
	}
	status := c.Statuses[i]
	for _, l := range status.Lookalikes {
		if l.Status == 440 {
			t.Errorf("%s: lookalike 440 has no reliable source", status.File)
		}
	}
	want := "Exception: with `insufficient_scope`, request a token that has the scope."
	if !regexp.MustCompile(`(?m)^- \*\*403\*\*: .*` + regexp.QuoteMeta(want)).MatchString(status.Description) {
		t.Errorf("%s: the text about 403 does not contain %q", status.File, want)
	}
}

// TestFactLogin checks that the login page refers to HTTP only: RFC 6749 section 5.2 is
// about token endpoints.
func TestFactLogin(t *testing.T) {
	e := builtInEntry(t, "login-failed")
	for _, r := range e.References {
		if strings.Contains(r.URL, "rfc6749") {
			t.Errorf("%s: %s is not about login endpoints", e.Path(), r.Title)
		}
	}
}

// TestFactCurlOptions checks that commands work with every curl in use: --json needs 7.82.
func TestFactCurlOptions(t *testing.T) {
	_, files := flagship(t)
	for _, path := range files.Paths() {
		if !strings.HasPrefix(path, "401") || !strings.HasSuffix(path, ".md") {
			continue
		}
		data, _ := files.Get(path)
		for _, block := range fences(data, "sh") {
			if strings.Contains(block, "curl") && strings.Contains(block, "--json") {
				t.Errorf("%s: curl --json needs curl 7.82: %s", path, block)
			}
		}
	}
}

// TestFactReferences checks that references name the document and its subject, because a
// section number alone does not tell a reader whether to follow the link.
func TestFactReferences(t *testing.T) {
	c, _ := flagship(t)
	form := regexp.MustCompile(`^(RFC \d{4} §\d+(\.\d+)*|[A-Z][A-Za-z ]+): \S.*[^.]$`)
	for _, e := range c.Entries {
		for _, r := range e.References {
			if !form.MatchString(r.Title) {
				t.Errorf("%s: the reference %q has no subject", e.Path(), r.Title)
			}
		}
	}
}

// builtInEntry returns an entry of the built-in catalog.
func builtInEntry(t *testing.T, slug string) *catalog.Entry {
	t.Helper()
	c, _ := flagship(t)
	for _, e := range c.Entries {
		if e.Slug == slug {
			return e
		}
	}
	t.Fatalf("the built-in catalog has no entry %s", slug)
	return nil
}
