package gogen_test

import (
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/http/httpguts"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/gogentest"
)

// TestLoop sends every scenario through a compiled server and holds what was on the
// wire, and what a compiled client made of it, against the response of the catalog.
func TestLoop(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	for name, folder := range map[string]string{
		"catalog":    "../../catalog",
		"everything": "testdata/everything/catalog",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loaded(t, os.DirFS(folder))
			scenarios := sentScenarios(c)
			all := gogentest.Send(t, c)
			if len(all) != len(scenarios) || len(all) == 0 {
				t.Fatalf("%d scenarios were sent; the catalog has %d", len(all), len(scenarios))
			}
			for _, sent := range all {
				s, ok := scenarios[sent.Name]
				if !ok {
					t.Errorf("%s is no scenario of the catalog", sent.Name)
					continue
				}
				checkSent(t, sent, s)
			}
		})
	}
}

// sentScenarios returns the scenarios by name, without those of retired entries.
func sentScenarios(c *catalog.Catalog) map[string]catalog.Scenario {
	scenarios := map[string]catalog.Scenario{}
	for _, e := range c.Entries {
		if e.Retired != nil {
			continue
		}
		for _, s := range e.Scenarios() {
			scenarios[s.Name()] = s
		}
	}
	return scenarios
}

func checkSent(t *testing.T, sent gogentest.Sent, s catalog.Scenario) {
	t.Helper()
	want := s.Response()
	equal := func(what, got, want string) {
		if got != want {
			t.Errorf("%s: %s\n  sent %s\n  want %s", sent.Name, what, got, want)
		}
	}
	equal("status line", sent.StatusLine, statusLine(want.Status))
	var fields []string
	for _, f := range want.Headers {
		fields = append(fields, f.Name+": "+f.Value)
	}
	equal("headers", headers(sent.Headers), headers(fields))
	for _, f := range want.Headers {
		if !httpguts.ValidHeaderFieldName(f.Name) || !httpguts.ValidHeaderFieldValue(f.Value) {
			t.Errorf("%s: no header field: %q", sent.Name, f)
		}
	}
	challenge := func(f catalog.Field) bool { return f.Name == "WWW-Authenticate" }
	if want.Status == http.StatusUnauthorized && !slices.ContainsFunc(want.Headers, challenge) {
		t.Errorf("%s: a 401 without a challenge", sent.Name)
	}
	equal("body", sent.Body, want.Body)
	equal("type that the client has", sent.Type, s.Entry.TypeURI())
	equal("detail that the client has", sent.Detail, s.Text())
	equal("members that the client has", sent.JSON, strings.TrimSuffix(want.Body, "\n"))
}

// statusLine returns the line as net/http writes it, which has a phrase for every
// status.
func statusLine(code int) string {
	phrase := http.StatusText(code)
	if phrase == "" {
		phrase = "status code " + strconv.Itoa(code)
	}
	return "HTTP/1.1 " + strconv.Itoa(code) + " " + phrase
}

// headers returns the lines with their names in lower case, in the order of the names.
func headers(lines []string) string {
	lines = slices.Clone(lines)
	for i, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		lines[i] = strings.ToLower(name) + ": " + value
	}
	slices.SortStableFunc(lines, func(a, b string) int {
		nameA, _, _ := strings.Cut(a, ":")
		nameB, _, _ := strings.Cut(b, ":")
		return strings.Compare(nameA, nameB)
	})
	return strings.Join(lines, "\n       ")
}
