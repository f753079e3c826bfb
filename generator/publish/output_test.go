package publish_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/errdocs/errdocs/generator/publish"
)

// set makes a FileSet of paths; each file holds its path and the text.
func set(text string, paths ...string) *publish.FileSet {
	var s publish.FileSet
	for _, p := range paths {
		s.Add(p, []byte(p+" "+text))
	}
	return &s
}

// build brings a folder to the state of a set.
func build(t *testing.T, dir string, s *publish.FileSet, o publish.Options) {
	t.Helper()
	if _, err := publish.WriteSite(t.Context(), dir, s, o); err != nil {
		t.Fatal(err)
	}
}

// files lists the files and folders below dir; folders end in a slash.
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
		t.Errorf("%s holds %q, want %q", filepath.Base(dir), got, want)
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
	for _, p := range []string{"", "/a", "a/", "a//b", "./a", "a/.", "../a", "a/../b", "a/..", `a\b`, "a\x00b", "c:/a", "."} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was taken", p)
				}
			}()
			var s publish.FileSet
			s.Add(p, nil)
		}()
	}
	var s publish.FileSet
	for _, p := range []string{"b", "a/b.md", "..a", "a b", "-x", ".well-known/a", "ü"} {
		s.Add(p, nil)
	}
	s.Add("b", nil) // the same again
	if want := []string{"-x", "..a", ".well-known/a", "a b", "a/b.md", "b", "ü"}; !slices.Equal(s.Paths(), want) {
		t.Errorf("paths are %q, want %q", s.Paths(), want)
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
	p, err := publish.PlanSite(dir, set("two", "index.html", "b/c/x.md"))
	if err != nil || !p.Empty() || p.Unchanged != 3 {
		t.Errorf("the second build would change %v, %v", p, err)
	}
}

// A file becomes a folder, a folder a file, and an empty folder stands where a file has
// to be.
func TestFileAndFolderChangePlaces(t *testing.T) {
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

// A folder with foreign files stands where a file has to be: not even force can help.
func TestForeignFolderInTheWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.md", "notes", "mine"), "mine")
	for _, force := range []bool{false, true} {
		_, err := publish.WriteSite(t.Context(), dir, set("one", "a.md"), publish.Options{Force: force})
		if err == nil || !strings.HasSuffix(err.Error(), "a.md is a folder, and the site has a file of that name") {
			t.Errorf("force %v: %v", force, err)
		}
	}
	wantFiles(t, dir, "a.md/", "a.md/notes/", "a.md/notes/mine")
}

// TestDiskErrors plays a disk that refuses a file by a name that no disk takes.
func TestDiskErrors(t *testing.T) {
	t.Parallel()
	impossible := strings.Repeat("x", 300)
	dir := filepath.Join(t.TempDir(), "site")
	apply := func() error {
		_, err := publish.WriteSite(t.Context(), dir, set("two", "a.md", "b/c.md", impossible), publish.Options{})
		return err
	}
	if err := apply(); err == nil || !strings.HasPrefix(err.Error(), "write "+dir+": ") {
		t.Errorf("a new folder: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder that could not be filled is left: %v", err)
	}
	build(t, dir, set("one", "a.md"), publish.Options{})
	before := read(t, filepath.Join(dir, publish.ManifestName))
	if err := apply(); err == nil {
		t.Error("an old folder: no error")
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
		_, looked := publish.PlanSite(dir, set("one", "a.md"))
		_, wrote := publish.WriteSite(t.Context(), dir, set("one", "a.md"), publish.Options{})
		_, forced := publish.WriteSite(t.Context(), dir, set("one", "a.md"), publish.Options{Force: true})
		for _, err := range []error{looked, wrote, forced} {
			if damaged := (*publish.DamagedError)(nil); !errors.As(err, &damaged) {
				t.Errorf("%q: %v", text, err)
				continue
			}
			if strings.Contains(err.Error(), "json:") || strings.Contains(err.Error(), "[]string") {
				t.Errorf("%q: the message speaks Go: %v", text, err)
			}
		}
	}
}

// What a manifest lists and is a folder or link by now is not removed.
func TestLeftOverThatIsNoFile(t *testing.T) {
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
		t.Error("a file was taken for a folder")
	}
}

const header = "// made by us"

func TestGoPackage(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "apierr")
	pkg := func(paths ...string) *publish.FileSet {
		var s publish.FileSet
		for _, p := range paths {
			s.Add(p, []byte(header+" "+p))
		}
		return &s
	}
	apply := func(s *publish.FileSet) error { return publish.WriteGoPackage(t.Context(), dir, s, header) }
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
		t.Error("a folder was replaced by a file")
	}
	if got := read(t, filepath.Join(dir, "hand.go")); got != "package apierr" {
		t.Errorf("hand.go is %q", got)
	}
}

// TestLookAtOnce asks a Writer that only looks for files while others are added.
func TestLookAtOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, set("one", "a.md"), publish.Options{})
	w, err := publish.Look(t.Context(), dir, publish.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			name := fmt.Sprintf("%d.md", i)
			w.Add(name, []byte(name))
			if data, ok := w.Get(name); !ok || string(data) != name {
				t.Errorf("%s is %q, %t", name, data, ok)
			}
		})
	}
	all.Wait()
}
