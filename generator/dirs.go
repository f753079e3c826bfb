package generator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// siteName is the name of a site's folder where none is given.
const siteName = "public"

// SiteFolder returns the folder that a site is written to: the one given, else public/
// beside the catalog. A folder that holds the catalog or the theme, or lies in it, is
// refused.
func SiteFolder(src Source, out, theme string) (string, error) {
	if out == "" {
		out = siteName
		if !src.BuiltIn {
			out = filepath.Join(filepath.FromSlash(src.Shown), "..", siteName)
		}
	}
	dir, err := resolve(out)
	if err != nil {
		return "", fmt.Errorf("find the output folder: %w", err)
	}
	if dir == filepath.Dir(dir) {
		return "", fmt.Errorf("%s is no folder for a site", dir)
	}
	if err := outsideCatalog(src, out); err != nil {
		return "", err
	}
	if from, err := resolve(src.Dir); err == nil && !src.BuiltIn && within(from, dir) {
		return "", fmt.Errorf("the output folder %s holds the catalog %s", out, src.Shown)
	}
	if home, err := os.UserHomeDir(); err == nil {
		if home, err = resolve(home); err == nil && within(home, dir) {
			return "", fmt.Errorf("%s is no folder for a site: your home is in it", dir)
		}
	}
	if theme == "" {
		return out, nil
	}
	from, err := resolve(theme)
	if err != nil {
		return "", fmt.Errorf("find the output folder: %w", err)
	}
	if within(from, dir) || within(dir, from) {
		return "", fmt.Errorf("the output folder %s is the theme %s, holds it, or lies in it", out, theme)
	}
	return out, nil
}

// outsideCatalog refuses a folder inside the catalog. A Go package may well be in the
// folder that holds it.
func outsideCatalog(src Source, out string) error {
	if src.BuiltIn {
		return nil
	}
	dir, outErr := resolve(out)
	from, srcErr := resolve(src.Dir)
	if err := errors.Join(outErr, srcErr); err != nil {
		return fmt.Errorf("find the output folder: %w", err)
	}
	if within(dir, from) {
		return fmt.Errorf("the output folder %s is the catalog, or lies in it", out)
	}
	return nil
}

// within reports whether a path is a folder or lies in it.
func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolve returns an absolute path without links; of a path that does not exist yet,
// the part that does is resolved.
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

// CheckBase says what is wrong with the address that --base gives, if it is given.
func CheckBase(base string) error {
	if base == "" {
		return nil
	}
	if what, help := catalog.BadBase(base); what != "" {
		return fmt.Errorf("--base %s: %s; %s", base, what, help)
	}
	return nil
}
