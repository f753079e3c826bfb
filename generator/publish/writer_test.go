package publish_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/errdocs/errdocs/generator/publish"
)

// set returns files; each contains its path and the text.
func set(text string, paths ...string) map[string][]byte {
	s := map[string][]byte{}
	for _, p := range paths {
		s[p] = []byte(p + " " + text)
	}
	return s
}

// publishSite brings a directory to the state of a set. All files are added at once.
func publishSite(ctx context.Context, dir string, files map[string][]byte, o publish.Options) (*publish.Plan, error) {
	w, err := publish.Open(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return addAll(w, files)
}

func addAll(w *publish.Writer, files map[string][]byte) (*publish.Plan, error) {
	var all sync.WaitGroup
	for name, data := range files {
		all.Go(func() {
			data := bytes.Clone(data)
			w.Add(name, data)
			clear(data) // the Writer must not use it after Add
		})
	}
	all.Wait()
	return w.Publish()
}

// look returns what a build would do.
func look(dir string, files map[string][]byte) (*publish.Plan, error) {
	w, err := publish.Look(dir)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return addAll(w, files)
}

// build brings a directory to the state of a set, or fails the test.
func build(t *testing.T, dir string, files map[string][]byte, o publish.Options) {
	t.Helper()
	if _, err := publishSite(t.Context(), dir, files, o); err != nil {
		t.Fatal(err)
	}
}

// files lists the files and directories below dir; directories end in a slash.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			rel += "/"
		}
		list = append(list, rel)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("%s contains %q, want %q", filepath.Base(dir), got, want)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	w, err := publish.Open(t.Context(), dir, publish.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	panics := func(name, text string) (panicked bool) {
		defer func() { panicked = recover() != nil }()
		w.Add(name, []byte(text))
		return false
	}
	for _, p := range []string{"", "/a", "a/", "a//b", "./a", "a/.", "../a", "a/../b", "a/..", `a\b`, "a\x00b", "c:/a", "."} {
		if !panics(p, "") {
			t.Errorf("%q was accepted", p)
		}
	}
	good := []string{"-x", "..a", ".well-known/a", "a b", "a/b.md", "b", "ü"}
	for _, p := range append(good, "b") { // the same again
		if panics(p, "one") {
			t.Errorf("%q was rejected", p)
		}
	}
	if !panics("b", "two") {
		t.Error("two files at one path")
	}
	if p, err := w.Publish(); err != nil || len(p.Changes) != len(good)+1 {
		t.Errorf("published %v, %v", p, err)
	}
	if got := read(t, filepath.Join(dir, "b")); got != "one" {
		t.Errorf("b is %q", got)
	}
}

func TestSite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "deep", "site")
	build(t, dir, set("one", "index.html", "a/x.md", "a/y.md"), publish.Options{})
	wantFiles(t, dir, ".errdocs.json", "a/", "a/x.md", "a/y.md", "index.html")
	build(t, dir, set("two", "index.html", "b/c/x.md"), publish.Options{})
	wantFiles(t, dir, ".errdocs.json", "b/", "b/c/", "b/c/x.md", "index.html")
	if got := read(t, filepath.Join(dir, "index.html")); got != "index.html two" {
		t.Errorf("index.html is %q", got)
	}
	p, err := look(dir, set("two", "index.html", "b/c/x.md"))
	if err != nil || !p.Empty() || p.Unchanged != 3 {
		t.Errorf("the second build would change %v, %v", p, err)
	}
}

// A file becomes a directory, a directory becomes a file, and a file replaces an empty
// directory.
func TestFileBecomesDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	build(t, dir, set("one", "a", "b/c/d", "z/y"), publish.Options{})
	build(t, dir, set("two", "a/b", "b", "z/y"), publish.Options{})
	wantFiles(t, dir, ".errdocs.json", "a/", "a/b", "b", "z/", "z/y")
	build(t, dir, set("one", "a", "b/c/d", "z/y"), publish.Options{})
	wantFiles(t, dir, ".errdocs.json", "a", "b/", "b/c/", "b/c/d", "z/", "z/y")
	if err := os.MkdirAll(filepath.Join(dir, "new.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	build(t, dir, set("one", "a", "b/c/d", "new.md"), publish.Options{})
	wantFiles(t, dir, ".errdocs.json", "a", "b/", "b/c/", "b/c/d", "new.md")
}

// Even with force, a file does not replace a directory with foreign files.
func TestForeignDirectoryInTheWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.md", "notes", "mine"), "mine")
	for _, force := range []bool{false, true} {
		_, err := publishSite(t.Context(), dir, set("one", "a.md"), publish.Options{Force: force})
		if err == nil || !strings.HasSuffix(err.Error(), "a.md is a directory, but the site has a file with that name") {
			t.Errorf("force %v: %v", force, err)
		}
	}
	wantFiles(t, dir, "a.md/", "a.md/notes/", "a.md/notes/mine")
}

