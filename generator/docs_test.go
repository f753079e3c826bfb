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

A catalog is a directory of YAML files. ` + "`errdocs.yaml`" + ` describes the site and the API, ` + "`<status>.yaml`" + ` a status, and
` + "`<status>/<slug>.yaml`" + ` one entry: an RFC 9457 problem type. This page is generated from the same description of the format as
the loader and the JSON Schemas. ` + "`errdocs schema`" + ` prints the schemas.

- Every key is checked: an unknown, misspelled or duplicate key is an error at its line.
- Strings are strings: ` + "`title: 401`" + ` is an error, ` + "`title: \"401\"`" + ` is a title. Quote text that YAML would read as a number, a Boolean or a date.
- Anchors, aliases, merge keys, tags and multiple documents are not allowed.
- Sizes are limited: see [limits.md](limits.md).
- "One line of Markdown" can contain code spans, emphasis and links. "Markdown" can also contain lists, tables and fenced code with a language. Raw HTML is not allowed.
- Links to other pages of the site begin with a slash: ` + "`[the token expired](/401/token-expired)`" + `.

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

No catalog can hang a build or exhaust its memory. errdocs checks these limits before it parses a file. They are far above what people
write. This page is generated from the table of limits in the code.

A value over a limit is reported at its line, such as ` + "`" + `"title" has 1,040 characters; the limit is 1,000` + "`" + ` or
` + "`the text has more than 500 opening brackets`" + `. A message with "more than" means that errdocs stopped counting at the limit.

| in | at most | check |
| --- | --- | --- |
`

const limitsRest = `
Over the following limits, errdocs reports nothing, but does less.

| in | at most | above it |
| --- | --- | --- |
`

const checksIntro = `# The checks

Each finding of errdocs has one of these IDs. The meaning of an ID never changes. Errors stop a build. Warnings stop it only with
` + "`--strict`" + `. This page is generated from the table of checks in the code.

| ID | severity | finding | why, and what to do |
| --- | --- | --- | --- |
`
