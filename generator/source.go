package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
)

// Source is where a catalog comes from.
type Source struct {
	FS      fs.FS  // the catalog's directory
	Shown   string // its path as findings show it, with slashes
	Dir     string // its path on disk; empty for the built-in catalog
	BuiltIn bool
}

// catalogDir is the default name of a catalog directory.
const catalogDir = "catalog"

// ErrNoFolder reports that a catalog directory does not exist.
var ErrNoFolder = errors.New("no such directory")

// Find returns the catalog in dir. If dir is empty, Find returns the nearest catalog/ in the
// working directory or its parents, or else the built-in catalog.
func Find(dir string) (Source, error) {
	if dir != "" {
		return open(dir, dir)
	}
	at, err := os.Getwd()
	if err != nil {
		return Source{}, fmt.Errorf("find the working directory: %w", err)
	}
	shown := catalogDir
	for {
		candidate := filepath.Join(at, catalogDir)
		if isCatalog(candidate) {
			return open(candidate, shown)
		}
		parent := filepath.Dir(at)
		if parent == at {
			return builtIn()
		}
		at, shown = parent, filepath.Join("..", shown)
	}
}

// isCatalog reports whether a directory is a catalog: it contains errdocs.yaml, or status
// files without it. Other programs also use directories named catalog.
func isCatalog(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, catalog.ConfigFile)); err == nil {
		return true
	}
	files, err := filepath.Glob(filepath.Join(dir, "[45][0-9][0-9]*"))
	return err == nil && len(files) > 0
}

// open opens a catalog directory. Links cannot point outside of it.
func open(dir, shown string) (Source, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return Source{}, fmt.Errorf("open the catalog %s: %w", dir, ErrNoFolder)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Source{}, fmt.Errorf("open the catalog: %w", err)
	}
	return Source{FS: root.FS(), Shown: filepath.ToSlash(shown), Dir: dir}, nil
}

func builtIn() (Source, error) {
	sub, err := fs.Sub(errdocs.Files, catalogDir)
	if err != nil {
		return Source{}, fmt.Errorf("open the built-in catalog: %w", err)
	}
	return Source{FS: sub, Shown: catalogDir, BuiltIn: true}, nil
}

// name returns the name of the directory, independent of the working directory.
func (s Source) name() string {
	if dir, err := filepath.Abs(s.Dir); s.Dir != "" && err == nil {
		return filepath.Base(dir)
	}
	return catalogDir
}
