// Package unknowntype has addresses that no page has.
package unknowntype

import "fmt"

const (
	base = "https://errors.shop.test/"
	typo = "https://errors.shop.test/401/token-expird" // want `the catalog has no page "401/token-expird" \(unknown-type\)`
)

func found(n int) []string {
	return []string{
		"https://errors.shop.test/403/token-expired",              // want `no page "403/token-expired"`
		"https://errors.shop.test/token-expired",                  // want `no page "token-expired"`
		base + "401/tokenexpired",                                 // want `no page "401/tokenexpired"`
		"https://errors.shop.test/401/token-expirde.md",           // want `no page "401/token-expirde.md"`
		"https://errors.shop.test/404",                            // want `no page "404"`
		"https://errors.shop.test/tag/oauth",                      // want `no page "tag/oauth"`
		`{"type":"https://errors.shop.test/401/nothing-like-it"}`, // want `no page "401/nothing-like-it"`
		"https://errors.shop.test/409/already-exists",             // want `409/already-exists is a draft, so it has no page \(unknown-type\)`
		typo,
	}
}

func quiet(n int, slug string) []string {
	return []string{
		base + "401/" + slug,
		"https://errors.shop.test/401/token-" + slug,
		fmt.Sprintf("https://errors.shop.test/%d/%s", n, slug),
		"https://errors.shop.test/{status}/{slug}",
		"https://errors.shop.test/static/site.css", "https://errors.shop.test/?q=token",
		"https://errors.shop.testing/401/x",
	}
}
