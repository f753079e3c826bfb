package generator_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
)

// explained are the catalogs of these tests.
func explained(t *testing.T) map[string]*catalog.Catalog {
	t.Helper()
	list := map[string]*catalog.Catalog{}
	for name, dir := range map[string]string{"built-in": "../catalog", "everything": "gogen/testdata/everything/catalog"} {
		c, l := generator.Load(generator.Source{FS: os.DirFS(dir), Shown: "catalog"})
		if l.HasErrors() {
			t.Fatal(l.All()[0])
		}
		list[name] = c
	}
	return list
}

// TestExplainLoop explains each response of each scenario. The complete response, or only its
// detail, must identify the entry and the scenario. Only the challenge must identify an entry
// that sends the same challenge.
func TestExplainLoop(t *testing.T) {
	t.Parallel()
	for name, c := range explained(t) {
		x := match.New(c)
		for _, e := range c.Entries {
			for _, s := range e.Scenarios() {
				t.Run(name+"/"+s.Name(), func(t *testing.T) {
					explainResponse(t, x, s)
					if s.Detail != nil {
						explainDetail(t, x, s)
					}
					for _, f := range s.Response().Headers {
						if f.Name == e.Status.ChallengeField() {
							explainChallenge(t, x, s, f.Value)
						}
					}
				})
			}
		}
	}
}

func explainResponse(t *testing.T, x *match.Index, s catalog.Scenario) {
	r := s.Response().String()
	for form, text := range map[string]string{
		"as curl prints it": r,
		"over a network":    strings.ReplaceAll(r, "\n", "\r\n"),
		"escaped in a log":  "ERROR " + string(must(json.Marshal(map[string]string{"body": s.Response().Body}))),
	} {
		a := x.Explain(text)
		if !a.Exact() || a.Candidates[0].Entry != s.Entry || s.Detail != nil && a.Candidates[0].CaseID() != s.ID() {
			t.Errorf("%s: %+v", form, a)
			continue
		}
		if len(a.Candidates) > 1 {
			t.Errorf("%s: more candidates than the exact one: %+v", form, a.Candidates)
		}
		if a.Status != s.Entry.Status.Code {
			t.Errorf("%s: status %d", form, a.Status)
		}
		checkParams(t, s, &a.Candidates[0])
	}
}

// checkParams compares the values that were found with those in the response.
func checkParams(t *testing.T, s catalog.Scenario, c *match.Candidate) {
	t.Helper()
	if s.Detail == nil {
		return
	}
	text := s.Detail.Text
	for _, p := range c.Params {
		text = strings.ReplaceAll(text, "{"+p.Name+"}", p.Value)
	}
	if text != s.Text() {
		t.Errorf("with the values found the detail is %q, want %q", text, s.Text())
	}
}

func explainDetail(t *testing.T, x *match.Index, s catalog.Scenario) {
	for _, text := range []string{s.Text(), "2026-01-06 request 7 failed: " + s.Text() + " (trace 4bf9)"} {
		a := x.Explain(text)
		if !a.Exact() || a.Candidates[0].Entry != s.Entry || a.Candidates[0].CaseID() != s.ID() {
			t.Errorf("%q: %+v", text, a)
		}
	}
}

// explainChallenge expects the entry among the candidates. If too many entries send the same
// challenge, the first candidate must be one of them.
func explainChallenge(t *testing.T, x *match.Index, s catalog.Scenario, field string) {
	a := x.Explain(field)
	if a.Kind != match.KindChallenge || len(a.Candidates) == 0 {
		t.Fatalf("%s: %+v", field, a)
	}
	if slices.ContainsFunc(a.Candidates, func(c match.Candidate) bool { return c.Entry == s.Entry }) {
		return
	}
	for i := range a.Candidates {
		if !slices.ContainsFunc(a.Candidates[i].Entry.Scenarios(), func(other catalog.Scenario) bool {
			return slices.ContainsFunc(other.Response().Headers, func(f catalog.Field) bool { return f.Value == field })
		}) {
			t.Errorf("%s: %s is before %s but does not send it", field, a.Candidates[i].Entry.Path(), s.Entry.Path())
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestPassageAddresses follows the URL of every passage. Its page must have the fragment, and
// its twin the text.
func TestPassageAddresses(t *testing.T) {
	t.Parallel()
	c, files := flagship(t)
	built := must(generator.NewSite(c, generator.SiteOptions{}))
	s := must(match.NewSearch(match.New(c), built.Builder(), built.Markdown()))
	seen := map[string]bool{}
	for _, question := range []string{
		"token expired refresh", "what is the difference between 401 and 403", "challenge", "clock", "cors preflight", "gateway proxy redirect",
		"header nonce dpop", "client assertion audience", "webhook signature", "server send realm", "session cookie idle", "example json body title",
	} {
		for _, p := range s.Passages(question, "", 20) {
			path, fragment, _ := strings.Cut(strings.TrimPrefix(p.URL, c.Base), "#")
			html, ok := files.Get(path + "/index.html")
			if path == "" {
				html, ok = files.Get("index.html")
			}
			if !ok || fragment != "" && !bytes.Contains(html, []byte(` id="`+fragment+`"`)) {
				t.Errorf("%q: %s does not exist", question, p.URL)
			}
			twin, _ := files.Get(path + ".md")
			first, _, _ := strings.Cut(p.Text, "\n")
			if path != "" && !bytes.Contains(twin, []byte(first)) && !strings.HasPrefix(first, "**") {
				t.Errorf("%q: the twin of %s does not contain %q", question, p.URL, first)
			}
			seen[fragment] = true
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d sections were checked", len(seen))
	}
}
