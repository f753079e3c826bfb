package catalog

import (
	"errors"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unique"

	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/pack"
	"github.com/errdocs/errdocs/generator/spool"
	"github.com/errdocs/errdocs/generator/stamp"
)

// File is a file of a catalog as it was read.
type File struct {
	Path    string // below the catalog's folder
	Stamp   stamp.Stamp
	Settled bool // another content would have another stamp
	Sum     stamp.Sum
}

// Brief is what a catalog keeps of an entry while it builds a large site: what lists,
// checks of the whole catalog and the pages of other entries say of it. Texts that its
// own page alone shows wait on disk until that page is made.
type Brief struct {
	Source  *File
	Found   []*diag.Diagnostic // while the file was read
	Face    stamp.Sum          // changes with what the pages of other entries say of it
	Names   stamp.Sum          // changes with what CheckTogether and the Go names look at
	Covers  Coverage           // of this entry alone
	Dated   string             // the date that the entry gives itself
	Ways    []string           // the IDs of its fixes
	spool   *spool.Spool       // where the whole entry waits, packed; nil: it is read again
	spooled spool.Span
}

// Known returns the brief entry that an earlier run made of a file, or nil.
type Known func(path string) *Entry

// LoadBrief reads a catalog as Load does, but keeps its entries briefly. What is known
// of a file that is as it was is not read again. What it finds in the file of an entry is
// with the entry, so that it can be known, too. Whole entries wait in the spool. The
// listing says which files there are, if that is known. Size, if it is not nil, is told how
// many of them are entries before these are read.
func LoadBrief(fsys FS, folder string, known Known, listing *Listing, size func(int), s *spool.Spool, l *diag.List) *Catalog {
	return load(fsys, folder, known, listing, size, s, l)
}

// SumOf returns the sum of a file as it is now.
func SumOf(fsys FS, path string) (stamp.Sum, error) {
	data, err := read(fsys, path)
	return stamp.SumOf(data), err
}

// Shared returns the files that are none of an entry, as they were read.
func (c *Catalog) Shared() []File {
	var list []File
	for _, f := range c.Inputs {
		if path.Dir(f.Path) == "." {
			list = append(list, f)
		}
	}
	return list
}

// brief returns the entry without what its own page alone shows.
func (e *Entry) brief(found *diag.List) *Entry {
	b := *e
	b.Brief = &Brief{Source: e.Brief.Source, Found: found.All(), Face: e.face(), Covers: e.covers(), Dated: e.Updated, Ways: e.FixIDs(), Names: e.names()}
	b.Texts = nil
	b.Keep("status", "slug", "type", "aliases")
	b.Family = shared(b.Family)
	b.Tags = slices.Clone(e.Tags)
	for i, t := range b.Tags {
		b.Tags[i] = shared(t)
	}
	b.Params = make([]Param, len(e.Params))
	for i, p := range e.Params {
		b.Params[i] = Param{Place: p.Place, Name: shared(p.Name), Type: p.Type, Optional: p.Optional}
		b.Params[i].Keep("name")
	}
	b.Details = make([]Detail, len(e.Details))
	for i, d := range e.Details {
		b.Details[i] = Detail{Place: d.Place, ID: shared(d.ID), Text: d.Text}
		b.Details[i].Keep("id", "detail")
	}
	b.Challenges = make([]Challenge, len(e.Challenges))
	for i, c := range e.Challenges {
		b.Challenges[i] = Challenge{Scheme: shared(c.Scheme)}
	}
	if e.Recovery != nil {
		b.Recovery = &Recovery{Retry: e.Recovery.Retry, Reaction: e.Recovery.Reaction}
	}
	return &b
}

// perBlock is how many entries lie together in memory, and manyEntries how many take so
// much that it pays to look for what is not needed any more.
const (
	perBlock    = 256
	manyEntries = 4096
)

// compact moves brief entries together: what was made while YAML was read lies between what
// is not needed any more, and memory is given back in large pieces alone.
func compact(c *Catalog, entries []*Entry) {
	var fresh []int // those that were read now
	for i, e := range entries {
		if e != nil && e.Catalog == c {
			fresh = append(fresh, i)
		}
	}
	if len(fresh) > manyEntries {
		runtime.GC() // so that they move to where YAML was, and take no more memory
	}
	blocks := slices.Collect(slices.Chunk(fresh, perBlock))
	workers.Each(len(blocks), func(i int) {
		block, briefs := make([]Entry, len(blocks[i])), make([]Brief, len(blocks[i]))
		for j, at := range blocks[i] {
			block[j], briefs[j] = *entries[at], *entries[at].Brief
			block[j].Brief, briefs[j].Source = &briefs[j], nil // the files lie together already
		}
		var moved []Entry
		if _, err := pack.Read(string(pack.Append(nil, &block)), &moved); err != nil {
			return // a bug, and none that harms
		}
		recoveries := map[Recovery]*Recovery{} // there are few
		for j, at := range blocks[i] {
			e, was := &moved[j], entries[at]
			e.Catalog, e.Source, e.spool, e.spooled = was.Catalog, was.Source, was.spool, was.spooled
			if r := e.Recovery; r != nil {
				if recoveries[*r] == nil {
					recoveries[*r] = r
				}
				e.Recovery = recoveries[*r]
			}
			e.statusCode, e.slugKey = was.statusCode, was.slugKey
			entries[at] = e
		}
	})
}

