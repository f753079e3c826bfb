package vet

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// version returns what findings depend on beside the code: the tool, and every catalog
// that a package of the module may be held against. The go command caches findings
// under it, and would show old ones after an edit of a catalog that is left out.
func version(f Finder) ([]byte, error) {
	h := sha256.New()
	if err := hashTool(h); err != nil {
		return nil, fmt.Errorf("read the tool: %w", err)
	}
	nearest, err := f.Files("")
	if err != nil {
		return nil, err
	}
	hashCatalog(h, "", nearest)
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil: // what cannot be read cannot be used either
			return nil
		case d.IsDir() && name != root && hidden(d.Name()):
			return fs.SkipDir
		case d.Name() == catalog.ConfigFile:
			at, _ := filepath.Rel(root, name) // the same in every checkout
			hashCatalog(h, filepath.ToSlash(at), os.DirFS(filepath.Dir(name)))
			return fs.SkipDir
		}
		return nil
	})
	return h.Sum(nil), err
}

func hashTool(h hash.Hash) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(h, f)
	return err
}

// hashCatalog adds the files of a catalog. What cannot be read is a finding later, and
// here a fact like its content.
func hashCatalog(h hash.Hash, name string, fsys fs.FS) {
	_ = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".yaml" {
			return nil
		}
		data, err := fs.ReadFile(fsys, p)
		fmt.Fprintf(h, "%q %q %d %v\n", name, p, len(data), err != nil)
		h.Write(data)
		return nil
	})
}

// moduleRoot returns the folder of the workspace or module around the working folder;
// without either, the working folder.
func moduleRoot() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working folder: %w", err)
	}
	files := []string{"go.work", "go.mod"}
	if os.Getenv("GOWORK") == "off" {
		files = files[1:]
	}
	for _, file := range files {
		for dir := at; ; dir = filepath.Dir(dir) {
			if exists(filepath.Join(dir, file)) {
				return dir, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return at, nil
}

// hidden reports whether a path leads through a folder that holds no catalog of the
// module's own.
func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(name), "/"), func(folder string) bool {
		return folder == "vendor" || folder == "node_modules" || len(folder) > 1 && folder[0] == '.'
	})
}
