package vet

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// Finder finds catalogs for Main. An empty directory means the nearest catalog in the
// working directory or its parents.
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
	if slices.ContainsFunc(flags, func(a string) bool { return !strings.HasPrefix(a, "-") }) {
		return false
	}
	if len(flags) == 0 && (last == versionFlag || last == "-flags") {
		return true
	}
	return filepath.Ext(last) == ".cfg" && !strings.HasPrefix(last, "-")
}

// Main runs the analyzer for the go command. It does not return.
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
	a.Flags.StringVar(&dir, "catalog", "", "absolute path of the catalog directory")
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
			Err:  fmt.Errorf("-errdocs.catalog=%s is not an absolute path, and go vet runs the tool in the directory of each package", dir),
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

// version returns what findings depend on beside the code: the tool, and every catalog
// that a package of the module may be held against. The go command caches findings
// under it, and would show old ones after an edit of a catalog that is left out.
func version(f Finder) ([]byte, error) {
	h := sha256.New()
	name, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("read the tool: %w", err)
	}
	tool, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the tool: %w", err)
	}
	h.Write(tool)
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

// hashCatalog adds the files of a catalog. What cannot be read is a finding later, and
// here a fact like its content.
func hashCatalog(h io.Writer, name string, fsys fs.FS) {
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

// moduleRoot returns the directory of the workspace or module that contains the working
// directory. If there is neither, it returns the working directory.
func moduleRoot() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	files := []string{"go.work", "go.mod"}
	if os.Getenv("GOWORK") == "off" {
		files = files[1:]
	}
	for _, file := range files {
		for dir, below := at, ""; dir != below; dir, below = filepath.Dir(dir), dir {
			if exists(filepath.Join(dir, file)) {
				return dir, nil
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
