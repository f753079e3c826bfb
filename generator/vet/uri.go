package vet

import (
	"regexp"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// uriChars are the characters of an address below the base. What follows tells whether
// it ends there: a verb, a placeholder or a pattern makes it a part of one.
var uriChars = regexp.MustCompile(`^[A-Za-z0-9._~/?#=&:@+,;!-]*`)

// checkURIs looks for type URIs and other addresses below the base in a text.
func (u *unit) checkURIs(t text) {
	if e := u.known.types[t.value]; e != nil {
		if t.written(0, len(t.value)) {
			u.literalType(t, t.value, e)
		}
		return
	}
	base := u.known.catalog.Base
	if base == "" {
		return
	}
	for from := 0; ; {
		i := strings.Index(t.value[from:], base)
		if i < 0 {
			return
		}
		start := from + i
		path := uriChars.FindString(t.value[start+len(base):])
		end := start + len(base) + len(path)
		path = strings.TrimRight(path, ".,;:!?")
		from = start + len(base)
		if t.written(start, end) {
			u.checkURI(t, path, end)
		}
	}
}

// checkURI judges an address that ends before the given place in the text.
func (u *unit) checkURI(t text, path string, end int) {
	uri := u.known.catalog.Base + path
	e := u.known.types[uri]
	if end < len(t.value) && strings.IndexByte("%{$*[(|\\", t.value[end]) >= 0 {
		return // the code makes an address of it
	}
	switch {
	case e != nil && u.inTest: // a test may spell out a response
	case e != nil:
		u.literalType(t, uri, e)
	case t.open && end == len(t.value): // the sum goes on
	case u.known.old[uri] != nil:
		e := u.known.old[uri]
		u.add(finding{
			check: LiteralType, pos: t.at(uri), end: t.expr.End(),
			message: "an old type URI of " + e.Path() + " is written by hand",
			help:    "use " + u.constantOf(e),
		})
	case u.known.drafts[path]:
		u.add(finding{
			check: UnknownType, pos: t.at(uri), end: t.expr.End(),
			message: path + " is a draft, so it has no page",
			help:    "remove draft: true from its file",
		})
	case !u.known.isPage(path):
		u.unknownType(t, uri, path)
	}
}

// literalType reports the type URI of an entry.
func (u *unit) literalType(t text, uri string, e *catalog.Entry) {
	f := finding{
		check: LiteralType, pos: t.at(uri), end: t.expr.End(),
		message: "the type URI of " + e.Path() + " is written by hand",
		help:    "use " + u.constantOf(e),
	}
	if uri == t.value && !t.open {
		f.fix = u.fixType(t, e)
	}
	u.add(f)
}

func (u *unit) unknownType(t text, uri, path string) {
	f := finding{
		check: UnknownType, pos: t.at(uri), end: t.expr.End(),
		message: "the catalog has no page " + diag.Quote(path),
		help:    diag.DidYouMean(path, u.known.paths),
	}
	if e := u.known.catalog.Entry(diag.Suggest(path, u.known.paths), nil); e != nil {
		f.help += " use " + u.constantOf(e)
	}
	u.add(f)
}

// constantOf returns the constant of an entry as the file can say it.
func (u *unit) constantOf(e *catalog.Entry) string { return u.qualify(u.known.names.Constant(e)) }
