package generator

import (
	"io"
	"path"
	"sync"
	"sync/atomic"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/publish"
)

// Stats are what a Run does, and how long that takes. The zero Stats is ready for one run.
// While it runs, only Progress may be called.
type Stats struct {
	Stages []Stage // in their order, as far as the run came
	Files  struct {
		Written, Kept int
		Bytes         int64 // of those that were written
	}

	anew, kept atomic.Int64             // entries
	made       atomic.Int64             // bytes of the files that were rendered
	spent      [len(parts)]atomic.Int64 // nanoseconds
	began      time.Time                // the stage that runs
	before     int64                    // of made, then
	mu         sync.Mutex               // of what follows
	stage      string                   // that runs
	entries    int                      // that it goes through
}

// Stage is a part of a run.
type Stage struct {
	Name    string
	Time    time.Duration
	Entries int     // that it went through, one by one
	Made    int64   // bytes of the files that it rendered
	Parts   []Stage // what took its time, added up over all cores
}

// The stages of a run.
const (
	stageState   = "reading the state"
	stageCatalog = "reading the catalog"
	stageDates   = "dating the pages"
	stageFolder  = "opening the folder"
	stageEntries = "checking and rendering entries"
	stageLists   = "rendering lists of entries"
	stageWhole   = "rendering files of the whole site"
	stagePublish = "publishing"
	stageSave    = "saving the state"
)

// parts are what is done with each entry.
var parts = [...]string{comparing: "comparing", decoding: "decoding", checking: "checking", rendering: "rendering", writing: "writing"}

const (
	comparing = iota // with the build before
	decoding
	checking
	rendering
	writing
)

// Entries returns how many entries were made anew, and how many kept as the build before
// had made them.
func (s *Stats) Entries() (anew, kept int) { return int(s.anew.Load()), int(s.kept.Load()) }

// Progress returns the stage that runs, and where it goes through entries how many of them
// are done. It is safe for concurrent use.
func (s *Stats) Progress() (stage string, done, of int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage != stageEntries {
		return s.stage, 0, 0
	}
	anew, kept := s.Entries()
	return s.stage, anew + kept, s.entries
}

// begin ends the stage that runs, and begins another one.
func (s *Stats) begin(stage string) {
	s.end()
	s.began, s.before = time.Now(), s.made.Load()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stage, s.entries = stage, 0
}

// goesThrough says how many entries the stage goes through.
func (s *Stats) goesThrough(entries int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries = entries
}

// end ends the stage that runs, if there is one.
func (s *Stats) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage == "" {
		return
	}
	done := Stage{Name: s.stage, Time: time.Since(s.began), Entries: s.entries, Made: s.made.Load() - s.before}
	if s.stage == stageEntries {
		for i, name := range parts {
			done.Parts = append(done.Parts, Stage{Name: name, Time: time.Duration(s.spent[i].Load())})
		}
	}
	s.Stages = append(s.Stages, done)
	s.stage = ""
}

// stopwatch takes the time of what is done with one entry, part after part.
type stopwatch struct {
	stats *Stats
	last  time.Time
}

func (s *Stats) stopwatch() stopwatch { return stopwatch{s, time.Now()} }

// lap ends a part.
func (w *stopwatch) lap(part int) {
	now := time.Now()
	w.stats.spent[part].Add(int64(now.Sub(w.last)))
	w.last = now
}

// entriesOf counts the files of entries among those of a catalog.
func entriesOf(inputs []catalog.File) int {
	n := 0
	for _, f := range inputs {
		if path.Dir(f.Path) != "." {
			n++
		}
	}
	return n
}

// countFiles counts the files of a site.
func (s *Stats) countFiles(p *publish.Plan, left *publish.Left) {
	written := make(map[string]bool, len(p.Changes))
	for _, c := range p.Changes {
		written[c.Path] = c.Kind != publish.LeftOver
	}
	for _, f := range left.Files {
		if !written[f.Path] {
			s.Files.Kept++
			continue
		}
		s.Files.Written++
		s.Files.Bytes += f.Stamp.Size
	}
}

// counted is a target that counts the bytes which are rendered for it.
type counted struct {
	Target
	stats *Stats
}

func (c counted) Add(path string, data []byte) {
	c.stats.made.Add(int64(len(data)))
	c.Target.Add(path, data)
}

func (c counted) Stream(path string, differs bool, fill func(io.Writer) error) {
	var w counter
	c.Target.Stream(path, differs, func(to io.Writer) error { // twice, where the first time compares
		w = counter{to: to}
		return fill(&w)
	})
	c.stats.made.Add(w.n)
}

// counter counts the bytes that it passes on.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(data []byte) (int, error) {
	n, err := c.to.Write(data)
	c.n += int64(n)
	return n, err
}

// ReadFrom leaves copying to a writer that has a buffer of its own.
func (c *counter) ReadFrom(r io.Reader) (int64, error) {
	n, err := io.Copy(c.to, r)
	c.n += n
	return n, err
}
