package speed

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/internal/generatortest"
)

// The size of the catalog for the memory of a server, and the number of edits before it is measured.
const (
	crowded = 20_000
	edited  = 20
)

// served are the figures of a server.
type served struct {
	edit   time.Duration // median, from a saved file to the reloaded page
	memory int64         // of the process after all edits, in bytes; 0 if the system does not report it
}

// edit runs errdocs serve on a catalog of n entries, and edits one entry after another while a page
// listens, as a browser does.
func (s *speedTest) edit(t *testing.T, n, edits int) served {
	t.Helper()
	dir := s.path(n, "edited")
	if err := generatortest.Write(dir, n); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), s.errdocs, "serve", "--port", "0", "--catalog", dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	root := strings.TrimSuffix(regexp.MustCompile(`http://\S+`).FindString(first), "/")
	var times []time.Duration
	for i := range edits {
		times = append(times, editOnce(t, root, dir, i*(n/edits), i))
	}
	slices.Sort(times)
	memory := residentMemory(cmd.Process.Pid)
	return served{times[len(times)/2], memory}
}

var versionInPage = regexp.MustCompile(`data-version="([0-9a-f]+)"`)

// editOnce edits an entry whose page is open, and returns the time until the new page has arrived.
func editOnce(t *testing.T, root, dir string, entry, number int) time.Duration {
	t.Helper()
	page := fmt.Sprintf("%s/401/entry-%d", root, entry)
	version := versionInPage.FindStringSubmatch(fetch(t, page))
	if version == nil {
		t.Fatalf("%s is not live", page)
	}
	events, err := http.Get(fmt.Sprintf("%s/-/events?path=/401/entry-%d&version=%s", root, entry, version[1]))
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	heard := bufio.NewScanner(events.Body)
	heard.Scan() // the server listens
	mark := fmt.Sprintf("its lifetime ended %d days ago", number+1)
	text := strings.Replace(generatortest.Entry(entry), "its lifetime is over", mark, 1)
	file, start := filepath.Join(dir, generatortest.EntryFile(entry)), time.Now()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for heard.Scan() && heard.Text() != "data: reload" {
	}
	if !strings.Contains(fetch(t, page), mark) {
		t.Fatalf("the reloaded page %s does not contain %q", page, mark)
	}
	return time.Since(start)
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// residentMemory returns the memory of a process, if /proc reports it.
func residentMemory(pid int) int64 {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(data)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseInt(string(m[1]), 10, 64)
	return n << 10
}
