package page

import (
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Fill replaces the placeholders of a UI text: Fill("Part {n}", "{n}", "2").
func Fill(text string, values ...string) string { return strings.NewReplacer(values...).Replace(text) }

// The UI text of the pages. A translation replaces this file.
const (
	wordError      = "error"
	wordErrors     = "errors"
	wordRoot       = "Errors"
	wordNotFound   = "Page not found"
	wordNotFoundIs = "There is no page at this URL."
	wordTagged     = `Errors tagged "{tag}"`
	wordWithFixes  = ", with fixes"
	wordOther      = "Other errors"
	wordListIs     = "{n} of the {api}, with fixes."
	wordEntryIs    = "{heading}: an error of the {api}."
	wordHint       = "The `type` URI of an error is the URL of its page. Append `.md` for Markdown or `.json` for data."

	wordCases    = "Which case is yours?"
	wordOneCase  = "What the server sends"
	wordFixes    = "Fix it"
	wordCauses   = "Causes"
	wordResponse = "The response"
	wordFields   = "Fields"
	wordCode     = "Handle it in code"
	wordBack     = "Background"
	wordOwners   = "For API owners"
	wordFailing  = "Still failing?"
	wordFAQ      = "FAQ"
	wordRelated  = "Related errors"
	wordRefs     = "References"
	wordAlike    = "Similar status codes"
	wordDetails  = "All messages"
	wordFamilies = "Errors by group"

	wordFix        = "Fix:"
	wordLocal      = "Runs in your browser. Nothing is sent."
	wordServer     = "On the server"
	wordClient     = "In the client"
	wordDeprecated = "Deprecated"
	wordRetired    = "Retired"
	wordDraft      = "Draft"
	wordEdit       = "Edit this page"
	wordSource     = "Source"
	wordReportIt   = "Report a problem"
	wordReport     = "Page: {type}\nSource: {path}:{line}\n\nWhat is wrong: "
	wordSince      = "since"
	wordAlways     = "always"
	wordSometimes  = "in some cases"
	wordIfKnown    = "if known"
	wordReportTo   = "Send {members} and the time in UTC to {support}. Never send a token, key or password."
	wordOwner      = "the API owner"
	wordSupport    = "API support"
)

// The meanings of the members in RFC 9457 section 3.1.
const (
	wordTypeIs     = "Identifies this error and links to this page."
	wordTitleIs    = "What happened, the same every time."
	wordStatusIs   = "The HTTP status."
	wordDetailIs   = "What happened this time. For people: do not parse it."
	wordInstanceIs = "Identifies this occurrence."
)

// The labels of code snippets.
const (
	labelGo         = "Go"
	labelJavaScript = "JavaScript"
	labelPython     = "Python"
)

// wordPrompt is the prompt that a reader copies for an agent. A line is left out if the page
// has no value for it.
const wordPrompt = `Help me fix an API error. Read its documentation first: {twin}
Error type: {type}
Server message: {case}
Fix to apply: {fix} ({address})
{expect}
When to stop: {stop}`

// The labels of the filter.
const (
	labelStatus = "Status"
	labelScheme = "Scheme"
	labelRepeat = "Retry?"
	labelTag    = "Tag"
)

// The text of the page that lists passages for a question.
const (
	wordPassages    = "Passages"
	wordPassagesAre = "The passages on this site that best match a question."
)

// The labels of the verdict.
const (
	labelRetry    = "Retry?"
	labelReaction = "Action"
	labelActor    = "Fixed by"
	labelStop     = "When to stop"
)

var retryWords = map[catalog.Retry]string{
	"never":                  "No",
	"after-fix":              "After the fix",
	"after-refresh":          "After a refresh",
	"once-with-server-value": "Once, with the new value",
	"later":                  "Later",
}

var reactionWords = map[catalog.Reaction]string{
	"authenticate":            "Send credentials",
	"refresh":                 "Get a new token",
	"reauthenticate":          "Sign in again",
	"retry-with-server-value": "Use the server's value",
	"fix-request":             "Fix the request",
	"fix-config":              "Fix the configuration",
	"ask-human":               "Ask a user",
	"back-off":                "Slow down",
	"stop":                    "Stop retrying",
}

var actorWords = map[catalog.Actor]string{
	"client":    "Your client",
	"user":      "The user",
	"operator":  "Your ops team",
	"api-owner": "The API owner",
}

// Words are the UI texts that templates use directly.
type Words struct {
	Skip, Agents, Contents, Updated, Markdown, JSON, Previous, Next,
	AllMessages, AllData, AllTwins, Badges, Verdict, EditIt, Field, Type, When, Meaning, Example, Tags, Home, AllPages, AllErrors, NoFix, NoSummary,
	First, Choose, Worked, Common, Same, Breadcrumbs, Footer, Pages, Support, Use,
	Fix, Since, SentBy, Moved, Statuses, TypeURI, ImageAlt, Curl,
	Search, Copy, Copied, CopyFailed, CopyType, CountOf, Prompt, ThemeSystem, ThemeLight, ThemeDark, CopyPage, CopyPrompt, Languages, Scenarios, Filter, ClearFilter, Feed,
	FindLabel, FindFailed, Local, Paste, PasteLike, Unscripted, Nearest, Yours string
	Passages, NoPassage, CutHere, Ask string

	// for llms.txt, sitemap.md and the agent skill; placeholders in braces are replaced
	IndexIntro, IndexPart, NoNote, AllOfStatus, AllOfNumber, OnOnePage, OtherPages, SitePages, PartOf, NextPart, Tagged, AboutTag,
	Sitemap, Groups, SkillAbout, SkillOr401 string
}

// Fixed contains the UI texts of templates.
var Fixed = Words{
	Skip: "Skip to content", Agents: "For AI agents: index of all errors", Contents: "On this page",
	Updated: "Last updated", Markdown: "View as Markdown", JSON: "JSON",
	Previous: "Previous", Next: "Next", Badges: "At a glance", Verdict: "What to do", EditIt: wordEdit,
	AllMessages: "Each status page lists its messages, word for word.", AllData: "all errors as JSON, with a pattern for each message", AllTwins: "every page, with a one-line summary",
	Field: "Field", Type: "Type", When: "Sent", Meaning: "Meaning", Example: "Example", Tags: "Tags", Home: "All errors", AllPages: "All pages",
	AllErrors: "All errors of this group", NoFix: "No fix documented yet.", NoSummary: "No description yet.",
	First: "Start here:", Choose: "Use this if", Worked: "You should see:",
	Common: "Most common", Same: "Same headers, different body:", Breadcrumbs: "Breadcrumbs", Footer: "About this page", Pages: "Previous and next", Support: "Get help", Use: "Use this instead:",
	Fix: wordFix, Since: wordSince, SentBy: "sent by", Moved: "This page has moved to", Statuses: "By status:", TypeURI: "Type URI", Curl: "curl",
	Copy: "Copy", Copied: "Copied", CopyFailed: "Copy failed. Press Ctrl+C.", CopyType: "Copy the type URI", CountOf: "{n} of {all} errors", Prompt: wordPrompt,
	ThemeSystem: "Theme: system", ThemeLight: "Theme: light", ThemeDark: "Theme: dark",
	Search: "Search", CopyPage: "Copy page", CopyPrompt: "Copy AI prompt", Languages: "Language", Scenarios: "Case",
	Filter: "Filter", ClearFilter: "Show all", Feed: "Feed",
	FindLabel: "Search, or paste an error", FindFailed: "The search index did not load. Reload the page to try again.",
	Local: wordLocal,
	Paste: "Paste an error response", PasteLike: "Problem JSON, WWW-Authenticate, curl -i output or a log line",
	Unscripted: "Looking for an exact message? Open the status page and use Find (Ctrl+F).",
	Nearest:    "Did you mean one of these?", Yours: "Your case",
	ImageAlt: "An exclamation mark that turns into a check mark, next to an HTTP status line with 401",
	Passages: wordPassages, NoPassage: "No matching passages.", CutHere: "(Cut here. The rest: <{url}>)", Ask: "To search the text of this site, add `?ask=<question>` to any page URL.",

	IndexIntro: "The `type` URI of an error is the URL of its page. Append `.md` for Markdown or `.json` for the remediation as data. `catalog.json` lists every error with its texts; `llms-full.txt` contains all pages.",
	IndexPart:  "This is one part of the index, which starts at `llms.txt`.", NoNote: "No description yet",
	AllOfStatus: "All errors with this status", AllOfNumber: "All {status} errors", OnOnePage: "All errors on one page",
	OtherPages: "Home, groups and tags", SitePages: "Pages", PartOf: "Part {n}", NextPart: ", part {n}", Tagged: wordTagged, AboutTag: "{n} about {tag}",
	Sitemap: "Sitemap", Groups: "Groups",
	SkillAbout: "Looks up errors of the {api}: what happened, whether to retry the request, who must act, and the request that fixes it. " +
		"Use it when a call to the {api} returns application/problem+json or a type URI under {base}",
	SkillOr401: ", or with a 401",
}

// ScriptWords are the UI texts of search and the decoder. They are part of the search
// index. Scripts replace the placeholders in braces.
var ScriptWords = map[string]string{
	"close":     "Close",
	"results":   "Results",
	"local":     wordLocal,
	"one":       "1 result.",
	"many":      "{n} results.",
	"none":      "No results. Try fewer words, the type URI or the full response.",
	"seen":      "Recognized: {entry}.",
	"several":   "{n} possible matches, best first.",
	"best":      "Best match:",
	"unseen":    "No exact match. Closest by wording:",
	"tooLong":   "Only the first 64 KiB were searched.",
	"exact":     "Exact",
	"likely":    "Likely",
	"possible":  "Possible",
	"case":      "Case:",
	"fix":       wordFix,
	"why":       "Matched on:",
	"type":      "type URI",
	"detail":    "detail",
	"shared":    "detail, which other cases share",
	"challenge": "{scheme} challenge with the error {error}",
	"bare":      "{scheme} challenge without an error",
	"code":      "error code {error}",
	"described": "error_description",
	"slug":      "slug",
	"title":     "title",
	"secret":    "The value of {name} is hidden because it looks like a credential.",
	"status":    "All errors with this status",
	"stop":      "a an and are as at be by can do does for from has have how i if in is it its me my of on or so that the then there this to was what when which why will with you your error errors http https",
}
