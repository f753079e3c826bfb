package generator

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/pack"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/spool"
	"github.com/errdocs/errdocs/generator/stamp"
)

// state is what a build leaves for the next one of the same folder. It says how catalog
// and site were, so that nothing is done where nothing has changed, and holds a Record. It
// is no part of the site: stamps are true on one machine alone.
type state struct {
	Key      stamp.Sum // of the options
	Inputs   []catalog.File
	Folders  []publish.Known // of the catalog
	Dated    string          // what the dates come from
	Left     publish.Left
	Findings []*diag.Diagnostic
	Coverage catalog.Coverage
	Steps    map[string]*Step
	Together stamp.Sum

	file string   // that it was read from
	rest *os.File // with the record, which is read when it is needed
}

// stateMagic begins every state file.
const stateMagic = "errdocs state\n"

// perPart is how many entries are packed together.
const perPart = 256

// maxStateAge is how long a state file stays that no build needs.
const maxStateAge = 90 * 24 * time.Hour

// stateFile returns the state file of a site's folder, or "" where there is no place for
// it: no folder of a site, since sites are published and committed.
func stateFile(dir string) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	at, err := resolve(dir)
	if err != nil {
		return ""
	}
	k := newKey("site", stamp.Sum{})
	k.text(at)
	return filepath.Join(cache, "errdocs", "sites", k.key().String())
}

// readState reads a state file, but for its record. One that is not there, damaged or of
// another errdocs is the zero state.
func readState(file string) *state {
	none := &state{file: file}
	if file == "" {
		return none
	}
	f, err := os.Open(file)
	if err != nil {
		return none
	}
	s := &state{file: file, rest: f}
	if !s.readOwn() {
		s.close()
		return none
	}
	return s
}

// close gives up the record.
func (s *state) close() {
	if s.rest != nil {
		s.rest.Close()
		s.rest = nil
	}
}

// part is a part of a state file: its size and its sum come before it there.
type part struct {
	sum   stamp.Sum
	data  []byte
	facts []Facts // that were read from it
}

// headOfPart is what comes before a part.
const headOfPart = 8 + len(stamp.Sum{})

func newPart(data []byte) *part { return &part{sum: stamp.SumOf(data), data: data} }

func (p *part) write(w io.Writer) error {
	_, err := w.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(p.data))), p.sum[:]...))
	if err == nil {
		_, err = w.Write(p.data)
	}
	return err
}

// cutPart cuts off the first part of what a state file holds.
func cutPart(data []byte) (p *part, rest []byte, ok bool) {
	if len(data) < headOfPart {
		return nil, nil, false
	}
	size := binary.LittleEndian.Uint64(data)
	p = &part{sum: stamp.Sum(data[8:headOfPart])}
	if rest = data[headOfPart:]; size > uint64(len(rest)) {
		return nil, nil, false
	}
	p.data, rest = rest[:size:size], rest[size:]
	return p, rest, true
}

// errDamaged says that a part is not what was written.
var errDamaged = errors.New("damaged")

// readFrom reads a value from a part, whose data nobody may change from now on: texts of the
// value are parts of it.
func readFrom[T any](p *part, v *T) error {
	if stamp.SumOf(p.data) != p.sum {
		return errDamaged
	}
	_, err := pack.Read(pack.Text(p.data), v)
	return err
}

// read reads the next bytes of the file.
func (s *state) read(size int64) ([]byte, bool) {
	info, err := s.rest.Stat()
	if err != nil || size > info.Size() { // so that a damaged file takes no more memory
		return nil, false
	}
	data := make([]byte, size)
	_, err = io.ReadFull(s.rest, data)
	return data, err == nil
}

// readOwn reads what comes before the record.
func (s *state) readOwn() bool {
	id := identity()
	head, ok := s.read(int64(len(stateMagic) + len(id)))
	if !ok || string(head) != stateMagic+string(id[:]) {
		return false
	}
	if head, ok = s.read(int64(headOfPart)); !ok {
		return false
	}
	size := binary.LittleEndian.Uint64(head)
	if size > 1<<62 {
		return false
	}
	data, ok := s.read(int64(size))
	return ok && readFrom(&part{sum: stamp.Sum(head[8:]), data: data}, s) == nil
}

// spans are where large files have an entry: they move with every change.
type spans struct{ Listed, Full spool.Span }

