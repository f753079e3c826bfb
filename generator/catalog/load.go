package catalog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/spool"
)

// ConfigFile is the file that makes a folder a catalog.
const ConfigFile = "errdocs.yaml"

// FS is where a catalog is read from.
type FS = fs.FS

// Load reads a catalog from a file system. The folder is what findings put before the
// names of its files. Load returns what could be read even where there are findings,
// so that Check can say more in the same run.
func Load(fsys FS, folder string, l *diag.List) *Catalog {
	return load(fsys, folder, nil, nil, nil, nil, l)
}

// load reads a catalog: briefly if there is a spool for whole entries.
func load(fsys FS, folder string, known Known, listing *Listing, size func(int), s *spool.Spool, l *diag.List) *Catalog {
	briefly := s != nil
	if listing == nil {
		var ok bool
		if listing, ok = find(fsys, folder, l); !ok {
			return &Catalog{}
		}
	}
	if size != nil {
		size(listing.entries())
	}
	sources, listed := listing.sources, listing.at
	c := &Catalog{fsys: fsys, Listing: listing, byPath: map[string]*Entry{}, unread: map[string]bool{}}
	statuses := map[int]*Status{}
	entries := make([]*Entry, len(sources))
	files := make([]*Status, len(sources))
	lists := make([]diag.List, len(sources))
	if briefly {
		c.Inputs = make([]File, len(sources))
	}
	workers.Each(len(sources), func(i int) {
		src, found := sources[i], &lists[i]
		file := path.Join(folder, src.path)
		var before *Entry
		if known != nil && src.slug != "" {
			before = known(src.path)
		}
		if before != nil && before.File != file { // what was found there has another name now
			before = nil
		}
		if before != nil && before.Source.Settled && before.Source.Stamp == src.stamp {
			c.Inputs[i] = *before.Source
			entries[i] = before.again(&c.Inputs[i])
			return
		}
		data, err := read(fsys, src.path)
		if err != nil {
			found.Add(diag.UnreadableFile, diag.Pos{File: file}, "the file cannot be read: %v", reason(err)).WithHelp("see that errdocs may read it")
			return
		}
		if briefly {
			c.Inputs[i] = src.readAt(listed, data)
			if before != nil && before.Source.Sum == c.Inputs[i].Sum {
				entries[i] = before.again(&c.Inputs[i])
				return
			}
		}
		findSecrets(file, data, found)
		switch {
		case src.slug != "":
			e := &Entry{File: file, Slug: src.slug, Catalog: c, Texts: &Texts{}}
			if !format.Decode(entryFormat, file, data, e, found) {
				return
			}
			entries[i] = e
			if briefly {
				e.Brief = &Brief{Source: &c.Inputs[i]}
				entries[i] = e.brief(found)
				e.Brief = nil
				entries[i].keepWhole(e, s)
				lists[i] = diag.List{}
			}
		case src.status != 0:
			s := &Status{File: file}
			if format.Decode(statusFormat, file, data, s, found) {
				files[i] = s
			}
		default:
			c.File = file
			format.Decode(catalogFormat, file, data, c, found)
		}
	})
	if briefly {
		compact(c, entries)
	}
	for i, src := range sources {
		l.Merge(&lists[i])
		if s := files[i]; s != nil {
			agree(l, s.At(s.File, "status"), "status", s.Code, src.status)
			s.Code = src.status
			statuses[src.status] = s
		}
	}
	for i, src := range sources {
		e := entries[i]
		if e == nil {
			if src.slug != "" {
				c.unread[strconv.Itoa(src.status)+"/"+src.slug] = true
			}
			continue
		}
		agree(l, e.At(e.File, "status"), "status", e.statusCode, src.status)
		agree(l, e.At(e.File, "slug"), "slug", e.slugKey, src.slug)
		if statuses[src.status] == nil {
			statuses[src.status] = &Status{Code: src.status}
		}
		e.Catalog, e.Status = c, statuses[src.status]
		e.path = strings.TrimSuffix(src.path, ".yaml") // which is in memory
		e.Status.Entries = append(e.Status.Entries, e)
		c.byPath[e.Path()] = e
	}
	for _, s := range statuses {
		if s.Title == "" {
			s.Title = cmp.Or(http.StatusText(s.Code), "Unregistered Status")
		}
		c.Statuses = append(c.Statuses, s)
	}
	c.arrange()
	return c
}

