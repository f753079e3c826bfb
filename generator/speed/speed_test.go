package speed

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/errdocs/errdocs/generator/internal/generatortest"
)

var (
	speed       = flag.String("speed", "", "numbers of entries to measure the command with, such as 1000,10000,50000")
	speedRounds = flag.Int("speed-rounds", 3, "number of measurements per median")
	speedDir    = flag.String("speed-dir", "", "output directory of TestSpeed (default /dev/shm or the temporary directory)")
	hugoCommand = flag.String("hugo", "hugo", "Hugo command to compare with")
)

// The largest catalog for comparisons with other programs and for time limits. Larger catalogs
// have limits for memory and for CPU time per entry.
const compared = 10_000

// TestSpeed measures the command, the minimal loop and Hugo in separate processes, one after
// the other, and prints the medians with their limits:
//
//	go test ./generator/speed -run TestSpeed -speed 1000,10000,50000 -v -timeout 2h
//
// It fails if a ratio, memory or a count exceeds its limit. A time that exceeds its limit is
// only shown, because times depend on the machine.
func TestSpeed(t *testing.T) {
	if *speed == "" {
		t.Skip("no -speed")
	}
	s := newSpeed(t)
	var sizes []int
	for _, text := range strings.Split(*speed, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, n)
		s.prepare(t, n)
	}
	for round := range *speedRounds {
		s.small(t, round)
		for _, n := range sizes {
			s.round(t, n, round)
		}
	}
	for _, n := range sizes {
		if n <= compared {
			s.edits[n] = s.edit(t, n, edited)
		}
	}
	if slices.Max(sizes) >= compared {
		s.edits[crowded] = s.edit(t, crowded, edited)
	}
	s.report(t, sizes)
}

// speedTest is the state that the rounds share.
type speedTest struct {
	dir, errdocs, hugo string
	inMemory           bool // dir is in memory, so measured files must be removed
	took               map[string][]took
	edits              map[int]served // by the number of entries
	written            int            // files written by builds of an unchanged catalog
}

// took are the time and memory of a process.
type took struct {
	Wall, CPU time.Duration
	Peak      int64 // memory, in bytes
	Output    string
}

func newSpeed(t *testing.T) *speedTest {
	t.Helper()
	parent := *speedDir
	if _, err := os.Stat("/dev/shm"); parent == "" && err == nil {
		parent = "/dev/shm"
	}
	dir, err := os.MkdirTemp(parent, "errdocs-speed-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &speedTest{dir: dir, errdocs: filepath.Join(dir, "errdocs"), inMemory: strings.HasPrefix(dir, "/dev/shm/"), took: map[string][]took{}, edits: map[int]served{}}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", s.errdocs, "github.com/errdocs/errdocs/cmd/errdocs").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if s.hugo, err = exec.LookPath(*hugoCommand); err != nil {
		t.Logf("Hugo is not compared: %v", err)
	}
	return s
}

// prepare writes a catalog, builds it once, and writes the input of the other programs.
func (s *speedTest) prepare(t *testing.T, n int) {
	t.Helper()
	if err := generatortest.Write(s.path(n, "catalog"), n); err != nil {
		t.Fatal(err)
	}
	if n > compared {
		return
	}
	site := s.path(n, "first")
	s.run(t, s.errdocs, "build", "--catalog", s.path(n, "catalog"), "--out", site)
	plan, err := planMinimal(site)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.path(n, "plan.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if s.hugo != "" {
		if err := writeHugo(s.path(n, "hugo"), site, n); err != nil {
			t.Fatal(err)
		}
	}
	s.done(t, site)
}

// path returns the path of a file for the catalog of n entries.
func (s *speedTest) path(n int, name string) string {
	return filepath.Join(s.dir, strconv.Itoa(n), name)
}

// done removes files that are no longer needed, but only from memory: a disk would be slow
// for minutes afterward.
func (s *speedTest) done(t *testing.T, dir string) {
	t.Helper()
	if s.inMemory {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// round measures everything on one catalog once.
func (s *speedTest) round(t *testing.T, n, round int) {
	t.Helper()
	catalog, site := s.path(n, "catalog"), s.path(n, fmt.Sprint("errdocs-", round))
	build := []string{s.errdocs, "build", "--catalog", catalog, "--out", site}
	s.add("cold", n, s.run(t, build...))
	if n <= compared {
		out := s.path(n, fmt.Sprint("minimal-", round))
		s.add("minimal", n, s.run(t, "minimal", catalog, out, s.path(n, "plan.json")))
		s.done(t, out)
	}
	if n <= compared && s.hugo != "" {
		out := s.path(n, fmt.Sprint("hugo-", round))
		s.add("hugo", n, s.run(t, s.hugo, "--source", s.path(n, "hugo"), "--destination", out, "--noBuildLock", "--quiet"))
		for _, file := range []string{"401/entry-1/index.html", "401/entry-1/index.md", "llms.txt", "sitemap.xml"} {
			if _, err := os.Stat(filepath.Join(out, file)); err != nil {
				t.Error(err)
			}
		}
		s.done(t, out)
	}
	before := filesOf(t, site)
	s.add("unchanged", n, s.run(t, build...))
	s.written += changed(before, filesOf(t, site))
	s.done(t, site)
}

// small measures the waiting times of a user with a small catalog.
func (s *speedTest) small(t *testing.T, round int) {
	t.Helper()
	site := s.path(0, fmt.Sprint("built-in-", round))
	s.add("version", 0, s.run(t, s.errdocs, "version"))
	s.add("explain", 0, s.run(t, s.errdocs, "explain", "token-expired"))
	s.add("cold", 0, s.run(t, s.errdocs, "build", "--out", site))
	before := filesOf(t, site)
	s.add("unchanged", 0, s.run(t, s.errdocs, "build", "--out", site))
	s.written += changed(before, filesOf(t, site))
}

func (s *speedTest) add(what string, n int, took took) {
	key := fmt.Sprint(what, " ", n)
	s.took[key] = append(s.took[key], took)
}

// run runs a command in a new process. An intermediate process starts it, because the peak
// memory of a process includes the memory of its parent at the start.
func (s *speedTest) run(t *testing.T, args ...string) (took took) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "measured", args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "GOPACKAGE=")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &took)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return took
}

