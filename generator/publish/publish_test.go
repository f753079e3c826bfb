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

// ways are the three ways in which a site is published.
var ways = map[string]publish.Options{
	"exchange":    {},
	"two renames": {TwoRenames: true},
	"in place":    {InPlace: true},
}

// eachWay runs a test for each of them.
func eachWay(t *testing.T, test func(t *testing.T, o publish.Options)) {
	t.Helper()
	for name, o := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, o)
		})
	}
}

// content returns all files below a folder, with what they hold; links with where they
// lead.
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
		t.Errorf("%s holds %q,\nwant %q", dir, got, want)
	}
}

// TestF02FullDisk fills the disk after every number of bytes. Until the last byte fits,
// nothing has changed, and nothing is left.
func TestF02FullDisk(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, o publish.Options) {
		for _, first := range []bool{true, false} {
			parent := t.TempDir()
			dir := filepath.Join(parent, "site")
			if !first {
				build(t, dir, set("one", "a", "o/x", "same"), o)
				write(t, filepath.Join(dir, "CNAME"), "name")
				build(t, dir, set("one", "a", "o/x", "same"), publish.Options{Force: true, InPlace: o.InPlace})
			}
			before := content(t, parent)
			next := set("two", "a", "n/y")
			next.Add("same", []byte("same one"))
			failures := 0
			for n := int64(0); ; n++ {
				_, err := publish.WriteSite(t.Context(), dir, next, o.FullAfter(n))
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
			}
			if failures < 150 {
				t.Errorf("the disk was full %d times only", failures)
			}
			want := []string{".errdocs.json", "a", "n/", "n/y", "same"}
			if !first {
				want = slices.Insert(want, 1, "CNAME")
			}
			wantFiles(t, dir, want...)
			if now := files(t, parent); slices.ContainsFunc(now, func(name string) bool { return strings.Contains(name, "errdocs-") }) {
				t.Errorf("left: %q", now)
			}
		}
	})
}

// TestF03BuildsAtOnce lets builds of two catalogs write to one folder.
func TestF03BuildsAtOnce(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, o publish.Options) {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		sets := []*publish.FileSet{set("one", "a.md", "b/c.md", "x"), set("two", "a.md", "b", "y/z.md")}
		var wants [2]map[string]string
		for i, s := range sets {
			build(t, filepath.Join(parent, "alone"), s, o)
			wants[i] = content(t, filepath.Join(parent, "alone"))
		}
		for range 6 {
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					if _, err := publish.WriteSite(t.Context(), dir, sets[i%2], o); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if got := content(t, dir); !maps.Equal(got, wants[0]) && !maps.Equal(got, wants[1]) {
				t.Fatalf("neither one nor two: %q", got)
			}
		}
		wantTop(t, parent, "alone", "site")
	})
}

// wantTop says what a folder may hold, not looking into folders.
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
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

// TestF04Readers reads all pages over and over while the site is built again and again.
// There is an instant without a site where two folders cannot be exchanged.
func TestF04Readers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"exchange", "in place"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "site")
			var paths []string
			for i := range 12 {
				paths = append(paths, fmt.Sprintf("401/page-%d/index.html", i))
			}
			texts := []string{strings.Repeat("one ", 2000), strings.Repeat("two ", 3000)}
			build(t, dir, set(texts[1], paths...), ways[name])
			if name == "exchange" && !publish.Exchanges(t.TempDir()) {
				t.Skip("this system cannot exchange two folders")
			}
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
				build(t, dir, set(texts[i%2], paths...), ways[name])
			}
			stop()
			readers.Wait()
		})
	}
}

