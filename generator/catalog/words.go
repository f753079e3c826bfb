package catalog

import "github.com/errdocs/errdocs/generator/catalog/format"

// Retry is whether and when the client may retry the request.
type Retry string

// The values of recovery.retry.
const (
	RetryNever           Retry = "never"
	RetryAfterFix        Retry = "after-fix"
	RetryAfterRefresh    Retry = "after-refresh"
	RetryWithServerValue Retry = "once-with-server-value"
	RetryLater           Retry = "later"
)

// Retryable reports whether the same request, unchanged, may succeed later. Generic retry
// loops may rely on it.
func (r Retry) Retryable() bool { return r == RetryLater }

// RetryAdvice lists the values of recovery.retry and what they mean.
func RetryAdvice() []format.Word { return retryWords.Words }

// Reaction is what the client should do.
type Reaction string

// Actor is who must act.
type Actor string

// ParamType is the type of a param's value.
type ParamType string

// The types of params.
const (
	TypeString   ParamType = "string"
	TypeInt      ParamType = "int"
	TypeNumber   ParamType = "number"
	TypeBool     ParamType = "bool"
	TypeTime     ParamType = "time"
	TypeDuration ParamType = "duration"
	TypeURI      ParamType = "uri"
	TypeStrings  ParamType = "strings"
)

// The closed lists of the format. Their words are part of every output, so their meanings
// never change.
var (
	retryWords = format.Enum[Retry]{Kind: "retry advice", Words: []format.Word{
		{Name: "never", Doc: "The response cannot change for this credential."},
		{Name: "after-fix", Doc: "After a correction of the request, the configuration or the account."},
		{Name: "after-refresh", Doc: "Once, with a new token that the client gets without user interaction."},
		{Name: "once-with-server-value", Doc: "Once, with a value from the response, such as a nonce."},
		{Name: "later", Doc: "The same request, unchanged, may succeed later."},
	}}
	reactionWords = format.Enum[Reaction]{Kind: "reaction", Words: []format.Word{
		{Name: "authenticate", Doc: "No usable credential was sent: get one and send it."},
		{Name: "refresh", Doc: "Get a new access token without user interaction."},
		{Name: "reauthenticate", Doc: "The session or grant has ended: sign in again."},
		{Name: "retry-with-server-value", Doc: "Retry once with the value from the response."},
		{Name: "fix-request", Doc: "The client builds the request incorrectly: change its code."},
		{Name: "fix-config", Doc: "Keys, clocks, audience, environment or proxy are misconfigured."},
		{Name: "ask-human", Doc: "Only a human can continue."},
		{Name: "back-off", Doc: "Slow down: more failures may lock the account."},
		{Name: "stop", Doc: "Do not try again with this credential."},
	}}
	actorWords = format.Enum[Actor]{Kind: "actor", Words: []format.Word{
		{Name: "client", Doc: "The program that sent the request, without user interaction."},
		{Name: "user", Doc: "The person who uses the client."},
		{Name: "operator", Doc: "The team that runs the client and owns its configuration, secrets and proxies."},
		{Name: "api-owner", Doc: "The team that runs the API."},
	}}
	typeWords = format.Enum[ParamType]{Kind: "type of a param", Words: []format.Word{
		{Name: "string", Doc: "Text."},
		{Name: "int", Doc: "A whole number."},
		{Name: "number", Doc: "A number."},
		{Name: "bool", Doc: "`true` or `false`."},
		{Name: "time", Doc: "A point in time, sent in UTC and whole seconds (RFC 3339)."},
		{Name: "duration", Doc: "A length of time, sent in whole seconds."},
		{Name: "uri", Doc: "An absolute URI."},
		{Name: "strings", Doc: "A list of strings. Joined by spaces in a challenge, by commas elsewhere."},
	}}
)

// Retries returns the values of recovery.retry.
func Retries() []Retry { return namesOf(retryWords) }

// Reactions returns the values of recovery.reaction.
func Reactions() []Reaction { return namesOf(reactionWords) }

// Actors returns the values of recovery.actor.
func Actors() []Actor { return namesOf(actorWords) }

// ParamTypes returns the types of params.
func ParamTypes() []ParamType { return namesOf(typeWords) }

func namesOf[T ~string](e format.Enum[T]) []T {
	list := make([]T, len(e.Words))
	for i, w := range e.Words {
		list[i] = T(w.Name)
	}
	return list
}
