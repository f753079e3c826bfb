package page

import (
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
)

func TestLinkPatterns(t *testing.T) {
	values := map[string]string{"path": "docs/catalog/401/a b.yaml", "line": "3", "slug": "a-b", "title": "50% & more?", "type": "https://e.test/401/a-b"}
	const body = "Page%3A%20https%3A%2F%2Fe.test%2F401%2Fa-b%0ASource%3A%20docs%2Fcatalog%2F401%2Fa%20b.yaml%3A3%0A%0AWhat%20is%20wrong%3A%20"
	for _, test := range []struct {
		name  string
		links catalog.Links
		want  [3]string
	}{
		{"github", catalog.Links{Repository: "https://github.com/o/r"}, [3]string{
			"https://github.com/o/r/edit/main/docs/catalog/401/a%20b.yaml", "https://github.com/o/r/blob/main/docs/catalog/401/a%20b.yaml#L3", "https://github.com/o/r/issues/new?title=a-b%3A%20&body=" + body}},
		{"github, a branch and a folder", catalog.Links{Repository: "https://github.com/o/r/tree/trunk/services/api/"}, [3]string{
			"https://github.com/o/r/edit/trunk/services/api/docs/catalog/401/a%20b.yaml", "https://github.com/o/r/blob/trunk/services/api/docs/catalog/401/a%20b.yaml#L3", "https://github.com/o/r/issues/new?title=a-b%3A%20&body=" + strings.Replace(body, "docs", "services%2Fapi%2Fdocs", 1)}},
		{"gitlab", catalog.Links{Repository: "https://gitlab.example.com/g/s/r.git"}, [3]string{
			"https://gitlab.example.com/g/s/r/-/edit/main/docs/catalog/401/a%20b.yaml", "https://gitlab.example.com/g/s/r/-/blob/main/docs/catalog/401/a%20b.yaml#L3", "https://gitlab.example.com/g/s/r/-/issues/new?issue[title]=a-b%3A%20&issue[description]=" + body}},
		{"gitea", catalog.Links{Repository: "https://codeberg.org/o/r"}, [3]string{
			"https://codeberg.org/o/r/_edit/main/docs/catalog/401/a%20b.yaml", "https://codeberg.org/o/r/src/branch/main/docs/catalog/401/a%20b.yaml#L3", "https://codeberg.org/o/r/issues/new?title=a-b%3A%20&body=" + body}},
		{"a host of no known kind", catalog.Links{Repository: "https://code.example.com/r"}, [3]string{}},
		{"no repository", catalog.Links{}, [3]string{}},
		{"patterns of its own", catalog.Links{Repository: "https://github.com/o/r", Edit: "https://e.test/{path}?at={path}&l={line}", Report: "https://e.test/new?t={title}"}, [3]string{
			"https://e.test/docs/catalog/401/a%20b.yaml?at=docs%2Fcatalog%2F401%2Fa%20b.yaml&l=3", "https://github.com/o/r/blob/main/docs/catalog/401/a%20b.yaml#L3", "https://e.test/new?t=50%25%20%26%20more%3F"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			edit, source, report := linkPatterns(test.links)
			for i, pattern := range []string{edit, source, report} {
				if got := fillPattern(pattern, values); got != test.want[i] {
					t.Errorf("got  %s\nwant %s", got, test.want[i])
				}
			}
		})
	}
}
