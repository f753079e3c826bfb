package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/errdocs/errdocs/examples/orders/apierr"
)

// A refund requires a sign-in that is this recent and this strong.
const (
	refundMaxAge = 5 * time.Minute
	refundACR    = "phr" // phishing-resistant
)

// passwords maps users to their passwords.
var passwords = map[string]string{"ada": "difference engine"}

// order is an order of a customer.
type order struct {
	ID       int    `json:"id"`
	Customer string `json:"customer"`
	Item     string `json:"item"`
	Refunded bool   `json:"refunded"`
}

// server serves orders, which it stores in memory.
type server struct {
	tokens *tokens
	log    *slog.Logger

	mu     sync.Mutex
	orders []order
}

func newServer(key []byte, now func() time.Time, log *slog.Logger) *server {
	return &server{tokens: newTokens(key, now), log: log, orders: []order{{ID: 1, Customer: "ada", Item: "tea"}}}
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /login", s.open(s.login))
	mux.Handle("POST /token", s.open(s.refresh))
	mux.Handle("POST /logout", s.authenticated(s.logout))
	mux.Handle("GET /orders", s.authenticated(s.list))
	mux.Handle("POST /orders/{id}/refund", s.authenticated(s.refund))
	return mux
}

// authenticated returns a handler that checks the token first.
func (s *server) authenticated(next func(http.ResponseWriter, *http.Request, claims) error) http.Handler {
	return s.open(func(w http.ResponseWriter, r *http.Request) error {
		c, err := s.tokens.authenticate(r)
		if err != nil {
			return err
		}
		return next(w, r, c)
	})
}

// open returns a handler without authentication. It sends every error of the API: it
// adds the trace ID, sends the error and logs what the client must not see.
func (s *server) open(next func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := next(w, r)
		if err == nil {
			return
		}
		var e *apierr.Error
		if errors.As(err, &e) {
			err = e.WithTraceID(rand.Text())
		}
		sent := apierr.Write(w, r, err)
		s.log.InfoContext(r.Context(), "request rejected", "path", r.URL.Path, "error", sent)
	})
}

// login starts a grant for a user with the right password. It trusts the requested
// method; a real API would check the passkey here.
func (s *server) login(w http.ResponseWriter, r *http.Request) error {
	user, acr := r.PostFormValue("user"), r.PostFormValue("acr")
	if want, known := passwords[user]; !known || r.PostFormValue("password") != want {
		return apierr.NewLoginFailedRefused()
	}
	return writeJSON(w, s.tokens.grant(user, acr))
}

// refresh exchanges a refresh token for a new pair.
func (s *server) refresh(w http.ResponseWriter, r *http.Request) error {
	p, err := s.tokens.exchange(r.PostFormValue("refresh_token"))
	if err != nil {
		return err
	}
	return writeJSON(w, p)
}

// logout revokes the token.
func (s *server) logout(w http.ResponseWriter, _ *http.Request, c claims) error {
	s.tokens.end(c.ID)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// list sends the orders of the customer.
func (s *server) list(w http.ResponseWriter, _ *http.Request, c claims) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := slices.DeleteFunc(slices.Clone(s.orders), func(o order) bool { return o.Customer != c.Subject })
	return writeJSON(w, own)
}

// refund returns the money. Besides a valid token, it requires a strong and recent
// sign-in (RFC 9470).
func (s *server) refund(w http.ResponseWriter, r *http.Request, c claims) error {
	if c.ACR != refundACR {
		return apierr.NewStepUpRequiredStrongerMethod([]string{refundACR})
	}
	if s.tokens.now().Sub(time.Unix(c.AuthTime, 0)) > refundMaxAge {
		return apierr.NewStepUpRequiredRecentSignIn(refundMaxAge, []string{refundACR})
	}
	id, _ := strconv.Atoi(r.PathValue("id"))
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.orders, func(o order) bool { return o.ID == id && o.Customer == c.Subject })
	if i < 0 {
		http.NotFound(w, r) // the catalog covers 401
		return nil
	}
	s.orders[i].Refunded = true
	return writeJSON(w, s.orders[i])
}

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // fails if the client has disconnected
	return nil
}
