// Package ignore has comments that ignore findings.
package ignore

import (
	"errors"
	"net/http"
)

var _ = "https://errors.shop.test/401/token-expired" //errdocs:ignore literal-type a sample in the manual

//errdocs:ignore literal-type a sample in the manual
var _ = "https://errors.shop.test/401/token-expired"

// A comment that explains the next line.
//
//errdocs:ignore literal-type,unknown-type two samples in the manual
var _ = []string{"https://errors.shop.test/401/token-expired", "https://errors.shop.test/401/x"}

func found(w http.ResponseWriter) error {
	w.Header().Set(
		"Content-Type",
		//errdocs:ignore hand-written-problem this proxy answers for others
		"application/problem+json",
	)
	//errdocs:ignore literal-detail the text of another API
	//errdocs:ignore literal-type the address of another API
	return errors.Join(errors.New("the access token has expired"), errors.New("https://errors.shop.test/401/token-expired"))
}

var _ = "https://errors.shop.test/401/token-expired" /* want `errdocs:ignore literal-type has no reason \(stale-ignore\)` */ //errdocs:ignore literal-type

var _ = "https://other.test/" //errdocs:ignore literal-type nothing here // want `errdocs:ignore literal-type suppresses nothing \(stale-ignore\)`

var _ = "https://errors.shop.test/401/token-expired" //errdocs:ignore literal-typ a typo // want `unknown check "literal-typ"` `401/token-expired is`

var _ = "https://errors.shop.test/401/token-expired" //errdocs:ignore // want `errdocs:ignore has no check` `401/token-expired is`

//errdocs:ignore literal-type too far away // want `suppresses nothing`

var _ = "https://errors.shop.test/401/token-expired" // want `401/token-expired is`

var _ = "https://errors.shop.test/401/token-expired" //errdocs:ignore literal-detail another check // want `401/token-expired is` `suppresses nothing`

//errdocs:ignored is another word
var _ = 1
