package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"strings"

	"github.com/errdocs/errdocs/examples/orders/apierr"
)

// client calls the API for a user. It is for one goroutine: if two refresh at once,
// the grant ends (see the page of refresh-token-reused).
type client struct {
	base   string
	http   *http.Client
	ask    func(acr []string) url.Values // asks the user to sign in with one of these methods
	say    *log.Logger
	tokens pair
}

// call sends a request and decodes the response. If the catalog describes how to fix an
// error, call recovers once. A second error is final.
func (c *client) call(method, path string, result any) error {
	err := c.send(method, path, nil, result)
	switch apierr.TypeOf(err) {
	case apierr.TokenExpired, apierr.TokenRevoked: // TypeOf(err).Retry() is "after-refresh"
		c.say.Println(err)
		err = c.refresh()
	case apierr.StepUpRequired:
		c.say.Println(err)
		p, _ := apierr.ParamsOf[apierr.StepUpRequiredParams](err)
		err = c.signIn(p.ACRValues)
	default: // nil, or an error that no program can fix
		return err
	}
	if err != nil {
		return err
	}
	return c.send(method, path, nil, result)
}

func (c *client) signIn(acr []string) error {
	return c.send("POST", "/login", c.ask(acr), &c.tokens)
}

func (c *client) refresh() error {
	return c.send("POST", "/token", url.Values{"refresh_token": {c.tokens.Refresh}}, &c.tokens)
}

// send sends a form with the access token and decodes the response, or returns the
// error that the API sent.
func (c *client) send(method, path string, form url.Values, result any) error {
	r, err := http.NewRequest(method, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	if c.tokens.Access != "" {
		r.Header.Set("Authorization", "Bearer "+c.tokens.Access)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := apierr.CheckResponse(resp); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return json.NewDecoder(resp.Body).Decode(result)
}
