package gogen

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// initialisms are written in one case: those of staticcheck's ST1003 and those of
// this field.
var initialisms = strings.Fields(`
	ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS ID IP JSON QPS RAM RPC SLA SMTP
	SQL SSH TCP TLS TTL UDP UI GID UID UUID URI URL UTF8 VM XML XMPP XSRF XSS SIP RTP
	AMQP DB TS
	ACR AMR CA CORS CRL CSRF DPoP HMAC HOTP IDP IPv4 IPv6 JTI JWE JWK JWKS JWS JWT KID
	MFA MTLS OAuth OAuth2 OCSP OIDC OTP PAT PKCE RSA SAML SCIM SHA SNI SSO TOTP WebAuthn`)

// The names that no entry, scenario or params type may have: those that the runtime
// declares, and those that it keeps for later.
var (
	runtimeNames = strings.Fields("Challenge CheckResponse ContentType Error HandlerFunc Params ParamsOf Type TypeOf Types Write")
	keptNames    = strings.Fields("Handler Must Register Parse Version Is As Forward")
)

// errorMethods are the exported methods of *Error, those of every interop included.
var errorMethods = strings.Fields(`
	Error Unwrap Is LogValue MarshalJSON ServeHTTP Type Title StatusCode Detail Instance
	Headers Retry Retryable WithCause WithInstance WithChallenges
	GetStatus GetHeaders ContentType`)

// paramNames are what a constructor uses, so none of its params may have these names.
var paramNames = strings.Fields(`
	http strconv time
	field fields formatFloat formatSeconds formatTime headerValue isFinite joinComma joinSpace`)

// memberNames are what the methods of *Error use, and what its fields and methods are
// called.
var memberNames = strings.Fields(`
	errors fmt http io json math slog strconv strings sync time url utf8
	c e def typ title detail instance status params fields cause received
	code allFields setFields appendJSON appendHead define`)

// Names turns the names of a catalog into those of its Go package. It maps words in
// lower case to their spelling.
type Names map[string]string

// common are the names of most catalogs.
var common = Names{}.with(initialisms)

// NamesOf returns the names that Render gives to the catalog.
func NamesOf(c *catalog.Catalog) Names {
	if len(c.Go.Initialisms) == 0 {
		return common
	}
	return maps.Clone(common).with(c.Go.Initialisms)
}

func (n Names) with(initialisms []string) Names {
	for _, word := range initialisms {
		n[strings.ToLower(word)] = word
	}
	return n
}

// exported returns the exported name, such as TokenExpired for token-expired.
func (n Names) exported(s string) string {
	var b strings.Builder
	for _, word := range words(s) {
		b.WriteString(n.spell(word))
	}
	return b.String()
}

// local returns the name of a variable, such as expiredAt for expired_at. The taken
// names, keywords and predeclared names get the suffix Value.
func (n Names) local(s string, taken []string) string {
	list := words(s)
	name := list[0] + n.exported(strings.Join(list[1:], "_"))
	if token.IsKeyword(name) || types.Universe.Lookup(name) != nil || slices.Contains(taken, name) {
		return name + "Value"
	}
	return name
}

// spell returns a word as it stands in a Go name; a plural keeps its s.
func (n Names) spell(word string) string {
	if spelling, ok := n[word]; ok {
		return spelling
	}
	if stem, ok := strings.CutSuffix(word, "s"); ok && n[stem] != "" {
		return n[stem] + "s"
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '_' })
}

// Constant returns the name of the entry's constant, such as TokenExpired.
func (n Names) Constant(e *catalog.Entry) string {
	if e.Go.Name != "" {
		return e.Go.Name
	}
	return n.exported(e.Slug)
}

// params returns the name of the type of the entry's extension members.
func (n Names) params(e *catalog.Entry) string { return n.Constant(e) + "Params" }

// Constructor returns the name of the scenario's constructor, such as
// NewTokenExpiredAt, or "" where it has none: a retired entry is sent no more, and for
// one without details and params the constant says it all.
func (n Names) Constructor(s catalog.Scenario) string {
	switch e := s.Entry; {
	case e.Retired != nil || s.Detail == nil && len(e.Params) == 0:
		return ""
	case s.Detail != nil && s.Detail.ID != "":
		return "New" + n.Constant(e) + n.exported(s.Detail.ID)
	default:
		return "New" + n.Constant(e)
	}
}

// arg returns the name of a constructor's argument. The names that its body uses are
// taken: those of paramNames, the definition of its entry, and challenge, challenge2.
func (n Names) arg(e *catalog.Entry, p *catalog.Param) string {
	taken := append([]string{n.definition(e)}, paramNames...)
	for i := range e.AllChallenges() {
		taken = append(taken, challengeVar(i))
	}
	return n.local(p.Name, taken)
}

// Unexported names begin with def, bare or err and a capital; the runtime has no such
// names.
func (n Names) definition(e *catalog.Entry) string { return "def" + n.Constant(e) }

// sent returns the variable that holds what the constant sends.
func (n Names) sent(e *catalog.Entry) string { return "bare" + n.Constant(e) }

// static returns the variable that the constructor of a scenario without params
// returns.
func (n Names) static(s catalog.Scenario) string {
	if len(s.Entry.Scenarios()) == 1 {
		return n.sent(s.Entry)
	}
	return "err" + strings.TrimPrefix(n.Constructor(s), "New")
}

// statusNames are the constants of net/http.
var statusNames = map[int]string{
	400: "BadRequest", 401: "Unauthorized", 402: "PaymentRequired", 403: "Forbidden", 404: "NotFound",
	405: "MethodNotAllowed", 406: "NotAcceptable", 407: "ProxyAuthRequired", 408: "RequestTimeout", 409: "Conflict",
	410: "Gone", 411: "LengthRequired", 412: "PreconditionFailed", 413: "RequestEntityTooLarge", 414: "RequestURITooLong",
	415: "UnsupportedMediaType", 416: "RequestedRangeNotSatisfiable", 417: "ExpectationFailed", 418: "Teapot",
	421: "MisdirectedRequest", 422: "UnprocessableEntity", 423: "Locked", 424: "FailedDependency", 425: "TooEarly",
	426: "UpgradeRequired", 428: "PreconditionRequired", 429: "TooManyRequests", 431: "RequestHeaderFieldsTooLarge",
	451: "UnavailableForLegalReasons",
	500: "InternalServerError", 501: "NotImplemented", 502: "BadGateway", 503: "ServiceUnavailable", 504: "GatewayTimeout",
	505: "HTTPVersionNotSupported", 506: "VariantAlsoNegotiates", 507: "InsufficientStorage", 508: "LoopDetected",
	510: "NotExtended", 511: "NetworkAuthenticationRequired",
}

// statusExpr returns the status as Go code: the constant of net/http, else a number.
func statusExpr(code int) string {
	if name, ok := statusNames[code]; ok {
		return "http.Status" + name
	}
	return strconv.Itoa(code)
}
