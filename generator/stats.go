package generator

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/errdocs/errdocs/generator/publish"
)

// Stats is what a build did and how long it took. The zero Stats is ready for one build. While the
// build runs, only Progress may be called.
type Stats struct {
	Stages    []Stage // in order, as far as the build came
	Written   int     // files
	Removed   int
	Unchanged int

	done  atomic.Int64 // files that are rendered
	bytes atomic.Int64 // of these files

	mu    sync.Mutex // guards the fields below
	stage string     // that runs
	files int        // to be rendered in it
	began time.Time
}

// Stage is a part of a build.
type Stage struct {
	Name  string
	Time  time.Duration
	Files int   // that it rendered
	Bytes int64 // of these files
}

// The stages of a build.
const (
	stageCheck   = "loading and checking"
	stageRender  = "rendering and comparing"
	stagePublish = "publishing"
)

// Progress returns the stage that runs, and how many of its files are rendered. It is safe for
// concurrent use.
func (s *Stats) Progress() (stage string, done, of int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stage, int(s.done.Load()), s.files
}

// begin ends the stage that runs and begins another one.
func (s *Stats) begin(stage string) {
	s.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stage, s.files, s.began = stage, 0, time.Now()
}

// expect tells how many files the stage renders.
func (s *Stats) expect(files int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = files
}

func (s *Stats) rendered(bytes int) {
	s.done.Add(1)
	s.bytes.Add(int64(bytes))
}

// end ends the stage that runs, if there is one.
func (s *Stats) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage == "" {
		return
	}
	done := Stage{Name: s.stage, Time: time.Since(s.began)}
	if s.files > 0 {
		done.Files, done.Bytes = int(s.done.Load()), s.bytes.Load()
	}
	s.Stages = append(s.Stages, done)
	s.stage = ""
}

// count counts the changes of a plan.
func (s *Stats) count(p *publish.Plan) {
	s.Unchanged = p.Unchanged
	for _, c := range p.Changes {
		if c.Kind == publish.Stale {
			s.Removed++
			continue
		}
		s.Written++
	}
}
