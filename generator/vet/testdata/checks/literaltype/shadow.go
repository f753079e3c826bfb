package literaltype

type uri string

// Where the constant cannot stand, there is no fix.
func shadow(apierr string) []any {
	return []any{
		apierr,
		"https://errors.shop.test/401/token-expired",      // want `401/token-expired is`
		uri("https://errors.shop.test/401/token-expired"), // want `401/token-expired is`
	}
}

const untyped = "https://errors.shop.test/401/token-expired" // want `401/token-expired is`

// A constant that is used is not written again.
var again = untyped
