package generator

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/git"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/spool"
	"github.com/errdocs/errdocs/generator/stamp"
)

// Run is a build of a site into a folder.
type Run struct {
	Source    Source
	Site      SiteOptions
	Dir       string // of the site
	Write     publish.Options
	CheckOnly bool              // compare, and write nothing
	Strict    bool              // warnings are errors
	Anew      bool              // forget what earlier builds have done
	Epoch     string            // the value of SOURCE_DATE_EPOCH
	Note      func(text string) // is told what a user should know; may be nil
	Size      func(entries int) // is told how large the catalog is, before it is read; may be nil
	Stats     *Stats            // is told what the run does; nil: nobody asks
}

// Built is what came of a Run.
type Built struct {
	Findings *diag.List
	Coverage catalog.Coverage
	Plan     *publish.Plan // nil with an error among the findings
}

// Build checks the catalog and brings the folder to its state. With an error of the
// catalog nothing is written; an error of the machine comes with what was found so far.
func (r *Run) Build(ctx context.Context) (*Built, error) {
	stats := r.Stats
	if stats == nil {
		stats = &Stats{}
	}
	defer stats.end()
	stats.begin(stageState)
	was := &state{file: stateFile(r.Dir)}
	if !r.Anew {
		was = readState(was.file)
	}
	defer was.close()
	seen := stampOf(r.Dir)
	unchanged := was.Left.Unchanged(r.Dir)
	listed := time.Now()
	inputs := r.stamped(was)
	if unchanged && r.same(ctx, was, inputs) && !publish.Unfinished(r.Dir) {
		built := &Built{Findings: &diag.List{}, Coverage: was.Coverage}
		built.Findings.Append(was.Findings...)
		if r.Strict {
			built.Findings.Strict()
		}
		stats.kept.Store(int64(entriesOf(was.Inputs)))
		stats.Files.Kept = len(was.Left.Files)
		if !built.Findings.HasErrors() {
			built.Plan = &publish.Plan{Dir: r.Dir, Unchanged: len(was.Left.Files)}
		}
		return built, nil
	}
	before := was.record()
	stats.begin(stageCatalog)
	var listing *catalog.Listing
	if inputs != nil {
		listing = catalog.ListingOf(inputs, pathsOf(was.Folders), listed)
	}
	if listing == nil {
		listed = time.Now()
	}
	var entries spool.Spool
	defer entries.Close()
	c, l := LoadBrief(r.Source, before, listing, r.Size, &entries)
	stats.goesThrough(len(c.Entries))
	stats.begin(stageDates)
	built := &Built{Findings: l}
	now := &state{Key: r.key(), Inputs: c.Inputs, Dated: r.dated(ctx, c.Site.Dates), file: was.file}
	if !l.HasErrors() {
		note, err := Date(ctx, r.Source, c, r.Epoch)
		if note != "" {
			now.Dated = "" // nothing ever is: the next build looks again, and says so again
			if r.Note != nil {
				r.Note(note)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	var to Target = nowhere{}
	var w *publish.Writer
	if !l.HasErrors() {
		stats.begin(stageFolder)
		var err error
		if w, err = r.open(ctx, &was.Left); err == nil && stampOf(r.Dir) != seen {
			w.Close() // another build was here since
			w, err = r.open(ctx, nil)
		}
		if err != nil {
			return built, err
		}
		defer w.Close()
		to = disk{w}
	}
	record, err := RenderSite(c, r.Site, before, to, &entries, l, stats)
	if err != nil {
		return nil, err
	}
	now.Findings, now.Coverage = slices.Clone(l.All()), c.Coverage()
	built.Coverage = now.Coverage
	if r.Strict {
		l.Strict()
	}
	if l.HasErrors() {
		return built, nil
	}
	stats.begin(stagePublish)
	if built.Plan, err = w.Publish(); err != nil {
		return built, err
	}
	if !r.CheckOnly {
		stats.begin(stageSave)
		now.Left = *w.Left(built.Plan)
		now.Folders = r.folders(c, listed)
		stats.countFiles(built.Plan, &now.Left)
		now.save(record, before)
	}
	return built, nil
}

// open opens the folder of the site.
func (r *Run) open(ctx context.Context, left *publish.Left) (*publish.Writer, error) {
	o := r.Write
	o.Left = left
	if r.CheckOnly {
		return publish.Look(ctx, r.Dir, o)
	}
	return publish.Open(ctx, r.Dir, o)
}

// stampOf returns the stamp of a folder, which is another one after each build that wrote
// there.
func stampOf(dir string) stamp.Stamp {
	info, err := os.Stat(dir)
	if err != nil {
		return stamp.Stamp{}
	}
	return stamp.Of(info)
}

// key is the key of the options.
func (r *Run) key() stamp.Sum {
	k := newKey("options", identity())
	k.text(boot())
	k.text(r.Source.Folder)
	k.text(r.Source.name())
	k.text(r.Source.Dir)
	k.text(r.Site.Base)
	k.text(r.Site.Theme)
	for _, is := range []bool{r.Site.Drafts, r.Site.Offline} {
		k.is(is)
	}
	return k.key()
}

// dated says what the dates of pages come from: the catalog alone, or a commit, too.
func (r *Run) dated(ctx context.Context, dates string) string {
	if dates == datesOfCatalog || r.Source.Dir == "" {
		return datesOfCatalog
	}
	return r.Epoch + " " + git.State(ctx, r.Source.Dir)
}

// same reports whether the catalog is as the build before found it, and asked for the same
// site. Its files are as given, or are still to be listed.
func (r *Run) same(ctx context.Context, was *state, now []catalog.File) bool {
	if len(was.Inputs) == 0 || r.Site.Theme != "" || was.Key != r.key() || was.Dated != r.dated(ctx, was.Dated) {
		return false
	}
	if now == nil {
		now = catalog.List(r.Source.FS, r.Source.Folder)
	}
	if len(now) != len(was.Inputs) {
		return false
	}
	for i, f := range was.Inputs {
		if f.Path != now[i].Path {
			return false
		}
		if f.Settled && f.Stamp == now[i].Stamp {
			continue
		}
		if sum, err := catalog.SumOf(r.Source.FS, f.Path); err != nil || sum != f.Sum {
			return false
		}
	}
	return true
}

// stamped returns the files of the catalog as they are now, if its folders hold the same
// names as before: then there is no need to list them. Else it returns nil.
func (r *Run) stamped(was *state) []catalog.File {
	if len(was.Folders) == 0 || was.Key != r.key() {
		return nil
	}
	folder, err := stamp.OpenFolder(r.Source.Dir)
	if err != nil {
		return nil
	}
	defer folder.Close()
	for _, f := range was.Folders {
		now, mode, ok := folder.Look(f.Path)
		if !ok || !mode.IsDir() || now != f.Stamp && !r.sameNames(was, f.Path) {
			return nil
		}
	}
	files := make([]catalog.File, len(was.Inputs))
	var gone atomic.Bool
	workers.Each(len(files), func(i int) {
		now, mode, ok := folder.Look(was.Inputs[i].Path)
		files[i] = catalog.File{Path: was.Inputs[i].Path, Stamp: now}
		if !ok || !mode.IsRegular() {
			gone.Store(true)
		}
	})
	if gone.Load() {
		return nil
	}
	return files
}

// sameNames reports whether a folder of the catalog holds the names that it held. Its stamp is
// another one after each edit where the editor puts a new file in the place of the old one.
func (r *Run) sameNames(was *state, folder string) bool {
	f, err := os.Open(filepath.Join(r.Source.Dir, folder))
	if err != nil {
		return false
	}
	defer f.Close()
	now, err := f.Readdirnames(-1)
	if err != nil {
		return false
	}
	now = slices.DeleteFunc(now, func(name string) bool { return strings.HasPrefix(name, ".") })
	var names []string
	for _, in := range was.Inputs {
		if dir, name := path.Split(in.Path); path.Clean(dir) == folder {
			names = append(names, name)
		}
	}
	if folder == "." {
		for _, in := range was.Folders {
			if in.Path != "." {
				names = append(names, in.Path)
			}
		}
	}
	slices.Sort(now)
	slices.Sort(names)
	return slices.Equal(now, names)
}

func pathsOf(list []publish.Known) []string {
	paths := make([]string, len(list))
	for i, k := range list {
		paths[i] = k.Path
	}
	return paths
}

// folders returns the folders of a catalog that was listed after a time, unless one of them
// may have changed since, or something in them does not belong there.
func (r *Run) folders(c *catalog.Catalog, listed time.Time) []publish.Known {
	folder, err := stamp.OpenFolder(r.Source.Dir)
	if err != nil {
		return nil
	}
	defer folder.Close()
	var list []publish.Known
	for _, name := range c.Listing.Folders() {
		s, _, ok := folder.Look(name)
		if !ok || !s.Settled(listed) {
			return nil
		}
		list = append(list, publish.Known{Path: name, Stamp: s})
	}
	return list
}

// Check checks a catalog, drafts included, with what only rendered pages can show.
func Check(src Source) (*catalog.Catalog, *diag.List, error) {
	var entries spool.Spool
	defer entries.Close()
	c, l := LoadBrief(src, &Record{}, nil, nil, &entries)
	_, err := RenderSite(c, SiteOptions{Drafts: true}, &Record{}, nowhere{}, &entries, l, &Stats{})
	if err != nil {
		err = fmt.Errorf("render the pages: %w", err)
	}
	return c, l, err
}
