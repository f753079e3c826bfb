package main

import (
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mount mounts a small disk in memory. If that is not allowed, the test is skipped,
// except in CI.
func mount(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		if os.Getenv("ERRDOCS_MOUNT") == "required" {
			t.Fatal(err)
		}
		t.Skipf("cannot mount a disk here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

// TestF02Tmpfs almost fills a real disk: the old site stays complete, no temporary files
// remain, and the build works as soon as there is space.
func TestF02Tmpfs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	twoCatalogs(t, dir)
	disk := filepath.Join(dir, "disk")
	mount(t, disk)
	errdocs(t, dir, "build", "--catalog", "one", "--out", "disk/public")
	before := site(t, disk)
	fillUp(t, filepath.Join(disk, "ballast"))
	out, err := command(t, dir, "build", "--catalog", "two", "--out", "disk/public").CombinedOutput()
	if err == nil || !strings.HasPrefix(string(out), "errdocs: write disk/public: ") || !strings.Contains(string(out), ": no space left on device\n") {
		t.Errorf("%v\n%s", err, out)
	}
	if err := os.Remove(filepath.Join(disk, "ballast")); err != nil {
		t.Fatal(err)
	}
	if now := site(t, disk); !maps.Equal(now, before) {
		t.Errorf("a full disk changed %v", differing(now, before))
	}
	errdocs(t, dir, "build", "--catalog", "two", "--out", "disk/public")
	errdocs(t, dir, "build", "--catalog", "two", "--out", "disk/public", "--check")
}

// fillUp writes a file until the disk is full, then frees 16 KiB.
func fillUp(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := io.Copy(f, zeros{})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	if err := f.Truncate(n - 16<<10); err != nil {
		t.Fatal(err)
	}
}

// zeros is an endless source of zero bytes.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestF05Mounts builds a site that is a mount point, and one that contains one. The
// mounted files stay.
func TestF05Mounts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	twoCatalogs(t, dir)
	mount(t, filepath.Join(dir, "disk"))
	mount(t, filepath.Join(dir, "part", "up loads"))
	put(t, filepath.Join(dir, "part", "up loads", "photo"), "photo")
	for _, out := range []string{"disk", "part"} {
		for _, catalog := range []string{"one", "two"} {
			errdocs(t, dir, "build", "--catalog", catalog, "--out", out, "--force")
			errdocs(t, dir, "build", "--catalog", catalog, "--out", out, "--check")
		}
	}
	if data, err := os.ReadFile(filepath.Join(dir, "part", "up loads", "photo")); err != nil || string(data) != "photo" {
		t.Errorf("what is mounted is gone: %q, %v", data, err)
	}
}
