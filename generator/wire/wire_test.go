package wire

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/http/httpguts"
)

var date = time.Date(2026, time.January, 6, 10, 58, 0, 999, time.FixedZone("", 3600))

func TestValues(t *testing.T) {
	for _, test := range []struct {
		value                 Value
		text, challenge, json string
		zero                  bool
	}{
		{"", "", "", `""`, true},
		{"a <b> & \"c\"\n", "a <b> & \"c\"\n", "a <b> & \"c\"\n", `"a <b> & \"c\"\n"`, false},
		{"\x00\x1f\x7f\u2028\xff", "\x00\x1f\x7f\u2028\xff", "\x00\x1f\x7f\u2028\xff", "\"\\u0000\\u001f\x7f\u2028\ufffd\"", false},
		{int64(0), "0", "0", "0", true},
		{int64(math.MinInt64), "-9223372036854775808", "-9223372036854775808", "-9223372036854775808", false},
		{0.0, "0", "0", "0", true},
		{1.5, "1.5", "1.5", "1.5", false},
		{1e-7, "1e-7", "1e-7", "1e-7", false},
		{1e21, "1e+21", "1e+21", "1e+21", false},
		{false, "false", "false", "false", true},
		{true, "true", "true", "true", false},
		{time.Time{}, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", `"0001-01-01T00:00:00Z"`, true},
		{date, "2026-01-06T09:58:00Z", "2026-01-06T09:58:00Z", `"2026-01-06T09:58:00Z"`, false},
		{time.Duration(0), "0", "0", "0", true},
		{299999 * time.Millisecond, "299", "299", "299", false},
		{[]string(nil), "", "", "[]", true},
		{[]string{"a", "b"}, "a, b", "a b", `["a","b"]`, false},
	} {
		if got := Text(test.value); got != test.text {
			t.Errorf("Text(%#v) = %q, want %q", test.value, got, test.text)
		}
		if got := ChallengeText(test.value); got != test.challenge {
			t.Errorf("ChallengeText(%#v) = %q, want %q", test.value, got, test.challenge)
		}
		if got := string(AppendJSON(nil, test.value)); got != test.json {
			t.Errorf("AppendJSON(%#v) = %s, want %s", test.value, got, test.json)
		}
		if got := IsZero(test.value); got != test.zero {
			t.Errorf("IsZero(%#v) = %v", test.value, got)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if !IsZero(f) || Text(f) != "" {
			t.Errorf("%v has a form: %q", f, Text(f))
		}
	}
}

func TestOtherTypesPanic(t *testing.T) {
	for name, f := range map[string]func(Value){
		"Text":       func(v Value) { Text(v) },
		"AppendJSON": func(v Value) { AppendJSON(nil, v) },
		"IsZero":     func(v Value) { IsZero(v) },
	} {
		if !panics(func() { f(1) }) {
			t.Errorf("%s takes an int", name)
		}
	}
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}

func TestChallenge(t *testing.T) {
	for _, test := range []struct {
		scheme string
		params []string
		want   string
	}{
		{"Negotiate", nil, "Negotiate"},
		{"Bearer", []string{"realm", "example", "error", "invalid_token"}, `Bearer realm="example", error="invalid_token"`},
		{"Bearer", []string{"realm", `a "b" \c`}, `Bearer realm="a \"b\" \\c"`},
		{"Bearer", []string{"realm", ""}, `Bearer realm=""`},
		{"Bearer", []string{"realm", "a\r\nSet-Cookie: b=c"}, `Bearer realm="a??Set-Cookie: b=c"`},
		{"Bearer", []string{"realm", "é"}, `Bearer realm="??"`},
		{"Digest", []string{"algorithm", "SHA-256", "stale", "true"}, `Digest algorithm=SHA-256, stale=true`},
		{"Digest", []string{"algorithm", "a b", "stale", ""}, `Digest algorithm="a b", stale=""`},
	} {
		if got := Challenge(test.scheme, test.params...); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
	for name, f := range map[string]func(){
		"no scheme":        func() { Challenge("") },
		"a scheme of two":  func() { Challenge("a b") },
		"a missing value":  func() { Challenge("Bearer", strings.Fields("realm")...) },
		"no name":          func() { Challenge("Bearer", "", "x") },
		"a name with '='":  func() { Challenge("Bearer", "a=b", "x") },
		"a name with CRLF": func() { Challenge("Bearer", "a\r\n", "x") },
	} {
		if !panics(f) {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestTokens(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "a": true, "SHA-256": true, "!#$%&'*+-.^_`|~0aZ": true,
		"a b": false, "a,b": false, `"`: false, "a=b": false, "é": false, "\x7f": false, "{a}": false,
	} {
		if got := IsToken(s); got != want {
			t.Errorf("IsToken(%q) = %v", s, got)
		}
	}
}

// TestSource holds format.go against what it takes to be part of a generated package:
// functions alone, each with a comment, and the standard library.
func TestSource(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "format.go", Source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range file.Imports {
		if path, _ := strconv.Unquote(i.Path.Value); strings.Contains(path, ".") {
			t.Errorf("it imports %s", path)
		}
	}
	for _, decl := range file.Decls[1:] {
		if f, ok := decl.(*ast.FuncDecl); !ok || f.Doc == nil || f.Recv != nil {
			t.Errorf("a declaration at byte %d is no function with a comment", decl.Pos())
		}
	}
}

var texts = []string{"", "a", "\"\\/", "\x00\x1f\x7f", "é日\U0001f512", "\u2028\u2029", "\xff\xc3\x28", "<script>&", "a\r\nb\t", strings.Repeat("x", 100)}

func FuzzAppendString(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := appendString([]byte("x"), s)[1:]
		var got string
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if want := string([]rune(s)); got != want { // U+FFFD for each byte that is not UTF-8
			t.Errorf("%q reads back as %q, want %q", s, got, want)
		}
		if !utf8.Valid(text) {
			t.Errorf("%q is not UTF-8", text)
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, text); err != nil || !bytes.Equal(compact.Bytes(), text) {
			t.Errorf("%q is not compact: %v", text, err)
		}
	})
}

func FuzzAppendFloat(f *testing.F) {
	for _, x := range []float64{0, math.Copysign(0, -1), 1, -1.5, 1e-6, 1e-7, 9.99e-7, 1e20, 1e21, 123456789.125, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		want, err := json.Marshal(x)
		if err != nil {
			if isFinite(x) || formatFloat(x) != "" {
				t.Errorf("%v has the form %q, but encoding/json says %v", x, formatFloat(x), err)
			}
			return
		}
		if got := appendFloat([]byte("x"), x)[1:]; !bytes.Equal(got, want) {
			t.Errorf("%v: got %s, want %s", x, got, want)
		}
	})
}

func FuzzHeaderValue(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := HeaderValue(s)
		if !httpguts.ValidHeaderFieldValue(got) || len(got) != len(s) {
			t.Fatalf("%q gives %q", s, got)
		}
		for i := range len(s) {
			if c := s[i]; c >= ' ' && c <= '~' && got[i] != c || (c < ' ' || c > '~') && got[i] != '?' {
				t.Fatalf("%q gives %q", s, got)
			}
		}
	})
}

