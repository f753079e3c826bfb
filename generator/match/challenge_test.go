package match_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
)

func challenge(scheme string, params ...string) match.Challenge {
	c := match.Challenge{Scheme: scheme}
	for i := 0; i < len(params); i += 2 {
		c.Params = append(c.Params, catalog.Pair{Name: params[i], Value: params[i+1]})
	}
	return c
}

func list(l ...match.Challenge) []match.Challenge { return l }

// challengeCases are the fields that a reader of challenges must know, with the notes
// that it makes; they are the seeds of the fuzz test too.
var challengeCases = []struct {
	field string
	want  []match.Challenge
	notes string
}{
	{`Basic realm="simple"`, list(challenge("Basic", "realm", "simple")), ""},
	{`Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\""`,
		list(challenge("Basic", "realm", "simple"), challenge("Newauth", "realm", "apps", "type", "1", "title", `Login to "apps"`)), ""},
	{`Bearer`, list(challenge("Bearer")), "a Bearer challenge needs a parameter (RFC 6750 section 3)"},
	{`Bearer, DPoP algs="ES256 PS256"`, list(challenge("Bearer"), challenge("DPoP", "algs", "ES256 PS256")), "a Bearer challenge needs a parameter (RFC 6750 section 3)"},
	{`Negotiate`, list(challenge("Negotiate")), ""},
	{`Negotiate oRQwEqADCgEB`, list(match.Challenge{Scheme: "Negotiate", Token: "oRQwEqADCgEB"}), ""},
	{`Negotiate YII=, Basic realm="x"`, list(match.Challenge{Scheme: "Negotiate", Token: "YII="}, challenge("Basic", "realm", "x")), ""},
	{`bEaReR error="invalid_token"`, list(challenge("bEaReR", "error", "invalid_token")), ""},
	{`Bearer error = "invalid_token" , error_description = "a, b"`, list(challenge("Bearer", "error", "invalid_token", "error_description", "a, b")), ""},
	{`, , Bearer realm="a", ,`, list(challenge("Bearer", "realm", "a")), ""},
	{`Digest realm="r", nonce="n", stale=TRUE, algorithm=SHA-256, qop="auth, auth-int"`,
		list(challenge("Digest", "realm", "r", "nonce", "n", "stale", "TRUE", "algorithm", "SHA-256", "qop", "auth, auth-int")), ""},
	{`Bearer realm="a", realm="b"`, list(challenge("Bearer", "realm", "a")), "a parameter occurs twice; the first counts"},
	{`Bearer realm="a`, list(challenge("Bearer", "realm", "a")), "a quoted value has no end"},
	{`Bearer scope="" error="invalid_token" error_description="x"`, list(challenge("Bearer", "scope", "", "error", "invalid_token", "error_description", "x")),
		"a value is empty; parameters are parted by spaces where commas belong"},
	{`Basic realm=simple`, list(challenge("Basic", "realm", "simple")), "the realm is not quoted"},
	{`GNAP as_uri=https://as.example/tx, access=F1`, list(challenge("GNAP", "as_uri", "https://as.example/tx", "access", "F1")), "a value with characters that need quotes has none"},
	{`Bearer error="invalid_token", error_description="The token’s gone"`, list(challenge("Bearer", "error", "invalid_token", "error_description", "The token’s gone")),
		"a value has characters that are not ASCII"},

	{`Bearer, error="invalid_token"`, list(challenge("Bearer", "error", "invalid_token")), "a comma follows the scheme"},
	{`Bearer realm="a"; error="b"`, list(challenge("Bearer", "realm", "a", "error", "b")), "a semicolon stands where a comma belongs"},
	{`Basic realm="x" charset="UTF-8"`, list(challenge("Basic", "realm", "x", "charset", "UTF-8")), "parameters are parted by spaces where commas belong"},
	{`Bearer Realm="a"`, list(challenge("Bearer", "realm", "a")), ""},
	{`Bearer error="Invalid token"`, list(challenge("Bearer", "error", "Invalid token")), "the error is not one word"},
	{`Bearer error=invalid_token, error_description=The token expired, realm="a"`,
		list(challenge("Bearer", "error", "invalid_token", "error_description", "The token expired", "realm", "a")), "a value with characters that need quotes has none"},
	{`Basic realm=a Bearer realm="b"`, list(challenge("Basic", "realm", "a"), challenge("Bearer", "realm", "b")), "the realm is not quoted"},
	{`Bearer error=\"invalid_token\", error_description=\"x\"`, list(challenge("Bearer", "error", "invalid_token", "error_description", "x")), ""},
	{`Foo bar=`, list(match.Challenge{Scheme: "Foo", Token: "bar="}), ""},
	{`Bearer realm="a\`, list(challenge("Bearer", "realm", `a\`)), "a quoted value has no end"},
	{`"Bearer"`, list(challenge("Bearer")), "characters stand where a challenge or parameter belongs; a Bearer challenge needs a parameter (RFC 6750 section 3)"},
	{``, nil, ""},
}

func TestParseChallenges(t *testing.T) {
	t.Parallel()
	for _, c := range challengeCases {
		t.Run(c.field, func(t *testing.T) {
			got, notes := match.ParseChallenges(c.field)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("challenges %+v, want %+v", got, c.want)
			}
			if n := strings.Join(notes, "; "); n != c.notes {
				t.Errorf("notes %q, want %q", n, c.notes)
			}
		})
	}
}
