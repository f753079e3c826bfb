package match

import (
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/wire"
)

// Challenge is a challenge as it was received.
type Challenge struct {
	Scheme string
	Token  string         // the token68 of schemes such as Negotiate
	Params []catalog.Pair // names in lower case, each once
}

// Param returns the value of a parameter, and whether there is one.
func (c *Challenge) Param(name string) (string, bool) {
	for _, p := range c.Params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// The notes of ParseChallenges.
const (
	noteNoComma      = "parameters are parted by spaces where commas belong"
	noteSemicolon    = "a semicolon stands where a comma belongs"
	noteSchemeComma  = "a comma follows the scheme"
	noteUnquoted     = "a value with characters that need quotes has none"
	noteRealm        = "the realm is not quoted"
	noteEmpty        = "a value is empty"
	noteSpaces       = "the error is not one word"
	noteNonASCII     = "a value has characters that are not ASCII"
	noteTwice        = "a parameter occurs twice; the first counts"
	noteUnterminated = "a quoted value has no end"
	noteNothing      = "a Bearer challenge needs a parameter (RFC 6750 section 3)"
	noteStray        = "characters stand where a challenge or parameter belongs"
)

// ParseChallenges reads the value of a WWW-Authenticate field (RFC 9110 section
// 11.6.1), and what servers send in its place: the notes name what breaks the grammar.
func ParseChallenges(field string) ([]Challenge, []string) {
	p := &challengeParser{s: field}
	if strings.Contains(field, `=\"`) && !strings.Contains(field, `="`) { // copied out of a JSON string
		p.s = unescape(field)
	}
	for p.element() {
	}
	for i := range p.list {
		if c := &p.list[i]; strings.EqualFold(c.Scheme, "Bearer") && len(c.Params) == 0 && c.Token == "" {
			p.note(noteNothing)
		}
	}
	return p.list, p.notes
}

type challengeParser struct {
	s     string
	i     int
	list  []Challenge
	notes []string
	comma bool // the last separator was a comma or the begin
	open  bool // the last value was not quoted, so that words may go on with it
}

func (p *challengeParser) note(s string) { p.notes = once(p.notes, s) }

func (p *challengeParser) current() *Challenge {
	if len(p.list) == 0 {
		return nil
	}
	return &p.list[len(p.list)-1]
}

// element reads a scheme or a parameter; false at the end.
func (p *challengeParser) element() bool {
	p.separators()
	if p.i >= len(p.s) {
		return false
	}
	name := p.token()
	if name == "" {
		p.note(noteStray)
		p.i++
		return true
	}
	after := p.skipSpace(p.i)
	if after < len(p.s) && p.s[after] == '=' && p.current() != nil {
		p.param(name, after+1)
		return true
	}
	if p.open && !p.comma && !knownSchemes[strings.ToLower(name)] { // more of an unquoted value
		c := p.current()
		c.Params[len(c.Params)-1].Value += " " + name
		p.note(noteUnquoted)
		return true
	}
	p.scheme(name)
	return true
}

// separators skips what stands between elements.
func (p *challengeParser) separators() {
	start := p.i
	p.comma = start == 0
	semicolon := false
	for p.i < len(p.s) && strings.IndexByte(" \t\n,;", p.s[p.i]) >= 0 {
		p.comma = p.comma || p.s[p.i] == ',' || p.s[p.i] == ';'
		semicolon = semicolon || p.s[p.i] == ';'
		p.i++
	}
	if semicolon && p.i < len(p.s) {
		p.note(noteSemicolon)
	}
}

func (p *challengeParser) skipSpace(i int) int {
	for i < len(p.s) && (p.s[i] == ' ' || p.s[i] == '\t') {
		i++
	}
	return i
}

func (p *challengeParser) token() string {
	start := p.i
	for p.i < len(p.s) && wire.IsToken(p.s[p.i:p.i+1]) {
		p.i++
	}
	return p.s[start:p.i]
}

// scheme begins a challenge.
func (p *challengeParser) scheme(name string) {
	p.list = append(p.list, Challenge{Scheme: name})
	p.open = false
	i := p.skipSpace(p.i)
	if token, end := token68(p.s, i); i > p.i && token != "" {
		p.current().Token = token
		p.i = end
	}
}

// token68 reads the one value that a challenge may have in place of parameters; it is
// followed by a comma or the end.
func token68(s string, i int) (string, int) {
	start := i
	for i < len(s) && (isLiteral(s[i]) || s[i] == '_' || s[i] == '~' || s[i] == '/') {
		i++
	}
	if i == start {
		return "", start
	}
	for i < len(s) && s[i] == '=' {
		i++
	}
	end := i
	if rest := strings.TrimLeft(s[end:], " \t"); rest != "" && rest[0] != ',' {
		return "", start
	}
	return s[start:end], end
}

// param reads the value of a parameter of the current challenge.
func (p *challengeParser) param(name string, i int) {
	c := p.current()
	switch {
	case p.comma && len(c.Params) == 0:
		p.note(noteSchemeComma)
	case !p.comma && len(c.Params) > 0:
		p.note(noteNoComma)
	}
	name = strings.ToLower(name)
	p.i = p.skipSpace(i)
	value, quoted := p.value()
	p.check(name, value, quoted)
	p.open = false
	if _, twice := c.Param(name); twice {
		p.note(noteTwice)
		return
	}
	p.open = !quoted
	c.Params = append(c.Params, catalog.Pair{Name: name, Value: value})
}

func (p *challengeParser) value() (value string, quoted bool) {
	if p.i < len(p.s) && p.s[p.i] == '"' {
		return p.quoted(), true
	}
	start := p.i
	for p.i < len(p.s) && strings.IndexByte(" \t\n,;", p.s[p.i]) < 0 {
		p.i++
	}
	return p.s[start:p.i], false
}

// quoted reads a quoted-string (RFC 9110 section 5.6.4).
func (p *challengeParser) quoted() string {
	var b strings.Builder
	for p.i++; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return b.String()
		case c == '\\' && p.i+1 < len(p.s):
			p.i++
			b.WriteByte(p.s[p.i])
		default:
			b.WriteByte(c)
		}
	}
	p.note(noteUnterminated)
	return b.String()
}