// agree notes a finding where a repeated key differs from the name of its file.
func agree[T comparable](l *diag.List, pos diag.Pos, key string, got, want T) {
	var none T
	if got != none && got != want {
		l.Add(diag.DisagreeingName, pos, "the %s is %s, but the file's name says %s", key,
			diag.Quote(fmt.Sprint(got)), diag.Quote(fmt.Sprint(want))).WithHelp("remove the key, or rename the file")
	}
}

// arrange puts statuses and entries in the order of the site.
func (c *Catalog) arrange() {
	slices.SortFunc(c.Statuses, func(a, b *Status) int { return cmp.Compare(a.Code, b.Code) })
	family := map[string]int{}
	type place struct{ family, order int }
	order := map[string]place{}
	for i, f := range c.Families {
		family[f.ID] = i
		for j, ref := range f.Order {
			order[f.ID+" "+ref] = place{i, j}
		}
	}
	placeOf := func(e *Entry) place {
		if len(order) > 0 {
			for _, ref := range []string{e.Slug, e.Path()} {
				if p, ok := order[e.Family+" "+ref]; ok {
					return p
				}
			}
		}
		if i, ok := family[e.Family]; ok {
			return place{i, len(c.byPath)}
		}
		return place{len(c.Families), len(c.byPath)}
	}
	type placed struct {
		family, retired, order int
		*Entry
	}
	c.Entries = make([]*Entry, 0, len(c.byPath))
	for _, s := range c.Statuses {
		list := make([]placed, len(s.Entries))
		for i, e := range s.Entries {
			p := placeOf(e)
			list[i] = placed{p.family, 0, p.order, e}
			if e.Retired != nil {
				list[i].retired = 1
			}
		}
		slices.SortFunc(list, func(a, b placed) int {
			return cmp.Or(
				cmp.Compare(a.family, b.family),
				cmp.Compare(a.retired, b.retired),
				cmp.Compare(a.order, b.order),
				cmp.Compare(a.Slug, b.Slug),
			)
		})
		for i := range list {
			s.Entries[i] = list[i].Entry
			s.Entries[i].place = i
		}
		c.Entries = append(c.Entries, s.Entries...)
	}
}

// Release returns the catalog without its drafts: what everybody but their author
// sees. What the entries say is shared.
func (c *Catalog) Release() *Catalog {
	if !slices.ContainsFunc(c.Entries, func(e *Entry) bool { return e.Draft }) {
		return c
	}
	return c.with(func(e *Entry) *Entry {
		if e.Draft {
			return nil
		}
		released := *e
		return &released
	})
}

