package vet

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
)

// loaded reads the catalog in a folder, which has no errors.
func loaded(t *testing.T, dir string) *catalog.Catalog {
	t.Helper()
	var l diag.List
	c := load.Load(os.DirFS(dir), filepath.Base(dir), &l)
	check.All(c, &l)
	gogen.Check(c, &l)
	if l.HasErrors() {
		var b strings.Builder
		_ = diag.Print(&b, diag.FormatText, &l)
		t.Fatal(b.String())
	}
	return c
}

// module makes a module of the files in a folder and the package of a catalog, outside
// of testdata, which the checks skip.
func module(t *testing.T, from string, c *catalog.Catalog) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	files, err := gogen.Render(c.Release(), gogen.Options{Package: "apierr", Import: "shop/apierr"})
	if err != nil {
		t.Fatal(err)
	}
	files["../go.mod"] = []byte("module shop\n\ngo 1.26\n")
	for name, data := range files {
		name = filepath.Join(dir, "apierr", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestChecks runs all checks over the packages in testdata/checks, where comments say
// what is found and golden files what the fixes make of it.
func TestChecks(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod")
	c := loaded(t, "testdata/catalog")
	checks, err := Select("bare-status", "")
	if err != nil {
		t.Fatal(err)
	}
	a := New(func() (Config, error) { return Config{Catalog: c, Checks: checks}, nil })
	dir := module(t, "testdata/checks", c)
	analysistest.RunWithSuggestedFixes(t, dir, a, "./...")
	for _, check := range Checks {
		folder := strings.TrimPrefix(strings.ReplaceAll(check.ID, "-", ""), "handwritten")
		if !slices.Contains(shownElsewhere, check) && !exists(filepath.Join(dir, folder)) {
			t.Errorf("no package in testdata/checks shows %s", check.ID)
		}
	}
}

// shownElsewhere are the checks that no package alone can show, and the one that the
// package ignore does.
var shownElsewhere = []*diag.Check{UnusedEntry, UnproducedScenario, StaleIgnore}

// TestOneCheck switches checks off.
func TestOneCheck(t *testing.T) {
	for _, test := range []struct {
		enable, disable string
		on, off         []*diag.Check
	}{
		{"", "", []*diag.Check{LiteralType, UnusedEntry}, []*diag.Check{BareStatus}},
		{"bare-status", "literal-type,unused-entry", []*diag.Check{BareStatus, UnknownType}, []*diag.Check{LiteralType, UnusedEntry}},
		{"bare-status", "bare-status", nil, []*diag.Check{BareStatus}},
	} {
		s, err := Select(test.enable, test.disable)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range Checks {
			if slices.Contains(test.on, c) && !s.runs(c) || slices.Contains(test.off, c) && s.runs(c) {
				t.Errorf("--enable=%s --disable=%s: %s runs: %v", test.enable, test.disable, c.ID, s.runs(c))
			}
		}
	}
	if _, err := Select("literal-typ", ""); err == nil || err.Error() != `unknown check "literal-typ"` {
		t.Errorf("an unknown check: %v", err)
	}
}

func TestForeign(t *testing.T) {
	root := filepath.Join(t.TempDir(), "vendor", "shop")
	if err := os.MkdirAll(root, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module shop\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"main.go":                   false,
		"server/server.go":          false,
		"server/vendor.go":          false,
		"server/mytestdata/a.go":    false,
		"vendor/x/x.go":             true,
		"server/testdata/a/a.go":    true,
		"server/testdata/vendor.go": true,
	} {
		if got := foreign(filepath.Join(root, filepath.FromSlash(name))); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestExamples finds nothing in the server that shows how it is done.
func TestExamples(t *testing.T) {
	c := loaded(t, "../../catalog")
	l, err := Run(t.Context(), Options{Config: Config{Catalog: c}, Dir: "../.."}, "./examples/...")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range l.All() {
		t.Errorf("%s: %s (%s)", d.Pos, d.Message, d.ID)
	}
}

// TestDocumented checks that docs/vet.md is complete.
func TestDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/vet.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range Checks {
		if !strings.Contains(string(page), "\n| `"+c.ID+"` | ") {
			t.Errorf("docs/vet.md has no row for %s", c.ID)
		}
	}
}

func TestIsUnit(t *testing.T) {
	for _, test := range []struct {
		args string
		want bool
	}{
		{"-V=full", true},
		{"-flags", true},
		{"/tmp/b001/vet.cfg", true},
		{"-json -errdocs.disable=bare-type /tmp/b001/vet.cfg", true},
		{"", false},
		{"vet", false},
		{"--help", false},
		{"init new.cfg", false},
		{"vet -V=full", false},
		{"-V=full vet", false},
		{"--catalog=x.cfg", false},
	} {
		if got := IsUnit(strings.Fields(test.args)); got != test.want {
			t.Errorf("errdocs %s: %v", test.args, got)
		}
	}
}
