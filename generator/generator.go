// Package generator is the pipeline of errdocs: load, check, render, publish.
//
//	src, err := generator.Find("")                                      // find the catalog
//	built, err := generator.Build(ctx, generator.BuildOptions{Source: src, Dir: "public"})
//
// Each stage is a pure function of the one before: files → *catalog.Catalog → findings → *site.Site →
// a plan for the output directory. All findings of a run are reported. If one of them is an error,
// nothing is written.
package generator

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/dates"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/site"
	"github.com/errdocs/errdocs/generator/theme"
)

// Load reads a catalog and checks it. The findings are sorted.
func Load(src Source) (*catalog.Catalog, *diag.List) {
	c, l := LoadModel(src)
	page.Check(c, l)
	if c.Has("go") {
		gogen.Check(c, l)
	}
	l.Sort()
	return c, l
}

// LoadModel reads a catalog and checks only its model, for commands that show no page: not the
// Markdown of its texts, and not the Go names.
func LoadModel(src Source) (*catalog.Catalog, *diag.List) {
	l := &diag.List{}
	c := load.Load(src.FS, src.Shown, l)
	c.Folder = src.name()
	check.All(c, l)
	l.Sort()
	return c, l
}

// Check loads a catalog, drafts included, and checks also what only rendered pages show.
func Check(src Source) (*catalog.Catalog, *diag.List, error) {
	c, l := Load(src)
	if l.HasErrors() {
		return c, l, nil
	}
	if err := checkTwins(c, true, l); err != nil {
		return c, l, fmt.Errorf("render the pages: %w", err)
	}
	return c, l, nil
}

// checkTwins reports twins that are too long. It renders them at the catalog's own base, so that
// findings do not depend on the URL of the pages.
func checkTwins(c *catalog.Catalog, drafts bool, l *diag.List) error {
	s, err := NewSite(c, SiteOptions{Drafts: drafts})
	if err != nil {
		return err
	}
	errs := make([]error, len(s.Catalog().Entries))
	workers.Each(len(errs), func(i int) { _, errs[i] = s.Render(catalog.TwinFile(s.Catalog().Entries[i].Path())) })
	if err := cmp.Or(errs...); err != nil {
		return err
	}
	s.Findings(l)
	l.Sort()
	return nil
}

// SiteOptions select how a site is rendered.
type SiteOptions struct {
	Base    string // URL of the pages; default: the catalog's base
	Drafts  bool   // include pages for drafts
	Offline bool   // link to files, for a site that is opened without a server
	Theme   string // directory whose templates and assets replace the built-in ones
	Asks    bool   // the server of the site answers questions
}

// NewSite prepares the site of a catalog without errors.
func NewSite(c *catalog.Catalog, o SiteOptions) (*site.Site, error) {
	to := site.Options{Base: o.Base, Drafts: o.Drafts, Offline: o.Offline, Asks: o.Asks, Code: goExamples(c)}
	if o.Theme != "" {
		t, err := theme.Open(o.Theme)
		if err != nil {
			return nil, err
		}
		to.Files, to.Explain = t.Files, t.Explain
	}
	return site.New(c, to)
}

// goExamples returns the Go examples of the pages; nil for a catalog without a Go package.
func goExamples(c *catalog.Catalog) func(e *catalog.Entry) (server, client string) {
	if !c.Has("go") {
		return nil
	}
	return func(e *catalog.Entry) (server, client string) { return gogen.Example(c, e, c.Go.Package) }
}

// BuildOptions describe a build of a site into a directory.
type BuildOptions struct {
	Source    Source
	Site      SiteOptions
	Dir       string // the output directory
	Publish   publish.Options
	CheckOnly bool              // compare, and write nothing
	Strict    bool              // treat warnings as errors
	Epoch     string            // the value of SOURCE_DATE_EPOCH
	Loaded    func(entries int) // called once the size of the catalog is known; may be nil
	Note      func(text string) // receives notes for the user; may be nil
	Progress  *Progress         // shows what the build does; may be nil
}

// Progress shows what a build does. It is safe for concurrent use.
type Progress struct {
	stage    atomic.Value // a string
	done, of atomic.Int64 // files
}

