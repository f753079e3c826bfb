package generator_test

import (
	"bytes"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/output"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/workers"
)

// generated returns a catalog of n entries as large as those that people write: two
// scenarios, two fixes, two causes, a question, and six blocks of code on the page.
func generated(n int) fstest.MapFS {
	files := fstest.MapFS{}
	var families strings.Builder
	for i := 0; i*40 < n; i++ {
		fmt.Fprintf(&families, "  - {id: family-%d, title: Family %d, summary: The entries of group %d.}\n", i, i, i)
	}
	files["errdocs.yaml"] = &fstest.MapFile{Data: []byte(fmt.Sprintf(benchConfig, families.String()))}
	for i := range n {
		files[fmt.Sprintf("401/entry-%d.yaml", i)] = &fstest.MapFile{Data: []byte(strings.NewReplacer("@", fmt.Sprint(i), "%family%", fmt.Sprint(i/40)).Replace(benchEntry))}
	}
	return files
}

const benchConfig = `name: Bench API
base: https://errors.example.com/
tagline: Errors of a generated catalog.
realm: bench
members:
  - {name: trace_id, type: string, description: The ID of the occurrence, example: 4bf92f3577b34da6}
families:
%s
go: {package: apierr, out: apierr}
responses: {help_link: true}
site: {dates: catalog}
`

const benchEntry = `title: Access token @ expired
family: family-%family%
summary: The access token @ was valid, but its lifetime is over.
tags: [bearer, oauth]
since: "1.0"
updated: 2026-11-21
params:
  - {name: expired_at, type: time, optional: true, description: When the access token expired, example: 2026-01-06T09:58:00Z}
details:
  - {id: at, scenario: The ` + "`exp`" + ` claim of the token is in the past, detail: "The access token @ expired at {expired_at}.", fix: refresh}
  - {id: introspected, scenario: Introspection reports the token as expired, detail: The access token @ has expired., fix: refresh}
challenges:
  - {scheme: Bearer, params: {error: invalid_token, error_description: The access token has expired}}
headers: {Cache-Control: no-store}
recovery: {retry: after-refresh, reaction: refresh, actor: client, stop: "If the repeated request is refused too, sign in again."}
description: |
  Access tokens are short-lived **on purpose**: a stolen one is of use for minutes. Look at the lifetime that is left,
  in seconds, with one command, and compare the clocks with the ` + "`Date`" + ` header if it is still positive:

  ` + "```sh" + `
  echo "$TOKEN" | cut -d. -f2 | tr _- /+ | jq -R '@base64d | fromjson | .exp - now'
  ` + "```" + `

  See [another entry](/401/entry-0) for the clock problem seen from the other side.
causes:
  - {title: The client does not refresh, text: "It keeps the token until a request fails, and then gives up. Calls work for a fixed time after sign-in, then *all* fail.", fix: refresh}
  - {title: The expiry is tracked wrongly, text: "` + "`expires_in`" + ` is in seconds, not in milliseconds, or several workers share one cached token without its expiry.", fix: renew}
fixes:
  - id: refresh
    title: Refresh the token and repeat the request once
    when: you hold a refresh token or client credentials
    steps: |
      1. Send this request; without a refresh token use ` + "`grant_type=client_credentials`" + `.
      2. Store the new tokens and their expiry.
      3. Repeat the refused request once. It was not carried out before.
    request: {method: POST, url: https://auth.example.com/token, form: {grant_type: refresh_token, refresh_token: $REFRESH_TOKEN, client_id: $CLIENT_ID}}
    expect: {status: 200, note: The answer holds a new ` + "`access_token`" + `.}
  - id: renew
    title: Renew before the token expires
    when: every token runs into this
    steps: |
      1. Renew a minute before ` + "`expires_in`" + ` is over, and on this error.
      2. Run one refresh per credential; let parallel requests wait for it.
faq:
  - {question: "Why does call @ return 401 after an hour?", answer: "The access token is past its lifetime, ` + "`expires_in`" + ` seconds. Refresh it."}
security: Check the signature or look the token up before you say "expired", so that only its holder hears it.
lookalikes:
  - {status: 403, why: the token is alive but does not allow this operation}
references:
  - {title: RFC 6750 §3.1, url: "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}
`

