package catalog

import (
	"net/http"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/wire"
)

// What names and values of header fields and challenges are made of, as help.
const (
	tokenForm = "use letters, digits and hyphens, without spaces"
	plainForm = "use plain quotes, hyphens and letters; no line breaks"
)

// protocol looks at what the entry sends: its challenges and its header fields.
func (k checker) protocol() {
	e := k.e
	code := e.Status.Code
	field := e.Status.ChallengeField()
	needs := code == http.StatusUnauthorized || code == http.StatusProxyAuthRequired
	if needs && len(e.AllChallenges()) == 0 && e.Retired == nil {
		k.add(diag.MissingChallenge, e.Here(e.File), "a %d must send %s, and the entry has no challenge", code, field).
			WithHelp("add challenges here, or a default for all entries in %d.yaml", code)
	}
	if code == http.StatusMethodNotAllowed && !slices.ContainsFunc(e.Headers, func(h Pair) bool { return strings.EqualFold(h.Name, "Allow") }) {
		k.add(diag.MissingAllow, e.Here(e.File), "a 405 must send Allow, and the entry has no such header").
			WithHelp(`add headers: {Allow: "{allowed_methods}"} and a param of that name`)
	}
	var reaction Reaction
	if e.Recovery != nil {
		reaction = e.Recovery.Reaction
	}
	checkChallenges(k.l, e.Status, e.File, e.Challenges, reaction)
	if reaction == "authenticate" && len(e.Challenges) == 0 {
		k.needlessDefault()
	}
	e.Catalog.missingRealm(k.l, e.File, e.Challenges)
	k.headers()
}

// needlessDefault looks for an error code in the default challenges of an entry that
// is sent where there was no credential.
func (k checker) needlessDefault() {
	s := k.e.Status
	for i := range s.Challenges {
		for _, p := range s.Challenges[i].Params {
			if strings.EqualFold(p.Name, "error") && isOAuthScheme(s.Challenges[i].Scheme) {
				k.add(diag.NeedlessError, k.e.Recovery.At(k.e.File, "reaction"), "the default challenge has an error, but no credential was sent").
					WithNote(p.NamePos(s.File), "this one").WithHelp("give the entry challenges of its own, without error")
			}
		}
	}
}

// missingRealm looks for challenges that lack the parameter their scheme needs.
func (c *Catalog) missingRealm(l *diag.List, file string, challenges []Challenge) {
	if c.Line() == 0 || c.Realm == "" && c.Has("realm") { // realm is a finding of its own
		return
	}
	for i := range challenges {
		ch := &challenges[i]
		params := ch.ParamList(c.Realm)
		hasRealm := len(params) > 0 && params[0].Name == "realm"
		switch {
		case needsRealm(ch.Scheme) && !hasRealm:
			l.Add(diag.BareChallenge, ch.Here(file), "a %s challenge needs a realm", diag.Quote(ch.Scheme)).
				WithHelp("add params: {realm: ...}, or a realm for all in %s", ConfigFile)
		case strings.EqualFold(ch.Scheme, "Bearer") && len(params) == 0:
			l.Add(diag.BareChallenge, ch.Here(file), `a "Bearer" challenge needs at least one parameter`).
				WithHelp("add params: {realm: ...}, or a realm for all in %s", ConfigFile)
		}
	}
}

