// Package literaltype spells type URIs.
package literaltype

import (
	"errors"
	"fmt"

	errs "shop/apierr"
)

const base = "https://errors.shop.test/"

// The old address has no constant of its own.
var old = "https://errors.shop.test/401/access-token-expired" // want `an old type URI of 401/token-expired is written by hand \(literal-type\)`

func found(err error) []string {
	_ = errors.Is(err, errs.Type("https://errors.shop.test/401/token-expired"))        // want `the type URI of 401/token-expired is written by hand \(literal-type\)`
	var typ errs.Type = "https://errors.shop.test/401/missing-credentials"             // want `the type URI of 401/missing-credentials is`
	if errs.TypeOf(err) == "https://errors.shop.test/401/token-refused" || typ == "" { // want `the type URI of 401/token-refused is`
		return nil
	}
	return []string{
		"https://errors.shop.test/401/step-up-authentication-required",                                  // want `the type URI of 401/step-up-authentication-required is`
		base + "401/" + "token-expired",                                                                 // want `the type URI of 401/token-expired is`
		(base + "401") + `/token-refused`,                                                               // want `the type URI of 401/token-refused is`
		`{"type":"https://errors.shop.test/401/token-expired","status":401}`,                            // want `the type URI of 401/token-expired is`
		"see https://errors.shop.test/401/token-expired.",                                               // want `the type URI of 401/token-expired is`
		"https://errors.shop.test/401/token-expired" + fmt.Sprint(err),                                  // want `the type URI of 401/token-expired is`
		"https://errors.shop.test/401/token-expired and 401 https://errors.shop.test/401/token-refused", // want `401/token-expired is` `401/token-refused is`
	}
}

func quiet(err error) []any {
	const copied = string(errs.TokenExpired)
	return []any{
		string(errs.TokenExpired), copied, "see " + copied, errs.TokenExpired == errs.TypeOf(err),
		base, base + "401", base + "401/", "https://errors.shop.test/llms.txt",
		"https://errors.shop.test/401/token-expired.md", "https://errors.shop.test/401/token-expired#fix-refresh",
		"https://errors.shop.test/401/token-expired/%s", "https://other.test/401/token-expired",
		"https://errors.shop.test/tag/bearer", "https://errors.shop.test/family/token",
	}
}