// record reads the record of the build before.
func (s *state) record() *Record {
	if s.rest == nil {
		return &Record{}
	}
	defer s.close()
	at, err := s.rest.Seek(0, io.SeekCurrent)
	info, statErr := s.rest.Stat()
	if err != nil || statErr != nil {
		return &Record{}
	}
	data, ok := s.read(info.Size() - at)
	if !ok {
		return &Record{}
	}
	var parts []*part
	for len(data) > 0 {
		var p *part
		if p, data, ok = cutPart(data); !ok {
			return &Record{}
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return &Record{}
	}
	var moved []spans
	damaged := make([]error, len(parts))
	workers.Each(len(parts), func(i int) {
		if i == 0 {
			damaged[i] = readFrom(parts[i], &moved)
			return
		}
		damaged[i] = readFrom(parts[i], &parts[i].facts)
	})
	if errors.Join(damaged...) != nil {
		return &Record{}
	}
	r := &Record{Entries: make(map[string]*Facts, len(moved)), Steps: s.Steps, Together: s.Together, parts: parts[1:]}
	for _, p := range r.parts {
		for i := range p.facts {
			if len(moved) == 0 {
				return &Record{}
			}
			f := &p.facts[i]
			f.Listed, f.Full, moved = moved[0].Listed, moved[0].Full, moved[1:]
			f.asRead = true
			r.Entries[f.Path] = f
		}
	}
	if len(moved) > 0 { // parts are missing
		return &Record{}
	}
	return r
}

// save writes the state for the next build. That it cannot is no error: that build will do
// what has to be done. Parts that are as the build before left them are not packed again.
func (s *state) save(now, before *Record) {
	dir := filepath.Dir(s.file)
	if s.file == "" || os.MkdirAll(dir, 0o700) != nil {
		return
	}
	s.Steps, s.Together = now.Steps, now.Together
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = s.write(w, now, before.parts)
	if err = errors.Join(err, w.Flush(), f.Close()); err == nil {
		err = os.Rename(f.Name(), s.file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	prune(dir)
}

func (s *state) write(w io.Writer, now *Record, before []*part) error {
	facts := make([]*Facts, 0, len(now.Entries))
	var own, large *part
	workers.Each(2, func(i int) {
		if i == 0 {
			own = newPart(pack.Append(nil, s))
			return
		}
		moved := make([]spans, 0, len(now.Entries))
		for _, path := range slices.Sorted(maps.Keys(now.Entries)) {
			f := now.Entries[path]
			facts, moved = append(facts, f), append(moved, spans{f.Listed, f.Full})
		}
		large = newPart(pack.Append(nil, &moved))
	})
	id := identity()
	_, err := io.WriteString(w, stateMagic+string(id[:]))
	if err == nil {
		err = own.write(w)
	}
	if err == nil {
		err = large.write(w)
	}
	chunks := slices.Collect(slices.Chunk(facts, perPart))
	var buffers [4][]byte // of parts that are packed at once
	for first := 0; first < len(chunks); first += len(buffers) {
		group := make([]*part, min(len(buffers), len(chunks)-first))
		lost := make([]error, len(group))
		workers.Each(len(group), func(i int) {
			chunk := chunks[first+i]
			if first+i < len(before) && before[first+i].holds(chunk) {
				group[i] = before[first+i]
				return
			}
			facts := make([]Facts, len(chunk))
			for j, f := range chunk {
				facts[j] = *f
				if facts[j].Found, lost[i] = now.foundIn(f); lost[i] != nil {
					return
				}
			}
			buffers[i] = pack.Append(buffers[i][:0], &facts)
			group[i] = newPart(buffers[i])
		})
		err = errors.Join(append(lost, err)...)
		for _, p := range group {
			if err == nil {
				err = p.write(w)
			}
		}
	}
	return err
}

// holds reports whether a part is of these entries, as it was read.
func (p *part) holds(facts []*Facts) bool {
	if len(p.facts) != len(facts) {
		return false
	}
	for i, f := range facts {
		if f != &p.facts[i] || !f.asRead {
			return false
		}
	}
	return true
}

// prune removes state files that no build has needed for long.
func prune(dir string) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > maxStateAge {
			_ = os.Remove(filepath.Join(dir, f.Name()))
		}
	}
}
