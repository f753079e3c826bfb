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
	Dated    string // what the dates come from
	Left     output.Left
	Findings []*diag.Diagnostic
	Coverage catalog.Coverage
	Steps    map[string]*Step

	file  string   // that it was read from
	parts []string // the facts of entries, packed
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

// readState reads a state file. One that is not there, damaged or of another errdocs is
// the zero state.
func readState(file string) *state {
	s := &state{file: file}
	if file == "" {
		return s
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return s
	}
	text := string(data)
	id := identity()
	head := stateMagic + string(id[:])
	if len(text) < len(head) || text[:len(head)] != head {
		return s
	}
	own, rest, ok := takePart(text[len(head):])
	if !ok {
		return s
	}
	if _, err := pack.Read(own, s); err != nil {
		return &state{file: file}
	}
	for rest != "" {
		var part string
		if part, rest, ok = takePart(rest); !ok {
			return &state{file: file}
		}
		s.parts = append(s.parts, part)
	}
	return s
}

// takePart takes a part off a state file: its size, its sum, then the part, whose sum is
// looked at by those who read it.
func takePart(text string) (part, rest string, ok bool) {
	const head = 8 + len(stamp.Sum{})
	if len(text) < head {
		return "", "", false
	}
	size := binary.LittleEndian.Uint64([]byte(text[:8]))
	if size > uint64(len(text)-head) {
		return "", "", false
	}
	end := head + int(size)
	sum := stamp.SumOf([]byte(text[head:end]))
	return text[head:end], text[end:], text[8:head] == string(sum[:])
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

// record returns the record of the build before.
func (s *state) record() *Record {
	parts := make([][]*Facts, len(s.parts))
	damaged := make([]error, len(s.parts))
	workers.Each(len(s.parts), func(i int) { _, damaged[i] = pack.Read(s.parts[i], &parts[i]) })
	r := &Record{Entries: make(map[string]*Facts, perPart*len(parts)), Files: make(map[string]string, perPart*len(parts)), Steps: s.Steps}
	if errors.Join(damaged...) != nil {
		return &Record{}
	}
	for _, part := range parts {
		for _, f := range part {
			r.Entries[f.Path] = f
			r.Files[f.Brief.Source.Path] = f.Path
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
	s.Steps = now.Steps
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
		packed := make([][]byte, len(group))
		workers.Each(len(group), func(i int) {
			facts := make([]*Facts, len(group[i]))
			for j, path := range group[i] {
				facts[j] = now.Entries[path]
			}
			packed[i] = pack.Append(nil, &facts)
		})
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