// measuredMain runs a command and prints its time and memory.
func measuredMain() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s%v\n", out, err)
		os.Exit(1)
	}
	p := cmd.ProcessState
	_ = json.NewEncoder(os.Stdout).Encode(took{Wall: wall, CPU: p.UserTime() + p.SystemTime(), Peak: peak(p), Output: string(out)})
}

// filesOf returns the files of a directory and those next to it.
func filesOf(t *testing.T, dir string) map[string]fs.FileInfo {
	t.Helper()
	files := map[string]fs.FileInfo{}
	add := func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		files[file] = info
		return err
	}
	if err := filepath.WalkDir(dir, add); err != nil {
		t.Fatal(err)
	}
	beside, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range beside {
		if err := add(filepath.Join(filepath.Dir(dir), d.Name()), d, nil); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// changed counts files that were written, created or removed.
func changed(before, after map[string]fs.FileInfo) int {
	n := 0
	for file, a := range after {
		b := before[file]
		if b == nil || !os.SameFile(a, b) || !a.ModTime().Equal(b.ModTime()) {
			n++
		}
	}
	for file := range before {
		if after[file] == nil {
			n++
		}
	}
	return n
}

// report prints the medians, and fails if one exceeds its limit.
func (s *speedTest) report(t *testing.T, sizes []int) {
	t.Helper()
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	row := func(what string, figure, limit float64, unit string) {
		verdict := "ok"
		if figure > limit {
			verdict = "missed"
			if unit != "ms" {
				t.Errorf("%s: %.4g%s, limit %.4g", what, figure, unit, limit)
			}
		}
		fmt.Fprintf(w, "%s\t%.4g %s\t<= %.4g\t%s\n", what, figure, unit, limit, verdict)
	}
	for _, n := range sizes {
		cold := s.median("cold", n)
		fmt.Fprintf(w, "%d entries, cold: %.2f s, %.2f s CPU; unchanged: %.2f s\t\t\t\n", n, cold.Wall.Seconds(), cold.CPU.Seconds(), s.median("unchanged", n).Wall.Seconds())
		if m := s.median("minimal", n); n <= compared {
			row("cold / minimal loop, CPU", ratio(cold.CPU, m.CPU), 1.3, "")
		}
		if h := s.median("hugo", n); n <= compared && s.hugo != "" {
			limit := 0.5
			if n >= compared {
				limit = 0.4
			}
			row("cold / Hugo, wall", ratio(cold.Wall, h.Wall), limit, "")
		}
		row("cold, peak memory", mebibytes(cold.Peak), 64+16*float64(n)/1024, "MiB")
		if v, ok := s.edits[n]; ok {
			limit := 60.0
			if n >= compared {
				limit = 400
			}
			row("serve, from a saved file to the reloaded page", float64(v.edit.Microseconds())/1000, limit, "ms")
		}
	}
	if v, ok := s.edits[crowded]; ok {
		row(fmt.Sprintf("serve, %d entries, memory after %d edits", crowded, edited), mebibytes(v.memory), 400, "MiB")
	}
	if few, many := sizes[0], sizes[len(sizes)-1]; few != many {
		per := func(n int) time.Duration { return s.median("cold", n).CPU / time.Duration(n) }
		row(fmt.Sprintf("CPU per entry at %d / at %d", many, few), ratio(per(many), per(few)), 1.15, "")
	}
	row("files written though nothing changed", float64(s.written), 0, "")
	row("built-in catalog, cold", millis(s.median("cold", 0)), 300, "ms")
	row("built-in catalog, unchanged", millis(s.median("unchanged", 0)), 300, "ms")
	row("errdocs version", millis(s.median("version", 0)), 25, "ms")
	row("errdocs explain", millis(s.median("explain", 0)), 50, "ms")
	_ = w.Flush()
	t.Logf("medians of %d\n%s", *speedRounds, table.String())
}

// median returns the median of each figure.
func (s *speedTest) median(what string, n int) (m took) {
	all := s.took[fmt.Sprint(what, " ", n)]
	if len(all) == 0 {
		return took{}
	}
	var wall, cpu []time.Duration
	var peaks []int64
	for _, t := range all {
		wall, cpu, peaks = append(wall, t.Wall), append(cpu, t.CPU), append(peaks, t.Peak)
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	slices.Sort(peaks)
	return took{Wall: wall[len(wall)/2], CPU: cpu[len(cpu)/2], Peak: peaks[len(peaks)/2]}
}

func mebibytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

func millis(t took) float64 { return float64(t.Wall.Microseconds()) / 1000 }
