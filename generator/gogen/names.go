package gogen

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
	"sync"

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

// namer turns the names of a catalog into Go names. It maps words in lower case to
// their spelling.
type namer map[string]string

// newNamer returns a namer that knows the initialisms of the catalog, too.
func newNamer(more []string) namer {
	if len(more) == 0 {
		return common()
	}
	return namerOf(slices.Concat(initialisms, more))
}

// common is the namer of most catalogs.
var common = sync.OnceValue(func() namer { return namerOf(initialisms) })

func namerOf(initialisms []string) namer {
	n := namer{}
	for _, word := range initialisms {
		n[strings.ToLower(word)] = word
	}
	return n
}

// exported returns the exported name, such as TokenExpired for token-expired.
func (n namer) exported(s string) string {
	var b strings.Builder
	for _, word := range words(s) {
		b.WriteString(n.spell(word))
	}
	return b.String()
}

// local returns the name of a variable, such as expiredAt for expired_at. The taken
// names, keywords and predeclared names get the suffix Value.
func (n namer) local(s string, taken []string) string {
	list := words(s)
	name := list[0] + n.exported(strings.Join(list[1:], "_"))
	if token.IsKeyword(name) || types.Universe.Lookup(name) != nil || slices.Contains(taken, name) {
		return name + "Value"
	}
	return name
}

// spell returns a word as it stands in a Go name; a plural keeps its s.
func (n namer) spell(word string) string {
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

// constant returns the name of the entry's constant.
func (n namer) constant(e *catalog.Entry) string {
	if e.Go.Name != "" {
		return e.Go.Name
	}
	return n.exported(e.Slug)
}

// params returns the name of the type of the entry's extension members.
func (n namer) params(e *catalog.Entry) string { return n.constant(e) + "Params" }

// constructor returns the name of the scenario's constructor, or "" where it has
// none: a retired entry is sent no more, and for one without details and params the
// constant says it all.
func (n namer) constructor(s catalog.Scenario) string {
	switch e := s.Entry; {
	case e.Retired != nil || s.Detail == nil && len(e.Params) == 0:
		return ""
	case s.Detail != nil && s.Detail.ID != "":
		return "New" + n.constant(e) + n.exported(s.Detail.ID)
	default:
		return "New" + n.constant(e)
	}
}

// arg returns the name of a constructor's argument. The names that its body uses are
// taken: those of paramNames, the definition of its entry, and challenge, challenge2.
func (n namer) arg(e *catalog.Entry, p *catalog.Param) string {
	taken := append([]string{n.definition(e)}, paramNames...)
	for i := range e.AllChallenges() {
		taken = append(taken, challengeVar(i))
	}
	return n.local(p.Name, taken)
}

// Unexported names begin with def, bare or err and a capital; the runtime has no such
// names.
func (n namer) definition(e *catalog.Entry) string { return "def" + n.constant(e) }

// sent returns the variable that holds what the constant sends.
func (n namer) sent(e *catalog.Entry) string { return "bare" + n.constant(e) }

// static returns the variable that the constructor of a scenario without params
// returns.
func (n namer) static(s catalog.Scenario) string {
	if len(s.Entry.Scenarios()) == 1 {
		return n.sent(s.Entry)
	}
	return "err" + strings.TrimPrefix(n.constructor(s), "New")
}
