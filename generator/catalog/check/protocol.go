package check

import (
	"net/http"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/wire"
)

// Rules for names and values of header fields and challenges, as help.
const (
	tokenForm = "use letters, digits and hyphens, without spaces"
	plainForm = "use plain quotes, hyphens and letters; no line breaks"
)

// needsRealm reports whether a challenge of the scheme must have a realm (RFC 7617
// section 2, RFC 7616 section 3.3).
func needsRealm(scheme string) bool {
	return strings.EqualFold(scheme, "Basic") || strings.EqualFold(scheme, "Digest")
}

// isOAuthScheme reports whether the rules of RFC 6750 for parameters apply (RFC 9449
// section 7.1 adopts them for DPoP).
func isOAuthScheme(scheme string) bool {
	return strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "DPoP")
}

// protocol checks what the entry's file declares about its responses.
func (k entryChecker) protocol() {
	e := k.e
	if e.StatusCode == http.StatusMethodNotAllowed && !slices.ContainsFunc(e.Headers, func(h catalog.Pair) bool { return strings.EqualFold(h.Name, "Allow") }) {
		k.Add(diag.MissingAllow, e.Here(e.File), "a 405 response must send Allow, but the entry has no such header").
			WithHelp(`add headers: {Allow: "{allowed_methods}"} and a param of that name`)
	}
	checkChallenges(k.List, e.File, e.Challenges, reactionOf(e))
	k.headers()
}

func reactionOf(e *catalog.Entry) catalog.Reaction {
	if e.Recovery == nil {
		return ""
	}
	return e.Recovery.Reaction
}

// statuses checks the challenges of statuses, which entries without challenges send.
func (k catalogChecker) statuses() {
	for _, s := range k.c.Statuses {
		checkChallenges(k.List, s.File, s.Challenges, "")
		k.realm(s.File, s.Challenges)
		for i := range s.Challenges {
			for _, p := range s.Challenges[i].Params {
				for _, name := range catalog.Placeholders(p.Value) {
					k.Add(diag.UndeclaredParam, p.ValuePos(s.File), "the default challenge uses the param %s, but a status has no params", diag.Quote(name)).
						WithHelp("move the challenge to the entries that declare the param")
				}
			}
		}
	}
}

// challenges checks the challenges that the entry sends because of its status and of the
// default realm.
func (k reference) challenges() {
	e := k.e
	needs := e.StatusCode == http.StatusUnauthorized || e.StatusCode == http.StatusProxyAuthRequired
	if needs && len(e.AllChallenges()) == 0 && e.Retired == nil {
		k.Add(diag.MissingChallenge, e.Here(e.File), "a %d response must send %s, but the entry has no challenge", e.StatusCode, e.Status.ChallengeField()).
			WithHelp("add challenges here, or a default for all entries in %d.yaml", e.StatusCode)
	}
	if reactionOf(e) == "authenticate" && len(e.Challenges) == 0 {
		k.needlessDefault()
	}
	k.realm(e.File, e.Challenges)
}

// needlessDefault reports an error code in the default challenges of an entry for requests
// without credentials.
func (k reference) needlessDefault() {
	s := k.e.Status
	for i := range s.Challenges {
		for _, p := range s.Challenges[i].Params {
			if strings.EqualFold(p.Name, "error") && isOAuthScheme(s.Challenges[i].Scheme) {
				k.Add(diag.NeedlessError, k.e.Recovery.At(k.e.File, "reaction"), "the default challenge sends an error code, but this entry is for requests without credentials").
					WithNote(p.NamePos(s.File), "error code set here").WithHelp("add challenges without error to this entry")
			}
		}
	}
}

// realm reports challenges without the parameter that their scheme needs. A default realm
// is enough for all of them.
func (k catalogChecker) realm(file string, challenges []catalog.Challenge) {
	if k.c.Line() == 0 || k.c.Realm != "" || k.c.Has("realm") { // an unreadable realm is a separate finding
		return
	}
	for i := range challenges {
		c := &challenges[i]
		hasRealm := slices.ContainsFunc(c.Params, func(p catalog.Pair) bool { return p.Name == "realm" })
		switch {
		case needsRealm(c.Scheme) && !hasRealm:
			k.Add(diag.BareChallenge, c.Here(file), "a %s challenge needs a realm", diag.Quote(c.Scheme)).
				WithHelp("add params: {realm: ...}, or set realm for all challenges in %s", catalog.ConfigFile)
		case strings.EqualFold(c.Scheme, "Bearer") && len(c.Params) == 0:
			k.Add(diag.BareChallenge, c.Here(file), `a "Bearer" challenge needs at least one parameter`).
				WithHelp("add params: {realm: ...}, or set realm for all challenges in %s", catalog.ConfigFile)
		}
	}
}

