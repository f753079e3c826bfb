package vet

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/errdocs/errdocs/generator/diag"
)

// Finder finds catalogs for Main. An empty folder stands for the nearest one from the
// working folder upwards.
type Finder struct {
	Files func(dir string) (fs.FS, error)
	Load  func(dir string) (Config, error)
}

// versionFlag asks what the go command is to cache findings under.
const versionFlag = "-V=full"

// IsUnit reports whether a command line comes from the go command, which runs the tool
// of go vet -vettool for each package.
func IsUnit(args []string) bool {
	if len(args) == 0 {
		return false
	}
	flags, last := args[:len(args)-1], args[len(args)-1]
	for _, a := range flags {
		if !strings.HasPrefix(a, "-") {
			return false
		}
	}
	if len(flags) == 0 && (last == versionFlag || last == "-flags") {
		return true
	}
	return filepath.Ext(last) == ".cfg" && !strings.HasPrefix(last, "-")
}

// Main answers the go command. It does not return.
func Main(args []string, f Finder) {
	if args[0] != versionFlag {
		unitchecker.Main(unitAnalyzer(f))
	}
	id, err := version(f)
	if err != nil {
		fmt.Fprintf(os.Stderr, "errdocs: %v\n", err)
		os.Exit(2)
	}
	fmt.Printf("errdocs version devel buildID=%x\n", id)
	os.Exit(0)
}

// unitAnalyzer returns the analyzer with flags, which the go command takes as
// -errdocs.catalog and so on.
func unitAnalyzer(f Finder) *analysis.Analyzer {
	var dir, enable, disable string
	a := New(func() (Config, error) {
		if err := mayUse(dir); err != nil {
			return Config{}, err
		}
		c, err := f.Load(dir)
		if err == nil {
			c.Checks, err = Select(enable, disable)
		}
		return c, err
	})
	a.Flags.StringVar(&dir, "catalog", "", "absolute path of the catalog's folder")
	a.Flags.StringVar(&enable, "enable", "", "checks to run although they are off by default, with commas")
	a.Flags.StringVar(&disable, "disable", "", "checks not to run, with commas")
	return a
}

// mayUse refuses folders of catalogs that the go command would misunderstand: it runs
// the tool in each package's folder, and caches the findings under the answer of
// version, which does not know the flags and so looks through the module.
func mayUse(dir string) error {
	if dir == "" {
		return nil
	}
	if !filepath.IsAbs(dir) {
		return &diag.Advice{
			Err:  fmt.Errorf("-errdocs.catalog=%s is not an absolute path, and go vet runs the tool in the folder of each package", dir),
			Help: "write -errdocs.catalog=$PWD/" + filepath.ToSlash(filepath.Clean(dir)),
		}
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil || !filepath.IsLocal(rel) || hidden(rel) {
		return &diag.Advice{
			Err:  fmt.Errorf("the catalog %s is outside the module in %s, so go vet would not notice its edits", dir, root),
			Help: "run errdocs vet --catalog " + dir,
		}
	}
	return nil
}