func (p *challengeParser) check(name, value string, quoted bool) {
	switch {
	case value == "":
		p.note(noteEmpty)
	case !quoted && !wire.IsToken(value):
		p.note(noteUnquoted)
	}
	if name == "realm" && !quoted {
		p.note(noteRealm)
	}
	if name == "error" && strings.ContainsAny(value, " \t") {
		p.note(noteSpaces)
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r >= utf8.RuneSelf }) {
		p.note(noteNonASCII)
	}
}

// knownSchemes are the registered schemes, and some that APIs use, in lower case.
var knownSchemes = map[string]bool{
	"basic": true, "bearer": true, "concealed": true, "digest": true, "dpop": true, "gnap": true, "hoba": true,
	"mutual": true, "negotiate": true, "ntlm": true, "oauth": true, "privatetoken": true, "scram-sha-1": true, "scram-sha-256": true,
	"vapid": true, "apikey": true, "session": true, "signature": true, "hawk": true, "aws4-hmac-sha256": true,
}

// isChallenge reports whether a text without the field's name is a challenge: it begins
// with a known scheme that is alone, or goes on as a challenge does.
func isChallenge(s string) bool {
	scheme, rest, spaced := strings.Cut(s, " ")
	if scheme, comma := strings.CutSuffix(scheme, ","); comma {
		return knownSchemes[strings.ToLower(scheme)] && !strings.Contains(scheme, "\n")
	}
	scheme = strings.ToLower(scheme)
	if !knownSchemes[scheme] {
		return false
	}
	rest = strings.TrimLeft(rest, " ")
	if !spaced || rest == "" {
		return true
	}
	p := challengeParser{s: rest}
	if name := p.token(); name == "" {
		return rest[0] == ','
	}
	if after := p.skipSpace(p.i); after < len(rest) && rest[after] == '=' {
		return true
	}
	token, end := token68(rest, 0)
	return (scheme == "negotiate" || scheme == "ntlm") && token != "" && end == len(rest)
}
