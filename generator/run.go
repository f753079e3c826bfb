package generator

import (
	"context"
	"fmt"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/output"
)

// Run is a build of a site into a folder.
type Run struct {
	Source    Source
	Site      SiteOptions
	Dir       string // of the site
	Write     output.Options
	CheckOnly bool // compare, and write nothing
	Strict    bool // warnings are errors
	Date      func(Source, *catalog.Catalog) error
}

// Built is what came of a Run.
type Built struct {
	Findings *diag.List
	Coverage catalog.Coverage
	Plan     *output.Plan // nil with an error among the findings
}

// Build checks the catalog and brings the folder to its state. With an error of the
// catalog nothing is written; an error of the machine comes with what was found so far.
func (r *Run) Build(ctx context.Context) (*Built, error) {
	before := &Record{}
	c, l := LoadBrief(r.Source, before)
	built := &Built{Findings: l, Coverage: c.Coverage()}
	if !l.HasErrors() {
		if err := r.Date(r.Source, c); err != nil {
			return nil, err
		}
	}
	var to Target = nowhere{}
	var w *output.Writer
	if !l.HasErrors() {
		var err error
		if w, err = r.open(ctx); err != nil {
			return built, err
		}
		defer w.Close()
		to = disk{w, before.Stamps}
	}
	if _, err := RenderSite(r.Source, c, r.Site, before, to, l); err != nil {
		return nil, err
	}
	if r.Strict {
		l.Strict()
	}
	if l.HasErrors() {
		return built, nil
	}
	var err error
	built.Plan, err = w.Publish()
	return built, err
}

// open opens the folder of the site.
func (r *Run) open(ctx context.Context) (*output.Writer, error) {
	if r.CheckOnly {
		return output.Look(ctx, r.Dir)
	}
	return output.Open(ctx, r.Dir, r.Write)
}

// Check checks a catalog, drafts included, with what only rendered pages can show.
func Check(src Source) (*catalog.Catalog, *diag.List, error) {
	c, l := LoadBrief(src, &Record{})
	_, err := RenderSite(src, c, SiteOptions{Drafts: true}, &Record{}, nowhere{}, l)
	if err != nil {
		err = fmt.Errorf("render the pages: %w", err)
	}
	return c, l, err
}
