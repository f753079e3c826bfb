package gogen

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/wire"
)

// The view of the test package. Fields hold Go code.
type (
	testView struct {
		Comment, Package string
		Errors           string // name that the package has here
		Scenarios        []scenarioView
		Bare             bool // some example is what a constant sends
	}
	scenarioView struct {
		Name, Type, Example string
		Maker               string
		Pattern             string // "" where the detail has no params
		Exempt              bool
	}
)

// testImports are what the test package may need of the standard library.
var testImports = strings.Fields(`
	bytes compress/gzip errors flag fmt io net/http os path/filepath regexp slices strings sync testing time`)

// testFile returns the file of the test package.
func (g *generator) testFile() ([]byte, error) {
	name := g.options.Package
	source, err := execute("test.go.tmpl", g.testView(name))
	if err != nil {
		return nil, err
	}
	if taken, err := declares(source, name); err != nil {
		return nil, err
	} else if taken { // the package is called like something of the test package
		name += "pkg"
		if source, err = execute("test.go.tmpl", g.testView(name)); err != nil {
			return nil, err
		}
	}
	return finish(source, ownImport{name, g.options.Import}, testImports...)
}

// testView returns the view, in which the package has the given name.
func (g *generator) testView(pkg string) testView {
	view := testView{Comment: g.testComment(), Package: g.options.Package, Errors: pkg}
	for _, e := range g.entries {
		if e.Retired != nil {
			continue
		}
		for _, s := range e.Scenarios() {
			view.Bare = view.Bare || g.names.Constructor(s) == ""
			view.Scenarios = append(view.Scenarios, g.scenario(s, pkg))
		}
	}
	return view
}

func (g *generator) scenario(s catalog.Scenario, pkg string) scenarioView {
	view := scenarioView{
		Name:    goString(s.Name()),
		Type:    pkg + "." + g.names.Constant(s.Entry),
		Example: g.example(s, pkg),
		Maker:   goString(cmp.Or(g.names.Constructor(s), g.names.Constant(s.Entry))),
		Exempt:  s.Entry.Deprecated != nil || s.Entry.Go.SentBy != "",
	}
	if s.Detail != nil && len(catalog.Placeholders(s.Detail.Text)) > 0 {
		view.Pattern = goString(detailPattern(s))
	}
	return view
}

// declares reports whether the source, or one of its imports, may use the name for
// something of its own, other than in front of a dot.
func declares(source, name string) (bool, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		return false, err
	}
	found := slices.ContainsFunc(testImports, func(p string) bool { return path.Base(p) == name })
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			_, plain := n.X.(*ast.Ident)
			return !plain
		case *ast.Ident:
			found = found || n.Name == name
		}
		return true
	})
	return found, nil
}

// testComment describes the test package: what it is for, and the form of the files
// that it writes, which other tools read.
func (g *generator) testComment() string {
	name := g.options.Package
	test := name + "test"
	doc := goComment(
		prose("Package "+test+" reports which errors of package "+name+" the tests of a server never cause it to send. "+
			"Use it only in tests.", ""),
		indented("func TestMain(m *testing.M) { os.Exit("+test+".Main(m)) }\n\n"+
			"server := httptest.NewServer("+test+".Handler(routes()))"),
		prose("[Handler] records the responses of a server, [Transport] and [Record] those that a client receives. They identify the "+
			"scenario by the type and the detail of a response, as a client does. If two scenarios of a type can "+
			"have the same detail, both count. A response to HEAD has no body and does not count.", ""),
		prose("With the environment variable ERRDOCS_COVERDIR, which names a folder by its absolute path, [Main] and "+
			"[Collect] judge nothing. Each process of go test then writes a new file there, "+test+".*.txt, with the names "+
			"of the scenarios that were sent, such as 401/token-expired#at, sorted, one a line. The files of all packages "+
			"together say what the tests cover. Run go test with -count=1, since a cached result writes nothing.", ""),
	)
	if slices.ContainsFunc(g.entries, func(e *catalog.Entry) bool { return e.Deprecated != nil }) {
		doc = "//lint:file-ignore SA1019 deprecated errors are still sent\n\n" + doc
	}
	return doc
}

// example returns the expression of an error as the response example shows it.
func (g *generator) example(s catalog.Scenario, pkg string) string {
	c := g.catalog
	code := "bare(" + pkg + "." + g.names.Constant(s.Entry) + ")"
	if name := g.names.Constructor(s); name != "" {
		code = pkg + "." + name + "(" + g.exampleArgs(s, pkg) + ")"
	}
	if s.Entry.Instance != "" {
		code += ".\nWithInstance(" + goString(s.Entry.Instance) + ")"
	}
	for i := range c.Members {
		if m := &c.Members[i]; m.Example.Given() && !wire.IsZero(m.Value()) {
			code += ".\nWith" + g.names.exported(m.Name) + "(" + literal(m.Value()) + ")"
		}
	}
	return code
}

// exampleArgs returns the arguments of the scenario's constructor, made of the
// examples of its params.
func (g *generator) exampleArgs(s catalog.Scenario, pkg string) string {
	values := make([]string, len(s.Params))
	for i, p := range s.Params {
		values[i] = literal(p.Value())
	}
	return g.callArgs(s, pkg, values)
}

// callArgs returns the values as a call of the scenario's constructor passes them: one
// by one, or in a struct, which formatting indents.
func (g *generator) callArgs(s catalog.Scenario, pkg string, values []string) string {
	if len(s.Params) <= maxArgs {
		return strings.Join(values, ", ")
	}
	list := pkg + "." + g.names.params(s.Entry) + "{\n"
	for i, value := range values {
		list += g.names.exported(s.Params[i].Name) + ": " + value + ",\n"
	}
	return list + "}"
}
