package gogen_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
)

const config = "name: Example API\nbase: https://errors.example.com/\n"

// findings returns what Check says of a catalog. Files are given as "path: content".
func findings(t *testing.T, files map[string]string) string {
	t.Helper()
	fsys := fstest.MapFS{"errdocs.yaml": &fstest.MapFile{Data: []byte(config)}}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	var loading, l diag.List
	c := load.Load(fsys, "catalog", &loading)
	gogen.Check(c, &l)
	l.Merge(&loading)
	l.Sort()
	var b bytes.Buffer
	if err := diag.Print(&b, diag.FormatText, &l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	const expired = `title: Access token expired
params:
  - {name: expired_at, type: time}
details:
  - id: at
    scenario: The token is old
    detail: The access token expired at {expired_at}.
`
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"nothing wrong", map[string]string{"401/token-expired.yaml": expired}, ""},
		{"a constructor is taken",
			map[string]string{
				"401/token-expired.yaml":    expired,
				"401/token-expired-at.yaml": "title: X\ndetails: [{scenario: a, detail: b}]\n",
			}, `
catalog/401/token-expired-at.yaml:1:1: error: the Go name NewTokenExpiredAt is already used (GO003)
catalog/401/token-expired.yaml:5:9: note: first used here
catalog/401/token-expired-at.yaml:1:1: help: set go.name, or rename the slug
`},
		{"a constant is taken by params",
			map[string]string{
				"401/token-expired.yaml":        expired,
				"401/token-expired-params.yaml": "title: X\n",
			}, `
catalog/401/token-expired-params.yaml:1:1: error: the Go name TokenExpiredParams is already used (GO003)
catalog/401/token-expired.yaml:1:1: note: first used here
catalog/401/token-expired-params.yaml:1:1: help: set go.name, or rename the slug
`},
		{"a constant is taken by that of another status",
			map[string]string{
				"401/gone.yaml": "title: X\n",
				"410/gone.yaml": "title: X\n",
			}, `
catalog/410/gone.yaml:1:1: error: the Go name Gone is already used (GO003)
catalog/401/gone.yaml:1:1: note: first used here
catalog/410/gone.yaml:1:1: help: set go.name, or rename the slug
`},
		{"go.name helps",
			map[string]string{
				"401/gone.yaml": "title: X\n",
				"410/gone.yaml": "title: X\ngo: {name: PageGone}\n",
			}, ""},
		{"go.name is taken",
			map[string]string{
				"401/gone.yaml": "title: X\n",
				"410/lost.yaml": "title: X\ngo: {name: Gone}\n",
			}, `
catalog/410/lost.yaml:2:12: error: the Go name Gone is already used (GO003)
catalog/401/gone.yaml:1:1: note: first used here
catalog/410/lost.yaml:2:12: help: set go.name, or rename the slug
`},
		{"a name of the runtime", map[string]string{"401/type.yaml": "title: X\n"}, `
catalog/401/type.yaml:1:1: error: the Go name Type is reserved by the generated package (GO004)
`},
		{"a name that the runtime keeps", map[string]string{"401/must.yaml": "title: X\n"}, `
catalog/401/must.yaml:1:1: error: the Go name Must is reserved by the generated package (GO004)
`},
		{"a digit", map[string]string{"401/3ds-required.yaml": "title: X\n"}, `
catalog/401/3ds-required.yaml:1:1: error: cannot make a Go name of "3ds-required": it starts with a digit (GO001)
`},
		{"go.name that is none", map[string]string{
			"401/a.yaml": "title: X\ngo: {name: tokenExpired}\n",
			"401/b.yaml": "title: X\ngo: {name: Token-Expired}\n",
		}, `
catalog/401/a.yaml:2:12: error: go.name "tokenExpired" is not an exported Go name (GO002)
catalog/401/a.yaml:2:12: help: start with a capital letter, and use only letters and digits
catalog/401/b.yaml:2:12: error: go.name "Token-Expired" is not an exported Go name (GO002)
catalog/401/b.yaml:2:12: help: start with a capital letter, and use only letters and digits
`},
		{"go.package that is none", map[string]string{
			"errdocs.yaml": config + "go: {package: api-err}\n", "401/a.yaml": "title: X\n",
		}, `
catalog/errdocs.yaml:3:15: error: "api-err" is not a valid Go package name (GO002)
catalog/errdocs.yaml:3:15: help: use lowercase letters and digits, such as apierr
`},
		{"go.package main", map[string]string{
			"errdocs.yaml": config + "go: {package: main}\n", "401/a.yaml": "title: X\n",
		}, `
catalog/errdocs.yaml:3:15: error: no program can import a Go package named "main" (GO002)
catalog/errdocs.yaml:3:15: help: use lowercase letters and digits, such as apierr
`},
		{"go.package of the standard library", map[string]string{
			"errdocs.yaml": config + "go: {package: time}\n", "401/a.yaml": "title: X\n",
		}, `
catalog/errdocs.yaml:3:15: error: the generated code already imports a package named "time" (GO002)
catalog/errdocs.yaml:3:15: help: use lowercase letters and digits, such as apierr
`},
		{"an initialism that is none", map[string]string{
			"errdocs.yaml": config + "go: {initialisms: [GraphQL, iOS]}\n", "401/a.yaml": "title: X\n",
		}, `
catalog/errdocs.yaml:3:29: error: "iOS" cannot be part of a Go name (GO002)
catalog/errdocs.yaml:3:29: help: start with a capital letter, and use only letters and digits
`},
		{"params with one field", map[string]string{
			"401/a.yaml": "title: X\nparams:\n  - {name: a_b, type: int}\n  - {name: a__b, type: int}\n",
		}, `
catalog/401/a.yaml:4:12: error: the Go name AB is already used (GO003)
catalog/401/a.yaml:3:12: note: first used here
catalog/401/a.yaml:4:12: help: rename the param
`},
		{"params with one argument", map[string]string{
			"401/a.yaml": "title: X\nparams:\n  - {name: range, type: int}\n  - {name: range_value, type: int}\n",
		}, `
catalog/401/a.yaml:4:12: error: the Go name rangeValue is already used (GO003)
catalog/401/a.yaml:3:12: note: first used here
catalog/401/a.yaml:4:12: help: rename the param
`},
		{"members", map[string]string{
			"errdocs.yaml": config + `members:
  - {name: headers, type: string}
  - {name: cause, type: string}
  - {name: x, type: string}
  - {name: with_x, type: string}
  - {name: trace_id, type: string}
  - {name: trace__id, type: string}
`, "401/a.yaml": "title: X\n",
		}, `
catalog/errdocs.yaml:4:12: error: the Go name Headers is reserved by the generated package (GO004)
catalog/errdocs.yaml:5:12: error: the Go name WithCause is reserved by the generated package (GO004)
catalog/errdocs.yaml:7:12: error: the Go name WithX is already used (GO003)
catalog/errdocs.yaml:6:12: note: first used here
catalog/errdocs.yaml:7:12: help: rename the member
catalog/errdocs.yaml:9:12: error: the Go name TraceID is already used (GO003)
catalog/errdocs.yaml:8:12: note: first used here
catalog/errdocs.yaml:9:12: help: rename the member
`},
		{"a retired entry has no constructors", map[string]string{
			"401/token-expired.yaml":    expired + "retired: {since: \"2\"}\n",
			"401/token-expired-at.yaml": "title: X\ndetails: [{scenario: a, detail: b}]\n",
		}, ""},
		{"a draft has no names", map[string]string{
			"401/gone.yaml": "title: X\n",
			"410/gone.yaml": "title: X\ndraft: true\n",
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, want := findings(t, test.files), strings.TrimPrefix(test.want, "\n"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// TestRenderRefuses shows that there is no package for a catalog with findings, or
// without what the options must say.
func TestRenderRefuses(t *testing.T) {
	for _, test := range []struct {
		slug    string
		options gogen.Options
		want    string
	}{
		{"type", gogen.Options{Package: "apierr", Import: "x/apierr"}, "catalog/401/type.yaml:1:1: the Go name Type is reserved by the generated package"},
		{"gone", gogen.Options{Package: "api-err", Import: "x/apierr"}, `"api-err" is not a valid Go package name`},
		{"gone", gogen.Options{Package: "apierr"}, "the test package needs the import path of the package: set go.import, or go.test: false"},
	} {
		var l diag.List
		c := load.Load(fstest.MapFS{
			"errdocs.yaml":               &fstest.MapFile{Data: []byte(config)},
			"401/" + test.slug + ".yaml": &fstest.MapFile{Data: []byte("title: X\n")},
		}, "catalog", &l)
		files, err := gogen.Render(c, test.options)
		if err == nil || err.Error() != test.want || files != nil {
			t.Errorf("got %d files and %v, want %s", len(files), err, test.want)
		}
	}
}