// shared returns a text that many entries have, which is then in memory once.
func shared(s string) string { return unique.Make(s).Value() }

// FixIDs returns the IDs of the fixes, in their order.
func (e *Entry) FixIDs() []string {
	if e.Brief != nil && e.Brief.Ways != nil {
		return e.Ways
	}
	ids := make([]string, len(e.Fixes))
	for i := range e.Fixes {
		ids[i] = shared(e.Fixes[i].ID)
	}
	return ids
}

// again returns the brief entry for another run, whose file was read as given.
func (e *Entry) again(read *File) *Entry {
	if e.Catalog == nil && *e.Source == *read { // it was in a state, and is in no catalog yet
		e.Source, e.Updated = read, e.Dated
		return e
	}
	b, brief := *e, *e.Brief
	brief.Source = read
	b.Brief, b.Updated = &brief, brief.Dated
	return &b
}

// face tells what the pages of other entries say of this one, and where they link to.
func (e *Entry) face() stamp.Sum {
	parts := []string{
		e.Brief.Source.Path, e.Title, e.Type, strconv.FormatBool(e.Draft), strconv.FormatBool(e.Retired != nil),
		strconv.FormatBool(e.Deprecated != nil),
	}
	for i := range e.Details {
		parts = append(parts, "detail", e.Details[i].ID)
	}
	for _, id := range e.FixIDs() {
		parts = append(parts, "fix", id)
	}
	return stamp.SumOf([]byte(strings.Join(parts, "\x00")))
}

// names tells what checks of the whole catalog look at: addresses, names, details, and what
// texts of errdocs.yaml and of statuses may link to.
func (e *Entry) names() stamp.Sum {
	parts := []string{
		e.Brief.Source.Path, e.Family, e.Type, e.Go.Name, strconv.FormatBool(e.Draft), strconv.FormatBool(e.Retired != nil),
		strings.Join(e.Aliases, "\n"), strings.Join(e.Tags, "\n"), strconv.Itoa(len(e.Challenges)),
	}
	for i := range e.Details {
		parts = append(parts, "detail", e.Details[i].ID, e.Details[i].Text)
	}
	for _, id := range e.FixIDs() {
		parts = append(parts, "fix", id)
	}
	for i := range e.Params {
		p := &e.Params[i]
		parts = append(parts, "param", p.Name, string(p.Type), strconv.FormatBool(p.Optional))
	}
	return stamp.SumOf([]byte(strings.Join(parts, "\x00")))
}

// errChanged says that a file of the catalog was written while the site was made of it.
var errChanged = errors.New("the file was changed while the site was built")

// Whole returns the entry with all that its file says.
func (e *Entry) Whole() (*Entry, error) {
	if e.Brief == nil {
		return e, nil
	}
	w := &Entry{}
	if !e.unspool(w) {
		data, err := read(e.Catalog.fsys, e.Brief.Source.Path)
		if err == nil && stamp.SumOf(data) != e.Brief.Source.Sum {
			err = errChanged
		}
		if err != nil {
			return nil, &diag.Advice{Err: errors.New(e.File + ": " + reason(err).Error()), Help: "build again"}
		}
		w = &Entry{File: e.File, Slug: e.Slug, Texts: &Texts{}}
		var again diag.List
		format.Decode(entryFormat, e.File, data, w, &again)
	}
	w.File, w.Slug = e.File, e.Slug // which findings keep, and with a part of what was read all of it
	w.Brief, w.Catalog, w.Status, w.Updated = nil, e.Catalog, e.Status, e.Updated
	w.path, w.place = e.path, e.place
	return w, nil
}

// keepWhole keeps the whole entry on disk for the time when its page is made: to read it
// from there is quicker than to read YAML twice.
func (e *Entry) keepWhole(whole *Entry, s *spool.Spool) {
	b := packed.Get().(*[]byte)
	defer packed.Put(b)
	*b = pack.Append((*b)[:0], whole)
	if at, err := s.Put(*b); err == nil {
		e.spool, e.spooled = s, at
	}
}

// packed are buffers for entries that are packed.
var packed = sync.Pool{New: func() any { return new([]byte) }}

// unspool reads what keepWhole has kept, if it has, and its spool is not closed.
func (e *Entry) unspool(w *Entry) bool {
	if e.spool == nil {
		return false
	}
	data, err := e.spool.Get(e.spooled)
	if err == nil {
		_, err = pack.Read(pack.Text(data), w)
	}
	return err == nil
}

// In returns the entry in the catalog of another one, which is the same but for what it
// says.
func (e *Entry) In(other *Entry) *Entry {
	in := *e
	in.Catalog, in.Status, in.place = other.Catalog, other.Status, other.place
	return &in
}

// readAt returns how a file was read that a folder listed at a time.
func (s source) readAt(listed time.Time, data []byte) File {
	return File{Path: s.path, Stamp: s.stamp, Settled: s.stamp.Settled(listed), Sum: stamp.SumOf(data)}
}
