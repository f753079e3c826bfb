package catalog

import (
	"net/http"
	"strings"
)

// ChallengeField returns the name of the field that contains the challenges of the status:
// Proxy-Authenticate for 407, WWW-Authenticate otherwise (RFC 9110 section 11.7.1).
func (s *Status) ChallengeField() string {
	if s.Code == http.StatusProxyAuthRequired {
		return "Proxy-Authenticate"
	}
	return "WWW-Authenticate"
}

// takesRealm reports whether challenges of a scheme can have the default realm.
// Negotiate and NTLM send data instead of parameters (RFC 4559 section 4.1).
func takesRealm(scheme string) bool {
	return !strings.EqualFold(scheme, "Negotiate") && !strings.EqualFold(scheme, "NTLM")
}

// ParamList returns the parameters of a challenge in the order in which they are sent:
// the realm of the challenge or the given default, then the others in the order of the file.
func (c *Challenge) ParamList(realm string) []Pair {
	list := make([]Pair, 0, len(c.Params)+1)
	for _, p := range c.Params {
		if p.Name == "realm" {
			list = append(list, p)
		}
	}
	if len(list) == 0 && realm != "" && takesRealm(c.Scheme) {
		list = append(list, Pair{Name: "realm", Value: realm})
	}
	for _, p := range c.Params {
		if p.Name != "realm" {
			list = append(list, p)
		}
	}
	return list
}

// Param returns the value of a parameter as it is written in the catalog, or "".
func (c *Challenge) Param(name string) string {
	for _, p := range c.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Schemes returns the schemes of the entry's challenges, each once.
func (e *Entry) Schemes() []string {
	var schemes []string
	seen := map[string]bool{}
	for _, c := range e.AllChallenges() {
		if !seen[c.Scheme] {
			seen[c.Scheme] = true
			schemes = append(schemes, c.Scheme)
		}
	}
	return schemes
}
