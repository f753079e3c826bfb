package generator

import (
	"net/url"
	"path"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/serve"
	"github.com/errdocs/errdocs/generator/spool"
)

// Live keeps what a server shows in step with a catalog that is being written.
type Live struct {
	Source  Source
	Handler *serve.Handler
	Address string // of the server, host:port
	Options SiteOptions
	Date    func(Source, *catalog.Catalog) error // dates the pages; nil: as the catalog says
	Built   bool                                 // there is a good site

	record  *Record          // of the good site
	files   *publish.FileSet // its files
	listing *catalog.Listing // of the folder, when it was last read
	entries spool.Spool      // whole entries, so that the good site can answer when files are broken
}

// Close gives up what Refresh has kept on disk.
func (v *Live) Close() { v.entries.Close() }

// Refresh loads the catalog again and shows its site. While it has errors the last
// good site stays, and its readers see the findings. An error is that of the machine or
// of the theme, and is among the findings too. Changed are the files that were written since
// the last call, below the catalog's folder, where that is known.
func (v *Live) Refresh(changed []string) (*catalog.Catalog, *diag.List, error) {
	src, err := v.find()
	if err != nil {
		l := &diag.List{}
		l.Add(diag.NoCatalog, diag.Pos{File: v.Source.Folder}, "the catalog folder is gone").WithHelp("restore it")
		v.Handler.Fail(shown(src, l))
		return nil, l, nil
	}
	if v.record == nil {
		v.record = &Record{}
	}
	c, l := LoadBrief(src, v.record, v.listing.After(src.FS, changed), nil, &v.entries)
	v.listing = c.Listing
	if err = v.show(src, c, l); err != nil {
		l.Add(diag.NoCatalog, diag.Pos{File: src.Folder}, "the site cannot be rendered: %v", err)
	}
	if l.HasErrors() {
		v.Handler.Fail(shown(src, l))
	}
	return c, l, err
}

// show renders a catalog and, if it is without errors, replaces the site.
func (v *Live) show(src Source, c *catalog.Catalog, l *diag.List) error {
	if v.Date != nil {
		if err := v.Date(src, c); err != nil {
			return err
		}
	}
	o := v.Options
	if o.Base == "" {
		o.Base = OwnBase(v.Address, c.Base)
	}
	o.Asks = true
	to := newMemory(v.files)
	record, err := RenderSite(c, o, v.record, to, &v.entries, l, &Stats{})
	if err != nil || l.HasErrors() {
		return err
	}
	to.drop(v.record, record)
	v.record, v.files, v.Built = record, to.set, true
	v.Handler.Replace(serve.Site{Files: to.set, Base: o.Base, Asked: answers(c, o), Live: v.Source.Dir != ""})
	return nil
}

// Served renders a catalog without errors for a server that answers questions.
func Served(c *catalog.Catalog, o SiteOptions, l *diag.List) (serve.Site, error) {
	o.Asks = true
	files, err := Site(c, o, l)
	if err != nil {
		return serve.Site{}, err
	}
	return serve.Site{Files: files, Base: o.Base, Asked: answers(c, o)}, nil
}

// find finds the catalog again, whose folder may be another one by now.
func (v *Live) find() (Source, error) {
	if v.Source.Dir == "" {
		return v.Source, nil
	}
	src, err := Find(v.Source.Dir)
	src.Folder = v.Source.Folder
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
		if name, ok := strings.CutPrefix(d.Pos.File, path.Clean(src.Folder)+"/"); ok && src.FS != nil && len(list) < serve.MaxFindings {
			f.First, f.Lines = catalog.Excerpt(src.FS, name, f.Line)
		}
		list = append(list, f)
	}
	return list
}

// OwnBase returns where the pages of a site live on a server at address (host:port):
// the path of its base stays, so that paths lead to the same pages there.
func OwnBase(address, base string) string {
	own := url.URL{Scheme: "http", Host: address, Path: "/"}
	if u, err := url.Parse(base); err == nil && strings.HasPrefix(u.Path, "/") {
		own.Path = u.Path
	}
	return own.String()
}
