package vet

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/errdocs/errdocs/generator/diag"
)

// unit is one package under the checks.
type unit struct {
	*analysis.Pass
	known    *known
	files    []*ast.File
	root     inspector.Cursor // of files
	file     *ast.File        // the one under the checks
	inTest   bool
	packages map[string]*generated     // by path; nil for a package that is none
	values   map[types.Object]ast.Expr // see assignments
	found    []finding
	result   Result
}

func newUnit(pass *analysis.Pass, k *known, files []*ast.File) *unit {
	return &unit{
		Pass: pass, known: k, files: files,
		root:     inspector.New(files).Root(),
		packages: map[string]*generated{},
		result:   Result{Produced: map[string]bool{}},
	}
}

// finding is something to report, unless a comment ignores it.
type finding struct {
	check    *diag.Check
	pos, end token.Pos
	message  string
	help     string // what to do, or ""
	fix      *analysis.SuggestedFix
}

// add notes a finding of a check that runs.
func (u *unit) add(f finding) {
	if u.known.checks.runs(f.check) {
		u.found = append(u.found, f)
	}
}

// helpPrefix marks the related information that says what to do.
const helpPrefix = "help: "

// report hands the findings to the driver. The go command prints nothing but messages,
// so they end with the ID that a comment needs, and advice follows as related
// information; Run takes both apart again.
func (u *unit) report() {
	for _, f := range u.ignore(u.found) {
		d := analysis.Diagnostic{Pos: f.pos, End: f.end, Category: f.check.ID, Message: f.message + idSuffix(f.check.ID)}
		if f.help != "" {
			d.Related = []analysis.RelatedInformation{{Pos: f.pos, End: f.end, Message: helpPrefix + f.help}}
		}
		if f.fix != nil {
			d.SuggestedFixes = []analysis.SuggestedFix{*f.fix}
		}
		u.Report(d)
	}
}

func idSuffix(id string) string { return " (" + id + ")" }

// isTest reports whether a file is part of a test. Tests may spell out what they expect
// on the wire, and play servers that are not this one.
func (u *unit) isTest(f *ast.File) bool {
	return strings.HasSuffix(u.Fset.File(f.FileStart).Name(), "_test.go")
}
