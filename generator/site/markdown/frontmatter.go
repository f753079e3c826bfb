package markdown

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/page"
)

// frontMatter builds the YAML block at the head of a twin, in a fixed order.
type frontMatter struct{ b strings.Builder }

func (f *frontMatter) add(key, value string) {
	if value != "" {
		f.b.WriteString(key + ": " + value + "\n")
	}
}

func (f *frontMatter) text(key, value string) {
	if value != "" {
		f.add(key, yamlText(value))
	}
}

func (f *frontMatter) address(key, uri string) {
	if !plainURI.MatchString(uri) {
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

func (r *Renderer) directive() string {
	return "> " + r.site.Words.Agents + ": [llms.txt](" + r.site.URL("llms.txt") + ")" + r.site.Announcement()
}

func (r *Renderer) entryFrontMatter(p *page.Entry, version string) string {
	e := p.Entry
	var f frontMatter
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
	f.address("json", r.site.URL(p.Path+".json"))
	f.text("doc_version", version)
	f.add("last_updated", p.Updated)
	return f.end(p.H1, r.directive())
}

func (r *Renderer) listFrontMatter(p *page.List, version string) string {
	var f frontMatter
	f.text("title", p.Name)
	f.text("description", p.Description)
	f.add("status", p.Number)
	f.address("canonical", p.URL())
	f.text("doc_version", version)
	f.add("last_updated", p.Updated)
	return f.end(p.H1, r.directive())
}

// plainYAML is what YAML reads as the same string without quotes.
var plainYAML = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 ,.'()/_-]*[A-Za-z0-9.)]$`)

var yamlWords = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null|y|n)$`)

// plainURI is an address that YAML reads without quotes.
var plainURI = regexp.MustCompile(`^[a-z][a-z0-9+.-]*:[A-Za-z0-9._~/%?&=+@!$*();#:-]*[A-Za-z0-9/_~=-]$`)

// yamlText writes a string as YAML: plain where nothing can be mistaken, else in
// double quotes with the escapes of JSON, which YAML shares.
func yamlText(s string) string {
	if plainYAML.MatchString(s) && !yamlWords.MatchString(s) {
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
