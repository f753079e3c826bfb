package generator

import (
	"bytes"
	"io"
	"slices"

	"github.com/errdocs/errdocs/generator/publish"
)

// Target takes the files of a site. It is safe for concurrent use.
type Target interface {
	// Add takes a file. Its bytes may change afterwards.
	Add(path string, data []byte)
	// Stream takes a file that fill writes piece by piece. It may be known to differ from the
	// one that is there.
	Stream(path string, differs bool, fill func(io.Writer) error)
	// Keep takes files from the build before, if all are as that build left them.
	Keep(paths ...string) bool
	// Get returns a file that was added or kept.
	Get(path string) ([]byte, bool)
	// Old opens a file of the build before, if it is as that build left it.
	Old(path string) (oldFile, bool)
}

// oldFile is a file of the build before.
type oldFile interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// memory keeps the files of a site in memory. Where there is a build before, files that
// are none of an entry are made when somebody asks for them.
type memory struct{ set, before *publish.FileSet }

// newMemory returns a target for a build after another one, if before is not nil.
func newMemory(before *publish.FileSet) *memory {
	if before == nil {
		return &memory{set: &publish.FileSet{}}
	}
	return &memory{before.Clone(), before}
}

func (m *memory) Add(path string, data []byte) {
	data = bytes.Clone(data)
	if m.before != nil {
		m.set.Put(path, data)
		return
	}
	m.set.Add(path, data)
}

func (m *memory) Stream(path string, _ bool, fill func(io.Writer) error) {
	var b bytes.Buffer
	_ = fill(&b) // which no buffer makes fail
	m.Add(path, b.Bytes())
}

func (m *memory) Get(path string) ([]byte, bool) { return m.set.Get(path) }

func (m *memory) Keep(paths ...string) bool { return m.before != nil && m.before.Has(paths...) }

// drop removes the files that the build before made, and this one does not.
func (m *memory) drop(before, now *Record) {
	var old []string
	for path, f := range before.Entries {
		if next := now.Entries[path]; next == nil || len(next.Files) == 0 {
			old = append(old, f.Files...)
		}
	}
	for name, s := range before.Steps {
		if next := now.Steps[name]; next == nil || !slices.Equal(s.Files, next.Files) {
			old = append(old, s.Files...)
		}
	}
	if len(old) == 0 {
		m.set.Drop(nil)
		return
	}
	made := map[string]bool{}
	for _, f := range now.Entries {
		for _, name := range f.Files {
			made[name] = true
		}
	}
	for _, s := range now.Steps {
		for _, name := range s.Files {
			made[name] = true
		}
	}
	m.set.Drop(slices.DeleteFunc(old, func(name string) bool { return made[name] }))
}

// Old has nothing: to copy from files that nobody has asked for would make them.
func (m *memory) Old(string) (oldFile, bool) { return nil, false }

// collected takes the files of one step.
type collected map[string][]byte

func (c collected) Add(path string, data []byte) { c[path] = bytes.Clone(data) }

func (c collected) Stream(path string, _ bool, fill func(io.Writer) error) {
	var b bytes.Buffer
	_ = fill(&b) // which no buffer makes fail
	c[path] = b.Bytes()
}

func (collected) Keep(...string) bool        { return false }
func (collected) Get(string) ([]byte, bool)  { return nil, false }
func (collected) Old(string) (oldFile, bool) { return nil, false }

// disk brings the files of a site to a folder.
type disk struct{ *publish.Writer }

func (d disk) Keep(paths ...string) bool {
	for _, path := range paths {
		if !d.Writer.Keep(path) {
			return false
		}
	}
	return true
}

func (d disk) Old(path string) (oldFile, bool) {
	if !d.Intact(path) {
		return nil, false
	}
	f, err := d.Writer.Old(path)
	return f, err == nil
}

// nowhere takes files that nobody needs.
type nowhere struct{}

func (nowhere) Add(string, []byte)                         {}
func (nowhere) Stream(string, bool, func(io.Writer) error) {}
func (nowhere) Keep(...string) bool                        { return false }
func (nowhere) Get(string) ([]byte, bool)                  { return nil, false }
func (nowhere) Old(string) (oldFile, bool)                 { return nil, false }
