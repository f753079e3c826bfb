package generator

import (
	"net/url"
	"path"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/serve"
)

// Live keeps the site of a server up to date with a catalog that is being edited. What it caches of a
// file depends on the contents of that file and on nothing else, so there is nothing to invalidate.
type Live struct {
	Source  Source
	Handler *serve.Handler
	Address string // of the server, host:port
	Options SiteOptions
	Date    func(Source, *catalog.Catalog) error // dates the pages; nil: the dates are those of the catalog
	Built   bool                                 // a site is being served

	files  load.Cache
	checks check.Cache
	texts  page.Cache
}

// Refresh loads the catalog again and serves its site. While the catalog has errors, the last good site
// stays and its readers see the findings. An error that is not in the catalog, such as one in the theme,
// is returned and is also among the findings. Changed are the paths, below the catalog's directory, of
// the files that were written since the last call; Refresh always reads them again.
func (v *Live) Refresh(changed []string) (*catalog.Catalog, *diag.List, error) {
	src, err := v.find()
	if err != nil {
		l := &diag.List{}
		l.Add(diag.NoCatalog, diag.Pos{File: v.Source.Shown}, "the catalog directory was removed").WithHelp("restore it")
		v.Handler.Fail(shown(src, l))
		return nil, l, nil
	}
	l := &diag.List{}
	c := v.files.Load(src.FS, src.Shown, changed, l)
	c.Folder = src.name()
	v.checks.All(c, l)
	v.texts.Check(c, l)
	if c.Has("go") {
		gogen.Check(c, l)
	}
	l.Sort()
	if !l.HasErrors() {
		if err = v.show(src, c); err != nil {
			l.Add(diag.NoCatalog, diag.Pos{File: src.Shown}, "cannot render the site: %v", err)
		}
	}
	if l.HasErrors() {
		v.Handler.Fail(shown(src, l))
	}
	return c, l, err
}

// show serves the site of a catalog without errors.
func (v *Live) show(src Source, c *catalog.Catalog) error {
	if v.Date != nil {
		if err := v.Date(src, c); err != nil {
			return err
		}
	}
	o := v.Options
	if o.Base == "" {
		o.Base = OwnBase(v.Address, c.Base)
	}
	site, err := Served(c, o)
	if err != nil {
		return err
	}
	site.Live = v.Source.Dir != ""
	v.Built = true
	v.Handler.Replace(site)
	return nil
}

// Served returns the site of a catalog without errors for a server that answers questions. It renders
// the home page and the first entry, to find most errors in a theme before a reader does.
func Served(c *catalog.Catalog, o SiteOptions) (serve.Site, error) {
	o.Asks = true
	s, err := NewSite(c, o)
	if err != nil {
		return serve.Site{}, err
	}
	var entries []string
	for _, e := range s.Catalog().Entries {
		entries = append(entries, e.Path())
	}
	for _, path := range append([]string{catalog.HomePath}, entries[:min(1, len(entries))]...) {
		p, _ := s.Find(path)
		if _, err := s.Render(p.HTML); err != nil {
			return serve.Site{}, err
		}
	}
	return serve.Site{Pages: s, Entries: entries, Base: s.Builder().Site.Base, Answers: serve.NewAnswers(s)}, nil
}

// find opens the catalog again, because its directory may have been replaced.
func (v *Live) find() (Source, error) {
	if v.Source.Dir == "" {
		return v.Source, nil
	}
	src, err := Find(v.Source.Dir)
	src.Shown = v.Source.Shown
	return src, err
}

// shown returns the errors among the findings, with the lines around them.
func shown(src Source, l *diag.List) []serve.Finding {
	var list []serve.Finding
	for _, d := range l.All() {
		if d.Severity != diag.Error {
			continue
		}
		f := serve.Finding{
			File: d.Pos.File, Line: max(d.Pos.Line, 1), Column: max(d.Pos.Col, 1), ID: d.ID, Message: d.Message, Help: d.Help,
		}
		if name, ok := strings.CutPrefix(d.Pos.File, path.Clean(src.Shown)+"/"); ok && src.FS != nil && len(list) < serve.MaxFindings {
			f.First, f.Lines = load.Excerpt(src.FS, name, f.Line)
		}
		list = append(list, f)
	}
	return list
}

// OwnBase returns the URL of the pages of a site on a server at address (host:port). It preserves the
// path of the base, so that paths identify the same pages.
func OwnBase(address, base string) string {
	own := url.URL{Scheme: "http", Host: address, Path: "/"}
	if u, err := url.Parse(base); err == nil && strings.HasPrefix(u.Path, "/") {
		own.Path = u.Path
	}
	return own.String()
}
