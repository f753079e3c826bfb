// Package load reads the files of a catalog into the model of package catalog:
//
//	c := load.Load(os.DirFS("catalog"), "catalog", &findings)
//
// It reports files that do not belong in the catalog, cannot be read, do not match the
// format, or contain a secret. Package check reports the other problems. Everything that
// could be read is returned despite findings, so that one run reports all problems.
//
// A server that reloads a catalog after each edit keeps a Cache, which reads only the
// files that changed.
package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

// Load reads a catalog from the root of a file system, on all cores. In findings, dir is
// the directory of its files.
func Load(fsys fs.FS, dir string, l *diag.List) *catalog.Catalog {
	return new(Cache).Load(fsys, dir, nil, l)
}

// Cache stores the decoded files of a catalog. Each depends only on the content of that
// file, so no other change makes it stale. The zero Cache is empty. A Cache is not safe for
// concurrent use.
type Cache struct {
	dir   string
	files map[string]*file // by path below the catalog directory
}

// file is a file of a catalog as it was last decoded.
type file struct {
	source *catalog.Source // nil if the file could not be read, so that it is read again
	found  []*diag.Diagnostic

	// One of these is set, unless the file could not be decoded. They do not belong to a
	// catalog: catalog.New copies them.
	config *catalog.Catalog
	status *catalog.Status
	entry  *catalog.Entry
}

// Load does the same as the function Load, but decodes only files that changed since the
// previous call: those with a different size or modification time, and those in changed,
// the paths below the catalog directory that a watcher reported. Catalogs share the Source
// of an entry until its file is decoded again. They also share findings, which must not be
// modified.
func (k *Cache) Load(fsys fs.FS, dir string, changed []string, l *diag.List) *catalog.Catalog {
	listed, ok := find(fsys, dir, l)
	if !ok {
		return &catalog.Catalog{}
	}
	if k.dir != dir { // findings contain the name of the directory
		k.files = nil
	}
	stale := make(map[string]bool, len(changed))
	for _, name := range changed {
		stale[name] = true
	}
	files := make([]*file, len(listed))
	workers.Each(len(listed), func(i int) {
		now := &listed[i]
		if old := k.files[now.path]; old != nil && !stale[now.path] && old.is(now.stamp) {
			files[i] = old
			return
		}
		files[i] = decode(fsys, dir, now)
	})
	k.dir, k.files = dir, make(map[string]*file, len(files))
	for i := range files {
		k.files[listed[i].path] = files[i]
	}
	return assemble(listed, files, l)
}

// is reports whether the file is unchanged since it was decoded.
func (f *file) is(now catalog.Source) bool {
	return f.source != nil && f.source.Size == now.Size && f.source.Modified.Equal(now.Modified)
}

// assemble creates a catalog from its files, and adds their findings to l.
func assemble(listed []listed, files []*file, l *diag.List) *catalog.Catalog {
	config := &catalog.Catalog{}
	var statuses []*catalog.Status
	var entries []*catalog.Entry
	var unread []string
	for i, f := range files {
		l.Append(f.found...)
		switch {
		case f.config != nil:
			config = f.config
		case f.status != nil:
			statuses = append(statuses, f.status)
		case f.entry != nil:
			entries = append(entries, f.entry)
		case listed[i].slug != "":
			unread = append(unread, strings.TrimSuffix(listed[i].path, ".yaml"))
		}
	}
	return catalog.New(config, statuses, entries, unread)
}

// decode reads one file.
func decode(fsys fs.FS, dir string, from *listed) *file {
	name := path.Join(dir, from.path)
	f := &file{}
	var found diag.List
	defer func() { f.found = found.All() }()
	data, err := read(fsys, from.path)
	if err != nil {
		found.Add(diag.UnreadableFile, diag.Pos{File: name}, "cannot read the file: %v", reason(err)).WithHelp("check its permissions")
		return f
	}
	f.source = &catalog.Source{Size: from.stamp.Size, Modified: from.stamp.Modified}
	catalog.FindSecrets(name, data, &found)
	switch {
	case from.slug != "":
		e := &catalog.Entry{File: name, Source: f.source}
		if !format.Decode(catalog.EntryFormat, name, data, e, &found) {
			break
		}
		agree(&found, e.At(name, "status"), "status", e.StatusCode, from.status)
		agree(&found, e.At(name, "slug"), "slug", e.Slug, from.slug)
		e.StatusCode, e.Slug = from.status, from.slug
		pack(e)
		f.entry = e
	case from.status != 0:
		s := &catalog.Status{File: name}
		if !format.Decode(catalog.StatusFormat, name, data, s, &found) {
			break
		}
		agree(&found, s.At(name, "status"), "status", s.Code, from.status)
		s.Code = from.status
		f.status = s
	default:
		f.config = &catalog.Catalog{File: name}
		format.Decode(catalog.ConfigFormat, name, data, f.config, &found)
	}
	return f
}

// agree reports a key with a value that differs from that in the path of the file.
func agree[T comparable](l *diag.List, pos diag.Pos, key string, got, want T) {
	var none T
	if got != none && got != want {
		l.Add(diag.DisagreeingName, pos, "the %s is %s, but the file path has %s", key,
			diag.Quote(fmt.Sprint(got)), diag.Quote(fmt.Sprint(want))).WithHelp("remove the key, or rename the file")
	}
}

// read returns the content of a regular file, up to one byte more than the limit, so that
// the decoder can report that it is too long.
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

// reason returns the cause of an error without the path, which is in the finding.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// ParsePath splits the path of an entry into status and slug. Its errors are *diag.Advice.
func ParsePath(p string) (status int, slug string, err error) {
	dir, slug, _ := strings.Cut(p, "/")
	status, ok := catalog.ParseStatus(dir)
	if !ok {
		return 0, "", &diag.Advice{
			Err:  fmt.Errorf("%s does not begin with a status from 400 to 599", diag.Quote(p)),
			Help: "write it as 409/already-exists",
		}
	}
	if problem, help := catalog.CheckSlug(slug); problem != "" {
		return 0, "", &diag.Advice{Err: errors.New(problem), Help: help}
	}
	return status, slug, nil
}
