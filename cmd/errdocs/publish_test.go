package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// command returns the real command, to run in a directory.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"errdocs"}, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", "GOPACKAGE=")
	return cmd
}

// plainCommand is the command as users build it, for tests that start it very often: with
// the race detector, it takes five times as long to start.
func plainCommand(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	tool, err := plainTool()
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, dir, args...)
	cmd.Path = tool
	return cmd
}

// errdocs runs the command and waits until it exits.
func errdocs(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := command(t, dir, args...).CombinedOutput(); err != nil {
		t.Fatalf("errdocs %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// twoCatalogs creates the catalogs one and two: some entries are the same, some differ,
// and some are only in one of them.
func twoCatalogs(t *testing.T, dir string) {
	t.Helper()
	for _, c := range []struct{ name, text, only string }{{"one", "first", "early"}, {"two", "second", "late"}} {
		config := "name: Test\nbase: https://errors.example.com/\nsite: {dates: catalog}\n"
		put(t, filepath.Join(dir, c.name, "errdocs.yaml"), config)
		put(t, filepath.Join(dir, c.name, "409", "same.yaml"), "title: Same\nretired: {since: \"2\"}\n")
		put(t, filepath.Join(dir, c.name, "409", "differs.yaml"), "title: The "+c.text+"\nretired: {since: \"2\"}\n")
		for i := range 10 {
			put(t, filepath.Join(dir, c.name, "409", fmt.Sprintf("%s-%d.yaml", c.only, i)), "title: Only\nretired: {since: \"2\"}\n")
		}
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// site reads all files of a directory. It returns nil if there is none.
func site(t *testing.T, dir string) map[string]string {
	t.Helper()
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		if d.IsDir() {
			all[rel] = "folder"
			return nil
		}
		data, err := os.ReadFile(name)
		all[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sites builds both catalogs, with a file that errdocs did not write and keeps.
func sites(t *testing.T, dir string) map[string]map[string]string {
	t.Helper()
	twoCatalogs(t, dir)
	all := map[string]map[string]string{}
	for _, name := range []string{"one", "two"} {
		put(t, filepath.Join(dir, "alone", "CNAME"), "errors.example.com")
		errdocs(t, dir, "build", "--catalog", name, "--out", "alone", "--force")
		all[name] = site(t, filepath.Join(dir, "alone"))
	}
	if err := os.RemoveAll(filepath.Join(dir, "alone")); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestF01Kill kills the command at 30 random moments, with three signals. After that, every
// file is complete and belongs to the old or the new site. A file that both sites have is
// never missing. The next build completes the site and leaves no temporary files.
func TestF01Kill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals there")
	}
	if testing.Short() {
		t.Skip("runs 60 builds")
	}
	t.Parallel()
	dir := t.TempDir()
	want := sites(t, dir)
	public := filepath.Join(dir, "public")
	put(t, filepath.Join(public, "CNAME"), "errors.example.com")
	errdocs(t, dir, "build", "--catalog", "one", "--out", "public", "--force")
	random := rand.New(rand.NewPCG(1, 2))
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM, os.Kill}
	killed, mixed, changes := 0, 0, 20
	for i := range 30 {
		next := []string{"two", "one"}[i%2]
		killAt(t, plainCommand(t, dir, "build", "--catalog", next, "--out", "public"), random.IntN(changes), signals[i%3])
		got := site(t, public)
		if !maps.Equal(got, want[next]) {
			killed++
		}
		if !maps.Equal(got, want["one"]) && !maps.Equal(got, want["two"]) {
			mixed++
		}
		checkMixed(t, got, want["one"], want["two"])
		if n := killAt(t, plainCommand(t, dir, "build", "--catalog", next, "--out", "public"), -1, nil); n > changes {
			changes = n
		}
		if got := site(t, public); !maps.Equal(got, want[next]) {
			t.Fatalf("the build after kill %d differs: %v", i, differing(got, want[next]))
		}
		list, err := os.ReadDir(dir)
		if err != nil || len(list) != 3 {
			t.Fatalf("after kill %d: %v, %v", i, list, err)
		}
	}
	t.Logf("%d of 30 builds were killed, %d of them while they staged or renamed files", killed, mixed)
	if killed == 0 || mixed == 0 {
		t.Error("no build was killed in time")
	}
}

// checkMixed checks the files of the sites one and two after a killed build.
func checkMixed(t *testing.T, got, one, two map[string]string) {
	t.Helper()
	const staging, manifest = ".errdocs-new", ".errdocs.json"
	for name, text := range got {
		switch {
		case strings.HasPrefix(name, staging):
		case name == manifest:
			if !json.Valid([]byte(text)) {
				t.Errorf("the manifest is %q", text)
			}
		case text != one[name] && text != two[name]:
			t.Errorf("%s is neither the old file nor the new one: %d bytes", name, len(text))
		}
	}
	for name := range one {
		if _, ok := two[name]; ok && got[name] == "" {
			t.Errorf("%s is missing or empty", name)
		}
	}
}

// killAt starts a command and watches its directory and the site. It sends the signal after
// a number of changes of files and directories, or never if the number is -1. It returns
// the number of changes.
func killAt(t *testing.T, cmd *exec.Cmd, changes int, signal os.Signal) (seen int) {
	t.Helper()
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer watcher.Close()
	go func() { // errors about removed directories; if they are not read, they block the watcher
		for range watcher.Errors {
		}
	}()
	err = errors.Join(watcher.Add(cmd.Dir), filepath.WalkDir(filepath.Join(cmd.Dir, "public"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return watcher.Add(name)
	}))
	if err = errors.Join(err, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	for {
		select {
		case <-ended:
			return seen
		case event := <-watcher.Events:
			if seen++; seen == changes+1 {
				_ = cmd.Process.Signal(signal) // it may have exited already
			}
			if event.Has(fsnotify.Create) {
				_ = watcher.Add(event.Name) // fails if it was removed or is not a directory
			}
		}
	}
}

// differing lists the paths in which two sites differ.
func differing(a, b map[string]string) (paths []string) {
	for name, text := range a {
		if other, ok := b[name]; !ok || other != text {
			paths = append(paths, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			paths = append(paths, name)
		}
	}
	return paths
}

// TestF03CommandsAtOnce runs 8 builds of two catalogs at once, in separate processes.
func TestF03CommandsAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	want := sites(t, dir)
	put(t, filepath.Join(dir, "public", "CNAME"), "errors.example.com")
	errdocs(t, dir, "build", "--catalog", "one", "--out", "public", "--force")
	var running []*exec.Cmd
	for i := range 8 {
		cmd := command(t, dir, "build", "--catalog", []string{"one", "two"}[i%2], "--out", "public")
		cmd.Stderr = &bytes.Buffer{}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, cmd.Stderr)
		}
	}
	if got := site(t, filepath.Join(dir, "public")); !maps.Equal(got, want["one"]) && !maps.Equal(got, want["two"]) {
		t.Errorf("neither one nor two: %v", differing(got, want["one"]))
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 3 {
		t.Errorf("left: %v, %v", list, err)
	}
}

// TestF02Permissions runs the command as a user who cannot write to the site, and as one who
// cannot write to, or cannot read, the directory that contains it.
func TestF02Permissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions work differently there")
	}
	t.Parallel()
	dir := t.TempDir()
	twoCatalogs(t, dir)
	as := asNobody(t, dir)
	public := filepath.Join(dir, "holder", "public")
	put(t, filepath.Join(public, "CNAME"), "errors.example.com")
	run := func(mode fs.FileMode, folder string, catalog string) (string, error) {
		giveAway(t, filepath.Join(dir, "holder"))
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(folder, 0o755)
		cmd := as("build", "--catalog", catalog, "--out", "holder/public", "--force")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run(0o755, public, "one"); err != nil || strings.Contains(out, "note") {
		t.Fatalf("all is allowed: %v\n%s", err, out)
	}
	before := site(t, filepath.Join(dir, "holder"))
	out, err := run(0o555, public, "two")
	if err == nil || !strings.Contains(out, ": permission denied\n") || !strings.Contains(out, "errdocs: write holder/public: ") {
		t.Errorf("a site that is read-only: %v\n%s", err, out)
	}
	if now := site(t, filepath.Join(dir, "holder")); !maps.Equal(now, before) {
		t.Errorf("the site was touched: %v", differing(now, before))
	}
	for mode, catalog := range map[fs.FileMode]string{0o555: "two", 0o311: "one"} {
		if out, err := run(mode, filepath.Dir(public), catalog); err != nil || strings.Contains(out, "note") {
			t.Errorf("a site in a directory of mode %o: %v\n%s", mode, err, out)
		}
		cmd := as("build", "--catalog", catalog, "--out", "holder/public", "--check")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("the site is not up to date: %v\n%s", err, out)
		}
	}
}

// asNobody returns the command as a user to whom permissions apply. If the test runs as root,
// that is a different user, who needs a copy of the command.
func asNobody(t *testing.T, dir string) func(args ...string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return func(args ...string) *exec.Cmd { return command(t, dir, args...) }
	}
	for at := dir; at != os.TempDir() && at != filepath.Dir(at); at = filepath.Dir(at) {
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	copied := filepath.Join(dir, "bin", "errdocs")
	put(t, copied, "")
	if err := copyFile(copied, command(t, dir).Path); err != nil {
		t.Fatal(err)
	}
	return func(args ...string) *exec.Cmd {
		cmd := command(t, dir, args...)
		cmd.Path = copied
		demote(cmd)
		return cmd
	}
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Chmod(0o755), out.Close())
}
