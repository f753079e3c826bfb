package publish_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/errdocs/errdocs/generator/publish"
)

// content returns the files below a directory with their content, links with their target.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range files(t, dir) {
		file := filepath.Join(dir, name)
		info, err := os.Lstat(file)
		switch {
		case err != nil:
			t.Fatal(err)
		case info.Mode()&fs.ModeSymlink != 0:
			if all[name], err = os.Readlink(file); err != nil {
				t.Fatal(err)
			}
		case info.IsDir():
			all[name] = "folder"
		default:
			all[name] = read(t, file)
		}
	}
	return all
}

func wantContent(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if got := content(t, dir); !maps.Equal(got, want) {
		t.Errorf("%s contains %q,\nwant %q", dir, got, want)
	}
}

// TestF02FullDisk simulates a full disk after every number of bytes. Unless the last byte fits,
// nothing changes and no file is left behind.
func TestF02FullDisk(t *testing.T) {
	t.Parallel()
	var o publish.Options
	step := int64(1)
	if testing.Short() {
		step = 13
	}
	for _, first := range []bool{true, false} {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		if !first {
			build(t, dir, set("one", "a", "o/x", "same"), o)
			write(t, filepath.Join(dir, "CNAME"), "name")
			build(t, dir, set("one", "a", "o/x", "same"), publish.Options{Force: true})
		}
		before, times := content(t, parent), infos(t, parent)
		next := set("two", "a", "n/y")
		next["same"] = []byte("same one")
		failures := 0
		for n := int64(0); ; n += step {
			_, err := publishSite(t.Context(), dir, next, o.FullAfter(n))
			if err == nil {
				break
			}
			failures++
			if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "write "+dir+": ") {
				t.Fatalf("after %d bytes: %v", n, err)
			}
			if now := content(t, parent); !maps.Equal(now, before) {
				t.Fatalf("after %d bytes: %q", n, now)
			}
			for name, info := range infos(t, parent) {
				if !first && !same(times[name], info) {
					t.Fatalf("after %d bytes: %s was changed", n, name)
				}
			}
		}
		if int64(failures) < 150/step {
			t.Errorf("the disk was full only %d times", failures)
		}
		want := []string{".errdocs.json", "a", "n/", "n/y", "same"}
		if !first {
			want = slices.Insert(want, 1, "CNAME")
		}
		wantFiles(t, dir, want...)
		if now := files(t, parent); slices.ContainsFunc(now, func(name string) bool { return strings.Contains(name, "errdocs-") }) {
			t.Errorf("left behind: %q", now)
		}
	}
}

// TestF03BuildsAtOnce lets builds of two catalogs write to one directory.
func TestF03BuildsAtOnce(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	sets := []map[string][]byte{set("one", "a.md", "b/c.md", "x"), set("two", "a.md", "b", "y/z.md")}
	var wants [2]map[string]string
	for i, s := range sets {
		build(t, filepath.Join(parent, "one"), s, publish.Options{})
		wants[i] = content(t, filepath.Join(parent, "one"))
	}
	for range 6 {
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if _, err := publishSite(t.Context(), dir, sets[i%2], publish.Options{}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := content(t, dir); !maps.Equal(got, wants[0]) && !maps.Equal(got, wants[1]) {
			t.Fatalf("neither site one nor site two: %q", got)
		}
	}
	wantTop(t, parent, "one", "site")
}

// wantTop compares the names in a directory, but not those in the directories below it.
func wantTop(t *testing.T, dir string, want ...string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s contains %q, want %q", dir, got, want)
	}
}

// TestF04Readers reads all pages repeatedly during repeated builds.
func TestF04Readers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	var paths []string
	for i := range 12 {
		paths = append(paths, fmt.Sprintf("401/page-%d/index.html", i))
	}
	texts := []string{strings.Repeat("one ", 2000), strings.Repeat("two ", 3000)}
	build(t, dir, set(texts[1], paths...), publish.Options{})
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				for _, p := range paths {
					data, err := os.ReadFile(filepath.Join(dir, p))
					if err != nil || !bytes.Equal(data, []byte(p+" "+texts[0])) && !bytes.Equal(data, []byte(p+" "+texts[1])) {
						t.Errorf("%s: %d bytes, %v", p, len(data), err)
						return
					}
				}
			}
		})
	}
	for i := range 50 {
		all := set(texts[i%2], paths...)
		all[fmt.Sprintf("40%d/page/index.html", i%2)] = []byte("other files come and go")
		build(t, dir, all, publish.Options{})
	}
	stop()
	readers.Wait()
}

