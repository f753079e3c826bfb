package check

import (
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// addresses reports type URIs, pages and aliases with the same address.
func (k catalogChecker) addresses() {
	c := k.c
	types := map[string]*catalog.Entry{}
	aliases := map[string]diag.Pos{}
	for _, e := range c.Entries {
		for i, alias := range e.AliasPaths() {
			if _, ok := aliases[alias]; !ok {
				aliases[alias] = e.AtItem(e.File, "aliases", i+1)
			}
		}
	}
	for _, e := range c.Entries {
		uri, pos := e.TypeURI(), e.At(e.File, "type")
		if other := types[uri]; other != nil {
			k.Add(diag.DuplicateType, pos, "the type URI %s is already used by another entry", diag.Quote(uri)).
				WithNote(other.At(other.File, "type"), "first used here").WithHelp("use a different type URI, or remove the key")
		}
		types[uri] = e
		if strings.HasPrefix(uri, c.Base) && uri != e.PageURL() && c.Base != "" {
			k.Add(diag.MisplacedType, pos, "the type URI %s is under base, but differs from the page URL %s", diag.Quote(uri), diag.Quote(e.PageURL())).
				WithHelp("remove the key, or rename the file")
		}
		for i, alias := range e.AliasPaths() {
			if e.Aliases[i] != "" {
				k.alias(alias, e.AtItem(e.File, "aliases", i+1), aliases)
			}
		}
	}
	if s := c.Status(404); s != nil && c.Site.URLStyle == "file" {
		k.Add(diag.TakenAddress, c.Site.At(c.File, "url_style"), `the page of status 404 and the "not found" page would both be 404.html`).
			WithHelp("use url_style: dir")
	}
}

// alias checks one alias.
func (k catalogChecker) alias(alias string, pos diag.Pos, aliases map[string]diag.Pos) {
	if other := k.c.Entry(alias, nil); other != nil {
		k.Add(diag.TakenAddress, pos, "the alias %s is the address of an entry", diag.Quote(alias)).WithNote(other.Here(other.File), "entry defined here").WithHelp("remove it, or choose a different alias")
		return
	}
	if first := aliases[alias]; first != pos {
		k.Add(diag.TakenAddress, pos, "the alias %s appears twice", diag.Quote(alias)).WithNote(first, "first used here").WithHelp("remove one of them")
		return
	}
	isPage := func(path string) bool {
		_, isAlias := aliases[path]
		code, isStatus := catalog.ParseStatus(path)
		return isAlias || k.c.Entry(path, nil) != nil || isStatus && k.c.Status(code) != nil
	}
	if k.c.Hides(alias, isPage) {
		k.Add(diag.TakenAddress, pos, "the alias %s would replace a file of the site", diag.Quote(alias)).WithHelp("remove it, or choose a different alias")
	}
}
