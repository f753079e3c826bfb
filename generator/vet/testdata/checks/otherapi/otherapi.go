// Package otherapi uses the errors of another API, which are no business of the catalog.
package otherapi

import (
	"net/http"

	"shop/otherapi/problems"
)

func quiet(w http.ResponseWriter, r *http.Request, err error) error {
	problems.Write(w, r, problems.TokenExpired)
	if err != nil {
		return problems.NewTokenRefused(err.Error())
	}
	return problems.TokenExpired
}
