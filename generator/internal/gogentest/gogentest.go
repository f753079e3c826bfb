// Package gogentest compiles generated packages and runs them, for the tests that
// compare a page with what a server sends:
//
//	for _, sent := range gogentest.Send(t, c) {
//		fmt.Println(sent.Name, sent.StatusLine, sent.Body)
//	}
//
// It needs the go command but no network, because generated code imports only the standard
// library.
package gogentest

import (
	_ "embed"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/gogen"
)

// Module is the path of the module that Write creates.
const Module = "errdocs.test/loop"

// goMod uses the oldest language version that generated code supports.
const goMod = "module " + Module + "\n\ngo 1.21\n"

//go:embed server.go.txt
var server string

// Sent is the response of a compiled server for a scenario, and how a compiled client read it.
type Sent struct {
	Name       string   // of the scenario, such as "401/token-expired#at"
	StatusLine string   // as sent
	Headers    []string // lines as sent, without Date and Content-Length
	Body       string
	Type       string // of the error that CheckResponse returned
	Detail     string
	JSON       string // that error as JSON
}

// Send generates the package of the catalog, compiles it into a server and a client,
// sends every scenario through a socket on loopback and returns the responses in the
// order of Scenarios. The catalog must not contain drafts.
func Send(t testing.TB, c *catalog.Catalog) []Sent {
	t.Helper()
	withTest := *c
	withTest.Go.Test = nil
	files, err := gogen.Render(&withTest, gogen.Options{Package: "apierr", Import: Module + "/apierr"})
	if err != nil {
		t.Fatal(err)
	}
	dir := Write(t, "apierr", files)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(server), 0o644); err != nil {
		t.Fatal(err)
	}
	return decode(t, Go(t, dir, "run", "."))
}

// decode reads what the program in server.go.txt prints.
func decode(t testing.TB, out string) []Sent {
	t.Helper()
	var all []Sent
	for dec := json.NewDecoder(strings.NewReader(out)); ; {
		var line struct {
			Name, Type, Detail string
			Raw, JSON          []byte
		}
		err := dec.Decode(&line)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(string(line.Raw), "\r\n\r\n")
		lines := strings.Split(head, "\r\n")
		sent := Sent{
			Name: line.Name, StatusLine: lines[0], Body: body,
			Type: line.Type, Detail: line.Detail, JSON: string(line.JSON),
		}
		for _, h := range lines[1:] {
			if !strings.HasPrefix(h, "Date: ") && !strings.HasPrefix(h, "Content-Length: ") {
				sent.Headers = append(sent.Headers, h)
			}
		}
		all = append(all, sent)
	}
}

// Write creates a module with the files of a package in the given directory, and returns the
// path of the module.
func Write(t testing.TB, pkgDir string, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(goMod), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		path := filepath.Join(dir, pkgDir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Go runs the go command in a directory and returns its output. It fails the test if the
// command fails. Paths are trimmed, so that the go command can reuse packages that an earlier
// test compiled in a different temporary directory.
func Go(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod -trimpath", "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN=local")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}
