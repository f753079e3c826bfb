// Package baretype sends constants.
package baretype

import (
	"errors"
	"fmt"
	"net/http"

	. "shop/apierr"
)

const renamed = TokenExpired

func found(w http.ResponseWriter, r *http.Request, n int) (int, error) {
	switch n {
	case 1:
		return 0, TokenExpired // want `the constant TokenExpired sends no detail and no params \(bare-type\)`
	case 2:
		return 0, renamed // want `the constant TokenExpired sends`
	case 3:
		Write(w, r, StepUpRequired) // want `the constant StepUpRequired sends no detail and no params`
		return 0, nil
	}
	f := func() error { return (MissingScope) } // want `the constant MissingScope sends`
	return 0, f()
}

func quiet(w http.ResponseWriter, r *http.Request, err error) error {
	typ := func() Type { return TokenExpired }
	if errors.Is(err, TokenExpired) || typ() == TypeOf(err) {
		return fmt.Errorf("shop: %w", NewTokenExpiredIntrospected())
	}
	Write(w, r, MissingCredentials)
	if err != nil {
		return APIKeyInvalid
	}
	return MissingCredentials
}
