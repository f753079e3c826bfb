package generator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// siteName is the default name of the output directory.
const siteName = "public"

// SiteFolder returns the output directory of a site: out, or public/ next to the catalog.
// It must not contain the catalog or the theme, or be inside them.
func SiteFolder(src Source, out, theme string) (string, error) {
	if out == "" {
		out = siteName
		if !src.BuiltIn {
			out = filepath.Join(filepath.FromSlash(src.Shown), "..", siteName)
		}
	}
	dir, err := resolve(out)
	if err != nil {
		return "", fmt.Errorf("resolve the output directory: %w", err)
	}
	if dir == filepath.Dir(dir) {
		return "", fmt.Errorf("cannot write the site to %s: it is the root directory", dir)
	}
	if err := outsideCatalog(src, out); err != nil {
		return "", err
	}
	if from, err := resolve(src.Dir); err == nil && !src.BuiltIn && within(from, dir) {
		return "", fmt.Errorf("cannot write the site to %s: it contains the catalog %s", out, src.Shown)
	}
	if home, err := os.UserHomeDir(); err == nil {
		if home, err = resolve(home); err == nil && within(home, dir) {
			return "", fmt.Errorf("cannot write the site to %s: it contains your home directory", dir)
		}
	}
	if theme == "" {
		return out, nil
	}
	from, err := resolve(theme)
	if err != nil {
		return "", fmt.Errorf("resolve the output directory: %w", err)
	}
	if within(from, dir) || within(dir, from) {
		return "", fmt.Errorf("cannot write the site to %s: it overlaps the theme %s", out, theme)
	}
	return out, nil
}

// outsideCatalog rejects a directory inside the catalog. It accepts the catalog's parent,
// where a Go package can be.
func outsideCatalog(src Source, out string) error {
	if src.BuiltIn {
		return nil
	}
	dir, outErr := resolve(out)
	from, srcErr := resolve(src.Dir)
	if err := errors.Join(outErr, srcErr); err != nil {
		return fmt.Errorf("resolve the output directory: %w", err)
	}
	if within(dir, from) {
		return fmt.Errorf("the output directory %s is the catalog or is inside it", out)
	}
	return nil
}

// within reports whether a path is dir or is inside it.
func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolve returns an absolute path without links. If the path does not exist yet, resolve
// resolves the part that exists.
func resolve(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if err == nil {
		return real, nil
	}
	if !errors.Is(err, os.ErrNotExist) || abs == filepath.Dir(abs) {
		return "", err
	}
	parent, err := resolve(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}

// CheckBase checks the URL of --base, if the flag is set.
func CheckBase(base string) error {
	if base == "" {
		return nil
	}
	if what, help := catalog.BadBase(base); what != "" {
		return fmt.Errorf("--base %s: %s; %s", base, what, help)
	}
	return nil
}
