// Package leakederror sends texts of errors.
package leakederror

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"shop/apierr"
)

type failure struct{}

func (*failure) Error() string { return "secret" }

func found(err error, f *failure, u *url.Error) []error {
	text := err.Error()
	short := strings.TrimSpace(text)
	return []error{
		apierr.NewTokenRefused(err.Error()),                                                          // want `the text of an error goes into NewTokenRefused, and so to the client \(leaked-error\)`
		apierr.NewTokenRefused("because: " + err.Error()),                                            // want `goes into NewTokenRefused`
		apierr.NewTokenRefused(fmt.Sprint(err)),                                                      // want `goes into NewTokenRefused`
		apierr.NewTokenRefused(fmt.Sprintf("%d: %v", 1, f)),                                          // want `goes into NewTokenRefused`
		apierr.NewTokenRefused(strings.ToLower(u.Error())),                                           // want `goes into NewTokenRefused`
		apierr.NewTokenRefused(text),                                                                 // want `goes into NewTokenRefused`
		apierr.NewTokenRefused(short),                                                                // want `goes into NewTokenRefused`
		apierr.NewTokenRefused("x").WithInstance(err.Error()),                                        // want `goes into WithInstance`
		apierr.NewMissingScopeOne("x", []string{"a", err.Error()}),                                   // want `goes into NewMissingScopeOne`
		apierr.NewTokenRefused("x").WithChallenges(apierr.Challenge("Bearer", "error", err.Error())), // want `goes into Challenge`
	}
}

func quiet(err error) []error {
	text := err.Error()
	text = "it is malformed"
	return []error{
		apierr.NewTokenRefused(text),
		apierr.NewTokenRefused("it is malformed").WithCause(err),
		apierr.NewTokenRefused("it is malformed").WithCause(errors.New(err.Error())),
		apierr.NewTokenRefused(clean(err.Error())),
		apierr.NewTokenRefused(fmt.Sprint(1, apierr.TokenExpired)),
		errors.New(err.Error()),
	}
}

func clean(string) string { return "it is malformed" }
