package gogen_test

import (
	"bytes"
	"errors"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/internal/gogentest"
)

// guide is the page that TestGuide follows.
const guide = "../../docs/go.md"

// block is a fenced block of the page.
type block struct{ language, text string }

var fence = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

func blocks(t *testing.T) []block {
	t.Helper()
	page, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	var list []block
	for _, m := range fence.FindAllStringSubmatch(strings.ReplaceAll(string(page), "\r\n", "\n"), -1) {
		list = append(list, block{m[1], m[2]})
	}
	if len(list) == 0 {
		t.Fatal("the page has no blocks")
	}
	return list
}

// only returns the text of the nth block of a language, from 1.
func only(t *testing.T, language string, n int) string {
	t.Helper()
	for _, b := range blocks(t) {
		if b.language == language {
			if n--; n == 0 {
				return b.text
			}
		}
	}
	t.Fatalf("the page has no such block of %s", language)
	return ""
}

// fileName is the first line of a block that is a whole file.
var fileName = regexp.MustCompile(`^// ([a-z_/]+\.go)\n\n`)

// TestGuideParses holds the blocks of Go against gofmt, and those of YAML against the
// format of the catalog.
func TestGuideParses(t *testing.T) {
	for _, b := range blocks(t) {
		if b.language != "go" {
			continue
		}
		source := b.text
		if !fileName.MatchString(source) {
			source = "package p\n\nfunc f() error {\n\t" + strings.ReplaceAll(strings.TrimSpace(source), "\n", "\n\t") + "\n}\n"
		}
		if _, err := parser.ParseFile(token.NewFileSet(), "", source, 0); err != nil {
			t.Errorf("%v\n%s", err, source)
		} else if formatted, err := format.Source([]byte(source)); err != nil || string(formatted) != source {
			t.Errorf("gofmt gives, with the error %v,\n%s\nfor\n%s", err, formatted, source)
		}
	}
	if err := yaml.Unmarshal([]byte(only(t, "yaml", 1)), new(any)); err != nil {
		t.Error(err)
	}
	loaded(t, fstest.MapFS{
		"errdocs.yaml":      &fstest.MapFile{Data: []byte(config + only(t, "yaml", 2))},
		"500/internal.yaml": &fstest.MapFile{Data: []byte("title: Internal error\n")},
	})
}

// adopter is a module that adopts errdocs.
type adopter struct {
	*testing.T
	dir string
}

// newAdopter makes a module that has this one in place of a published errdocs.
func newAdopter(t *testing.T) adopter {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	a := adopter{t, t.TempDir()}
	a.must("go mod init example.com/shop")
	a.must("go mod edit '-replace=github.com/errdocs/errdocs=" + root + "'")
	return a
}

// sh runs a command line without network.
func (a adopter) sh(line string) (stdout, stderr string, err error) {
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = a.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off", "GOSUMDB=off", "GOTOOLCHAIN=local",
		"ERRDOCS_COVERDIR=", "GOPACKAGE=")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// must runs a command line that succeeds, and returns its output. It skips the test
// where the module cache cannot serve it.
func (a adopter) must(line string) string {
	a.Helper()
	stdout, stderr, err := a.sh(line)
	if err != nil && strings.Contains(stderr, "module lookup disabled by GOPROXY=off") {
		a.Skipf("the module cache lacks what errdocs is made of; run: go mod download\n%s", stderr)
	}
	if err != nil {
		a.Fatalf("%s: %v\n%s%s", line, err, stdout, stderr)
	}
	return stdout
}

func (a adopter) write(name, content string) {
	a.Helper()
	path := filepath.Join(a.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		a.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		a.Fatal(err)
	}
}

// change replaces text in a file and returns what undoes it.
func (a adopter) change(name, old, new string) (undo func()) {
	a.Helper()
	content, err := os.ReadFile(filepath.Join(a.dir, filepath.FromSlash(name)))
	if err != nil || !bytes.Contains(content, []byte(old)) {
		a.Fatalf("%s has no %q: %v", name, old, err)
	}
	a.write(name, strings.Replace(string(content), old, new, 1))
	return func() { a.write(name, string(content)) }
}

