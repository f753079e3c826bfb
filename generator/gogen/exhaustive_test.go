package gogen_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/gogentest"
)

// TestExhaustive runs the linter exhaustive over a client whose switch misses an
// entry. The linter is no dependency of this module, so the test is for machines that
// have it: go mod download github.com/nishanths/exhaustive@v0.12.0
func TestExhaustive(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a linter")
	}
	t.Parallel()
	linter := buildExhaustive(t)
	c := loaded(t, os.DirFS("testdata/example/catalog"))
	files, err := gogen.Render(c, gogen.Options{Package: "apierr", Import: gogentest.Module + "/apierr"})
	if err != nil {
		t.Fatal(err)
	}
	dir := gogentest.Write(t, "apierr", files)
	client := `package client

import "` + gogentest.Module + `/apierr"

func advice(err error) string {
	switch apierr.TypeOf(err) {
	case apierr.TokenExpired:
		return "refresh"
	}
	return ""
}

var _ = advice
`
	if err := os.WriteFile(filepath.Join(dir, "client.go"), []byte(client), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(linter, ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	const want = "client.go:6:2: missing cases in switch of type apierr.Type: apierr.StepUpRequired\n"
	if err == nil || !strings.HasSuffix(string(out), want) {
		t.Errorf("got %v and\n%s\nwant\n%s", err, out, want)
	}
}

// buildExhaustive compiles the linter, with an x/tools that reads the export data of
// this Go, or skips the test.
func buildExhaustive(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	mod := "module linter\n\ngo 1.26\n\nrequire (\n\tgithub.com/nishanths/exhaustive v0.12.0\n\tgolang.org/x/tools v0.52.0\n)\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o644); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "exhaustive")
	cmd := exec.Command("go", "build", "-o", binary, "github.com/nishanths/exhaustive/cmd/exhaustive")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off", "GOSUMDB=off", "GOTOOLCHAIN=local")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("the module cache has no exhaustive@v0.12.0 with all that it needs: %s", out)
	}
	return binary
}