// checkChallenges looks at the syntax of challenges (RFC 9110 section 11.2, RFC 6750
// section 3).
func checkChallenges(l *diag.List, s *Status, file string, challenges []Challenge, reaction Reaction) {
	for i := range challenges {
		c := &challenges[i]
		if c.Scheme != "" && !wire.IsToken(c.Scheme) {
			l.Add(diag.ChallengeSyntax, c.At(file, "scheme"), "the scheme %s is not a token", diag.Quote(c.Scheme)).
				WithHelp("name one scheme, without spaces and parameters")
		}
		seen := map[string]Pair{}
		for _, p := range c.Params {
			name := strings.ToLower(p.Name)
			if first, ok := seen[name]; ok {
				l.Add(diag.ChallengeSyntax, p.NamePos(file), "the parameter %s is given twice; names have no case", diag.Quote(p.Name)).
					WithNote(first.NamePos(file), "first used here").WithHelp("remove one of them")
			}
			seen[name] = p
			checkChallengeParam(l, c, p, file)
			if reaction == "authenticate" && name == "error" && isOAuthScheme(c.Scheme) {
				l.Add(diag.NeedlessError, p.NamePos(file), "the challenge has an error, but no credential was sent").
					WithHelp("remove error and error_description, or choose another recovery.reaction")
			}
		}
		if file == s.File { // a default of the status: there is no entry whose params it could name
			for _, p := range c.Params {
				for _, name := range Placeholders(p.Value) {
					l.Add(diag.UndeclaredParam, p.ValuePos(file), "the default challenge names the param %s, and a status has no params", diag.Quote(name)).
						WithHelp("write the challenge in the entries that declare it")
				}
			}
		}
	}
}

func checkChallengeParam(l *diag.List, c *Challenge, p Pair, file string) {
	if !wire.IsToken(p.Name) {
		l.Add(diag.ChallengeSyntax, p.NamePos(file), "the parameter name %s is not a token", diag.Quote(p.Name)).WithHelp("%s", tokenForm)
	}
	fixed := placeholder.ReplaceAllString(p.Value, "")
	if wire.HeaderValue(fixed) != fixed {
		l.Add(diag.ChallengeSyntax, p.ValuePos(file), "the value of %s holds a character that is not printable ASCII", diag.Quote(p.Name)).
			WithHelp("%s", plainForm)
		return
	}
	if !isOAuthScheme(c.Scheme) {
		return
	}
	switch p.Name {
	case "error", "error_description", "error_uri", "scope":
		if strings.ContainsAny(fixed, `"\`) {
			l.Add(diag.ChallengeSyntax, p.ValuePos(file), `the value of %s holds a quote or a backslash, which RFC 6750 section 3 forbids`, diag.Quote(p.Name)).WithHelp("leave it out, or use single quotes")
		}
	}
	switch p.Name {
	case "scope":
		if strings.Contains(fixed, "  ") || strings.Trim(fixed, " ") != fixed {
			l.Add(diag.ChallengeSyntax, p.ValuePos(file), "the scopes are not parted by single spaces").WithHelp("write one space between two scopes, and none at the ends")
		}
	case "error_uri":
		if strings.Contains(fixed, " ") {
			l.Add(diag.ChallengeSyntax, p.ValuePos(file), "error_uri holds a space").WithHelp("write it as %%20")
		}
	}
}

// reservedFields are set by the response itself or belong to the connection.
var reservedFields = map[string]string{
	"content-type":        "it is always application/problem+json",
	"content-length":      "the server counts the body",
	"content-language":    "set responses.language in " + ConfigFile,
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
	"proxy-authorization": "it belongs into requests",
}

func (k checker) headers() {
	seen := map[string]Pair{}
	for _, h := range k.e.Headers {
		name := strings.ToLower(h.Name)
		if first, ok := seen[name]; ok {
			k.add(diag.HeaderSyntax, h.NamePos(k.e.File), "the header %s is given twice; names have no case", diag.Quote(h.Name)).
				WithNote(first.NamePos(k.e.File), "first used here").WithHelp("remove one of them")
		}
		seen[name] = h
		if !wire.IsToken(h.Name) {
			k.add(diag.HeaderSyntax, h.NamePos(k.e.File), "%s is not the name of a header field", diag.Quote(h.Name)).WithHelp("%s", tokenForm)
			continue
		}
		if why, ok := reservedFields[name]; ok {
			k.add(diag.ReservedHeader, h.NamePos(k.e.File), "the header %s cannot be set here", diag.Quote(h.Name)).WithHelp("%s", why)
		}
		fixed := placeholder.ReplaceAllString(h.Value, "")
		if wire.HeaderValue(fixed) != fixed || strings.TrimSpace(h.Value) != h.Value {
			k.add(diag.HeaderSyntax, h.ValuePos(k.e.File), "the value of %s holds a character that is not printable ASCII, or begins or ends with a space", diag.Quote(h.Name)).WithHelp("%s", plainForm)
		}
	}
}
