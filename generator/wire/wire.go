// Package wire formats the values that responses contain: as members of a JSON body,
// in the text of a detail, in header fields and in challenges.
//
// There is one such place on purpose. The pages render their examples through this
// package, and the file format.go is part of every generated Go package, so the
// example on a page and the response of a server are formatted by the same lines:
//
//	wire.Text(300 * time.Second)           // 300
//	wire.Challenge("Bearer", "realm", "x") // Bearer realm="x"
package wire

import (
	_ "embed"
	"fmt"
	"strconv"
	"time"
)

// Source is the Go source of format.go. It imports only the standard library and
// builds as language go1.21.
//
//go:embed format.go
var Source string

// Value is the value of a param: string, int64, float64, bool, time.Time,
// time.Duration or []string. Any other type is a bug.
type Value any

// Text returns v in the form that details and headers contain.
func Text(v Value) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return formatFloat(v)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return formatTime(v)
	case time.Duration:
		return formatSeconds(v)
	case []string:
		return joinComma(v)
	}
	panic(fmt.Sprintf("wire: a param cannot be a %T", v))
}

// ChallengeText returns v as a parameter of a challenge shows it: lists are joined
// by spaces there, as scope and acr_values are.
func ChallengeText(v Value) string {
	if list, ok := v.([]string); ok {
		return joinSpace(list)
	}
	return Text(v)
}

// AppendJSON appends v as a JSON value.
func AppendJSON(b []byte, v Value) []byte {
	switch v := v.(type) {
	case string:
		return appendString(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendFloat(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case time.Time:
		return appendTime(b, v)
	case time.Duration:
		return strconv.AppendInt(b, seconds(v), 10)
	case []string:
		return appendStrings(b, v)
	}
	panic(fmt.Sprintf("wire: a param cannot be a %T", v))
}

// IsZero reports whether v means "not set": an optional member with this value is
// omitted.
func IsZero(v Value) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case int64:
		return v == 0
	case float64:
		return v == 0 || !isFinite(v)
	case bool:
		return !v
	case time.Time:
		return v.IsZero()
	case time.Duration:
		return v == 0
	case []string:
		return len(v) == 0
	}
	panic(fmt.Sprintf("wire: a param cannot be a %T", v))
}

// HeaderValue returns s with every byte that is not printable ASCII replaced by '?'.
func HeaderValue(s string) string { return headerValue(s) }

// IsToken reports whether s is a token (RFC 9110 section 5.6.2).
func IsToken(s string) bool { return isToken(s) }
