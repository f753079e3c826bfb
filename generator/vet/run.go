package vet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/errdocs/errdocs/generator/diag"
)

// Options say what Run holds code against, and where it works.
type Options struct {
	Config
	Cover fs.FS  // files that list the scenarios that tests produced; nil for none
	Dir   string // where patterns begin and what paths of findings are relative to; default: the working directory
}

// wholeProgram is the pattern for all packages of a module.
const wholeProgram = "./..."

// loadMode asks for the packages that the patterns name as source, and for what they
// import as the compiler exported it.
const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule

// Run loads the packages of the patterns with their tests, runs the checks and returns
// the findings, sorted. Packages that do not compile are an error: nothing could be
// said of them.
func Run(ctx context.Context, o Options, patterns ...string) (*diag.List, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	pkgs, err := packages.Load(&packages.Config{Context: ctx, Mode: loadMode, Dir: dir, Tests: true}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load packages: %w", err)
	}
	if err := broken(pkgs, dir); err != nil {
		return nil, err
	}
	analyzer := New(func() (Config, error) { return o.Config, nil })
	graph, err := checker.Analyze([]*analysis.Analyzer{analyzer}, pkgs, nil)
	if err != nil {
		return nil, fmt.Errorf("analyze packages: %w", err)
	}
	var l diag.List
	var results []*Result
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, fmt.Errorf("analyze %s: %w", act.Package.PkgPath, act.Err)
		}
		for _, d := range act.Diagnostics {
			addDiagnostic(&l, d, position(dir, act.Package.Fset, d.Pos))
		}
		results = append(results, act.Result.(*Result))
	}
	if o.BuiltIn {
		l.Sort()
		return &l, nil
	}
	// What no single package can answer.
	k := newKnown(o.Config)
	if slices.Contains(patterns, wholeProgram) && isRoot(dir) && o.Checks.runs(UnusedEntry) {
		unusedEntries(k, results, &l)
	}
	if o.Cover != nil && o.Checks.runs(UnproducedScenario) {
		err = unproducedScenarios(k, o.Cover, &l)
	}
	l.Sort()
	return &l, err
}

// broken returns an error if a package cannot be judged.
func broken(pkgs []*packages.Package, dir string) error {
	if len(pkgs) == 0 {
		return &diag.Advice{Err: errors.New("the patterns match no packages"), Help: "use package patterns of the go command, such as ./..."}
	}
	var first error
	for _, p := range pkgs {
		for _, e := range p.Errors {
			text, placed := wordError(dir, e)
			err := &diag.Advice{Err: fmt.Errorf("load %s: %s", p.PkgPath, text), Help: "fix the errors that go vet reports; errdocs vet needs code that compiles"}
			if placed {
				return err
			}
			first = cmp.Or(first, error(err))
		}
	}
	return first
}

// wordError returns the first line of an error of the go command that says something,
// and whether it says where.
func wordError(dir string, e packages.Error) (text string, placed bool) {
	heading, text, found := strings.Cut(strings.TrimSpace(e.Msg), "\n")
	if !found || !strings.HasPrefix(heading, "# ") { // the heading is the package path
		text = heading
	}
	text, _, _ = strings.Cut(text, "\n")
	file, place, placed := strings.Cut(e.Pos, ":")
	if placed {
		text = relative(dir, file) + ":" + place + ": " + text
	}
	return text, placed
}

// relative returns a path as findings show it.
func relative(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil {
		return filepath.ToSlash(rel)
	}
	return name
}

// addDiagnostic takes a diagnostic of the analyzer apart: see report.
func addDiagnostic(l *diag.List, d analysis.Diagnostic, pos diag.Pos) {
	c := checkOf(d.Category)
	found := l.Add(c, pos, "%s", strings.TrimSuffix(d.Message, idSuffix(c.ID)))
	for _, r := range d.Related {
		found.WithHelp("%s", strings.TrimPrefix(r.Message, helpPrefix))
	}
}

// isRoot reports whether all packages of a module or workspace lie below a folder.
func isRoot(dir string) bool {
	return exists(filepath.Join(dir, "go.mod")) || exists(filepath.Join(dir, "go.work"))
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// position returns a position with the path relative to the folder. The compiler counts
// columns in bytes, findings count characters.
func position(dir string, fset *token.FileSet, at token.Pos) diag.Pos {
	from := fset.PositionFor(at, false)
	pos := diag.Pos{File: relative(dir, from.Filename), Line: from.Line, Col: from.Column}
	data, err := os.ReadFile(from.Filename)
	if start := from.Offset - (from.Column - 1); err == nil && from.Offset <= len(data) {
		pos.Col = utf8.RuneCount(data[start:from.Offset]) + 1
	}
	return pos
}
