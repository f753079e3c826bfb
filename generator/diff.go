package generator

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/compat"
	"github.com/errdocs/errdocs/generator/compat/revision"
	"github.com/errdocs/errdocs/generator/diag"
)

// Compare loads two catalogs and returns what has changed for callers from the old to
// the new one. Where one of them has errors, its findings are returned instead.
func Compare(old, new Source) ([]compat.Change, *diag.List) {
	var l diag.List
	load := func(src Source) *catalog.Catalog {
		c, found := Load(src)
		if found.HasErrors() {
			l.Merge(found)
		}
		return c
	}
	was, now := load(old), load(new)
	if l.HasErrors() {
		l.Sort()
		return nil, &l
	}
	return compat.Diff(was, now), &l
}

// FindVersion returns the catalog that name stands for: a catalog folder, else a git
// revision, REV or REV:path/to/catalog. Without a path it is that of the catalog in
// dir, as Find has it.
func FindVersion(ctx context.Context, name, dir string) (Source, error) {
	if strings.HasPrefix(name, "-") {
		return Source{}, &diag.Advice{
			Err:  fmt.Errorf("neither a folder nor a git revision may be given as %s", diag.Quote(name)),
			Help: "a folder of that name is ./" + name,
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return open(name, name)
	}
	repository := "."
	if _, _, hasFolder := revision.Cut(name); !hasFolder {
		nearest, err := Find(dir)
		if err != nil {
			return Source{}, err
		}
		if nearest.BuiltIn {
			return Source{}, &diag.Advice{
				Err:  fmt.Errorf("there is no folder %s, and no catalog here whose git revision it could be", diag.Quote(name)),
				Help: "name the folder that the catalog has in that revision: REV:path/to/catalog",
			}
		}
		repository = nearest.Dir
	}
	fsys, folder, err := revision.Open(ctx, repository, name)
	return Source{FS: fsys, Shown: folder}, err
}