// TestDiskErrors writes a file whose name is too long for any disk.
func TestDiskErrors(t *testing.T) {
	t.Parallel()
	impossible := strings.Repeat("x", 300)
	dir := filepath.Join(t.TempDir(), "site")
	apply := func() error {
		_, err := publishSite(t.Context(), dir, set("two", "a.md", "b/c.md", impossible), publish.Options{})
		return err
	}
	if err := apply(); err == nil || !strings.HasPrefix(err.Error(), "write "+dir+": ") {
		t.Errorf("a new directory: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the new directory was not removed: %v", err)
	}
	build(t, dir, set("one", "a.md"), publish.Options{})
	before := read(t, filepath.Join(dir, publish.ManifestName))
	if err := apply(); err == nil {
		t.Error("an old directory: no error")
	}
	wantFiles(t, dir, ".errdocs.json", "a.md")
	if got := read(t, filepath.Join(dir, "a.md")); got != "a.md one" {
		t.Errorf("the old page is %q", got)
	}
	if got := read(t, filepath.Join(dir, publish.ManifestName)); got != before {
		t.Errorf("the old manifest is %q", got)
	}
}

func TestManifestIsNotTrusted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "{", "null x", `{"files": "a"}`, `{"files": [1]}`,
		`{"files": ["../a"]}`, `{"files": ["/a"]}`, `{"files": ["a/../../b"]}`, `{"files": ["a//b"]}`, `{"files": [""]}`,
		`{"files": ["."]}`, `{"files": ["a\\b"]}`, `{"files": ["c:a"]}`, `{"files": [".git/config"]}`, `{"files": [".errdocs.json"]}`,
		`{"kept": ["../a"]}`, `{"kept": ["/etc/passwd"]}`,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, publish.ManifestName), text)
		write(t, filepath.Join(dir, ".git", "config"), "git")
		_, looked := look(dir, set("one", "a.md"))
		_, wrote := publishSite(t.Context(), dir, set("one", "a.md"), publish.Options{})
		_, forced := publishSite(t.Context(), dir, set("one", "a.md"), publish.Options{Force: true})
		for _, err := range []error{looked, wrote, forced} {
			if damaged := (*publish.DamagedError)(nil); !errors.As(err, &damaged) {
				t.Errorf("%q: %v", text, err)
				continue
			}
			if strings.Contains(err.Error(), "json:") || strings.Contains(err.Error(), "[]string") {
				t.Errorf("%q: the message contains Go terms: %v", text, err)
			}
		}
	}
}

// A path of the manifest that is a directory or a link on disk is not removed.
func TestStaleIsNotAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, publish.ManifestName), `{"files": ["a", "b", "c/d"]}`)
	write(t, filepath.Join(dir, "a", "mine"), "mine")
	outside := t.TempDir()
	write(t, filepath.Join(outside, "d"), "precious")
	if os.Symlink(filepath.Join(outside, "d"), filepath.Join(dir, "b")) != nil || os.Symlink(outside, filepath.Join(dir, "c")) != nil {
		t.Skip("no symbolic links here")
	}
	build(t, dir, set("one", "e"), publish.Options{Force: true})
	wantFiles(t, dir, ".errdocs.json", "a/", "a/mine", "b", "c", "e")
	wantFiles(t, outside, "d")
}

func TestCreate(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	if err := publish.Create(dir, set("one", "a", "b/c")); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, "a", "b/", "b/c")
	if err := publish.Create(dir, set("two", "b/c", "b/d")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want fs.ErrExist", err)
	}
	wantFiles(t, dir, "a", "b/", "b/c")
	if err := publish.Create(filepath.Join(dir, "a"), set("one", "x")); err == nil {
		t.Error("a file was accepted as a directory")
	}
}

const header = "// made by us"

