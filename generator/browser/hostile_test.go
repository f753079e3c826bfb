package browser

import (
	"strconv"
	"strings"
	"testing"
)

// payload is markup and script that an untrusted pull request could add to any text.
const payload = `"'</script><img src=x onerror=alert(1)> javascript:alert(1)`

// hostileCatalog has the payload in every text: unchanged in plain texts, and in a code span in
// Markdown texts, where HTML is not allowed.
func hostileCatalog() map[string]string {
	plain, md := strconv.Quote(payload), strconv.Quote("`"+payload+"`")
	fill := strings.NewReplacer("PLAIN", plain, "MD", md, "ONE", strconv.Quote(strings.ReplaceAll(payload, "x ", "one ")))
	return map[string]string{
		"errdocs.yaml": fill.Replace(`name: PLAIN
base: https://errors.test/
tagline: MD
realm: "\"'</script><img src=x onerror=alert(1)>"
members: [{name: trace, type: string, description: MD, example: PLAIN}]
families: [{id: one, title: PLAIN, summary: MD}]
`),
		"401.yaml": fill.Replace(`summary: MD
description: MD
faq: [{question: MD, answer: MD}]
`),
		"401/hostile.yaml": fill.Replace(`title: PLAIN
family: one
summary: MD
tags: [one]
params: [{name: value, type: string, description: MD, example: PLAIN}]
details:
  - {id: one, scenario: MD, detail: ONE, fix: one}
  - {id: two, scenario: MD, detail: "Two {value} <img src=x onerror=alert(1)>", fix: one}
challenges: [{scheme: Bearer, params: {error: invalid_token, error_description: "</script><img src=x onerror=alert(1)>"}}]
headers: {X-Hostile: "</script><img src=x onerror=alert(1)>"}
recovery: {retry: never, reaction: stop, actor: client, stop: MD}
description: MD
causes: [{title: MD, text: MD, fix: one}]
fixes:
  - id: one
    title: MD
    when: MD
    steps: MD
    request: {method: POST, url: https://api.test/, headers: {X-Hostile: PLAIN}, form: {hostile: PLAIN}}
    expect: {status: 200, note: MD}
faq: [{question: MD, answer: MD}]
security: MD
lookalikes: [{status: 403, why: MD}]
references: [{title: PLAIN, url: https://example.com/}]
`),
	}
}

// TestO01HostileCatalog opens every page of a hostile catalog with a hook for alert, searches it,
// and decodes its own details. Texts must stay texts.
func TestO01HostileCatalog(t *testing.T) {
	t.Parallel()
	base, files := serveSite(t, hostileCatalog())
	b := open(t, base)
	const owned = `document.querySelectorAll("img, main script, iframe, [onerror], a[href^='javascript:' i]").length`
	b.visit(t, base+"/")
	b.complaints()
	pages := 0
	for _, file := range files.Paths() {
		path, isPage := strings.CutSuffix(file, "index.html")
		if !isPage {
			continue
		}
		pages++
		b.visit(t, base+"/"+strings.TrimSuffix(path, "/"))
		holds(t, b, file+" has no element of a text", owned+` === 0`)
		holds(t, b, file+" shows the payload", `document.querySelector("main").textContent.includes(`+js(t, "<img src=x onerror=alert(1)>")+`)`)
	}
	if pages < 5 {
		t.Fatalf("%d pages", pages)
	}
	b.visit(t, base+"/")
	first := strings.ReplaceAll(payload, "x ", "one ")
	for query, want := range map[string]string{
		first: "#case=one",
		"Two " + payload + " <img src=x onerror=alert(1)>": "#case=two&value=",
		"hostile": "/401/hostile",
		`{"detail":` + js(t, "Two y <img src=x onerror=alert(1)>") + `}`: "#case=two&value=y",
	} {
		links := b.enter(t, box, query, true)
		if len(links) == 0 || !strings.Contains(links[0], want) || !strings.HasPrefix(links[0], base+"/") {
			t.Errorf("%q links to %q, want %q", query, links, want)
		}
		holds(t, b, "the results of "+query+" are texts", owned+` === 0`)
	}
	b.visit(t, base+"/401/hostile#case=two&value="+strings.NewReplacer("%", "%25", "#", "%23", " ", "%20", "<", "%3C", ">", "%3E", `"`, "%22").Replace(payload))
	becomes(t, b, `!!document.querySelector(".hit")`)
	holds(t, b, "the case shows the value", `document.querySelector(".hit").textContent.includes(`+js(t, payload)+`)`)
	holds(t, b, "the value is text", owned+` === 0`)
	quiet(t, b)
}
