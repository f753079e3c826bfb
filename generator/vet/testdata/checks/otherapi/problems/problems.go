// Package problems has the shape of a generated package, and the errors of another API.
package problems

import "net/http"

// Type is the URI of a problem type.
type Type string

func (t Type) Error() string { return string(t) }

// Error is one occurrence.
type Error struct{ detail string }

func (e *Error) Error() string { return e.detail }

// TokenExpired has a name that the catalog has, too.
const TokenExpired Type = "https://errors.other.test/401/token-expired"

// NewTokenRefused has one as well.
func NewTokenRefused(reason string) *Error { return &Error{reason} }

// TypeOf returns the type of an error.
func TypeOf(err error) Type { return "" }

// CheckResponse returns the problem in a response.
func CheckResponse(*http.Response) error { return TokenExpired }

// Write sends an error.
func Write(w http.ResponseWriter, r *http.Request, err error) {}