// checkChallenges checks the syntax of challenges (RFC 9110 section 11.2, RFC 6750
// section 3).
func checkChallenges(l *diag.List, file string, challenges []catalog.Challenge, reaction catalog.Reaction) {
	for i := range challenges {
		c := &challenges[i]
		if c.Scheme != "" && !wire.IsToken(c.Scheme) {
			l.Add(diag.ChallengeSyntax, c.At(file, "scheme"), "the scheme %s is not a token", diag.Quote(c.Scheme)).
				WithHelp("use one scheme name, without spaces or parameters")
		}
		seen := map[string]catalog.Pair{}
		for _, p := range c.Params {
			name := strings.ToLower(p.Name)
			if first, ok := seen[name]; ok {
				l.Add(diag.ChallengeSyntax, p.NamePos(file), "the parameter %s appears twice; names are case-insensitive", diag.Quote(p.Name)).
					WithNote(first.NamePos(file), "first used here").WithHelp("remove one of them")
			}
			seen[name] = p
			checkChallengeParam(l, c, p, file)
			if reaction == "authenticate" && name == "error" && isOAuthScheme(c.Scheme) {
				l.Add(diag.NeedlessError, p.NamePos(file), "the challenge sends an error code, but this entry is for requests without credentials").
					WithHelp("remove error and error_description, or use a reaction other than authenticate")
			}
		}
	}
}

// checkChallengeParam checks one parameter of a challenge.
func checkChallengeParam(l *diag.List, c *catalog.Challenge, p catalog.Pair, file string) {
	if !wire.IsToken(p.Name) {
		l.Add(diag.ChallengeSyntax, p.NamePos(file), "the parameter name %s is not a token", diag.Quote(p.Name)).WithHelp("%s", tokenForm)
	}
	fixed := catalog.WithoutPlaceholders(p.Value)
	if wire.HeaderValue(fixed) != fixed {
		l.Add(diag.ChallengeSyntax, p.ValuePos(file), "the value of %s contains a character that is not printable ASCII", diag.Quote(p.Name)).
			WithHelp("%s", plainForm)
		return
	}
	if !isOAuthScheme(c.Scheme) {
		return
	}
	switch p.Name {
	case "error", "error_description", "error_uri", "scope":
		if strings.ContainsAny(fixed, `"\`) {
			l.Add(diag.ChallengeSyntax, p.ValuePos(file), `the value of %s contains a quote or a backslash, which RFC 6750 section 3 forbids`, diag.Quote(p.Name)).WithHelp("remove it, or use single quotes")
		}
	}
	switch p.Name {
	case "scope":
		if strings.Contains(fixed, "  ") || strings.Trim(fixed, " ") != fixed {
			l.Add(diag.ChallengeSyntax, p.ValuePos(file), "the scopes are not separated by single spaces").WithHelp("write one space between scopes and none at the ends")
		}
	case "error_uri":
		if strings.Contains(fixed, " ") {
			l.Add(diag.ChallengeSyntax, p.ValuePos(file), "error_uri contains a space").WithHelp("write it as %%20")
		}
	}
}

// reservedFields are fields that errdocs sets, or that belong to the connection.
var reservedFields = map[string]string{
	"content-type":        "it is always application/problem+json",
	"content-length":      "the server computes it from the body",
	"content-language":    "set responses.language in " + catalog.ConfigFile,
	"www-authenticate":    "use challenges",
	"proxy-authenticate":  "use challenges",
	"connection":          "it belongs to the connection",
	"keep-alive":          "it belongs to the connection",
	"proxy-connection":    "it belongs to the connection",
	"te":                  "it belongs to the connection",
	"trailer":             "it belongs to the connection",
	"transfer-encoding":   "it belongs to the connection",
	"upgrade":             "it belongs to the connection",
	"date":                "the server sets it",
	"proxy-authorization": "it is a request header",
}

// headers checks the header fields of the entry.
func (k entryChecker) headers() {
	seen := map[string]catalog.Pair{}
	for _, h := range k.e.Headers {
		name := strings.ToLower(h.Name)
		if first, ok := seen[name]; ok {
			k.Add(diag.HeaderSyntax, h.NamePos(k.e.File), "the header %s appears twice; names are case-insensitive", diag.Quote(h.Name)).
				WithNote(first.NamePos(k.e.File), "first used here").WithHelp("remove one of them")
		}
		seen[name] = h
		if !wire.IsToken(h.Name) {
			k.Add(diag.HeaderSyntax, h.NamePos(k.e.File), "%s is not a valid header name", diag.Quote(h.Name)).WithHelp("%s", tokenForm)
			continue
		}
		if why, ok := reservedFields[name]; ok {
			k.Add(diag.ReservedHeader, h.NamePos(k.e.File), "the header %s cannot be set here", diag.Quote(h.Name)).WithHelp("%s", why)
		}
		fixed := catalog.WithoutPlaceholders(h.Value)
		if wire.HeaderValue(fixed) != fixed || strings.TrimSpace(h.Value) != h.Value {
			k.Add(diag.HeaderSyntax, h.ValuePos(k.e.File), "the value of %s contains a character that is not printable ASCII, or begins or ends with a space", diag.Quote(h.Name)).WithHelp("%s", plainForm)
		}
	}
}
