package vet

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// noteUse notes that code produces an entry: it names a constructor, or the constant
// other than to compare with it or to ask it something.
func (u *unit) noteUse(cur inspector.Cursor, id *ast.Ident) {
	obj := u.TypesInfo.Uses[id]
	if obj == nil {
		return
	}
	g := u.generated(obj.Pkg())
	if g == nil {
		return
	}
	u.result.Generated = true
	entry := g.entries[obj]
	if entry == nil {
		return
	}
	if _, isConst := obj.(*types.Const); isConst && (u.isCompared(cur) || isAsked(cur)) {
		return
	}
	u.result.Produced[entry.Path()] = true
}

// isAsked reports whether a method of a constant is called, as in apierr.X.Retry().
func isAsked(cur inspector.Cursor) bool {
	if sel, ok := cur.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel == cur.Node() {
		cur = cur.Parent()
	}
	sel, ok := cur.Parent().Node().(*ast.SelectorExpr)
	return ok && sel.X == cur.Node()
}

// unusedEntries adds a finding for each entry that no code of a whole program
// produces. A program that does not use the generated package is not judged.
func unusedEntries(k *known, results []*Result, l *diag.List) {
	if !slices.ContainsFunc(results, func(r *Result) bool { return r.Generated }) {
		return
	}
	for _, e := range k.catalog.Entries {
		isProduced := func(r *Result) bool { return r.Produced[e.Path()] }
		isFallback := e.Catalog.Entry(e.Catalog.Responses.Fallback, nil) == e // which Write sends
		if isExempt(e) || isFallback || slices.ContainsFunc(results, isProduced) {
			continue
		}
		names := k.constructors(e)
		if len(names) == 0 {
			names = []string{k.names.Constant(e)}
		}
		l.Add(UnusedEntry, diag.Pos{File: e.File, Line: 1, Col: 1}, "no code produces %s", e.Path()).
			WithHelp("return %s, set go.sent_by to its sender, or retire the entry", either(names, k.qualify))
	}
}

// isExempt reports whether an entry needs no code that produces it, and no test: it is
// on its way out, or somebody else sends it.
func isExempt(e *catalog.Entry) bool {
	return e.Deprecated != nil || e.Retired != nil || e.Go.SentBy != ""
}

// coverFiles match what Main and Collect of the generated test package write: the name
// of a scenario on each line.
const coverFiles = "*test.*.txt"

// unproducedScenarios adds a finding for each scenario that no test made the server
// send, at its detail. Those that the test package does not judge are left out.
func unproducedScenarios(k *known, cover fs.FS, l *diag.List) error {
	produced, err := readCover(cover)
	if err != nil {
		return err
	}
	for _, e := range k.catalog.Entries {
		if isExempt(e) {
			continue
		}
		for _, s := range e.Scenarios() {
			if produced[s.Name()] {
				continue
			}
			pos := diag.Pos{File: e.File, Line: 1, Col: 1}
			if s.Detail != nil {
				pos = s.Detail.At(e.File, "detail")
			}
			l.Add(UnproducedScenario, pos, "no test made the server send %s", s.Name()).
				WithHelp("add a test for the code that returns %s", k.qualify(cmp.Or(k.names.Constructor(s), k.names.Constant(e))))
		}
	}
	return nil
}

// readCover returns the names in all files of a directory.
func readCover(cover fs.FS) (map[string]bool, error) {
	files, err := fs.Glob(cover, coverFiles)
	if err != nil {
		return nil, fmt.Errorf("read the coverage: %w", err)
	}
	if len(files) == 0 {
		return nil, &diag.Advice{
			Err:  errors.New("the --cover directory has no coverage files"),
			Help: "collect it with: ERRDOCS_COVERDIR=$PWD/DIR go test -count=1 ./...",
		}
	}
	names := map[string]bool{}
	for _, file := range files {
		data, err := fs.ReadFile(cover, file)
		if err != nil {
			return nil, fmt.Errorf("read the coverage: %w", err)
		}
		for line := range strings.Lines(string(data)) {
			names[strings.TrimRight(line, "\r\n")] = true
		}
	}
	return names, nil
}
