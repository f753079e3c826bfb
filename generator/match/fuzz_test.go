package match_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
)

// planted is a credential that no answer may hold.
const planted = "plantedQ7x2Lm9ZvT4w"

// plants are the places where people leave credentials in what they paste, each with
// the text between.
var plants = []func(text string) string{
	func(s string) string {
		return "> GET /?access_token=" + planted + " HTTP/1.1\n> \n< HTTP/1.1 401\n< \n" + s
	},
	func(s string) string {
		return "> GET / HTTP/1.1\n> Authorization: Bearer " + planted + "\n> Cookie: a=" + planted + "\n> \n< HTTP/1.1 401\n< Set-Cookie: a=" + planted + "\n< \n" + s
	},
	func(s string) string {
		return "POST /x HTTP/1.1\nProxy-Authorization: Basic " + planted + "\nDPoP: " + planted + "\n\n" + s
	},
	func(s string) string {
		return "curl -H 'Authorization: Bearer " + planted + "' https://api.example.com\n" + s
	},
	func(s string) string { return `{"request":{"authorization":"Bearer ` + planted + `"}}` + "\n" + s },
	func(s string) string {
		return s + "\n> GET / HTTP/1.1\n> X-Api-Key: " + planted + "\n> \n< HTTP/1.1 401\n< \n" +
			`{"detail":"This is a credential for ` + planted + `, and the request went to production."}`
	},
}

// outputs returns what is said of an answer: as JSON, and where whole is set as text and
// Markdown, which take longer.
func outputs(tb testing.TB, a *match.Answer, b *page.Builder, whole bool) string {
	tb.Helper()
	var out bytes.Buffer
	report, err := data.Encode(a.Report(b))
	out.Write(report)
	if whole {
		err = errors.Join(err, a.Text(&out, "the file", b), a.Markdown(&out, "the file", b))
	}
	if err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

func FuzzExplain(f *testing.F) {
	type asked struct {
		index *match.Index
		pages *page.Builder
	}
	var all []asked
	for folder, dir := range catalogs {
		c := loaded(f, dir)
		all = append(all, asked{match.New(c), page.New(c, page.Options{})})
		for _, s := range readSamples(f, folder) {
			f.Add(s.input)
		}
	}
	for _, c := range challengeCases {
		f.Add(c.field)
		f.Add("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: " + c.field + "\n\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, planted[:8]) {
			t.Skip("the fuzzer found the word")
		}
		for _, x := range all {
			a := x.index.Explain(text)
			checkAnswer(t, a)
			if again := x.index.Explain(text); answerOf(again).encode(t) != answerOf(a).encode(t) {
				t.Error("the same text has two answers")
			}
			if crlf := x.index.Explain(strings.ReplaceAll(strings.ReplaceAll(text, "\r", "\n"), "\n", "\r\n")); !strings.Contains(text, "\r") && answerOf(crlf).encode(t) != answerOf(a).encode(t) {
				t.Error("the ends of lines change the answer")
			}
			for i, plant := range plants {
				if out := outputs(t, x.index.Explain(plant(text)), x.pages, i == len(text)%len(plants)); strings.Contains(out, planted) {
					t.Fatalf("plant %d: the credential is in the answer:\n%s", i, out)
				}
			}
		}
	})
}

// checkAnswer checks what holds for every answer.
func checkAnswer(t *testing.T, a *match.Answer) {
	t.Helper()
	if a.Kind == "" {
		t.Error("no kind")
	}
	if len(a.Candidates) > 5 {
		t.Errorf("%d candidates", len(a.Candidates))
	}
	before := match.Exact
	seen := map[*catalog.Entry]bool{}
	for _, c := range a.Candidates {
		if seen[c.Entry] {
			t.Errorf("%s twice", c.Entry.Path())
		}
		seen[c.Entry] = true
		if c.Confidence == match.Exact && before != match.Exact || before == match.Possible && c.Confidence != match.Possible {
			t.Errorf("%s after %s", c.Confidence, before)
		}
		before = c.Confidence
		if len(c.Why) == 0 {
			t.Errorf("%s for no reason", c.Entry.Path())
		}
		for _, p := range c.Params {
			if !utf8.ValidString(p.Value) || c.Entry.Param(p.Name) == nil {
				t.Errorf("param %s = %q", p.Name, p.Value)
			}
		}
	}
	for _, n := range a.Notes {
		if len(n) > 400 || strings.ContainsAny(n, "\n\r\x00") {
			t.Errorf("note %q", n)
		}
	}
}

func FuzzParseChallenges(f *testing.F) {
	for _, c := range challengeCases {
		f.Add(c.field)
	}
	f.Fuzz(func(t *testing.T, field string) {
		list, _ := match.ParseChallenges(field)
		size := 0
		for _, c := range list {
			size += len(c.Scheme) + len(c.Token)
			if c.Scheme == "" {
				t.Error("a challenge without a scheme")
			}
			seen := map[string]bool{}
			for _, p := range c.Params {
				size += len(p.Name) + len(p.Value)
				if seen[p.Name] || p.Name != strings.ToLower(p.Name) {
					t.Errorf("parameter %q twice, or not in lower case", p.Name)
				}
				seen[p.Name] = true
			}
		}
		if size > 2*len(field)+1 {
			t.Errorf("%d bytes out of %d", size, len(field))
		}
		if joined, _ := match.ParseChallenges("Basic realm=\"first\", " + field); len(joined) == 0 || joined[0].Scheme != "Basic" {
			t.Error("a challenge in front changes it")
		}
	})
}
