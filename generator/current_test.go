package generator_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/sitetest"
	"github.com/errdocs/errdocs/generator/site"
	"github.com/errdocs/errdocs/generator/starter"
)

var update = flag.Bool("update", false, "update the files that tests compare")

// flagship loads the built-in catalog from the repository and builds it.
func flagship(t *testing.T) (*catalog.Catalog, sitetest.Files) {
	t.Helper()
	built := builtIn()
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.site.Catalog(), rendered(t)
}

// rendered returns the files of the built-in site, rendered once for all tests.
func rendered(t *testing.T) sitetest.Files {
	t.Helper()
	builtInFiles.once.Do(func() { builtInFiles.files = sitetest.Render(t, builtIn().site) })
	return builtInFiles.files
}

var builtInFiles struct {
	once  sync.Once
	files sitetest.Files
}

// builtIn loads the built-in catalog once for all tests. It must have no findings.
var builtIn = sync.OnceValue(func() (built struct {
	site *site.Site
	err  error
}) {
	src, err := generator.Find("../catalog")
	if err != nil {
		built.err = err
		return built
	}
	c, l, err := generator.Check(src)
	if err != nil || len(l.All()) > 0 {
		built.err = fmt.Errorf("the built-in catalog: %w\n%s", err, findings(l))
		return built
	}
	built.site, built.err = generator.NewSite(c, generator.SiteOptions{})
	return built
})

func findings(l *diag.List) string {
	var b strings.Builder
	_ = diag.Print(&b, diag.FormatText, l)
	return b.String()
}

// TestDocs checks that the generated pages and schemas are up to date.
func TestDocs(t *testing.T) {
	files := map[string][]byte{
		"../docs/catalog-format.md": formatReference(),
		"../docs/checks.md":         checksReference(),
		"../docs/limits.md":         limitsReference(),
	}
	for _, name := range starter.SchemaNames() {
		data, err := starter.Schema(name)
		if err != nil {
			t.Fatal(err)
		}
		files["../static/format/"+name+"-1.json"] = data
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err == nil && bytes.Equal(got, want) {
			continue
		}
		if !*update {
			t.Errorf("%s is out of date\n%s\nrun: go test ./generator -run TestDocs -update", name, diff.Diff(name, got, "new", want))
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPublic checks that the committed site is up to date.
func TestPublic(t *testing.T) {
	src, err := generator.Find("../catalog")
	if err != nil {
		t.Fatal(err)
	}
	built, err := generator.Build(t.Context(), generator.BuildOptions{Source: src, Dir: "../public", CheckOnly: true, Strict: true})
	if err != nil || built.Plan == nil {
		t.Fatal(err, findings(built.Findings))
	}
	for _, c := range built.Plan.Changes {
		t.Errorf("public/%s", c)
	}
	if !built.Plan.Empty() {
		t.Error("run: go run ./cmd/errdocs build")
	}
}

// TestReadme checks the README: its links must point to files, a script must run the commands
// of its tour, and the test command must be that of CI.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(string(readme), -1) {
		if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
			t.Errorf("README.md links to %s: %v", m[1], err)
		}
	}
	tour, err := os.ReadFile("../cmd/errdocs/testdata/script/readme_tour.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var commands [][]byte
	for _, block := range fences(readme, "sh") {
		commands = append(commands, regexp.MustCompile(`(?m)^errdocs .*$`).FindAll([]byte(block), -1)...)
	}
	for _, command := range commands {
		if !bytes.Contains(tour, append([]byte("\n"), append(command, '\n')...)) {
			t.Errorf("README.md shows %q, but the script of its tour does not run it", command)
		}
	}
	if len(commands) == 0 {
		t.Error("README.md shows no command of errdocs")
	}
	ci, err := os.ReadFile("../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	const command = "go test -race -shuffle=on ./..."
	if !bytes.Contains(readme, []byte(command)) || !bytes.Contains(ci, []byte(command)) {
		t.Errorf("README.md and .ci/run run the tests with %q", command)
	}
}

// TestArchitecture checks that the functions and packages that docs/architecture.md lists exist.
func TestArchitecture(t *testing.T) {
	text, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile(name)
		pkg := filepath.Base(filepath.Dir(name))
		for _, m := range regexp.MustCompile(`(?m)^func (?:\(\w+ \*?(\w+)\) )?(\w+)`).FindAllSubmatch(data, -1) {
			declared[strings.Trim(pkg+"."+string(m[1])+"."+string(m[2]), ".")] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	steps := regexp.MustCompile("(?m)^\\d\\. `([a-z]+)\\.(?:([A-Z]\\w+)\\.)?(\\w+)`").FindAllStringSubmatch(string(text), -1)
	if len(steps) == 0 || len(steps) > 8 {
		t.Errorf("a detail has %d steps", len(steps))
	}
	for _, m := range steps {
		if !declared[m[1]+"."+m[2]+"."+m[3]] {
			t.Errorf("there is no function %s", m[0])
		}
	}
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*`) \\| .* \\|$").FindAllStringSubmatch(string(text), -1) {
		for _, m := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(row[1], -1) {
			if info, err := os.Stat(m[1]); err != nil || !info.IsDir() {
				t.Errorf("there is no package %s", m[1])
			}
		}
	}
}

// TestSecurity checks that the tests that SECURITY.md lists exist.
func TestSecurity(t *testing.T) {
	page, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	err = filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir():
			return err
		case strings.HasSuffix(name, ".txtar"):
			known[strings.TrimSuffix(filepath.Base(name), ".txtar")] = true
		case strings.HasSuffix(name, "_test.go"):
			data, err := os.ReadFile(name)
			for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)`).FindAllSubmatch(data, -1) {
				known[string(m[1])] = true
			}
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| ([IO]\d+) \|.*\|(.*)\|$`).FindAllStringSubmatch(string(page), -1)
	if len(rows) < 30 {
		t.Errorf("SECURITY.md has %d promises", len(rows))
	}
	for _, row := range rows {
		tests := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[2], -1)
		if len(tests) == 0 {
			t.Errorf("%s lists no test", row[1])
		}
		for _, m := range tests {
			if !known[m[1]] {
				t.Errorf("%s lists the test %s, which does not exist", row[1], m[1])
			}
		}
	}
}
