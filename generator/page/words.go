package page

import "github.com/errdocs/errdocs/generator/catalog"

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

	wordFirst      = "First:"
	wordFix        = "Fix:"
	wordWhen       = "Choose this when"
	wordWorked     = "Check that it worked:"
	wordCommon     = "Most common"
	wordNoFix      = "No fix is written yet."
	wordNoSummary  = "Not described yet."
	wordSame       = "Same head, other body:"
	wordServer     = "Return it (server)"
	wordClient     = "Tell it apart (client)"
	wordDeprecated = "Deprecated"
	wordRetired    = "Retired"
	wordDraft      = "Draft"
	wordUse        = "Use this instead:"
	wordEdit       = "Edit this page"
	wordSource     = "Source"
	wordReportIt   = "Report a mistake"
	wordReport     = "Page: {type}\nSource: {path}:{line}\n\nWhat is wrong: "
	wordSentBy     = "sent by"
	wordSince      = "since"
	wordAlways     = "always"
	wordSometimes  = "in some cases"
	wordIfKnown    = "when known"
)

// The labels of snippets.
const (
	labelCurl       = "curl"
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
	Search, Copy, Copied, CopyFailed, CopyType, CountOf, Prompt, ThemeSystem, ThemeLight, ThemeDark, CopyPage, CopyPrompt, Languages, Scenarios, Filter, ClearFilter, Feed string
}

// Fixed holds the words of templates.
var Fixed = Words{
	Skip: "Skip to the content", Agents: "For AI agents: index of all errors", Contents: "On this page",
	Updated: "Last updated", Markdown: "View as Markdown", JSON: "JSON",
	Previous: "Previous", Next: "Next", Badges: "At a glance", Verdict: "What to do", EditIt: wordEdit,
	AllMessages: "Every message, word for word, is on the page of its status.", AllData: "all errors as data, with patterns of their messages", AllTwins: "every page with a line about it",
	Field: "Field", Type: "Type", When: "Sent", Meaning: "Meaning", Example: "Example", Tags: "Tags", Home: "All errors", AllPages: "All pages",
	AllErrors: "All errors of this group", NoFix: wordNoFix, NoSummary: wordNoSummary, First: wordFirst, Choose: wordWhen, Worked: wordWorked,
	Common: wordCommon, Same: wordSame, Breadcrumbs: "Breadcrumbs", Footer: "About this page", Pages: "Previous and next", Support: "Get help", Use: wordUse,
	Fix: wordFix, Since: wordSince, SentBy: wordSentBy, Moved: "This page has moved to", Statuses: "By status:", TypeURI: "Type URI",
	Curl: labelCurl,
	Copy: "Copy", Copied: "Copied", CopyFailed: "Copy failed, press Ctrl+C", CopyType: "Copy the type URI", CountOf: "{n} of {all} errors", Prompt: wordPrompt,
	ThemeSystem: "Theme: system", ThemeLight: "Theme: light", ThemeDark: "Theme: dark",
	Search: "Search", CopyPage: "Copy page", CopyPrompt: "Copy AI prompt", Languages: "Language", Scenarios: "Case",
	Filter: "Filter", ClearFilter: "Show all", Feed: "Feed",
	ImageAlt: "An exclamation mark that tilts into a tick, beside an HTTP status line with 401",
}
