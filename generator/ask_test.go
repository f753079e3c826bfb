package generator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/serve"
)

// TestAsk asks questions on pages of the built-in catalog, served at a different base URL.
func TestAsk(t *testing.T) {
	t.Parallel()
	const here = "127.0.0.1:8401"
	c, _ := flagship(t)
	site, err := generator.Served(c, generator.SiteOptions{Base: "http://" + here + "/", Drafts: true})
	if err != nil {
		t.Fatal(err)
	}
	h := serve.NewHandler(here, site)
	ask := func(path, question, accept string) (*http.Response, string) {
		r := httptest.NewRequest(http.MethodGet, "http://"+here+path+"?ask="+url.QueryEscape(question), nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		body, err := io.ReadAll(w.Result().Body)
		if err != nil || w.Code != 200 {
			t.Fatalf("%s, %q: %d, %v", path, question, w.Code, err)
		}
		return w.Result(), string(body)
	}

	const question = "how do I refresh an expired <token>?"
	_, markdown := ask("/401/token-expired", question, "text/markdown")
	if want := "# Passages\n\n`" + question + "`\n\n## 401 Access token expired: "; !strings.HasPrefix(markdown, want) {
		t.Errorf("the response begins with %.200q, want %q", markdown, want)
	}
	if !strings.Contains(markdown, "\nSource: <http://"+here+"/401/token-expired#fix-refresh>\n") {
		t.Errorf("no source: %s", markdown)
	}
	_, data := ask("/401/token-expired", question, "application/json")
	var answer struct {
		Question, Page string
		Passages       []struct{ Type, Title, Section, Text, URL string }
	}
	if err := json.Unmarshal([]byte(data), &answer); err != nil {
		t.Fatal(err)
	}
	if n := len(answer.Passages); n == 0 || n > 5 || answer.Question != question || answer.Page != "http://"+here+"/401/token-expired" {
		t.Fatalf("%d passages: %s", n, data)
	}
	total := 0
	for _, p := range answer.Passages {
		total += utf8.RuneCountInString(p.Text)
		if !strings.Contains(markdown, p.Text) || !strings.Contains(markdown, p.URL) {
			t.Errorf("the Markdown has no passage %s", p.URL)
		}
	}
	if total > 5000 {
		t.Errorf("%d characters", total)
	}
	_, html := ask("/401/token-expired", question, "text/html")
	for _, want := range []string{"<p class=\"lead\">how do I refresh an expired &lt;token&gt;?</p>", `<a href="http://` + here + `/401/token-expired#fix-refresh">`, `<meta name="robots" content="noindex">`} {
		if !strings.Contains(html, want) {
			t.Errorf("the HTML does not contain %q", want)
		}
	}
	if i := strings.Index(html, `.md"`); i >= 0 {
		t.Errorf("the HTML links to a twin: %s", html[max(0, i-100):i])
	}

	begin := time.Now()
	if _, again := ask("/401/token-expired", question, "text/markdown"); again != markdown {
		t.Error("the same question returned a different response")
	}
	if took := time.Since(begin); took > 50*time.Millisecond {
		t.Logf("a response took %v", took)
	}
	if _, got := ask("/", "lorem ipsum frobnicate", "text/markdown"); !strings.Contains(got, "No matching passages.") || !strings.Contains(got, "/llms.txt)") {
		t.Errorf("no match: %s", got)
	}
	if _, got := ask("/", "lorem ipsum frobnicate", "application/json"); !strings.Contains(got, `"passages": []`) {
		t.Errorf("no match: %s", got)
	}
	if _, got := ask("/", "lorem ipsum frobnicate", "text/html"); !strings.Contains(got, "No matching passages.") {
		t.Errorf("no match: %s", got)
	}
}

// TestAskIsAnnounced checks that pages mention questions only on a server that answers them.
func TestAskIsAnnounced(t *testing.T) {
	t.Parallel()
	const announcement = "To search the text of this site, add `?ask=<question>` to any page URL."
	c, built := flagship(t)
	served, err := generator.Served(c, generator.SiteOptions{Base: "http://127.0.0.1:8401/"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range built.Paths() {
		if data, _ := built.Get(p); strings.Contains(string(data), "?ask=") {
			t.Errorf("%s of a built site mentions questions", p)
		}
	}
	for _, p := range []string{"index.md", "401.md", "401/token-expired.md", "llms.txt"} {
		data, _ := served.Pages.Render(p)
		if strings.Count(string(data), announcement) != 1 {
			t.Errorf("%s of a served site does not mention questions", p)
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "> For AI agents") && utf8.RuneCountInString(line) > 200 {
				t.Errorf("%s: the directive has %d characters", p, utf8.RuneCountInString(line))
			}
		}
	}
}

// TestThemeOfAnswers overrides the template of the page that answers a question.
func TestThemeOfAnswers(t *testing.T) {
	t.Parallel()
	c, _ := flagship(t)
	theme := t.TempDir()
	if err := os.Mkdir(filepath.Join(theme, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(theme, "templates", "answer.html"), []byte(`{{define "answer"}}Mark: {{.Question}}{{end}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	site, err := generator.Served(c, generator.SiteOptions{Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := site.Answers.HTML("<b>", "401", nil); err != nil || string(got) != "Mark: &lt;b&gt;" {
		t.Errorf("%q, %v", got, err)
	}
}