// TestF05ForeignMeanwhile writes foreign files while a build runs: into the site, and
// over one that it keeps. They are in the new site, as they were written last.
func TestF05ForeignMeanwhile(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, o publish.Options) {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		write(t, filepath.Join(dir, "CNAME"), "name")
		write(t, filepath.Join(dir, "notes", "mine"), "mine")
		o.Force = true
		build(t, dir, set("one", "a.md", "gone/b.md"), o)
		o.Force = false
		var once sync.Once
		_, err := publish.WriteSite(t.Context(), dir, set("two", "a.md", "c.md"), o.Before("c.md", func() {
			once.Do(func() {
				write(t, filepath.Join(dir, "upload", "deep", "x"), "x")
				write(t, filepath.Join(dir, "notes", "more"), "more")
				write(t, filepath.Join(dir, "gone", "late"), "late")
				write(t, filepath.Join(dir, "c.md"), "theirs")
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
			"a.md": "a.md two", "c.md": "c.md two", "c.md.errdocs-1": "theirs", "CNAME": "edited name", "empty/": "folder",
			"gone/": "folder", "gone/late": "late", "notes/": "folder", "notes/mine": "mine", "notes/more": "more",
			"upload/": "folder", "upload/deep/": "folder", "upload/deep/x": "x",
		}
		if !maps.Equal(got, want) {
			t.Errorf("got %q\nwant %q", got, want)
		}
		wantTop(t, parent, "site")
	})
}

// TestF06Unchanged edits one page: all other files stay the same files, with mode and
// time, and so do the foreign ones. Without an edit nothing changes, folders included.
func TestF06Unchanged(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, o publish.Options) {
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
		o.Force = true
		build(t, dir, first, o)
		o.Force = false
		before := infos(t, dir)
		build(t, dir, first, o)
		for name, info := range infos(t, dir) {
			if !same(before[name], info) {
				t.Errorf("%s was touched", name)
			}
		}
		edited := set("one", "a.md", "b/c.md")
		edited.Add("d.md", []byte("edited"))
		build(t, dir, edited, o)
		after := infos(t, dir)
		if len(after) != len(before) {
			t.Errorf("%d names are %d now", len(before), len(after))
		}
		for name, info := range after {
			switch {
			case name == "d.md":
				if os.SameFile(before[name], info) {
					t.Error("the edited page was written over")
				}
			case info.IsDir():
				if before[name].Mode() != info.Mode() {
					t.Errorf("%s: %v is now %v", name, before[name].Mode(), info.Mode())
				}
			case !same(before[name], info):
				t.Errorf("%s was touched", name)
			}
		}
	})
}

func same(a, b fs.FileInfo) bool {
	return a != nil && os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Mode() == b.Mode()
}

// infos describes what a folder holds, and itself.
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

// TestF09OddPaths builds into folders whose names are odd, with foreign files of odd
// names in them.
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
	if _, err := publish.WriteSite(t.Context(), long, set("one", "a.md"), publish.Options{}); !errors.Is(err, syscall.ENAMETOOLONG) {
		t.Errorf("a path that is too long: %v", err)
	}
}

// TestInterrupted stops a build while it writes.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, o publish.Options) {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		build(t, dir, set("one", "a.md"), o)
		before := content(t, parent)
		ctx, stop := context.WithCancel(t.Context())
		_, err := publish.WriteSite(ctx, dir, set("two", "a.md", "b.md", "c.md"), o.Before("a.md", stop))
		if err == nil || !strings.HasSuffix(err.Error(), ": interrupted") {
			t.Errorf("got %v", err)
		}
		wantContent(t, parent, before)
	})
}

// TestFewOfMany changes one file of a large site: it takes its place in the folder as it
// is. A change of many files exchanges the folder.
func TestFewOfMany(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	large := func(other int) *publish.FileSet {
		var s publish.FileSet
		for i := range 2100 {
			text := "one"
			if i < other {
				text = "two"
			}
			s.Add(fmt.Sprintf("%d/%d.md", i%10, i), []byte(text))
		}
		return &s
	}
	folder := func() fs.FileInfo {
		info, err := os.Lstat(dir)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	build(t, dir, large(0), publish.Options{})
	first := folder()
	build(t, dir, large(1), publish.Options{})
	if !os.SameFile(first, folder()) {
		t.Error("one file is changed, and the folder is another one")
	}
	want := filepath.Join(parent, "want")
	build(t, want, large(1), publish.Options{})
	wantContent(t, dir, content(t, want))
	build(t, dir, large(1000), publish.Options{})
	if os.SameFile(first, folder()) {
		t.Error("a thousand files are changed, and the folder is the same")
	}
	wantTop(t, parent, "site", "want")
}
