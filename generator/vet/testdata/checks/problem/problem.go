// Package problem names the media type of problems.
package problem

import (
	"net/http"
	"strings"

	"shop/apierr"
)

const problemType = "application/problem+json" // compared alone

const sentType = "application/problem+json" // want `application/problem\+json is written by hand \(hand-written-problem\)`

// Exported may be sent by anybody.
const Exported = "application/problem+json" // want `application/problem\+json is`

var charset = "Application/Problem+JSON; charset=utf-8" // want `Application/Problem\+JSON is`

func found(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/problem+json")             // want `application/problem\+json is`
	w.Header()["Content-Type"] = []string{"application/" + "problem+json"} // want `application/problem\+json is`
	w.Header().Set("Content-Type", sentType)
}

func quiet(w http.ResponseWriter, r *http.Request) bool {
	r.Header.Set("Accept", "application/problem+json")
	w.Header().Set("Content-Type", apierr.ContentType)
	ct := r.Header.Get("Content-Type")
	switch ct {
	case "application/problem+json":
		return true
	}
	readers := map[string]bool{"application/problem+json": true}
	return readers["application/problem+json"] || ct == problemType || ct != ("application/problem+json") ||
		ct == sentType || strings.HasPrefix(ct, "application/problem+json") || problemType == ct
}