// TestOrder reads the site while it changes: pages must not link to pages or assets that do
// not exist.
func TestOrder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	at := func(n int) map[string][]byte {
		text := func(s string) []byte { return fmt.Appendf(nil, "%s %d", s, n) }
		return map[string][]byte{
			"a-page":                         text("links to static/css"),
			"static/css":                     text("css"),
			"index.html":                     text("links to pages"),
			fmt.Sprintf("409/page-%d", n):    text("page"),
			fmt.Sprintf("410/%d/page", n):    text("page"),
			fmt.Sprintf("static/%d/icon", n): text("icon"),
		}
	}
	build(t, dir, at(0), publish.Options{})
	ctx, stop := context.WithCancel(t.Context())
	var reader sync.WaitGroup
	reader.Go(func() {
		for ctx.Err() == nil {
			page, index := read(t, filepath.Join(dir, "a-page")), read(t, filepath.Join(dir, "index.html"))
			n, css := 0, 0
			fmt.Sscanf(page, "links to static/css %d", &n)
			fmt.Sscanf(read(t, filepath.Join(dir, "static/css")), "css %d", &css)
			if css < n {
				t.Errorf("page %d links to css %d", n, css)
			}
			fmt.Sscanf(index, "links to pages %d", &n)
			for _, name := range []string{"409/page-%d", "410/%d/page", "static/%d/icon"} {
				_, err := os.Stat(filepath.Join(dir, fmt.Sprintf(name, n)))
				if err != nil && read(t, filepath.Join(dir, "index.html")) == index {
					t.Errorf("index %d: %v", n, err)
				}
			}
		}
	})
	for n := range 100 {
		build(t, dir, at(n+1), publish.Options{})
	}
	stop()
	reader.Wait()
}

// TestF05ForeignMeanwhile writes foreign files while a build runs: next to the pages, over a
// file that is preserved, and at paths of the new site. All are on disk afterwards.
func TestF05ForeignMeanwhile(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	write(t, filepath.Join(dir, "CNAME"), "name")
	write(t, filepath.Join(dir, "notes", "mine"), "mine")
	build(t, dir, set("one", "a.md", "gone/b.md"), publish.Options{Force: true})
	outside := t.TempDir()
	notes := map[string]bool{}
	o := publish.Options{Note: func(text string) { notes[text] = true }}
	var once sync.Once
	_, err := publishSite(t.Context(), dir, set("two", "a.md", "c.md", "d/e.md", "f/g/h.md"), o.Before("c.md", func() {
		once.Do(func() {
			write(t, filepath.Join(dir, "upload", "deep", "x"), "x")
			write(t, filepath.Join(dir, "notes", "more"), "more")
			write(t, filepath.Join(dir, "gone", "late"), "late")
			write(t, filepath.Join(dir, "c.md"), "theirs")
			write(t, filepath.Join(dir, "d"), "their d")
			if err := os.Symlink(outside, filepath.Join(dir, "f")); err != nil {
				write(t, filepath.Join(dir, "f"), outside)
			}
			write(t, filepath.Join(dir, "other"), "edited name")
			if err := os.Rename(filepath.Join(dir, "other"), filepath.Join(dir, "CNAME")); err != nil {
				t.Error(err)
			}
			if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
				t.Error(err)
			}
		})
	}))
	if err != nil {
		t.Fatal(err)
	}
	got := content(t, dir)
	delete(got, publish.ManifestName)
	want := map[string]string{
		"a.md": "a.md two", "c.md": "c.md two", "c.md.errdocs-1": "theirs", "d/": "folder", "d/e.md": "d/e.md two",
		"d.errdocs-1": "their d", "f/": "folder", "f/g/": "folder", "f/g/h.md": "f/g/h.md two", "f.errdocs-1": outside, "CNAME": "edited name", "empty/": "folder",
		"gone/": "folder", "gone/late": "late", "notes/": "folder", "notes/mine": "mine", "notes/more": "more",
		"upload/": "folder", "upload/deep/": "folder", "upload/deep/x": "x",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for _, name := range []string{"c.md", "d", "f"} {
		if note := name + " changed during the build: that version is now " + name + ".errdocs-1"; !notes[note] {
			t.Errorf("no note %q in %v", note, notes)
		}
	}
	wantTop(t, parent, "site")
	wantTop(t, outside)
}