// build runs the whole pipeline into a folder.
func build(tb testing.TB, files fstest.MapFS, dir string) {
	tb.Helper()
	c, l := generator.Load(generator.Source{FS: files, Folder: "catalog"})
	if l.HasErrors() {
		tb.Fatal(l.All()[0])
	}
	set, err := generator.Site(c, generator.SiteOptions{}, l)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := output.WriteSite(tb.Context(), dir, set, output.Options{}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkBuild measures a cold build, in entries per second. Beside it runs Minimal:
// a loop that decodes the same files with yaml.v3 into a plain struct, renders the same
// texts with goldmark, colours the same blocks with chroma and writes two files an
// entry, P/index.html and P.md, through a template of two lines, on as many goroutines,
// and nothing else: no checks, no positions, no JSON, no lists. A build should stay within 1.5 times of it.
//
// Measured on two cores: see docs/development.md.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{50, 1000, 10_000} {
		files := generated(n)
		b.Run(fmt.Sprintf("errdocs/%d", n), func(b *testing.B) {
			for b.Loop() {
				build(b, files, filepath.Join(b.TempDir(), "public"))
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
		b.Run(fmt.Sprintf("minimal/%d", n), func(b *testing.B) {
			for b.Loop() {
				minimal(b, files, b.TempDir())
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

type minimalEntry struct {
	Title, Summary, Description, Security string
	Details                               []struct{ ID, Scenario, Detail string }
	Causes                                []struct{ Title, Text string }
	Fixes                                 []struct{ Title, When, Steps string }
	FAQ                                   []struct{ Question, Answer string }
	Recovery                              struct{ Stop string }
}

var minimalPage = template.Must(template.New("").Parse(`<!DOCTYPE html><title>{{.Title}}</title>
<h1>{{.Title}}</h1>{{range .Texts}}{{.}}{{end}}{{range .Blocks}}{{.}}{{end}}
`))

// minimal is the loop that BenchmarkBuild holds a build against.
func minimal(tb testing.TB, files fstest.MapFS, dir string) {
	blocks := minimalBlocks(tb, files)
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	formatter := chromahtml.New(chromahtml.WithClasses(true))
	prepared := map[string]chroma.Lexer{}
	for _, name := range []string{"http", "bash", "go"} {
		prepared[name] = chroma.Coalesce(lexers.Get(name))
	}
	if err := os.MkdirAll(filepath.Join(dir, "401"), 0o755); err != nil {
		tb.Fatal(err)
	}
	names := make([]string, 0, len(files))
	for name := range files {
		if strings.HasPrefix(name, "401/") {
			names = append(names, name)
		}
	}
	workers.Each(len(names), func(i int) {
		var e minimalEntry
		if err := yaml.Unmarshal(files[names[i]].Data, &e); err != nil {
			tb.Error(err)
		}
		texts := []string{e.Summary, e.Description, e.Security, e.Recovery.Stop}
		for _, d := range e.Details {
			texts = append(texts, d.Scenario)
		}
		for _, c := range e.Causes {
			texts = append(texts, c.Title, c.Text)
		}
		for _, f := range e.Fixes {
			texts = append(texts, f.Title, f.When, f.Steps)
		}
		for _, q := range e.FAQ {
			texts = append(texts, q.Question, q.Answer)
		}
		var data struct {
			Title         string
			Texts, Blocks []template.HTML
		}
		data.Title = e.Title
		var b bytes.Buffer
		for _, t := range texts {
			b.Reset()
			if err := md.Convert([]byte(t), &b); err != nil {
				tb.Error(err)
			}
			data.Texts = append(data.Texts, template.HTML(b.String()))
		}
		for _, block := range blocks {
			b.Reset()
			tokens, err := prepared[block[0]].Tokenise(nil, block[1])
			if err == nil {
				err = formatter.Format(&b, styles.Fallback, tokens)
			}
			if err != nil {
				tb.Error(err)
			}
			data.Blocks = append(data.Blocks, template.HTML(b.String()))
		}
		b.Reset()
		if err := minimalPage.Execute(&b, data); err != nil {
			tb.Error(err)
		}
		stem := filepath.Join(dir, strings.TrimSuffix(names[i], ".yaml"))
		if err := os.Mkdir(stem, 0o755); err != nil {
			tb.Error(err)
		}
		for path, content := range map[string][]byte{filepath.Join(stem, "index.html"): b.Bytes(), stem + ".md": files[names[i]].Data} {
			if err := os.WriteFile(path, content, 0o644); err != nil {
				tb.Error(err)
			}
		}
	})
}

// minimalBlocks returns the code blocks of one page, with their languages.
func minimalBlocks(tb testing.TB, files fstest.MapFS) [][2]string {
	one := fstest.MapFS{"errdocs.yaml": files["errdocs.yaml"], "401/entry-0.yaml": files["401/entry-0.yaml"]}
	c, l := generator.Load(generator.Source{FS: one, Folder: "catalog"})
	if len(c.Entries) != 1 {
		tb.Fatal(l.All())
	}
	e := c.Entries[0]
	blocks := [][2]string{{"bash", page.Curl(e.Fixes[0].Request)}}
	for _, s := range e.Scenarios() {
		blocks = append(blocks, [2]string{"http", s.Response().String()})
	}
	server, client := gogen.Example(c, e, c.Go.Package)
	return append(blocks, [2]string{"go", server}, [2]string{"go", client})
}
