package wire

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// appendString appends s as a JSON string. Invalid UTF-8 becomes U+FFFD; <, > and &
// are not escaped, because every response has nosniff.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			b = append(b, s[start:i]...)
			b = append(b, "\ufffd"...)
			start = i + size
		}
		i += size
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// appendStrings appends list as a JSON array of strings.
func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendFloat appends f as encoding/json does. NaN and infinities have no JSON form;
// callers leave the member out.
func appendFloat(b []byte, f float64) []byte {
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, format, -1, 64)
	if n := len(b); format == 'e' && n-start >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1] // e-09 is written e-9
		b = b[:n-1]
	}
	return b
}

// appendTime appends t as a JSON string in the form of formatTime.
func appendTime(b []byte, t time.Time) []byte {
	b = append(b, '"')
	b = t.UTC().AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

// isFinite reports whether f has a JSON form.
func isFinite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// formatTime returns t in UTC and whole seconds (RFC 3339).
func formatTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// seconds returns d in whole seconds.
func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// formatSeconds returns d in whole seconds, such as "300".
func formatSeconds(d time.Duration) string { return strconv.FormatInt(seconds(d), 10) }

// formatFloat returns f as encoding/json writes it, or "" if JSON has no form for it.
func formatFloat(f float64) string {
	if !isFinite(f) {
		return ""
	}
	return string(appendFloat(nil, f))
}

// joinComma joins a list for a detail or a header.
func joinComma(list []string) string { return strings.Join(list, ", ") }

// joinSpace joins a list for a challenge parameter such as scope (RFC 6749 section 3.3).
func joinSpace(list []string) string { return strings.Join(list, " ") }

// headerValue returns s with every byte that is not printable ASCII replaced by '?',
// so that no value can end a header line.
func headerValue(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] < ' ' || b[i] > '~' {
					b[i] = '?'
				}
			}
			return string(b)
		}
	}
	return s
}

// isToken reports whether s is a token (RFC 9110 section 5.6.2).
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c > '~' || strings.IndexByte("\"(),/:;<=>?@[\\]{}", c) >= 0 {
			return false
		}
	}
	return s != ""
}

// appendParam appends name="value" for a challenge, as a quoted-string, or bare for
// the parameters that Digest writes as tokens (RFC 7616 section 3.3).
func appendParam(b []byte, name, value string) []byte {
	value = headerValue(value)
	b = append(b, name...)
	b = append(b, '=')
	if (name == "stale" || name == "algorithm") && isToken(value) {
		return append(b, value...)
	}
	b = append(b, '"')
	for i := 0; i < len(value); i++ {
		if value[i] == '"' || value[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, value[i])
	}
	return append(b, '"')
}

// Challenge returns a challenge (RFC 9110 section 11.3): the scheme, then its
// parameters in the order given, each a name and a value. It panics where a value is
// missing, or the scheme or a name is not a token: that is a bug of the caller.
// Bytes of a value that are not printable ASCII become '?'.
func Challenge(scheme string, params ...string) string {
	if !isToken(scheme) || len(params)%2 != 0 {
		panic("Challenge: want a scheme, then names and values")
	}
	b := make([]byte, 0, 128)
	b = append(b, scheme...)
	for i := 0; i < len(params); i += 2 {
		if !isToken(params[i]) {
			panic("Challenge: the name " + strconv.Quote(params[i]) + " is not a token")
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, ' ')
		b = appendParam(b, params[i], params[i+1])
	}
	return string(b)
}