// Now returns the stage that runs, how many files are rendered, and how many this stage renders.
func (p *Progress) Now() (stage string, done, of int) {
	stage, _ = p.stage.Load().(string)
	return stage, int(p.done.Load()), int(p.of.Load())
}

func (p *Progress) begin(stage string, files int) {
	p.stage.Store(stage)
	p.done.Store(0)
	p.of.Store(int64(files))
}

// Built is the result of a build.
type Built struct {
	Findings *diag.List
	Coverage catalog.Coverage
	Plan     *publish.Plan // nil if there is an error among the findings
}

// Build checks a catalog and brings the output directory up to date. If the catalog has errors,
// nothing is written. If the system returns an error, Build returns it with the findings so far.
func Build(ctx context.Context, o BuildOptions) (*Built, error) {
	progress := cmp.Or(o.Progress, &Progress{})
	progress.begin("loading and checking", 0)
	c, l := Load(o.Source)
	if o.Loaded != nil {
		o.Loaded(len(c.Entries))
	}
	built := &Built{Findings: l, Coverage: c.Coverage()}
	if o.Strict {
		defer l.Strict()
	}
	if l.HasErrors() {
		return built, nil
	}
	note, err := dates.Set(ctx, o.Source.Dir, o.Source.Shown, c, o.Epoch)
	if note != "" && o.Note != nil {
		o.Note(note)
	}
	if err != nil {
		return nil, err
	}
	s, err := NewSite(c, o.Site)
	if err != nil {
		return nil, err
	}
	w, err := openDir(ctx, o)
	if err != nil {
		return built, err
	}
	defer w.Close()
	if err := render(s, w, progress); err != nil {
		return nil, err
	}
	if o.Site.Base == "" || o.Site.Base == c.Base {
		s.Findings(l)
		l.Sort()
	} else if err := checkTwins(c, o.Site.Drafts, l); err != nil {
		return nil, err
	}
	if l.HasErrors() || o.Strict && len(l.All()) > 0 {
		return built, nil
	}
	progress.begin("publishing", 0)
	built.Plan, err = w.Publish()
	return built, err
}

// openDir opens the output directory.
func openDir(ctx context.Context, o BuildOptions) (*publish.Writer, error) {
	if o.CheckOnly {
		return publish.Look(o.Dir)
	}
	return publish.Open(ctx, o.Dir, o.Publish)
}

// perWorker is the number of files that a worker renders in a row: the forms of a page follow each
// other and share what was built for the first.
const perWorker = 24

// render renders all files and passes them to the writer. It renders the pages first, so that the other
// files of a large catalog are not in memory at the same time.
func render(s *site.Site, w *publish.Writer, progress *Progress) error {
	var failed error
	w.AddLarge(catalog.LLMSFull, func(to io.Writer) error {
		progress.begin("rendering and comparing", len(s.Catalog().Entries))
		failed = s.RenderEntries(to, func(path string, data []byte) {
			w.Add(path, data)
			progress.done.Add(1)
		})
		return failed
	})
	if failed != nil {
		return failed
	}
	if err := renderPaths(s, s.ListPaths(), w, progress); err != nil {
		return err
	}
	return renderPaths(s, s.FilePaths(), w, progress)
}

// renderPaths renders files on all cores.
func renderPaths(s *site.Site, paths []string, w *publish.Writer, progress *Progress) error {
	progress.begin("rendering and comparing", len(paths))
	errs := make([]error, (len(paths)+perWorker-1)/perWorker)
	workers.Each(len(errs), func(i int) {
		for _, path := range paths[i*perWorker : min((i+1)*perWorker, len(paths))] {
			var data []byte
			switch path {
			case catalog.LLMSFull: // written with the entries
			case catalog.CatalogJSON:
				w.AddLarge(path, s.WriteCatalog)
			default:
				if data, errs[i] = s.Render(path); errs[i] != nil {
					return
				}
				w.Add(path, data)
			}
			progress.done.Add(1)
		}
	})
	return cmp.Or(errs...) // the first by path, to be deterministic
}
