package compat

import (
	"fmt"
	"strings"
)

// Rule is one kind of catalog change: a stable ID, its meaning, and its effect on
// callers.
type Rule struct {
	ID      string
	Kind    Kind
	Edit    string // the change; %s is the name of the item
	Callers string // one sentence
}

// The rules. An ID never changes its meaning and is never used again.
var (
	entryRemoved     = &Rule{"entry-removed", Breaking, "the entry was removed", "The type URI no longer has a page, and clients no longer find the error in the catalog."}
	typeURI          = &Rule{"type-uri", Breaking, "the type URI changed", "Clients compare the type URI, so they treat this error as unknown."}
	status           = &Rule{"status", Breaking, "the status changed", "Clients branch on the status first, so they treat this as a different error."}
	paramRemoved     = &Rule{"param-removed", Breaking, "the param %s was removed", "The member is gone from the responses."}
	paramType        = &Rule{"param-type", Breaking, "the param %s changed its type", "The member has a value of a different type, which strict decoders reject."}
	paramOptional    = &Rule{"param-optional", Breaking, "the param %s became optional", "Responses may omit the member that clients could rely on."}
	memberRemoved    = &Rule{"member-removed", Breaking, "the member %s was removed", "The member is gone from every response."}
	memberType       = &Rule{"member-type", Breaking, "the member %s changed its type", "The member has a value of a different type, which strict decoders reject."}
	codeSent         = &Rule{"code-sent", Breaking, "the code, a member of the response, changed", "Clients that compare the code treat this error as unknown."}
	codeMember       = &Rule{"code-member", Breaking, "the member %s no longer contains the code", "Clients that compare the code no longer find it where it was."}
	fallback         = &Rule{"fallback", Breaking, "the fallback changed", "Errors outside the catalog are sent with a different type, and possibly a different status."}
	challengeRemoved = &Rule{"challenge-removed", Breaking, "the %s challenge was removed", "Clients no longer learn that the scheme is accepted, so they do not authenticate with it."}
	challengeScheme  = &Rule{"challenge-scheme", Breaking, "the %s challenge changed its scheme", "Clients that support only the old scheme can no longer authenticate."}
	challengeRealm   = &Rule{"challenge-realm", Breaking, "the %s challenge changed its realm", "Clients store credentials by realm, so they no longer find their stored credentials."}
	challengeError   = &Rule{"challenge-error", Breaking, "the %s challenge changed its error", "OAuth clients act on this code, so they react differently or not at all."}
	challengeLost    = &Rule{"challenge-param-lost", Breaking, "the challenge parameter %s was removed", "Clients that read the parameter no longer get its value."}
	headerLost       = &Rule{"header-lost", Breaking, "the header %s was removed", "Clients that read the header no longer get its value."}
	retryTightened   = &Rule{"retry-tightened", Breaking, "the retry advice was tightened", "Clients that follow this advice no longer retry, so they stop recovering automatically."}

	retiredRemoved    = &Rule{"retired-removed", ServerCode, "the retired entry was removed", "The API had stopped sending the error; its page and its Go constant are gone."}
	paramAdded        = &Rule{"param-added", ServerCode, "the param %s was added", "Responses have one more member; Go constructors have one more parameter."}
	paramRequired     = &Rule{"param-required", ServerCode, "the param %s became required", "Responses always have the member; Go constructors require its value."}
	scenarioRemoved   = &Rule{"scenario-removed", ServerCode, "the scenario %s was removed", "Callers see a different detail of the same error; the Go constructor is gone."}
	scenarioID        = &Rule{"scenario-id", ServerCode, "the scenario %s changed its id", "No effect on callers; the Go constructor changed its name."}
	constructorParams = &Rule{"constructor-params", ServerCode, "the scenario %s has different params or a different order", "Optional members may come and go; the Go constructor changed its parameters, and the compiler cannot detect a swap of two parameters of the same type."}
	goName            = &Rule{"go-name", ServerCode, "the Go name changed", "No effect on callers; the Go constant and its constructors changed their names."}
	goOption          = &Rule{"go-option", ServerCode, "%s changed", "No effect on callers; Go code that uses the package must change."}
	codeUnsent        = &Rule{"code", ServerCode, "the code changed", "Responses do not contain the code; it changed on the page and in Code() of the Go package, which labels metrics."}

	retired    = &Rule{"retired", Retired, "the entry was retired", "Callers no longer get the error; its page and its Go constant stay, its Go constructors are gone."}
	deprecated = &Rule{"deprecated", Deprecated, "the entry was deprecated", "No effect on callers yet; the API will stop sending the error."}

	title           = &Rule{"title", Reworded, "the title was reworded", "Callers see a different text, which is not for parsing."}
	detail          = &Rule{"detail", Reworded, "the detail of the scenario %s was reworded", "Callers see a different text, which is not for parsing."}
	summary         = &Rule{"summary", Reworded, "the summary was reworded", "Responses stay the same; readers of the page see a different text."}
	undeprecated    = &Rule{"undeprecated", Reworded, "the entry is no longer deprecated", "No effect on callers: the API continues to send the error."}
	retryRelaxed    = &Rule{"retry-relaxed", Reworded, "the retry advice was relaxed", "Responses stay the same; clients may retry where they gave up before."}
	advice          = &Rule{"advice", Reworded, "the advice %s changed", "Responses stay the same; readers and agents get different advice."}
	challengeText   = &Rule{"challenge-text", Reworded, "the challenge parameter %s changed", "Clients get a different value in the challenge."}
	headerText      = &Rule{"header-text", Reworded, "the header %s changed", "Clients get a different value in the header, or one fixed value fewer."}
	language        = &Rule{"language", Reworded, "the language of the responses changed", "Content-Language announces a different language for titles and details."}
	helpLinkRemoved = &Rule{"help-link-removed", Reworded, "the help link was removed", "Responses no longer link agents to the Markdown page; the type URI still does."}

	entryAdded          = &Rule{"entry-added", New, "the entry was added", "Callers may get an error type that they do not recognize yet."}
	unretired           = &Rule{"unretired", New, "the entry is no longer retired", "Callers may get the error again."}
	scenarioAdded       = &Rule{"scenario-added", New, "the scenario %s was added", "Callers may see one more detail of the same error."}
	challengeAdded      = &Rule{"challenge-added", New, "the %s challenge was added", "Clients may authenticate with one more scheme."}
	challengeParamAdded = &Rule{"challenge-param-added", New, "the challenge parameter %s was added", "Clients get one more parameter in the challenge."}
	headerAdded         = &Rule{"header-added", New, "the header %s was added", "Responses have one more header field."}
	memberAdded         = &Rule{"member-added", New, "the member %s was added", "Every response may have one more member."}
	codeMemberAdded     = &Rule{"code-member-added", New, "the member %s now contains the code", "Every response has one more member."}
	fallbackAdded       = &Rule{"fallback-added", New, "a fallback was set", "Errors outside the catalog are sent as an entry of the catalog."}
	helpLinkAdded       = &Rule{"help-link-added", New, "the help link was added", "Every response has a Link field that links to the Markdown page for agents."}
	retryGiven          = &Rule{"retry-given", New, "retry advice was added", "Responses stay the same; clients learn whether to retry."}
)

// Rules lists all rules in the order of the documentation: the gravest first.
var Rules = []*Rule{
	entryRemoved, typeURI, status, paramRemoved, paramType, paramOptional, memberRemoved, memberType, codeSent, codeMember, fallback,
	challengeRemoved, challengeScheme, challengeRealm, challengeError, challengeLost, headerLost, retryTightened,
	retiredRemoved, paramAdded, paramRequired, scenarioRemoved, scenarioID, constructorParams, goName, goOption, codeUnsent,
	retired, deprecated,
	title, detail, summary, undeprecated, retryRelaxed, advice, challengeText, headerText, language, helpLinkRemoved,
	entryAdded, unretired, scenarioAdded, challengeAdded, challengeParamAdded, headerAdded, memberAdded, codeMemberAdded, fallbackAdded,
	helpLinkAdded, retryGiven,
}

// Reference returns the rules as the table of docs/compatibility.md.
func Reference() string {
	var b strings.Builder
	b.WriteString("| rule | kind | change of the catalog | what callers see |\n| --- | --- | --- | --- |\n")
	for _, r := range Rules {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.ID, r.Kind.Words(), strings.ReplaceAll(r.Edit, "%s", "*name*"), r.Callers)
	}
	return b.String()
}
