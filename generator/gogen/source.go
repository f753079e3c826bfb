package gogen

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"strings"

	"github.com/errdocs/errdocs/generator/wire"
)

// execute returns the text of a template, below our first line.
func execute(name string, view any) (string, error) {
	var b strings.Builder
	b.WriteString(Header + "\n\n")
	err := templates().ExecuteTemplate(&b, name, view)
	return b.String(), err
}

// ownImport is the import of the generated package, which may have another name there.
type ownImport struct{ name, path string }

// finish adds the imports that the source uses, of the generated package and of those of the
// standard library, and formats it.
func finish(source string, own ownImport, packages ...string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	used := usedPackages(file)
	var block strings.Builder
	for _, p := range packages {
		if used[path.Base(p)] {
			fmt.Fprintf(&block, "%q\n", p)
		}
	}
	if used[own.name] {
		name := own.name
		if name == path.Base(own.path) {
			name = ""
		}
		fmt.Fprintf(&block, "\n%s %q\n", name, own.path)
	}
	end := fset.Position(file.Name.End()).Offset
	if block.Len() == 0 {
		return format.Source([]byte(source))
	}
	return format.Source([]byte(source[:end] + "\n\nimport (\n" + block.String() + ")\n" + source[end:]))
}

// usedPackages returns the names before a dot, which include those of all packages
// that the file uses.
func usedPackages(file *ast.File) map[string]bool {
	used := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	return used
}

// formatters returns those functions of package wire that the given files call, one
// by another: a generated package has no function that nobody uses. Exported ones are
// always part of it.
func formatters(files ...string) (string, error) {
	needed := map[string]bool{}
	for _, source := range files {
		file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		addCalls(needed, file)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", wire.Source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	for added := -1; added != len(needed); { // until a round finds no more calls
		added = len(needed)
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && (f.Name.IsExported() || needed[f.Name.Name]) {
				addCalls(needed, f)
			}
		}
	}
	var b strings.Builder
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || !f.Name.IsExported() && !needed[f.Name.Name] {
			continue
		}
		start, end := fset.Position(f.Doc.Pos()).Offset, fset.Position(f.End()).Offset
		b.WriteString("\n" + wire.Source[start:end] + "\n")
	}
	return b.String(), nil
}

// addCalls notes the names of all functions that the node calls.
func addCalls(names map[string]bool, n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.Ident); ok {
				names[f.Name] = true
			}
		}
		return true
	})
}
