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
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/output"
	"github.com/errdocs/errdocs/generator/pack"
	"github.com/errdocs/errdocs/generator/stamp"
	"github.com/errdocs/errdocs/generator/workers"
)

// state is what a build leaves for the next one of the same folder. It says how catalog
// and site were, so that nothing is done where nothing has changed, and holds a Record. It
// is no part of the site: stamps are true on one machine alone.
type state struct {
	Key      stamp.Sum // of the options
	Inputs   []catalog.File
	Folders  []output.Known // of the catalog
	Dated    string         // what the dates come from
	Left     output.Left
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
	id := identity()
	head := make([]byte, len(stateMagic)+len(id))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != stateMagic+string(id[:]) {
		s.close()
		return none
	}
	own, ok := readPart(f)
	if ok {
		_, err = pack.Read(own, s)
	}
	if !ok || err != nil {
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

// maxPart bounds a part, so that a damaged file takes no more memory.
const maxPart = 1 << 30

// readPart reads a part of a state file: its size, its sum, then the part.
func readPart(r io.Reader) (part string, ok bool) {
	var head [8 + len(stamp.Sum{})]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", false
	}
	size := binary.LittleEndian.Uint64(head[:8])
	if size > maxPart {
		return "", false
	}
	var b strings.Builder
	if n, err := io.CopyN(&b, r, int64(size)); err != nil || uint64(n) != size {
		return "", false
	}
	sum := stamp.SumOf([]byte(b.String()))
	return b.String(), string(head[8:]) == string(sum[:])
}

func writePart(w io.Writer, part []byte) error {
	sum := stamp.SumOf(part)
	head := append(binary.LittleEndian.AppendUint64(nil, uint64(len(part))), sum[:]...)
	_, err := w.Write(head)
	if err == nil {
		_, err = w.Write(part)
	}
	return err
}

// record reads the record of the build before.
func (s *state) record() *Record {
	if s.rest == nil {
		return &Record{}
	}
	defer s.close()
	var packed []string
	for in := bufio.NewReaderSize(s.rest, 1<<20); ; {
		if _, err := in.Peek(1); err == io.EOF {
			break
		}
		part, ok := readPart(in)
		if !ok {
			return &Record{}
		}
		packed = append(packed, part)
	}
	parts := make([][]Facts, len(packed))
	damaged := make([]error, len(packed))
	workers.Each(len(packed), func(i int) { _, damaged[i] = pack.Read(packed[i], &parts[i]) })
	if errors.Join(damaged...) != nil {
		return &Record{}
	}
	r := &Record{Entries: make(map[string]*Facts, perPart*len(parts)), Steps: s.Steps, Together: s.Together}
	for _, part := range parts {
		for i := range part {
			r.Entries[part[i].Path] = &part[i]
		}
	}
	return r
}

// save writes the state for the next build. That it cannot is no error: that build will do
// what has to be done.
func (s *state) save(now *Record) {
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
	id := identity()
	_, err = w.WriteString(stateMagic + string(id[:]))
	if err == nil {
		err = writePart(w, pack.Append(nil, s))
	}
	paths := slices.Sorted(maps.Keys(now.Entries))
	chunks := slices.Collect(slices.Chunk(paths, perPart))
	for group := range slices.Chunk(chunks, 8) {
		packed, lost := make([][]byte, len(group)), make([]error, len(group))
		workers.Each(len(group), func(i int) {
			facts := make([]Facts, len(group[i]))
			for j, path := range group[i] {
				facts[j] = *now.Entries[path]
				if facts[j].Found, lost[i] = now.foundIn(&facts[j]); lost[i] != nil {
					return
				}
			}
			packed[i] = pack.Append(nil, &facts)
		})
		err = errors.Join(append(lost, err)...)
		for _, part := range packed {
			if err == nil {
				err = writePart(w, part)
			}
		}
	}
	if err = errors.Join(err, w.Flush(), f.Close()); err == nil {
		err = os.Rename(f.Name(), s.file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	prune(dir)
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
