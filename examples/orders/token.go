package main

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/errdocs/errdocs/examples/orders/apierr"
)

// lifetime is the lifetime of an access token, short so that you see a refresh.
const lifetime = 5 * time.Second

// jwtHeader is the header of every JWT, {"alg":"HS256","typ":"JWT"}.
const jwtHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"

// claims are the claims of an access token (RFC 7519 section 4.1, RFC 9470 section 6).
type claims struct {
	ID       string `json:"jti"`
	Grant    string `json:"grant"` // identifies the sign-in
	Subject  string `json:"sub"`
	Expires  int64  `json:"exp"`
	AuthTime int64  `json:"auth_time"`
	ACR      string `json:"acr"`
}

// pair is the response to a sign-in or a refresh.
type pair struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
}

// tokens issues and checks access tokens: JWTs, and opaque tokens that users create for
// their scripts.
type tokens struct {
	key []byte
	now func() time.Time

	mu       sync.Mutex
	personal map[string]claims // by token
	refresh  map[string]claims // by refresh token; stored after use, to detect reuse
	ended    map[string]bool   // by access token, refresh token or grant
}

func newTokens(key []byte, now func() time.Time) *tokens {
	return &tokens{key: key, now: now, personal: map[string]claims{}, refresh: map[string]claims{}, ended: map[string]bool{}}
}

// grant starts a grant for a user who has signed in.
func (t *tokens) grant(user, acr string) pair {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.issue(claims{Grant: rand.Text(), Subject: user, AuthTime: t.now().Unix(), ACR: cmp.Or(acr, "pwd")})
}

// exchange returns a new pair for a refresh token, which works once.
func (t *tokens) exchange(token string) (pair, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, known := t.refresh[token]
	switch {
	case !known || t.ended[c.Grant]:
		return pair{}, apierr.NewRefreshTokenInvalid()
	case t.ended[token]:
		t.ended[c.Grant] = true // used twice: one of the two senders stole it
		return pair{}, apierr.NewRefreshTokenReused()
	}
	t.ended[token] = true
	return t.issue(c), nil
}

func (t *tokens) issue(c claims) pair {
	c.ID, c.Expires = rand.Text(), t.now().Add(lifetime).Unix()
	p := pair{t.sign(c), rand.Text()}
	t.refresh[p.Refresh] = c
	return p
}

// end revokes the access token with the ID.
func (t *tokens) end(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended[id] = true
}

// sign returns the claims as a JWT.
func (t *tokens) sign(c claims) string {
	payload, err := json.Marshal(c)
	if err != nil {
		panic(err) // claims can always be encoded
	}
	signed := jwtHeader + "." + base64.RawURLEncoding.EncodeToString(payload)
	return signed + "." + base64.RawURLEncoding.EncodeToString(t.mac(signed))
}

func (t *tokens) mac(signed string) []byte {
	h := hmac.New(sha256.New, t.key)
	h.Write([]byte(signed))
	return h.Sum(nil)
}

// authenticate returns the claims of the request's token, or the error that rejects it.
func (t *tokens) authenticate(r *http.Request) (claims, error) {
	token, err := bearer(r)
	if err != nil {
		return claims{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if c, known := t.personal[token]; known {
		if !t.now().Before(time.Unix(c.Expires, 0)) {
			return claims{}, apierr.NewTokenExpiredIntrospected()
		}
		return c, nil
	}
	c, err := t.verify(token)
	if err != nil {
		return claims{}, err
	}
	expires := time.Unix(c.Expires, 0)
	switch {
	case !t.now().Before(expires):
		return claims{}, apierr.NewTokenExpiredAt(expires)
	case t.ended[c.ID]:
		return claims{}, apierr.NewTokenRevokedToken()
	case t.ended[c.Grant]:
		return claims{}, apierr.NewTokenRevokedGrant()
	}
	return c, nil
}

// bearer returns the token in the Authorization header (RFC 6750 section 2.1).
func bearer(r *http.Request) (string, error) {
	header, sent := r.Header["Authorization"]
	if !sent {
		return "", apierr.NewMissingCredentialsAbsent()
	}
	scheme, token, found := strings.Cut(strings.TrimSpace(header[0]), " ")
	switch {
	case scheme == "":
		return "", apierr.NewMissingCredentialsEmpty()
	case !strings.EqualFold(scheme, "Bearer") && !found:
		return "", apierr.NewMalformedAuthorizationHeaderNoScheme()
	case !strings.EqualFold(scheme, "Bearer"):
		return "", apierr.NewUnsupportedAuthSchemeScheme([]string{"Bearer"}, "")
	case token == "" || strings.ContainsAny(token, ` "'<>[]{}`):
		return "", apierr.NewMalformedAuthorizationHeaderToken()
	}
	return token, nil
}

// verify parses a JWT and checks its signature, before anything else in it is used.
func (t *tokens) verify(token string) (c claims, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return c, apierr.NewMalformedTokenParts()
	}
	payload, err1 := base64.RawURLEncoding.DecodeString(parts[1])
	signature, err2 := base64.RawURLEncoding.DecodeString(parts[2])
	if err := errors.Join(err1, err2); err != nil {
		return c, apierr.NewMalformedTokenEncoding().WithCause(err)
	}
	if parts[0] != jwtHeader || !hmac.Equal(signature, t.mac(parts[0]+"."+parts[1])) {
		return c, apierr.NewTokenSignatureInvalidMismatch()
	}
	err = json.Unmarshal(payload, &c) // we signed it, so an error is our bug: 500
	return c, err
}
