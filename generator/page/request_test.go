package page

import (
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
)

// stub makes curl print its arguments, each ended by a NUL.
const stub = `curl() { for a in "$@"; do printf '%s\000' "$a"; done; }
`

// shell returns the shells to test with. CI has at least one.
func shells(t testing.TB) []string {
	t.Helper()
	var found []string
	for _, name := range []string{"sh", "bash"} {
		if path, err := exec.LookPath(name); err == nil {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("no shell to run the commands with")
		}
		t.Skip("no shell to run the commands with")
	}
	return found
}

// valueOf returns the value of a variable in the environment of a test: every character that
// a shell could treat as syntax.
func valueOf(name string) string { return "<" + name + "> $HOME `id` $(id) \"'\\ *" }

// arguments runs a command and returns the arguments that curl receives.
func arguments(t testing.TB, shell, command string) []string {
	t.Helper()
	cmd := exec.Command(shell)
	cmd.Stdin = strings.NewReader(stub + command + "\n")
	cmd.Env = []string{"PATH=", "LC_ALL=C"}
	for _, name := range variable.FindAllString(strings.ReplaceAll(command, "${", "$"), -1) {
		cmd.Env = append(cmd.Env, name[1:]+"="+valueOf(name[1:]))
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%s: %v: %s\n%s", shell, err, stderr.String(), command)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// filled returns a text with its variables expanded.
func filled(s string) string {
	return regexp.MustCompile(`\$[A-Z][A-Z0-9_]*`).ReplaceAllStringFunc(s, func(name string) string { return valueOf(name[1:]) })
}

// wordable reports whether the loader accepts a text in a request.
func wordable(s string) bool {
	return utf8.ValidString(s) && len(s) <= 4000 && !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) })
}

var shellTexts = []string{
	"plain", "two words", "it's", "'", "''", `"`, `\`, `\\`, "a\\", "$", "$$", "$TOKEN", "Bearer $TOKEN", "$TOKENs", "$TOKEN_2x", "$A$B", "$1", "${TOKEN}", "$(id)", "`id`", "a`b", "$token", "$Token", "\\$TOKEN", "'$TOKEN'", `"$TOKEN"`, "!$TOKEN!", "!!", "a!b $A",
	";id", "&& id", "|id", ">out", "<in", "#a", "a #b", "*", "?", "[a]", "{a,b}", "~", "~root", "-x", "--", "=a", "%", "@file", "@/etc/passwd", "a=b&c=d", "\n", "a\nb", "a\n\n", "\ta", "é", "日本", "\u00a0", "a\\\nb", "EOF", "(a)", "a;b", "^a", "%s", "{{.}}", "\\n", "$'a'", "$\"a\"", "0",
}

func FuzzShell(f *testing.F) {
	paths := shells(f)
	for i, s := range shellTexts {
		f.Add(s, shellTexts[(i+5)%len(shellTexts)], shellTexts[(i+11)%len(shellTexts)])
	}
	f.Fuzz(func(t *testing.T, path, value, body string) {
		if !wordable(path) || !wordable(value) || !wordable(body) || strings.ContainsAny(value, "\n\t") {
			t.Skip()
		}
		requests := []*catalog.Request{
			{URL: "https://a.test/" + path, Method: "DELETE", Headers: []catalog.Pair{{Name: "X-A", Value: value}}},
			{URL: "https://a.test/$PATH_OF", Form: []catalog.Pair{{Name: value, Value: body}, {Name: "b", Value: path}}},
			{URL: "https://a.test/", Method: "PUT", Body: body, Headers: []catalog.Pair{{Name: "Content-Type", Value: value}}},
		}
		for i, r := range requests {
			got := arguments(t, paths[i%len(paths)], Curl(r))
			if want := wantArguments(r); !slices.Equal(got, want) {
				t.Errorf("%s\ngives curl %q\n     want %q", Curl(r), got, want)
			}
		}
	})
}

// wantArguments returns the arguments that curl should receive.
func wantArguments(r *catalog.Request) []string {
	want := []string{"-i"}
	if r.Method != "" {
		want = append(want, "-X", r.Method)
	}
	if strings.ContainsAny(r.URL, "[]{}") {
		want = append(want, "-g")
	}
	want = append(want, filled(r.URL))
	for _, h := range r.Headers {
		want = append(want, "-H", filled(h.Name+": "+h.Value))
	}
	for _, p := range r.Form {
		name := strings.ReplaceAll(url.QueryEscape(p.Name), "%24", "$")
		want = append(want, "--data-urlencode", filled(name+"="+p.Value))
	}
	if r.Body != "" {
		want = append(want, "--data-raw", filled(strings.TrimSuffix(r.Body, "\n")))
	}
	return want
}

func TestCurl(t *testing.T) {
	pair := func(name, value string) []catalog.Pair { return []catalog.Pair{{Name: name, Value: value}} }
	tests := []struct {
		name    string
		request catalog.Request
		want    string
	}{
		{"get", catalog.Request{URL: "https://a.test/b?c=d"}, `curl -i 'https://a.test/b?c=d'`},
		{"a plain address", catalog.Request{URL: "https://a.test/b"}, `curl -i https://a.test/b`},
		{"head", catalog.Request{URL: "https://a.test/", Method: "HEAD"}, `curl -I https://a.test/`},
		{"another method", catalog.Request{URL: "https://a.test/", Method: "DELETE"}, `curl -i -X DELETE https://a.test/`},
		{"a method that goes without saying", catalog.Request{URL: "https://a.test/", Method: "POST", Body: "x"}, "curl -i https://a.test/ \\\n  --data-raw x"},
		{"a variable", catalog.Request{URL: "https://a.test/", Headers: pair("Authorization", "Bearer $TOKEN")}, "curl -i https://a.test/ \\\n  -H \"Authorization: Bearer $TOKEN\""},
		{"a variable before letters", catalog.Request{URL: "https://a.test/$IDs"}, `curl -i "https://a.test/${ID}s"`},
		{"an exclamation mark", catalog.Request{URL: "https://a.test/", Headers: pair("A", "$B!c")}, "curl -i https://a.test/ \\\n  -H 'A: '\"$B\"'!c'"},
		{"brackets in the address", catalog.Request{URL: "https://a.test/{id}?a[]=1"}, `curl -i -g 'https://a.test/{id}?a[]=1'`},
		{"a form", catalog.Request{URL: "https://a.test/", Form: pair("a&b", "c&d")}, "curl -i https://a.test/ \\\n  --data-urlencode 'a%26b=c&d'"},
		{"json", catalog.Request{URL: "https://a.test/", JSON: format.JSON(`{"a":1}`)}, "curl -i https://a.test/ \\\n  -H 'Content-Type: application/json' \\\n  -d '{\"a\":1}'"},
		{"json of another type", catalog.Request{URL: "https://a.test/", JSON: format.JSON(`{"a":1}`), Headers: pair("content-type", "application/merge-patch+json")},
			"curl -i https://a.test/ \\\n  -H 'content-type: application/merge-patch+json' \\\n  -d '{\"a\":1}'"},
		{"a body that is no file", catalog.Request{URL: "https://a.test/", Body: "@/etc/passwd\n"}, "curl -i https://a.test/ \\\n  --data-raw @/etc/passwd"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Curl(&test.request)
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			for _, shell := range shells(t) {
				arguments(t, shell, got)
			}
		})
	}
}