func FuzzChallenge(f *testing.F) {
	for _, s := range texts {
		f.Add("error", s, "scope", s)
	}
	f.Add("stale", "true", "algorithm", "MD5")
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		if !IsToken(name1) || !IsToken(name2) {
			if !panics(func() { Challenge("Bearer", name1, value1, name2, value2) }) {
				t.Errorf("%q and %q are taken as names", name1, name2)
			}
			return
		}
		text := Challenge("Bearer", name1, value1, name2, value2)
		if !httpguts.ValidHeaderFieldValue(text) {
			t.Errorf("%q is no value of a field", text)
		}
		got := parse(t, text)
		want := []string{"Bearer", name1, HeaderValue(value1), name2, HeaderValue(value2)}
		if strings.Join(got, "\x00") != strings.Join(want, "\x00") {
			t.Errorf("%s reads back as %q, want %q", text, got, want)
		}
	})
}

// parse reads a challenge as RFC 9110 section 11.3 defines it: the scheme, then names
// and values.
func parse(t *testing.T, text string) []string {
	t.Helper()
	scheme, rest, _ := strings.Cut(text, " ")
	parts := []string{scheme}
	for rest != "" {
		name, value, ok := strings.Cut(rest, "=")
		if !ok || !IsToken(name) {
			t.Fatalf("no parameter: %q", rest)
		}
		parts = append(parts, name)
		value, rest = readValue(t, value)
		parts = append(parts, value)
		if rest != "" && !strings.HasPrefix(rest, ", ") {
			t.Fatalf("no comma: %q", rest)
		}
		rest = strings.TrimPrefix(rest, ", ")
	}
	return parts
}

// readValue reads a token or a quoted-string.
func readValue(t *testing.T, text string) (value, rest string) {
	t.Helper()
	if !strings.HasPrefix(text, `"`) {
		value, rest, ok := strings.Cut(text, ",")
		if ok {
			rest = "," + rest
		}
		if !IsToken(value) {
			t.Fatalf("no token: %q", value)
		}
		return value, rest
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
			b.WriteByte(text[i])
		case '"':
			return b.String(), text[i+1:]
		default:
			b.WriteByte(text[i])
		}
	}
	t.Fatalf("no end: %q", text)
	return "", ""
}
