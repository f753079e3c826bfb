package main

import (
	"errors"
	"log"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/examples/orders/apierr"
)

// newClient returns a client that signed in with ada's password, and its output.
func newClient(t *testing.T, a *api) (*client, *strings.Builder) {
	t.Helper()
	var said strings.Builder
	c := &client{base: a.url, http: http.DefaultClient, say: log.New(&said, "", 0)}
	c.ask = func(acr []string) url.Values {
		return url.Values{"user": {"ada"}, "password": {passwords["ada"]}, "acr": acr}
	}
	if err := c.signIn(nil); err != nil {
		t.Fatal(err)
	}
	return c, &said
}

func TestClientRefreshes(t *testing.T) {
	a := start(t)
	c, said := newClient(t, a)
	first := c.tokens
	a.now = a.now.Add(lifetime)
	var orders []order
	if err := c.call("GET", "/orders", &orders); err != nil || len(orders) != 1 {
		t.Fatalf("got %v, %v", orders, err)
	}
	if c.tokens == first || !strings.HasPrefix(said.String(), "GET /orders: token-expired: ") {
		t.Errorf("it goes on with %v, and said %q", c.tokens, said)
	}
}

func TestClientStepsUp(t *testing.T) {
	a := start(t)
	c, _ := newClient(t, a)
	var asked []string
	signIn := c.ask
	c.ask = func(acr []string) url.Values {
		asked = append(asked, acr...)
		return signIn(acr)
	}
	var o order
	if err := c.call("POST", "/orders/1/refund", &o); err != nil || !o.Refunded {
		t.Fatalf("got %v, %v", o, err)
	}
	if !slices.Equal(asked, []string{refundACR}) {
		t.Errorf("it asked for %q", asked)
	}
}

// TestClientGivesUp sends the client errors that it cannot fix.
func TestClientGivesUp(t *testing.T) {
	a := start(t)
	c, _ := newClient(t, a)
	c.ask = func([]string) url.Values { return url.Values{"user": {"ada"}, "password": {"guess"}} }
	if err := c.call("POST", "/orders/1/refund", nil); !errors.Is(err, apierr.LoginFailed) {
		t.Errorf("a wrong password: got %v", err)
	}
	c.ask = func([]string) url.Values { return url.Values{"user": {"ada"}, "password": {passwords["ada"]}} }
	if err := c.call("POST", "/orders/1/refund", nil); !errors.Is(err, apierr.StepUpRequired) {
		t.Errorf("a weak sign-in again: got %v", err)
	}
	stale := *c
	if err := c.refresh(); err != nil {
		t.Fatal(err)
	}
	a.now = a.now.Add(lifetime)
	if err := stale.call("GET", "/orders", nil); !errors.Is(err, apierr.RefreshTokenReused) {
		t.Errorf("an exchanged refresh token: got %v", err)
	}
	if err := c.call("GET", "/orders", nil); !errors.Is(err, apierr.RefreshTokenInvalid) {
		t.Errorf("an ended grant: got %v", err)
	}
	if err := (&client{base: a.url, http: http.DefaultClient}).call("GET", "/orders", nil); !errors.Is(err, apierr.MissingCredentials) {
		t.Errorf("no token: got %v", err)
	}
}

// TestTour compares the output of the client with README.md.
func TestTour(t *testing.T) {
	a := start(t)
	a.now = a.now.Add(-lifetime) // tokens then expire at the time in README.md
	var said strings.Builder
	if err := tour(&said, a.url, func(d time.Duration) { a.now = a.now.Add(d) }); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```text\n"+said.String()+"```\n") {
		t.Errorf("README.md shows another tour than this:\n%s", said.String())
	}
}
