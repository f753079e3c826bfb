package html

import (
	"html/template"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// funcs are the functions that templates may call. What they return depends only on their
// arguments and on the site; links, on a site without a server, depend also on the page.
func (r *Renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"site":  func() *page.Site { return r.site },
		"words": func() *page.Words { return &r.site.Words },

		"href":        r.href,
		"twin":        func(p string) string { return r.href(catalog.TwinFile(p)) },
		"json":        func(p string) string { return r.href(catalog.JSONFile(p)) },
		"llms":        func() string { return r.href(catalog.LLMS) },
		"asset":       r.asset,
		"searchIndex": func() string { return r.href(catalog.SearchIndex) },
		"image":       func(name string) string { return r.site.URL(r.versioned(name)) },

		"canonical": func(h *page.Head) bool { return !h.NoIndex || h.HasJSON },
		"day":       day,
		"inner":     markup.Text.Inner,
		"linked":    linked,
		"policy":    r.policy,
		"shared":    r.share,
		"wrappable": markup.Code.Wrappable,

		"alternates": r.alternates,
		"twins":      r.twins,
		"turn":       r.turn,
		"verdict":    verdict,
		"cases":      r.cases,
		"fixes":      r.fixes,
		"causes":     r.causes,
		"responses":  responses,
		"fields":     fields,
		"examples":   examples,
		"contents":   contents,
		"items":      r.items,
	}
}

// href returns the link to a path of the site from the page that is rendered.
func (r *Renderer) href(to string) string { return r.site.Link(r.from, to) }

// asset returns the link to an asset.
func (r *Renderer) asset(name string) string { return r.href(r.versioned(name)) }

// versioned returns the path of an asset, with a query that changes with its content.
func (r *Renderer) versioned(name string) string {
	return catalog.StaticFile(name) + "?v=" + r.hash[name]
}

// policy is the content security policy in the head of a page, for hosts that send none.
// A frame rule works only in a header; and files have no origin that 'self' could mean.
func (r *Renderer) policy() string {
	if r.offline {
		return ""
	}
	return strings.TrimSuffix(Policy, frameRule)
}

// day writes a date for people.
func day(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	return t.Format("2 January 2006")
}
