package generator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
)

// SchemaNames lists the JSON Schemas of the catalog's files.
func SchemaNames() []string {
	var names []string
	for _, f := range catalog.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Schema returns the JSON Schema of a kind of catalog file: errdocs, status or entry.
func Schema(name string) ([]byte, error) {
	formats := catalog.Formats()
	i := slices.IndexFunc(formats, func(f catalog.FileFormat) bool { return f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("no schema %s; %s", diag.Quote(name), diag.OneOf(name, SchemaNames()))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(format.Schema(formats[i].Spec, formats[i].Title))
	return b.Bytes(), err
}

// FormatReference returns docs/catalog-format.md.
func FormatReference() []byte {
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

// ChecksReference returns docs/checks.md.
func ChecksReference() []byte {
	var b strings.Builder
	b.WriteString(checksIntro)
	for _, c := range diag.Checks {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.ID, c.Severity, c.Title, strings.ReplaceAll(c.Explain, "|", "\\|"))
	}
	return []byte(b.String())
}

// LimitsReference returns docs/limits.md.
func LimitsReference() []byte {
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
