package literaltype

import "testing"

func TestLiteral(t *testing.T) {
	if old == "https://errors.shop.test/401/token-expired" { // want `401/token-expired is`
		t.Error(`{"type":"https://errors.shop.test/401/token-expired"}`)
	}
	if old == "https://errors.shop.test/401/token-expird" { // want `no page "401/token-expird"`
		t.Error("The access token has expired.")
	}
}
