package markdown

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// frontMatter builds the YAML block at the head of a twin, in a fixed order.
type frontMatter struct{ b strings.Builder }

func (f *frontMatter) add(key, value string) {
	if value != "" {
		f.b.WriteString(key)
		f.b.WriteString(": ")
		f.b.WriteString(value)
		f.b.WriteByte('\n')
	}
}

func (f *frontMatter) text(key, value string) {
	if value != "" {
		f.add(key, yamlText(value))
	}
}

func (f *frontMatter) address(key, uri string) {
	if !isPlainURI(uri) {
		uri = yamlText(uri)
	}
	f.add(key, uri)
}

// soft404 is what makes checkers take a page for one that is not there: these words
// near its beginning.
var soft404 = regexp.MustCompile(`(?i)not found|404|does not exist`)

// roomy is how many characters stand before a heading that such a checker overlooks.
const roomy = 515

// notes say, in as many sentences as that takes, that the page is there.
var notes = []string{
	"This page documents an error of the API.",
	"It was found and is served with status 200; the number and the words in its heading name the error that it explains, not the state of this page.",
	"Nothing is missing here.",
	"Read on for what the error means, why it occurs, and what a client, its user or its operator can do about it.",
	"The same facts are on the page for people, at the address that this document calls canonical, and in the catalog as data.",
	"Both are made from one source together with this text, so that none of them can say what the others do not.",
}

// end ends the block. The heading is the one that follows it.
func (f *frontMatter) end(h1, directive string) string {
	if soft404.MatchString(h1) {
		const frame = len("---\nnote: \"\"\n---\n\n\n\n")
		note := ""
		for _, sentence := range notes {
			if utf8.RuneCountInString(f.b.String()+note+directive)+frame >= roomy {
				break
			}
			note = strings.TrimSpace(note + " " + sentence)
		}
		f.text("note", note)
	}
	return "---\n" + f.b.String() + "---\n"
}

func (r *Renderer) entryFrontMatter(p *page.Entry, version string) string {
	e := p.Entry
	var f frontMatter
	f.b.Grow(1 << 10)
	f.text("title", e.Title)
	f.text("description", p.Description)
	f.address("type", e.TypeURI())
	f.add("status", p.Number)
	f.text("code", e.ShortCode)
	f.text("family", e.Family)
	if len(e.Tags) > 0 {
		tags := make([]string, len(e.Tags))
		for i, t := range e.Tags {
			tags[i] = yamlText(t)
		}
		f.add("tags", "["+strings.Join(tags, ", ")+"]")
	}
	f.text("since", e.Since)
	if rec := e.Recovery; rec != nil {
		f.add("retry", string(rec.Retry))
		f.add("retryable", strconv.FormatBool(rec.Retry.Retryable()))
		f.add("reaction", string(rec.Reaction))
		f.add("actor", string(rec.Actor))
	}
	if applied := e.Status.RequestApplied(); applied != nil {
		f.add("request_applied", strconv.FormatBool(*applied))
	}
	if e.Deprecated != nil {
		f.add("deprecated", "true")
	}
	if e.Retired != nil {
		f.add("retired", "true")
	}
	f.address("canonical", p.URL())
	f.address("json", r.site.URL(catalog.JSONFile(p.Path)))
	f.text("doc_version", version)
	f.add("last_updated", p.Updated)
	return f.end(p.H1, r.directive)
}

func (r *Renderer) listFrontMatter(p *page.List, version string) string {
	var f frontMatter
	f.text("title", p.Name)
	f.text("description", p.Description)
	f.add("status", p.Number)
	f.address("canonical", p.URL())
	f.text("doc_version", version)
	f.add("last_updated", p.Updated)
	return f.end(p.H1, r.directive)
}

// isPlainYAML reports whether YAML reads a text without quotes as the same string.
func isPlainYAML(s string) bool {
	if len(s) < 2 || !isLetter(s[0]) || !isWordOr(s[len(s)-1:], ".)") || !isWordOr(s, " ,.'()/_-") {
		return false
	}
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null":
		return false
	}
	return true
}

// isPlainURI reports whether YAML reads an address without quotes as the same string.
func isPlainURI(s string) bool {
	scheme, rest, _ := strings.Cut(s, ":")
	return scheme != "" && isLetter(scheme[0]) && strings.ToLower(scheme) == scheme && isWordOr(scheme, "+.-") &&
		rest != "" && isWordOr(rest, "._~/%?&=+@!$*();#:-") && isWordOr(rest[len(rest)-1:], "/_~=-")
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isWordOr reports whether a text has only ASCII letters, digits and the given other
// characters.
func isWordOr(s, others string) bool {
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && (c < '0' || c > '9') && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return true
}

// yamlText writes a string as YAML: plain where nothing can be mistaken, else in
// double quotes with the escapes of JSON, which YAML shares.
func yamlText(s string) string {
	if isPlainYAML(s) {
		return s
	}
	var quoted strings.Builder
	enc := json.NewEncoder(&quoted)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always has a JSON form
	var b strings.Builder
	for _, r := range strings.TrimSuffix(quoted.String(), "\n") {
		if r >= 0x7f && r < 0xa0 || r == 0xfeff || r == 0xfffe || r == 0xffff { // JSON takes them as they are, YAML does not
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
