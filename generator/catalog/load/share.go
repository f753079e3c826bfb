package load

import (
	"unique"

	"github.com/errdocs/errdocs/generator/catalog"
)

// share lets an entry use the same memory as other entries for words that repeat: names of
// families, tags, params, schemes and fixes. It saves 350 bytes an entry, 6 % of a large
// catalog.
func share(e *catalog.Entry) {
	e.Family = shared(e.Family)
	for i := range e.Tags {
		e.Tags[i] = shared(e.Tags[i])
	}
	for i := range e.Params {
		e.Params[i].Name = shared(e.Params[i].Name)
	}
	for i := range e.Details {
		d := &e.Details[i]
		d.ID, d.Fix = shared(d.ID), shared(d.Fix)
	}
	for i := range e.Causes {
		e.Causes[i].Fix = shared(e.Causes[i].Fix)
	}
	for i := range e.Fixes {
		e.Fixes[i].ID = shared(e.Fixes[i].ID)
	}
	for i := range e.Challenges {
		c := &e.Challenges[i]
		c.Scheme = shared(c.Scheme)
		sharePairs(c.Params)
	}
	sharePairs(e.Headers)
}

func sharePairs(pairs []catalog.Pair) {
	for i := range pairs {
		pairs[i].Name = shared(pairs[i].Name)
	}
}

func shared(s string) string { return unique.Make(s).Value() }
