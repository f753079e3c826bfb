package gogen_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/gogentest"
)

// maxAdded is how much the package of the whole built-in catalog may add to a program,
// in bytes.
const maxAdded = 300_000

// serverSource is a minimal server; what it answers is BODY. The list keeps the linker
// from leaving anything out.
const serverSource = `package main

import (
	IMPORTS
	"log"
	"net/http"
)

var list = []any{LIST}

func main() {
	log.Fatal(http.ListenAndServe("localhost:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(list) == len(r.URL.Path) {
			log.Print(list)
		}
		BODY
	})))
}
`

// TestSize compares minimal servers with the same ones that use everything of the
// generated package: one that only answers, and one that also reads JSON and makes
// requests.
func TestSize(t *testing.T) {
	if testing.Short() {
		t.Skip("links programs")
	}
	t.Parallel()
	files, err := gogen.Render(loaded(t, os.DirFS("../../catalog")), gogen.Options{Package: "apierr", Import: gogentest.Module + "/apierr"})
	if err != nil {
		t.Fatal(err)
	}
	dir := gogentest.Write(t, "apierr", files)
	constructors := exportedFunctions(t, files["catalog_gen.go"])
	all := append(exportedFunctions(t, files["runtime_gen.go"]), constructors...)
	const write, decode = `w.WriteHeader(204)`, `_ = json.NewDecoder(r.Body).Decode(&list)`
	const ours = `"` + gogentest.Module + `/apierr"`
	for _, test := range []struct {
		name, imports, body string
		functions           []string
		call                string
	}{
		{"server", "", write, constructors, `apierr.Write(w, r, apierr.TokenExpired)`},
		{"client", `"encoding/json"`, decode, all, `apierr.Write(w, r, apierr.CheckResponse(&http.Response{StatusCode: 500}))`},
	} {
		source := func(imports, functions, body string) string {
			return strings.NewReplacer("IMPORTS", imports, "LIST", functions, "BODY", body).Replace(serverSource)
		}
		without := size(t, dir, test.name+"-without", source(test.imports, "", test.body))
		with := size(t, dir, test.name+"-with", source(test.imports+"\n"+ours, strings.Join(test.functions, ", "), test.body+"\n"+test.call))
		t.Logf("%s: %d bytes, with the package %d more", test.name, without, with-without)
		if with-without > maxAdded {
			t.Errorf("%s: the package adds %d bytes to %d, want at most %d", test.name, with-without, without, maxAdded)
		}
	}
}

// size returns the size of a program.
func size(t *testing.T, module, name, source string) int64 {
	t.Helper()
	dir := filepath.Join(module, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), name)
	gogentest.Go(t, module, "build", "-ldflags=-s -w", "-o", binary, "./"+name)
	info, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// exportedFunctions returns the functions of a file of the package that are no methods
// and have no type parameters.
func exportedFunctions(t *testing.T, source []byte) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.IsExported() && f.Recv == nil && f.Type.TypeParams == nil {
			names = append(names, "apierr."+f.Name.Name)
		}
	}
	return names
}