// TestF06Unchanged edits one page: all other files and directories, foreign ones included,
// keep inode, mode and time. Without an edit nothing changes.
func TestF06Unchanged(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	first := set("one", "a.md", "b/c.md", "d.md")
	write(t, filepath.Join(dir, "private", "CNAME"), "name")
	if err := os.Chmod(filepath.Join(dir, "private"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o751); err != nil {
		t.Fatal(err)
	}
	build(t, dir, first, publish.Options{Force: true})
	before := infos(t, dir)
	build(t, dir, first, publish.Options{})
	for name, info := range infos(t, dir) {
		if !same(before[name], info) {
			t.Errorf("%s was changed", name)
		}
	}
	edited := set("one", "a.md", "b/c.md")
	edited["d.md"] = []byte("edited")
	build(t, dir, edited, publish.Options{})
	after := infos(t, dir)
	if len(after) != len(before) {
		t.Errorf("%d names became %d", len(before), len(after))
	}
	for name, info := range after {
		switch {
		case name == "d.md":
			if os.SameFile(before[name], info) {
				t.Error("the edited page was overwritten in place")
			}
		case name == ".": // where d.md is
			if !os.SameFile(before[name], info) || before[name].Mode() != info.Mode() {
				t.Errorf("the directory of the site was replaced: %v is now %v", before[name].Mode(), info.Mode())
			}
		case !same(before[name], info):
			t.Errorf("%s was changed", name)
		}
	}
}

func same(a, b fs.FileInfo) bool {
	return a != nil && os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Mode() == b.Mode()
}

// infos describes a directory and what it contains.
func infos(t *testing.T, dir string) map[string]fs.FileInfo {
	t.Helper()
	all := map[string]fs.FileInfo{}
	for _, name := range append(files(t, dir), ".") {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = info
	}
	return all
}

// TestF09OddPaths builds into directories with odd names, which contain foreign files with
// odd names.
func TestF09OddPaths(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"with space", "new\nline", "-dash", strings.Repeat("n", 200), strings.Repeat("n", 250), `a\b`, "%41", "ü\u0301", "\xff"} {
		parent := t.TempDir()
		dir := filepath.Join(parent, name)
		build(t, dir, set("one", "a.md"), publish.Options{})
		write(t, filepath.Join(dir, "-odd: \n\\ name"), "odd")
		build(t, dir, set("two", "a.md"), publish.Options{Force: true})
		build(t, dir, set("three", "a.md"), publish.Options{})
		wantFiles(t, dir, "-odd: \n\\ name", ".errdocs.json", "a.md")
		wantTop(t, parent, name)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat(strings.Repeat("n", 200)+"/", 30))
	if _, err := publishSite(t.Context(), long, set("one", "a.md"), publish.Options{}); !errors.Is(err, syscall.ENAMETOOLONG) {
		t.Errorf("a path that is too long: %v", err)
	}
}

// TestInterrupted stops a build while it writes.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	build(t, dir, set("one", "a.md"), publish.Options{})
	before := content(t, parent)
	ctx, stop := context.WithCancel(t.Context())
	_, err := publishSite(ctx, dir, set("two", "a.md", "b.md", "c.md"), publish.Options{}.Before("a.md", stop))
	if err == nil || !strings.HasSuffix(err.Error(), ": interrupted") {
		t.Errorf("got %v", err)
	}
	wantContent(t, parent, before)
	_, err = publishSite(ctx, dir, set("one", "a.md"), publish.Options{})
	if err == nil || !strings.HasSuffix(err.Error(), ": interrupted") {
		t.Errorf("nothing to write: %v", err)
	}
}

// TestKilled repairs the state after a killed build: staged files, or old and new files with a
// manifest that lists both.
func TestKilled(t *testing.T) {
	t.Parallel()
	marked := map[string]string{".errdocs-new/.errdocs-new.json": "{", ".errdocs-new/a": "a tw", ".errdocs-new/b/c": "b/c two"}
	renaming := map[string]string{
		".errdocs.json": `{"files": ["a", "b/c", "d", "new/e", "old/f"]}`, ".errdocs-new/.errdocs-new.json": "{", ".errdocs-new/.errdocs.json": "{}",
		".errdocs-new/a": "a two", "b/c": "b/c two", "new/e": "new/e two", "old/f": "",
	}
	for what, leftovers := range map[string]map[string]string{
		"no staged file": {".errdocs-new/": ""}, "the marker": {".errdocs-new/.errdocs-new.json": ""}, "staged files": marked, "renamed files": renaming,
	} {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		next := set("two", "a", "b/c", "new/e")
		next["d"] = []byte("d one")
		build(t, filepath.Join(parent, "want"), next, publish.Options{})
		build(t, dir, set("one", "a", "b/c", "d", "old/f"), publish.Options{})
		for name, text := range leftovers {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name+"x")), 0o755); err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "/") {
				write(t, filepath.Join(dir, name), text)
			}
			if name == "old/f" { // removed already, but not its directory
				if err := os.Remove(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if p, err := look(dir, next); err != nil || p.Empty() {
			t.Errorf("%s: %v, %v", what, p, err)
		}
		build(t, dir, next, publish.Options{})
		wantContent(t, dir, content(t, filepath.Join(parent, "want")))
	}
}

// TestStagingInTheWay builds with something else at the path of the staging directory.
func TestStagingInTheWay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".errdocs-new", ".errdocs-new/precious", ".errdocs-new/.errdocs-new.json/precious"} {
		dir := t.TempDir()
		build(t, dir, set("one", "a.md"), publish.Options{})
		write(t, filepath.Join(dir, name), "precious")
		before := content(t, dir)
		_, err := publishSite(t.Context(), dir, set("two", "a.md"), publish.Options{Force: true})
		if inTheWay := (*publish.InTheWayError)(nil); !errors.As(err, &inTheWay) || filepath.Base(inTheWay.Path) != ".errdocs-new" {
			t.Errorf("%s: %v", name, err)
		}
		if err := publish.Create(dir, set("one", "b")); !errors.As(err, new(*publish.InTheWayError)) {
			t.Errorf("%s: %v", name, err)
		}
		wantContent(t, dir, before)
	}
}
