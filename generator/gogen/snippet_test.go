package gogen_test

import (
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen"
)

// TestExamples holds the snippets of every entry against the form of the page: short,
// formatted, and Go.
func TestExamples(t *testing.T) {
	for _, folder := range []string{"../../catalog", "testdata/everything/catalog", "testdata/example/catalog", "testdata/plain/catalog"} {
		c := loaded(t, os.DirFS(folder))
		for _, e := range c.Entries {
			server, client := gogen.Example(c, e, "apierr")
			if sent := e.Retired == nil && e.Go.SentBy == ""; sent != (server != "") {
				t.Errorf("%s: the server's part is %q", e.Path(), server)
			}
			for _, snippet := range []string{server, client} {
				if lines := strings.Count(snippet, "\n") + 1; lines > 12 {
					t.Errorf("%s: %d lines:\n%s", e.Path(), lines, snippet)
				}
				if formatted, err := format.Source([]byte(snippet)); err != nil || string(formatted) != snippet {
					t.Errorf("%s: gofmt: %v\n%s", e.Path(), err, snippet)
				}
				source := "package p\nfunc f() error {\n" + snippet + "\nreturn nil\n}"
				if _, err := parser.ParseFile(token.NewFileSet(), "", source, 0); err != nil {
					t.Errorf("%s: %v\n%s", e.Path(), err, snippet)
				}
			}
		}
	}
}

func TestExample(t *testing.T) {
	c := loaded(t, os.DirFS("testdata/example/catalog"))
	server, client := gogen.Example(c, c.Entry("401/token-expired", nil), "apierr")
	if want := "return apierr.NewTokenExpiredAt(expiredAt)"; server != want {
		t.Errorf("got\n%s\nwant\n%s", server, want)
	}
	if want := `err := apierr.CheckResponse(resp)
if apierr.TypeOf(err) == apierr.TokenExpired {
	p, _ := apierr.ParamsOf[apierr.TokenExpiredParams](err)
	return refreshAndRetryOnce(ctx, p.ExpiredAt)
}`; client != want {
		t.Errorf("got\n%s\nwant\n%s", client, want)
	}
}
