package check_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// No alias can replace a top-level file or directory of the built-in site. Some names are not
// allowed in aliases at all.
func TestAliasesHideNothing(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("../../../public")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := f.Name()
		stem, _, _ := strings.Cut(name, ".")
		if _, err := strconv.Atoi(stem); err == nil && name != "404.html" {
			continue // the page of a status, whose entries can have aliases
		}
		got := loaded(t, map[string]string{"errdocs.yaml": config, "409/x.yaml": "title: X\nretired: {since: \"2\"}\naliases: [" + name + "/x]\n"})
		if len(got) != 1 || !strings.Contains(got[0], "would replace a file of the site") && !strings.Contains(got[0], "is not a slug or a path of slugs") {
			t.Errorf("the alias %s/x: %q", name, got)
		}
	}
}