func TestGoPackage(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "apierr")
	pkg := func(paths ...string) map[string][]byte {
		s := map[string][]byte{}
		for _, p := range paths {
			s[p] = []byte(header + " " + p)
		}
		return s
	}
	apply := func(s map[string][]byte) error { return publish.WriteGoPackage(t.Context(), dir, s, header) }
	if err := apply(pkg("catalog_gen.go", "apierrtest/apierrtest_gen.go")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "hand.go"), "package apierr")
	write(t, filepath.Join(dir, "sql_gen.go"), "// made by another tool")
	write(t, filepath.Join(dir, "other", "catalog_gen.go"), header)           // another catalog's package
	write(t, filepath.Join(dir, "othertest", "catalog_gen.go"), header)       // not the name of a test package
	write(t, filepath.Join(dir, "deep", "xtest", "xtest_gen.go"), header)     // too deep
	write(t, filepath.Join(dir, ".git", "gittest", "gittest_gen.go"), header) // not to be walked
	if err := apply(pkg("errors_gen.go", "problemstest/problemstest_gen.go")); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, ".git/", ".git/gittest/", ".git/gittest/gittest_gen.go", "deep/", "deep/xtest/", "deep/xtest/xtest_gen.go",
		"errors_gen.go", "hand.go", "other/", "other/catalog_gen.go", "othertest/", "othertest/catalog_gen.go",
		"problemstest/", "problemstest/problemstest_gen.go", "sql_gen.go")
	err := apply(pkg("errors_gen.go", "hand.go"))
	if notOurs := (*publish.NotOursError)(nil); !errors.As(err, &notOurs) || !strings.HasSuffix(notOurs.File, "apierr/hand.go") {
		t.Errorf("got %v", err)
	}
	if err := apply(pkg("deep")); err == nil {
		t.Error("a file replaced a directory")
	}
	if got := read(t, filepath.Join(dir, "hand.go")); got != "package apierr" {
		t.Errorf("hand.go is %q", got)
	}
}

// TestLook compares without a lock, writes nothing, and returns a difference.
func TestLook(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	if p, err := look(dir, set("one", "a")); err != nil || len(p.Changes) != 2 {
		t.Errorf("without a directory: %v, %v", p, err)
	}
	wantFiles(t, parent)
	build(t, dir, set("one", "a\nb", "same", "stale"), publish.Options{})
	write(t, filepath.Join(dir, "CNAME"), "name")
	held, err := publish.Open(t.Context(), dir, publish.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	held.Add("staged", nil)
	before := content(t, parent)
	files := set("two", "a\nb", "new")
	files["same"] = []byte("same one")
	p, err := look(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	wantContent(t, parent, before)
	want := []publish.Change{{publish.ManifestName, publish.Edited}, {"a\nb", publish.Edited}, {"new", publish.Missing}, {"stale", publish.Stale}}
	if !slices.Equal(p.Changes, want) || p.Unchanged != 1 {
		t.Errorf("the plan is %v, %d unchanged", p.Changes, p.Unchanged)
	}
	text, err := p.Diff(p.Changes[1])
	if err != nil || !strings.Contains(string(text), "\n-b one\n") || !strings.Contains(string(text), "\n+b two\n") {
		t.Errorf("the difference is %q, %v", text, err)
	}
}

// TestAddOnly updates a site, but removes nothing.
func TestAddOnly(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, set("one", "a", "b", "c"), publish.Options{})
	before := content(t, dir)
	_, err := publishSite(t.Context(), dir, set("two", "a"), publish.Options{AddOnly: true})
	if removes := (*publish.RemovesError)(nil); !errors.As(err, &removes) || removes.Files != 2 {
		t.Errorf("got %v", err)
	}
	wantContent(t, dir, before)
	build(t, dir, set("two", "a", "b", "c", "d"), publish.Options{AddOnly: true})
	wantFiles(t, dir, ".errdocs.json", "a", "b", "c", "d")
}

// TestAddLarge adds a file that is written in pieces, and compared with the file on disk like
// any other.
func TestAddLarge(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	long := strings.Repeat("a line of a long file\n", 20_000)
	publishLarge := func(text string) *publish.Plan {
		t.Helper()
		w, err := publish.Open(t.Context(), dir, publish.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		calls := 0
		defer func() {
			if calls != 1 {
				t.Errorf("the file was written %d times", calls)
			}
		}()
		w.AddLarge("large.txt", func(to io.Writer) error {
			calls++
			for piece := range slices.Chunk([]byte(text), 1000) {
				if _, err := to.Write(piece); err != nil {
					return err
				}
			}
			return nil
		})
		p, err := w.Publish()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, text := range []string{long, long + "more\n", long[:len(long)/2], "b" + long[1:], long[:len(long)-2] + "b\n", "", long} {
		if p := publishLarge(text); p.Empty() {
			t.Errorf("a file of %d bytes changed nothing", len(text))
		}
		if got := read(t, filepath.Join(dir, "large.txt")); got != text {
			t.Errorf("the file has %d bytes and not the %d that were written", len(got), len(text))
		}
		if p := publishLarge(text); !p.Empty() || p.Unchanged != 2 { // and the manifest
			t.Errorf("the same file of %d bytes again changed %v", len(text), p)
		}
	}
	w, err := publish.Open(t.Context(), dir, publish.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	broken := errors.New("no more")
	w.AddLarge("large.txt", func(to io.Writer) error {
		_, err := io.WriteString(to, "half")
		return errors.Join(err, broken)
	})
	if _, err := w.Publish(); !errors.Is(err, broken) {
		t.Errorf("published a file that could not be written: %v", err)
	}
	if got := read(t, filepath.Join(dir, "large.txt")); got != long {
		t.Errorf("a file that could not be written replaced the one on disk: %d bytes", len(got))
	}
}
