package generator_test

import (
	"fmt"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
)

// formatReference returns docs/catalog-format.md.
func formatReference() []byte {
	var b strings.Builder
	b.WriteString(formatIntro)
	done := map[string]bool{}
	for _, f := range catalog.Formats() {
		b.WriteString(format.Reference(f.Spec, 2, done))
	}
	return []byte(strings.TrimRight(b.String(), "\n") + "\n")
}

const formatIntro = `# The catalog format

A catalog is a folder of YAML files: ` + "`errdocs.yaml`" + ` describes the site and the API, ` + "`<status>.yaml`" + ` a status, and
` + "`<status>/<slug>.yaml`" + ` one entry, an RFC 9457 problem type. This page is generated from the description of the format that
the loader and the JSON Schemas follow; ` + "`errdocs schema`" + ` prints the schemas.

- Every key is checked: an unknown, misspelt or repeated one is an error at its line.
- Strings are strings: ` + "`title: 401`" + ` is an error, ` + "`title: \"401\"`" + ` is a title. Quote what YAML would read as a number, a truth value or a date.
- Anchors, aliases, merge keys, tags and further documents are refused.
- Sizes are bounded: [limits.md](limits.md) has the numbers.
- "One line of Markdown" may hold code spans, emphasis and links; "Markdown" also lists, tables and fenced code that names its language. Raw HTML is refused.
- Links between pages begin with a slash: ` + "`[the token expired](/401/token-expired)`" + `.

`

// checksReference returns docs/checks.md.
func checksReference() []byte {
	var b strings.Builder
	b.WriteString(checksIntro)
	for _, c := range diag.Checks {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.ID, c.Severity, c.Title, strings.ReplaceAll(c.Explain, "|", "\\|"))
	}
	return []byte(b.String())
}

// limitsReference returns docs/limits.md.
func limitsReference() []byte {
	var b strings.Builder
	b.WriteString(limitsIntro)
	for _, l := range diag.Limits {
		if l.Check != nil {
			fmt.Fprintf(&b, "| %s | %s %s | `%s` |\n", l.Of, diag.Thousands(l.Max), l.Unit, l.Check.ID)
		}
	}
	b.WriteString(limitsRest)
	for _, l := range diag.Limits {
		if l.Check == nil {
			fmt.Fprintf(&b, "| %s | %s %s | %s |\n", l.Of, diag.Thousands(l.Max), l.Unit, l.Help)
		}
	}
	return []byte(b.String())
}

const limitsIntro = `# The limits

No catalog can hang a build or exhaust its memory: what could is bounded, and counted before anything is parsed. All bounds are far above what people
write. This page is generated from the table of limits in the code.

Over a limit there is a finding at its line, such as ` + "`" + `"title" has 1,040 characters; the limit is 1,000` + "`" + ` or
` + "`the text has more than 500 opening brackets`" + `. A finding says "more than" where nobody counted on to the end.

| in | at most | over it |
| --- | --- | --- |
`

const limitsRest = `
Below these, less is done, and nothing is refused.

| in | at most | where there is more |
| --- | --- | --- |
`

const checksIntro = `# The checks

Every finding of errdocs carries one of these IDs. An ID never changes its meaning. Errors stop a build; warnings stop it under
` + "`--strict`" + ` alone. This page is generated from the table of checks in the code.

| ID | severity | finding | why, and what to do |
| --- | --- | --- | --- |
`
