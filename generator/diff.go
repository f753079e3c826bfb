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

// Compare loads two catalogs and returns the changes that affect callers. If one of the
// catalogs has errors, Compare returns its findings instead.
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

// FindVersion returns the catalog that name identifies: a catalog directory, or else a Git
// revision, REV or REV:path/to/catalog. Without a path, it is a revision of the catalog
// that Find returns for dir.
func FindVersion(ctx context.Context, name, dir string) (Source, error) {
	if strings.HasPrefix(name, "-") {
		return Source{}, &diag.Advice{
			Err:  fmt.Errorf("%s is not a directory or a Git revision", diag.Quote(name)),
			Help: fmt.Sprintf("to name a directory %s, write ./%s", diag.Quote(name), name),
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return open(name, name)
	}
	repository := "."
	if _, _, hasPath := revision.Cut(name); !hasPath {
		nearest, err := Find(dir)
		if err != nil {
			return Source{}, err
		}
		if nearest.BuiltIn {
			return Source{}, &diag.Advice{
				Err:  fmt.Errorf("there is no directory %s, and no catalog here whose Git revision it could be", diag.Quote(name)),
				Help: "for a Git revision, add the path of its catalog: REV:path/to/catalog",
			}
		}
		repository = nearest.Dir
	}
	fsys, subdir, err := revision.Open(ctx, repository, name)
	return Source{FS: fsys, Shown: subdir}, err
}
