package generator

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/publish"
)

// GoOptions are the directory and name of a Go package. Empty values come from the catalog.
type GoOptions struct {
	Out     string // directory
	Package string // name
}

// GoFiles are the files of a Go package and their directory.
type GoFiles struct {
	Dir   string
	Files map[string][]byte
}

// Plan compares the package with its directory.
func (g *GoFiles) Plan() (*publish.Plan, error) {
	return publish.PlanGoPackage(g.Dir, g.Files, gogen.Header)
}

// Write updates the directory to match the package.
func (g *GoFiles) Write(ctx context.Context) error {
	return publish.WriteGoPackage(ctx, g.Dir, g.Files, gogen.Header)
}

// GoPackage renders the Go package of a catalog without errors.
func GoPackage(src Source, c *catalog.Catalog, o GoOptions) (*GoFiles, error) {
	dir, err := goDir(src, c, o.Out)
	if err != nil {
		return nil, err
	}
	if err := outsideCatalog(src, dir); err != nil {
		return nil, err
	}
	name := goName(c, o, dir)
	if !token.IsIdentifier(name) || name == "_" {
		return nil, fmt.Errorf("%q is not a valid Go package name; set one with --package", name)
	}
	importPath, err := goImport(c, dir)
	if err != nil {
		return nil, err
	}
	files, err := gogen.Render(c.Release(), gogen.Options{Package: name, Import: importPath})
	if err != nil {
		return nil, err
	}
	return &GoFiles{dir, files}, nil
}

// goDir returns the directory of the package: out, or go.out of the catalog, or under
// go generate the current directory.
func goDir(src Source, c *catalog.Catalog, out string) (string, error) {
	switch {
	case out != "":
		return out, nil
	case c.Go.Out != "" && !src.BuiltIn:
		return filepath.Join(filepath.FromSlash(src.Shown), "..", filepath.FromSlash(c.Go.Out)), nil
	case os.Getenv("GOPACKAGE") != "":
		return ".", nil
	}
	return "", errors.New("no directory for the Go package: use --out, or set go.out in " + catalog.ConfigFile)
}

func goName(c *catalog.Catalog, o GoOptions, dir string) string {
	switch {
	case o.Package != "":
		return o.Package
	case o.Out == "" && c.Go.Out == "" && os.Getenv("GOPACKAGE") != "" && c.Go.Package == "":
		return os.Getenv("GOPACKAGE")
	case c.Go.Package != "":
		return c.Go.Package
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(filepath.Base(abs), "-", "")
}

var moduleLine = regexp.MustCompile(`(?m)^module\s+"?([^\s"]+)"?`)

// goImport returns the import path of the directory: go.import of the catalog, or the path
// in the module of the nearest go.mod, or the name of the directory.
func goImport(c *catalog.Catalog, dir string) (string, error) {
	if c.Go.Import != "" {
		return c.Go.Import, nil
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the package directory: %w", err)
	}
	for at := abs; ; at = filepath.Dir(at) {
		data, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if m := moduleLine.FindSubmatch(data); err == nil && m != nil {
			rel, err := filepath.Rel(at, abs)
			if err != nil {
				return "", fmt.Errorf("find the import path: %w", err)
			}
			return path.Join(string(m[1]), filepath.ToSlash(rel)), nil
		}
		if at == filepath.Dir(at) {
			return filepath.Base(abs), nil
		}
	}
}
