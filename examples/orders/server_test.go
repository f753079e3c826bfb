package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/examples/orders/apierr"
	"github.com/errdocs/errdocs/examples/orders/apierr/apierrtest"
)

// TestMain fails if the tests never make the API send a scenario of these types, which
// are the ones that it returns.
func TestMain(m *testing.M) {
	os.Exit(apierrtest.Main(m,
		apierr.LoginFailed,
		apierr.MalformedAuthorizationHeader,
		apierr.MalformedToken,
		apierr.MissingCredentials,
		apierr.RefreshTokenInvalid,
		apierr.RefreshTokenReused,
		apierr.StepUpRequired,
		apierr.TokenExpired,
		apierr.TokenRevoked,
		apierr.TokenSignatureInvalid,
		apierr.UnsupportedAuthScheme,
	))
}

// api is the API on a socket, with a stopped clock.
type api struct {
	*server
	url string
	now time.Time
}

func start(t *testing.T) *api {
	t.Helper()
	a := &api{now: time.Date(2026, time.January, 6, 9, 58, 0, 0, time.UTC)}
	a.server = newServer([]byte("key"), func() time.Time { return a.now }, slog.New(slog.DiscardHandler))
	listener := httptest.NewServer(apierrtest.Handler(a.routes()))
	t.Cleanup(listener.Close)
	a.url = listener.URL
	return a
}

// post sends a form, with an Authorization header if its value is not empty.
func (a *api) post(t *testing.T, path, authorization string, form url.Values) *http.Response {
	t.Helper()
	r, err := http.NewRequest("POST", a.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if authorization != "none" {
		r.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// token returns the header for a strong and new token with changed claims.
func (a *api) token(change func(*claims)) string {
	c := claims{ID: "1", Grant: "g", Subject: "ada", Expires: a.now.Unix() + 60, AuthTime: a.now.Unix(), ACR: refundACR}
	change(&c)
	return "Bearer " + a.tokens.sign(c)
}

// TestRejected sends requests for a refund that the API rejects.
func TestRejected(t *testing.T) {
	a := start(t)
	a.tokens.end("out")
	a.tokens.personal["script"] = claims{Subject: "ada", Expires: a.now.Unix()}
	other := newTokens([]byte("other key"), time.Now)
	for _, test := range []struct {
		name, authorization string
		want                *apierr.Error
	}{
		{"no header", "none", apierr.NewMissingCredentialsAbsent()},
		{"an empty header", " ", apierr.NewMissingCredentialsEmpty()},
		{"a bare token", "abc", apierr.NewMalformedAuthorizationHeaderNoScheme()},
		{"no token", "Bearer", apierr.NewMalformedAuthorizationHeaderToken()},
		{"a token in quotes", `Bearer "abc"`, apierr.NewMalformedAuthorizationHeaderToken()},
		{"another scheme", "basic YTpi", apierr.NewUnsupportedAuthSchemeScheme([]string{"Bearer"}, "")},
		{"no JWT", "Bearer abc", apierr.NewMalformedTokenParts()},
		{"no base64", "Bearer a.b.*", apierr.NewMalformedTokenEncoding()},
		{"another key", "Bearer " + other.sign(claims{}), apierr.NewTokenSignatureInvalidMismatch()},
		{"too late", a.token(func(c *claims) { c.Expires = a.now.Unix() }), apierr.NewTokenExpiredAt(a.now)},
		{"too late for a script", "Bearer script", apierr.NewTokenExpiredIntrospected()},
		{"signed out", a.token(func(c *claims) { c.ID = "out" }), apierr.NewTokenRevokedToken()},
		{"a weak sign-in", a.token(func(c *claims) { c.ACR = "pwd" }), apierr.NewStepUpRequiredStrongerMethod([]string{"phr"})},
		{"an old sign-in", a.token(func(c *claims) { c.AuthTime -= 301 }), apierr.NewStepUpRequiredRecentSignIn(5*time.Minute, []string{"phr"})},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp := a.post(t, "/orders/1/refund", test.authorization, nil)
			checkSent(t, resp, test.want)
			if values := resp.Header["Www-Authenticate"]; !slices.Equal(values, test.want.Headers()["Www-Authenticate"]) {
				t.Errorf("the challenges are %q", values)
			}
		})
	}
}

// checkSent compares a response with an error: only the trace ID can differ.
func checkSent(t *testing.T, resp *http.Response, want *apierr.Error) {
	t.Helper()
	err := apierr.CheckResponse(resp)
	var e *apierr.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want %v", err, want)
	}
	if e.TraceID() == "" {
		t.Error("no trace ID")
	}
	got, _ := e.WithTraceID("").MarshalJSON()
	if want, _ := want.MarshalJSON(); string(got) != string(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLogin(t *testing.T) {
	a := start(t)
	for _, user := range []string{"ada", "nobody"} {
		resp := a.post(t, "/login", "none", url.Values{"user": {user}, "password": {"guess"}})
		checkSent(t, resp, apierr.NewLoginFailedRefused())
	}
}

// TestRefreshTokens uses a refresh token twice, which ends the grant.
func TestRefreshTokens(t *testing.T) {
	a := start(t)
	refresh := func(token string) *http.Response {
		return a.post(t, "/token", "none", url.Values{"refresh_token": {token}})
	}
	checkSent(t, refresh("unknown"), apierr.NewRefreshTokenInvalid())
	p := a.tokens.grant("ada", refundACR)
	if resp := refresh(p.Refresh); resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status)
	}
	checkSent(t, refresh(p.Refresh), apierr.NewRefreshTokenReused())
	checkSent(t, refresh(p.Refresh), apierr.NewRefreshTokenInvalid())
	checkSent(t, a.post(t, "/orders/1/refund", "Bearer "+p.Access, nil), apierr.NewTokenRevokedGrant())
}

func TestSignOut(t *testing.T) {
	a := start(t)
	p := a.tokens.grant("ada", "")
	if resp := a.post(t, "/logout", "Bearer "+p.Access, nil); resp.StatusCode != http.StatusNoContent {
		t.Fatal(resp.Status)
	}
	checkSent(t, a.post(t, "/logout", "Bearer "+p.Access, nil), apierr.NewTokenRevokedToken())
}

func TestRefund(t *testing.T) {
	a := start(t)
	for _, test := range []struct {
		path   string
		status int
		body   string
	}{
		{"/orders/1/refund", 200, `{"id":1,"customer":"ada","item":"tea","refunded":true}` + "\n"},
		{"/orders/2/refund", 404, "404 page not found\n"},
	} {
		resp := a.post(t, test.path, a.token(func(*claims) {}), nil)
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != test.status || string(body) != test.body {
			t.Errorf("%s: got %d %s, %v", test.path, resp.StatusCode, body, err)
		}
	}
}

// TestProductionImports checks that only tests import the test package.
func TestProductionImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "github.com/errdocs/errdocs/examples/orders/apierr") {
		t.Errorf("the server does not import apierr: %q", deps)
	}
	for _, d := range deps {
		if d == "testing" || strings.HasSuffix(d, "/apierrtest") {
			t.Errorf("the server imports %s", d)
		}
	}
}