// Whole returns the catalog with whole entries, which are read again where they are not.
func (c *Catalog) Whole() (*Catalog, error) {
	if !slices.ContainsFunc(c.Entries, func(e *Entry) bool { return e.Brief != nil }) {
		return c, nil
	}
	whole := make(map[*Entry]*Entry, len(c.Entries))
	entries := make([]*Entry, len(c.Entries))
	errs := make([]error, len(c.Entries))
	workers.Each(len(c.Entries), func(i int) { entries[i], errs[i] = c.Entries[i].Whole() })
	for i, e := range c.Entries {
		whole[e] = entries[i]
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return c.with(func(e *Entry) *Entry { return whole[e] }), nil
}

// with returns the catalog with other entries in place of its own; nil leaves one out.
func (c *Catalog) with(other func(*Entry) *Entry) *Catalog {
	r := *c
	r.Statuses, r.Entries, r.byPath = nil, nil, make(map[string]*Entry, len(c.byPath))
	for _, s := range c.Statuses {
		kept := *s
		kept.Entries = nil
		for _, e := range s.Entries {
			o := other(e)
			if o == nil {
				continue
			}
			o.Catalog, o.Status, o.place = &r, &kept, len(kept.Entries)
			kept.Entries = append(kept.Entries, o)
			r.Entries = append(r.Entries, o)
			r.byPath[o.Path()] = o
		}
		if s.File != "" || len(kept.Entries) > 0 {
			r.Statuses = append(r.Statuses, &kept)
		}
	}
	return &r
}

func statusOf(name string) (code int, ok bool) {
	code, err := strconv.Atoi(name)
	return code, err == nil && len(name) == 3 && code >= 400 && code <= 599
}

// devices are the names that Windows does not let files have.
var devices = strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// nearSlug guesses which slug was meant, as help.
func nearSlug(s string) string {
	status, slug, isPath := strings.Cut(s, "/")
	if _, ok := statusOf(status); isPath && ok {
		if help, ok := strings.CutPrefix(nearSlug(slug), "did you mean "); ok {
			return "did you mean " + status + "/" + help
		}
		return ""
	}
	return near(s, "-", slugPattern, diag.SlugCharacters.Max)
}

// near guesses which name was meant: the words of s in lower case, joined anew.
func near(s, joiner string, form *regexp.Regexp, limit int) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" _.-", r) })
	if name := strings.Join(words, joiner); name != s && len(name) <= limit && form.MatchString(name) {
		return "did you mean " + name + "?"
	}
	return ""
}

// noDevice refuses the names of devices where a name becomes part of a file's name.
func noDevice(s string) (what, help string) {
	for part := range strings.SplitSeq(s, "/") {
		if stem, _, _ := strings.Cut(part, "."); slices.Contains(devices, stem) {
			return diag.Quote(stem) + " is the name of a device on Windows", "choose another name"
		}
	}
	return "", ""
}

// badSlug says what is wrong with the name of an entry's file.
func badSlug(s string) (problem, help string) {
	switch {
	case s == "":
		return "the slug is missing", "write it as 409/already-exists"
	case len(s) > diag.SlugCharacters.Max:
		return diag.SlugCharacters.Over(len(s)), diag.SlugCharacters.Help
	case !slugPattern.MatchString(s):
		return fmt.Sprintf("%s is not a slug", diag.Quote(s)), cmp.Or(nearSlug(s), "use lower-case letters and digits, parted by single hyphens")
	case slices.Contains(devices, s):
		return fmt.Sprintf("%s is the name of a device on Windows", diag.Quote(s)), "choose another slug"
	case s == "index":
		return `"index" is the name of a file of the site`, "choose another slug"
	}
	return "", ""
}

// read returns the content of a regular file, up to one byte over the limit, so that
// the decoder can say that it is too long.
func read(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	var b bytes.Buffer
	b.Grow(int(min(info.Size(), int64(diag.FileBytes.Max))) + 1)
	_, err = b.ReadFrom(io.LimitReader(f, int64(diag.FileBytes.Max)+1))
	return b.Bytes(), err
}

// reason returns the cause of an error without the path, which the finding has.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// ParsePath splits the path of an entry, status/slug, and says what is wrong with it.
func ParsePath(p string) (status int, slug string, err error) {
	folder, slug, _ := strings.Cut(p, "/")
	status, ok := statusOf(folder)
	if !ok {
		return 0, "", &diag.Advice{
			Err:  fmt.Errorf("%s does not begin with a status from 400 to 599", diag.Quote(p)),
			Help: "write it as 409/already-exists",
		}
	}
	if problem, help := badSlug(slug); problem != "" {
		return 0, "", &diag.Advice{Err: errors.New(problem), Help: help}
	}
	return status, slug, nil
}
