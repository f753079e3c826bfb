package literaltype

import "strings"

// The fix imports the package.
var _ = strings.ToUpper("https://errors.shop.test/401/token-expired") // want `401/token-expired is`
