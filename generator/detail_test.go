package generator

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/gogen"
)

// FuzzDetail renders one title and one detail in every output. Accepted texts must read back
// unchanged from the page, the twin, the JSON and the Go package, and must not add elements
// to a page.
func FuzzDetail(f *testing.F) {
	for i, p := range payloads {
		f.Add(p, payloads[(i+9)%len(payloads)])
	}
	f.Add("Title", "It is {x}.")
	f.Add("a\u00a0b", "two  spaces")
	want := oneEntry(f, "Title", "It is so.")
	f.Fuzz(func(t *testing.T, title, detail string) {
		t.Parallel()
		if !utf8.ValidString(title + detail) { // catalog files are UTF-8
			t.Skip()
		}
		got := oneEntry(t, title, detail)
		if got != "" && got != want {
			t.Errorf("%q and %q change the elements: %s", title, detail, firstDifference(want, got))
		}
	})
}

// oneEntry builds a catalog of one entry and reads its texts back. It returns the elements of
// its page, or nothing if the texts are rejected.
func oneEntry(t testing.TB, title, detail string) string {
	t.Helper()
	c, l := loadFiles(map[string]string{
		"errdocs.yaml": "name: Example API\nbase: https://errors.test/docs/\n",
		"409/x.yaml":   "title: " + quoteYAML(title) + "\nsummary: A summary.\ndetails:\n  - {id: one, scenario: It happens, detail: " + quoteYAML(detail) + "}\n",
	})
	if l.HasErrors() {
		return ""
	}
	set := rendered(t, c, SiteOptions{})
	pages := pagesOf(t, set, "https://errors.test/docs/")
	checkReadBack(t, c, set, pages)
	files, err := gogen.Render(c, gogen.Options{Package: "apierr", Import: "errors.test/apierr"})
	if err != nil {
		t.Fatal(err)
	}
	strs := literals(t, files)
	for _, s := range []string{title, detail} {
		if s = strings.TrimSuffix(s, "\n"); !strs[s] {
			t.Errorf("the Go package does not contain %q", s)
		}
	}
	return strings.Join(pages["409/x/index.html"].shape, " ")
}

// literals returns the strings of a Go package.
func literals(t testing.TB, files map[string][]byte) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for name, data := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Error(err)
				}
				found[s] = true
			}
			return true
		})
	}
	return found
}
