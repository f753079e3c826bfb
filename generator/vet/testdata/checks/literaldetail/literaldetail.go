// Package literaldetail spells details.
package literaldetail

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const whole = "The access token has expired." // want `the detail of 401/token-expired#introspected is written by hand \(literal-detail\)`

func found(w http.ResponseWriter, at time.Time, op string, scopes []string) []error {
	var b strings.Builder
	b.WriteString("The access token expired at ") // want `the detail of 401/token-expired#at is`
	b.WriteString(at.String())
	text := "This operation needs a sign-in from the last " + op                       // want `the detail of 401/step-up-authentication-required is`
	text += "the token was refused: "                                                  // want `the detail of 401/token-refused is`
	parts := strings.Join([]string{"the access token expired at", at.String()}, " ")   // want `the detail of 401/token-expired#at is`
	http.Error(w, `{"detail":"The access token has expired."}`, 418)                   // want `401/token-expired#introspected is`
	http.Error(w, "{\"detail\":\"the access token has expired\",\"status\":401}", 418) // want `401/token-expired#introspected is`
	return []error{
		errors.New(whole), errors.New(text + parts + b.String()),
		errors.New("the access token has expired"),                                      // want `401/token-expired#introspected is`
		errors.New("the access token " + "has EXPIRED."),                                // want `401/token-expired#introspected is`
		fmt.Errorf("The access token expired at %s.", at),                               // want `401/token-expired#at is`
		fmt.Errorf("the access token expired at %[1]v", at),                             // want `401/token-expired#at is`
		errors.New("The access token expired at {expired_at}."),                         // want `401/token-expired#at is`
		errors.New("The access token expired at 2026-01-06T09:58:00Z."),                 // want `401/token-expired#at is`
		errors.New("This operation needs a sign-in from the last 300 seconds."),         // want `401/step-up-authentication-required is`
		fmt.Errorf("auth: the access token has expired: %w", http.ErrNoCookie),          // want `401/token-expired#introspected is`
		fmt.Errorf("the token was refused: %s", op),                                     // want `401/token-refused is`
		fmt.Errorf("the operation %q needs the scope %s", op, strings.Join(scopes, "")), // want `403/missing-scope#one is`
		fmt.Errorf("the operation \"%s\" needs the scope %s.", op, scopes),              // want `403/missing-scope#one is`
		errors.New("The API key is not one of ours."),                                   // want `401/api-key-invalid is`
		errors.New("No key sent."),                                                      // want `401/missing-credentials is`
	}
}

func quiet(op string) []error {
	return []error{
		errors.New("no key sent"), // too short to say whose it is
		errors.New("The access token has expired and was renewed."),
		errors.New("the access token expired at"),
		fmt.Errorf("needs a sign-in from the last %s seconds", op),
		errors.New("the token " + op + " has expired"),
		errors.New("expired"), errors.New(op), errors.New("%s"), errors.New(""),
	}
}
