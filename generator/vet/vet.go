// Package vet finds server code that bypasses the catalog: type URIs and details
// written by hand, problems and challenges that the generated package does not send,
// and entries that nothing sends.
//
//	findings, err := vet.Run(ctx, vet.Options{Config: vet.Config{Catalog: c}}, "./...")
//	diag.Print(os.Stderr, diag.FormatText, findings)
//
// New returns the one analyzer (golang.org/x/tools/go/analysis) behind it. Two drivers
// run it: Run loads whole programs, and Main answers go vet -vettool, which sees one
// package at a time. checks.go lists what is found; each check has a file of its own
// or shares one with its like.
//
// Constants are resolved by value and names by type, so sums of constants are found,
// and renamed imports make no difference. A finding stands where the text is written,
// not where a constant made of it is used.
package vet

import (
	"go/ast"
	"go/types"
	"path/filepath"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/gogen"
)

// Config says what code is held against, and by which checks.
type Config struct {
	Catalog *catalog.Catalog
	BuiltIn bool // no catalog of the API's own is in reach
	Checks  Selection
}

// New returns the analyzer. It asks for its configuration when it meets the first
// package with code written by hand, and once.
func New(configure func() (Config, error)) *analysis.Analyzer {
	configured := sync.OnceValues(func() (*known, error) {
		c, err := configure()
		if err != nil {
			return nil, err
		}
		return newKnown(c), nil
	})
	return &analysis.Analyzer{
		Name:       "errdocs",
		Doc:        "report code that bypasses the catalog of errors",
		ResultType: reflect.TypeFor[*Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			own, others := split(pass)
			if len(own)+len(others) == 0 {
				return &Result{}, nil
			}
			k, err := configured()
			if err != nil {
				return nil, err
			}
			u := &unit{
				Pass: pass, known: k, files: own,
				root:     inspector.New(own).Root(),
				packages: map[string]*generated{},
				result:   Result{Produced: map[string]bool{}},
			}
			u.check(others)
			return &u.result, nil
		},
	}
}

// Result is what the analyzer learns of a package for the checks of whole programs.
type Result struct {
	Generated bool            // the package uses the one generated from the catalog
	Produced  map[string]bool // paths of the entries that its code, tests aside, produces
}

// split returns the files of the package that a person wrote and may change, and those
// that other generators made. What errdocs made is neither.
func split(pass *analysis.Pass) (own, others []*ast.File) {
	for _, f := range pass.Files {
		switch {
		case foreign(pass.Fset.File(f.FileStart).Name()):
		case !ast.IsGenerated(f):
			own = append(own, f)
		case len(f.Comments) == 0 || f.Comments[0].List[0].Text != gogen.Header:
			others = append(others, f)
		}
	}
	return own, others
}

// foreign reports whether a file lies in a folder of its module that is not the
// module's own code. Where the module itself lies says nothing.
func foreign(name string) bool {
	for dir := filepath.Dir(name); !exists(filepath.Join(dir, "go.mod")) && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if base := filepath.Base(dir); base == "vendor" || base == "testdata" {
			return true
		}
	}
	return false
}

// unit is one package under the checks.
type unit struct {
	*analysis.Pass
	known    *known
	files    []*ast.File
	root     inspector.Cursor // of files
	file     *ast.File        // the one under the checks
	inTest   bool
	packages map[string]*generated     // by path; nil for a package that is not generated
	values   map[types.Object]ast.Expr // see assignments
	found    []analysis.Diagnostic
	result   Result
}

// check runs every check on the package and reports what is left after the comments
// that ignore findings. The other files count only for what they produce.
func (u *unit) check(others []*ast.File) {
	for cur := range u.root.Children() {
		u.file = cur.Node().(*ast.File)
		// Tests may spell out what they expect on the wire, and play other servers.
		u.inTest = strings.HasSuffix(u.Fset.File(u.file.FileStart).Name(), "_test.go")
		for lit := range cur.Preorder((*ast.BasicLit)(nil)) {
			t, ok := u.text(lit)
			if !ok {
				continue
			}
			u.checkURIs(t)
			if !u.inTest {
				u.checkDetail(t)
				u.checkMediaType(t)
			}
		}
		if !u.inTest {
			u.checkCode(cur)
		}
	}
	for cur := range inspector.New(others).Root().Preorder((*ast.Ident)(nil)) {
		u.noteUse(cur, cur.Node().(*ast.Ident))
	}
	u.ignore()
	for _, d := range u.found {
		u.Report(d)
	}
}

func (u *unit) checkCode(file inspector.Cursor) {
	for cur := range file.Preorder((*ast.Ident)(nil), (*ast.CallExpr)(nil), (*ast.ReturnStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.Ident:
			u.noteUse(cur, n)
		case *ast.ReturnStmt:
			u.checkReturn(cur, n)
		case *ast.CallExpr:
			u.checkWrite(n)
			u.checkLeak(n)
			u.checkChallenge(n)
			u.checkStatus(n)
		}
	}
}

// helpPrefix marks the related information that is a help.
const helpPrefix = "help: "

// add notes a finding of a check, if the check runs. The go command prints nothing but
// messages, so they end with the ID that a comment needs, and advice follows as related
// information; Run takes both apart again.
func (u *unit) add(c *diag.Check, at analysis.Range, message, help string, fixes ...analysis.SuggestedFix) {
	if !u.known.checks.runs(c) {
		return
	}
	d := analysis.Diagnostic{Pos: at.Pos(), End: at.End(), Category: c.ID, Message: message + idSuffix(c.ID), SuggestedFixes: fixes}
	if help != "" {
		d.Related = []analysis.RelatedInformation{{Pos: d.Pos, End: d.End, Message: helpPrefix + help}}
	}
	u.found = append(u.found, d)
}

func idSuffix(id string) string { return " (" + id + ")" }
