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

// folderName is the name of a catalog folder where none is given.
const folderName = "catalog"

// ErrNoFolder says that the folder given with --catalog is not there.
var ErrNoFolder = errors.New("no such folder")

// Find returns the catalog in dir; where dir is empty, the nearest folder catalog/
// that holds one, from the working folder upwards; where there is none, the
// built-in catalog.
func Find(dir string) (Source, error) {
	if dir != "" {
		return open(dir, dir)
	}
	at, err := os.Getwd()
	if err != nil {
		return Source{}, fmt.Errorf("find the working folder: %w", err)
	}
	shown := folderName
	for {
		candidate := filepath.Join(at, folderName)
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

// isCatalog reports whether a folder is meant as a catalog: it has its file, or YAML
// files beside which that file is missing. Other programs have folders of that name.
func isCatalog(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, catalog.ConfigFile)); err == nil {
		return true
	}
	files, err := filepath.Glob(filepath.Join(dir, "[45][0-9][0-9]*"))
	return err == nil && len(files) > 0
}

// open confines reading to the folder: no link leads out of it.
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
	sub, err := fs.Sub(errdocs.Files, folderName)
	if err != nil {
		return Source{}, fmt.Errorf("open the built-in catalog: %w", err)
	}
	return Source{FS: sub, Shown: folderName, BuiltIn: true}, nil
}

// name returns the name of the folder, wherever it is seen from.
func (s Source) name() string {
	if dir, err := filepath.Abs(s.Dir); s.Dir != "" && err == nil {
		return filepath.Base(dir)
	}
	return folderName
}
