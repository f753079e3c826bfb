package stamp_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/stamp"
)

// TestLook sees a file as Lstat does, and follows no link.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a", "file"), []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("file", filepath.Join(dir, "a", "link")); err != nil {
		t.Skip("no links: ", err)
	}
	f, err := stamp.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{".", "a", "a/file", "a/link"} {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		s, mode, ok := f.Look(name)
		if !ok || s != stamp.Of(info) || mode.IsRegular() != info.Mode().IsRegular() || mode.IsDir() != info.IsDir() {
			t.Errorf("%s: %v %v %v, and Lstat says %v %v", name, s, mode, ok, stamp.Of(info), info.Mode())
		}
	}
	if _, _, ok := f.Look("a/none"); ok {
		t.Error("there is a file that is not there")
	}
}

// TestSettled is about files that were changed as they were read.
func TestSettled(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 500, time.UTC)
	whole := at.Truncate(time.Second)
	for _, c := range []struct {
		changed time.Time
		after   time.Duration
		want    bool
	}{
		{at, 0, false}, {at, 10 * time.Millisecond, false}, {at, time.Second, true}, {at, -time.Second, false},
		{whole, time.Second, false}, {whole, 3 * time.Second, true}, // a disk that counts in seconds
		{time.Unix(0, 0), time.Hour, false}, // no time at all
	} {
		s := stamp.Stamp{Modified: c.changed.UnixNano()}
		if got := s.Settled(c.changed.Add(c.after)); got != c.want {
			t.Errorf("changed %v, read %v later: %t", c.changed, c.after, got)
		}
	}
}
