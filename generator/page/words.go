package page

import (
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Fill replaces the placeholders of a UI text: Fill("Part {n}", "{n}", "2").
func Fill(text string, values ...string) string { return strings.NewReplacer(values...).Replace(text) }

// The fixed words of the pages. A translation replaces this file.
const (
	wordError      = "error"
	wordErrors     = "errors"
	wordRoot       = "Errors"
	wordNotFound   = "Page not found"
	wordNotFoundIs = "There is no page at this address."
	wordTagged     = "Tagged "
	wordWithFixes  = ", with fixes"
	wordOther      = "Other errors"
	wordListIs     = "{n} of the {api}, with fixes."
	wordEntryIs    = "{heading}: an error of the {api}."
	wordHint       = "An error's `type` is the address of its page. Append `.md` for Markdown, `.json` for data."

	wordCases    = "Which case is yours?"
	wordOneCase  = "What the server says"
	wordFixes    = "Fix it"
	wordCauses   = "Causes"
	wordResponse = "The response"
	wordFields   = "Fields"
	wordCode     = "Handle it in code"
	wordBack     = "Background"
	wordOwners   = "For API owners"
	wordFailing  = "Still failing?"
	wordFAQ      = "Questions"
	wordRelated  = "Related errors"
	wordRefs     = "References"
	wordAlike    = "Looks alike"
	wordDetails  = "Every message"
	wordFamilies = "Errors by group"

	wordFix        = "Fix:"
	wordLocal      = "Read in this browser. Nothing leaves the page."
	wordServer     = "Return it (server)"
	wordClient     = "Tell it apart (client)"
	wordDeprecated = "Deprecated"
	wordRetired    = "Retired"
	wordDraft      = "Draft"
	wordEdit       = "Edit this page"
	wordSource     = "Source"
	wordReportIt   = "Report a mistake"
	wordReport     = "Page: {type}\nSource: {path}:{line}\n\nWhat is wrong: "
	wordSince      = "since"
	wordAlways     = "always"
	wordSometimes  = "in some cases"
	wordIfKnown    = "when known"
	wordReportTo   = "Send {members} and the time in UTC to {support}. Never send a token, key or password."
	wordOwner      = "the API's owner"
	wordSupport    = "the API's support"
)

// What the members of RFC 9457 section 3.1 mean.
const (
	wordTypeIs     = "Identifies this error and leads to this page."
	wordTitleIs    = "What happened, the same every time."
	wordStatusIs   = "The HTTP status."
	wordDetailIs   = "What happened this time. For people: do not parse it."
	wordInstanceIs = "Identifies this occurrence."
)

// The labels of snippets.
const (
	labelGo         = "Go"
	labelJavaScript = "JavaScript"
	labelPython     = "Python"
)

// wordPrompt is what a reader gives to an agent. A line is left out where the page does not
// have what it names.
const wordPrompt = `Help me fix an error of an API. Read its documentation first: {twin}
Type: {type}
The server said: {case}
Fix to apply: {fix} ({address})
{expect}
When to stop: {stop}`

// The labels of the filter.
const (
	labelStatus = "Status"
	labelScheme = "Scheme"
	labelRepeat = "Repeat it?"
	labelTag    = "Tag"
)

// The words of the page that answers a question.
const (
	wordPassages    = "Passages"
	wordPassagesAre = "The passages of this site that answer a question best."
)

// The labels of the verdict.
const (
	labelRetry    = "Repeat it?"
	labelReaction = "Do this"
	labelActor    = "Who acts"
	labelStop     = "Stop"
)

var retryWords = map[catalog.Retry]string{
	"never":                  "No",
	"after-fix":              "After the fix",
	"after-refresh":          "After a refresh",
	"once-with-server-value": "Once, with the server's value",
	"later":                  "Later",
}

var reactionWords = map[catalog.Reaction]string{
	"authenticate":            "Send credentials",
	"refresh":                 "Get a new token",
	"reauthenticate":          "Sign in again",
	"retry-with-server-value": "Add the server's value",
	"fix-request":             "Correct the request",
	"fix-config":              "Correct the configuration",
	"ask-human":               "Ask a person",
	"back-off":                "Slow down",
	"stop":                    "Stop",
}

var actorWords = map[catalog.Actor]string{
	"client":    "Your client",
	"user":      "The user",
	"operator":  "An operator",
	"api-owner": "The API's owner",
}

// Words are the fixed words that templates place themselves.
type Words struct {
	Skip, Agents, Contents, Updated, Markdown, JSON, Previous, Next,
	AllMessages, AllData, AllTwins, Badges, Verdict, EditIt, Field, Type, When, Meaning, Example, Tags, Home, AllPages, AllErrors, NoFix, NoSummary,
	First, Choose, Worked, Common, Same, Breadcrumbs, Footer, Pages, Support, Use,
	Fix, Since, SentBy, Moved, Statuses, TypeURI, ImageAlt, Curl,
	Search, Copy, Copied, CopyFailed, CopyType, CountOf, Prompt, ThemeSystem, ThemeLight, ThemeDark, CopyPage, CopyPrompt, Languages, Scenarios, Filter, ClearFilter, Feed,
	FindLabel, FindFailed, Local, Paste, PasteLike, Unscripted, Nearest, Yours string
	Passages, NoPassage, CutHere, Ask string

	// of llms.txt, sitemap.md and the agent skill; braces are filled in
	IndexIntro, IndexPart, NoNote, AllOfStatus, AllOfNumber, OnOnePage, OtherPages, SitePages, PartOf, NextPart, Tagged, AboutTag,
	Sitemap, Groups, SkillAbout, SkillOr401 string
}

// Fixed holds the words of templates.
var Fixed = Words{
	Skip: "Skip to the content", Agents: "For AI agents: index of all errors", Contents: "On this page",
	Updated: "Last updated", Markdown: "View as Markdown", JSON: "JSON",
	Previous: "Previous", Next: "Next", Badges: "At a glance", Verdict: "What to do", EditIt: wordEdit,
	AllMessages: "Every message, word for word, is on the page of its status.", AllData: "all errors as data, with patterns of their messages", AllTwins: "every page with a line about it",
	Field: "Field", Type: "Type", When: "Sent", Meaning: "Meaning", Example: "Example", Tags: "Tags", Home: "All errors", AllPages: "All pages",
	AllErrors: "All errors of this group", NoFix: "No fix is written yet.", NoSummary: "Not described yet.",
	First: "First:", Choose: "Choose this when", Worked: "Check that it worked:",
	Common: "Most common", Same: "Same head, other body:", Breadcrumbs: "Breadcrumbs", Footer: "About this page", Pages: "Previous and next", Support: "Get help", Use: "Use this instead:",
	Fix: wordFix, Since: wordSince, SentBy: "sent by", Moved: "This page has moved to", Statuses: "By status:", TypeURI: "Type URI", Curl: "curl",
	Copy: "Copy", Copied: "Copied", CopyFailed: "Copy failed, press Ctrl+C", CopyType: "Copy the type URI", CountOf: "{n} of {all} errors", Prompt: wordPrompt,
	ThemeSystem: "Theme: system", ThemeLight: "Theme: light", ThemeDark: "Theme: dark",
	Search: "Search", CopyPage: "Copy page", CopyPrompt: "Copy AI prompt", Languages: "Language", Scenarios: "Case",
	Filter: "Filter", ClearFilter: "Show all", Feed: "Feed",
	FindLabel: "Search, or paste an error", FindFailed: "The search index could not be loaded. Reload the page to try again.",
	Local: wordLocal,
	Paste: "Paste the error", PasteLike: "Problem JSON, WWW-Authenticate, curl -i output or a log line",
	Unscripted: "Looking for a message? The page of its status lists every one; search there with your browser.",
	Nearest:    "Did you look for one of these?", Yours: "Your case",
	ImageAlt: "An exclamation mark that tilts into a tick, beside an HTTP status line with 401",
	Passages: wordPassages, NoPassage: "No passage matches.", CutHere: "(Cut here. The rest: <{url}>)", Ask: "Add `?ask=<question>` to any page for passages.",

	IndexIntro: "An error's `type` is the address of its page. Append `.md` for Markdown, `.json` for the remediation as data. `catalog.json` lists every error with its texts; `llms-full.txt` holds all pages.",
	IndexPart:  "This is one part of the index; the whole begins at `llms.txt`.", NoNote: "Not described yet",
	AllOfStatus: "All errors with this status", AllOfNumber: "All {status} errors", OnOnePage: "All errors on one page",
	OtherPages: "Home, groups and tags", SitePages: "Pages", PartOf: "Part {n}", NextPart: ", part {n}", Tagged: wordTagged, AboutTag: "{n} about {tag}",
	Sitemap: "Sitemap", Groups: "Groups",
	SkillAbout: "Looks up errors of the {api}: what happened, whether the request may be repeated, who must act, and the request that fixes it. " +
		"Use it when a call to the {api} answers with application/problem+json or a type URI under {base}",
	SkillOr401: ", or with a 401",
}

// ScriptWords are the fixed words of search and the decoder, which come with their
// index. What stands in braces is filled in.
var ScriptWords = map[string]string{
	"close":     "Close",
	"results":   "Results",
	"local":     wordLocal,
	"one":       "1 result.",
	"many":      "{n} results.",
	"none":      "Nothing matches. Try fewer words, the type URI or the whole response.",
	"seen":      "Recognised: {entry}.",
	"several":   "Several errors fit, best first.",
	"unseen":    "No error is recognised in this text. These match its words.",
	"tooLong":   "Only the first 64 KiB were read.",
	"exact":     "Exact",
	"likely":    "Likely",
	"possible":  "Possible",
	"case":      "Case:",
	"fix":       wordFix,
	"why":       "Why:",
	"type":      "its type URI is in the text",
	"detail":    "only this case says that detail",
	"shared":    "other cases say that detail too",
	"challenge": "it sends this {scheme} challenge with the error {error}",
	"bare":      "it sends a {scheme} challenge without an error",
	"code":      "it sends the error {error}",
	"described": "the error_description is its own",
	"slug":      "the text names it",
	"title":     "the title is its own",
	"secret":    "The value of {name} looks like a credential and is left out.",
	"status":    "Every error with this status",
	"stop":      "a an and are as at be by can do does for from has have how i if in is it its me my of on or so that the then there this to was what when which why will with you your error errors http https",
}