// TestGuide does what the page says, from top to bottom, in a new module.
func TestGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles errdocs")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs a shell: ", err)
	}
	t.Parallel()
	a := newAdopter(t)
	for _, b := range blocks(t) {
		switch name := fileName.FindStringSubmatch(b.text); {
		case b.language == "go" && name != nil:
			a.write(name[1], b.text)
		case b.language == "sh":
			for line := range strings.Lines(b.text) {
				out := a.must(line)
				if strings.HasPrefix(line, "sort ") && out != "401/missing-credentials\n409/order-already-shipped\n" {
					t.Errorf("%sprints %s", line, out)
				}
			}
		case b.language == "yaml" && strings.HasPrefix(b.text, "on:"):
			for _, run := range regexp.MustCompile(`- run: (.*)`).FindAllStringSubmatch(b.text, -1) {
				a.must(run[1])
			}
		}
	}
	a.serves()
	a.forgetsTest()
	a.forgetsGenerate()
}

// serves starts the server and sends the request of the page.
func (a adopter) serves() {
	a.Helper()
	a.must("go build -o shop .")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		a.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	server := exec.Command(filepath.Join(a.dir, "shop"), "-addr", addr)
	if err := server.Start(); err != nil {
		a.Fatal(err)
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	}()
	r, err := http.NewRequest("DELETE", "http://"+addr+"/orders/8", nil)
	if err != nil {
		a.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer x")
	resp, err := http.DefaultClient.Do(r)
	for range 100 {
		if err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond) // until it listens
		resp, err = http.DefaultClient.Do(r)
	}
	if err != nil {
		a.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		a.Fatal(err)
	}
	resp.Header.Del("Date")
	resp.Header.Del("Content-Length")
	var head bytes.Buffer
	_ = resp.Header.Write(&head) // by name
	got := resp.Proto + " " + resp.Status + "\n" + strings.ReplaceAll(head.String(), "\r\n", "\n") + "\n" + string(body)
	if want := only(a.T, "http", 1); got != want {
		a.Errorf("the server sends\n%s\nthe page says\n%s", got, want)
	}
}

// forgetsTest leaves out a case of the tests.
func (a adopter) forgetsTest() {
	a.Helper()
	defer a.change("main_test.go", "\t\t{\"x\", \"8\", apierr.OrderAlreadyShipped},\n", "")()
	stdout, stderr, err := a.sh("go test .")
	if want := only(a.T, "text", 1); err == nil || !strings.Contains(stdout+stderr, "\n"+want) {
		a.Errorf("go test: %v\n%s%s\nwant the line\n%s", err, stdout, stderr, want)
	}
}

// forgetsGenerate edits the catalog and nothing else.
func (a adopter) forgetsGenerate() {
	a.Helper()
	defer a.change("catalog/409/order-already-shipped.yaml", "The order was shipped at", "The order left at")()
	stdout, stderr, err := a.sh("go tool errdocs gen go --check")
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		a.Fatalf("--check: %v\n%s", err, stderr)
	}
	// the go command adds a line of its own on the exit of a tool
	if want := only(a.T, "text", 2); !strings.HasPrefix(stderr, want) || !strings.Contains(stdout, "\n+//\tThe order left at {shipped_at}.\n") {
		a.Errorf("--check prints\n%s%s\nwant\n%s", stdout, stderr, want)
	}
	a.must("go generate ./...")
	a.must("go tool errdocs gen go --check")
	a.must("go test ./...")
}

// TestGenerateInPackage has the go:generate line in the package itself, with its name
// from there, in a module whose catalog says neither.
func TestGenerateInPackage(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles errdocs")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs a shell: ", err)
	}
	t.Parallel()
	a := newAdopter(t)
	a.must("go get -tool github.com/errdocs/errdocs/cmd/errdocs")
	a.write("catalog/errdocs.yaml", config)
	a.write("catalog/404/no-such-order.yaml", "title: No such order\n")
	a.write("internal/problems/doc.go", "package problems\n\n//go:generate go tool errdocs gen go\n")
	a.must("go generate ./...")
	a.must("go vet ./...")
	a.write("main.go", "package main\n\nimport \"example.com/shop/internal/problems\"\n\nfunc main() { println(string(problems.NoSuchOrder)) }\n")
	if _, stderr, err := a.sh("go run ."); err != nil || stderr != "https://errors.example.com/404/no-such-order\n" {
		t.Errorf("got %q, %v", stderr, err)
	}
	if got := gogentest.Go(t, a.dir, "list", "./internal/..."); got != "example.com/shop/internal/problems\nexample.com/shop/internal/problems/problemstest\n" {
		t.Errorf("the packages are\n%s", got)
	}
}
