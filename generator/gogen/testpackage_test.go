package gogen_test

import (
	"os"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/gogentest"
)

// TestStandalone vets the packages as a module of language go1.21, which includes
// whether the standard library of that version has all they use, and lists what they
// import.
func TestStandalone(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles packages")
	}
	t.Parallel()
	c := loaded(t, os.DirFS("../../catalog"))
	files, err := gogen.Render(c, gogen.Options{Package: "apierr", Import: gogentest.Module + "/apierr"})
	if err != nil {
		t.Fatal(err)
	}
	dir := gogentest.Write(t, "apierr", files)
	gogentest.Go(t, dir, "vet", "./...")
	const format = "{{if not .Standard}}{{.ImportPath}}{{end}}"
	for pkg, want := range map[string]string{
		"./apierr":            gogentest.Module + "/apierr",
		"./apierr/apierrtest": gogentest.Module + "/apierr " + gogentest.Module + "/apierr/apierrtest",
	} {
		if got := strings.Join(strings.Fields(gogentest.Go(t, dir, "list", "-deps", "-f", format, pkg)), " "); got != want {
			t.Errorf("%s is made of %s, want %s", pkg, got, want)
		}
	}
}

// TestTestPackageNames compiles packages that are called like something in their test
// package: an import, a function, a variable, a local name, a field.
func TestTestPackageNames(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles packages")
	}
	t.Parallel()
	c := loaded(t, os.DirFS("testdata/everything/catalog"))
	all := map[string][]byte{}
	for _, name := range strings.Fields("http testing bare sent names types w resp record transport status maker string") {
		files, err := gogen.Render(c, gogen.Options{Package: name, Import: gogentest.Module + "/" + name})
		if err != nil {
			t.Fatal(err)
		}
		for path, content := range files {
			all[name+"/"+path] = content
		}
	}
	if alias := "\thttppkg \"" + gogentest.Module + "/http\"\n"; !strings.Contains(string(all["http/httptest/httptest_gen.go"]), alias) {
		t.Error("net/http and http have one name")
	}
	gogentest.Go(t, gogentest.Write(t, ".", all), "vet", "./...")
}
