// Package generatortest creates catalogs of any size, for tests and measurements:
//
//	c := load.Load(generatortest.Catalog(10_000), "catalog", &l)
package generatortest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing/fstest"
)

// Catalog returns a catalog of n entries of realistic size: two scenarios, two fixes, two
// causes, a question, and six blocks of code on the page.
func Catalog(n int) fstest.MapFS {
	files := fstest.MapFS{"errdocs.yaml": {Data: []byte(Config(n))}}
	for i := range n {
		files[EntryFile(i)] = &fstest.MapFile{Data: []byte(Entry(i))}
	}
	return files
}

// Write writes the same catalog to a directory that does not exist yet.
func Write(dir string, n int) error {
	if err := os.MkdirAll(filepath.Join(dir, "401"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "errdocs.yaml"), []byte(Config(n)), 0o644); err != nil {
		return err
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, EntryFile(i)), []byte(Entry(i)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Config returns errdocs.yaml of a catalog of n entries, with one family per 40 entries.
func Config(n int) string {
	var families strings.Builder
	for i := 0; i*40 < n; i++ {
		fmt.Fprintf(&families, "  - {id: family-%d, title: Family %d, summary: The entries of group %d.}\n", i, i, i)
	}
	return fmt.Sprintf(config, families.String())
}

// EntryFile returns the name of the file of an entry, with slashes.
func EntryFile(i int) string { return "401/entry-" + strconv.Itoa(i) + ".yaml" }

// Entry returns the file of an entry.
func Entry(i int) string {
	return strings.NewReplacer("%n%", strconv.Itoa(i), "%family%", strconv.Itoa(i/40)).Replace(entry)
}

const config = `name: Bench API
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

const entry = `title: Access token %n% expired
family: family-%family%
summary: The access token %n% was valid but has expired.
tags: [bearer, oauth]
since: "1.0"
updated: 2026-11-21
params:
  - {name: expired_at, type: time, optional: true, description: When the access token expired, example: 2026-01-06T09:58:00Z}
details:
  - {id: at, scenario: The ` + "`exp`" + ` claim of the token is in the past, detail: "The access token %n% expired at {expired_at}.", fix: refresh}
  - {id: introspected, scenario: Introspection reports the token as expired, detail: The access token %n% has expired., fix: refresh}
challenges:
  - {scheme: Bearer, params: {error: invalid_token, error_description: The access token has expired}}
headers: {Cache-Control: no-store}
recovery: {retry: after-refresh, reaction: refresh, actor: client, stop: "If the repeated request is refused too, sign in again."}
description: |
  Access tokens are short-lived **on purpose**: a stolen one is of use for minutes. Look at the seconds
  that are left, and compare the clocks with the ` + "`Date`" + ` header if it is still positive:

  ` + "```sh" + `
  echo "$TOKEN" | cut -d. -f2 | tr _- /+ | jq -R '@base64d | fromjson | .exp - now'
  ` + "```" + `

  See [another entry](/401/entry-0) for the clock problem seen from the other side.
causes:
  - {title: The client does not refresh, text: "It keeps the token until a request fails, and then gives up. Calls work for a fixed time after sign-in, then *all* fail.", fix: refresh}
  - {title: The expiry is tracked wrongly, text: "` + "`expires_in`" + ` is in seconds, not in milliseconds, or several workers share one cached token without its expiry.", fix: renew}
fixes:
  - id: refresh
    title: Refresh the token, then retry once
    when: you have a refresh token or client credentials
    steps: |
      1. Send this request; without a refresh token use ` + "`grant_type=client_credentials`" + `.
      2. Store the new tokens and their expiry.
      3. Retry the request once. The server did not process the first one.
    request: {method: POST, url: https://auth.example.com/token, form: {grant_type: refresh_token, refresh_token: $REFRESH_TOKEN, client_id: $CLIENT_ID}}
    expect: {status: 200, note: The response contains a new ` + "`access_token`" + `.}
  - id: renew
    title: Renew before the token expires
    when: every token expires like this
    steps: |
      1. Renew a minute before ` + "`expires_in`" + ` ends, and on this error.
      2. Run one refresh per credential. Parallel requests wait for it.
faq:
  - {question: "Why does call %n% return 401 after an hour?", answer: "The access token is past its lifetime, ` + "`expires_in`" + ` seconds. Refresh it."}
security: Check the signature or look the token up before you say "expired", so that only its holder hears it.
lookalikes:
  - {status: 403, why: the token is alive but does not allow this operation}
references:
  - {title: RFC 6750 §3.1, url: "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}
`
