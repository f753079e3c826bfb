package generator

import (
	"encoding/binary"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/pack"
	"github.com/errdocs/errdocs/generator/spool"
	"github.com/errdocs/errdocs/generator/stamp"
)

// Record is what a build remembers for the next one. Every file of a site is made in a
// step, and every step has a key: the sum of all that its files depend on. A step whose
// key is the one that it had is not taken again, as long as its files are where it left
// them. The zero Record remembers nothing.
type Record struct {
	Entries map[string]*Facts // by the path of the page
	Steps   map[string]*Step  // of all that is no page of an entry, by name

	Together stamp.Sum // the key of the checks of the whole catalog, if they found nothing

	parts []*part      // of the state that it was read from
	spool *spool.Spool // with what is in no Facts
}

// Facts are what a build knows of an entry beside its files.
type Facts struct {
	Path     string   // of the page
	Files    []string // the page in its forms
	Brief    *catalog.Entry
	Key      stamp.Sum
	Refs     []string // pages that it names
	Findings []*diag.Diagnostic
	Sized    []*diag.Diagnostic // of the length of its page
	Version  string
	Aspects  [aspects]stamp.Sum
	Found    string     // a site.Found, packed: there are many, and they are needed once; or
	found    spool.Span // in the spool: the same
	Listed   spool.Span `pack:"-"` // in catalog.json
	Full     spool.Span `pack:"-"` // in llms-full.txt
	asRead   bool       // from a state, but for where large files have it
	inMemory []byte     // what catalog.json says of it, or
	listed   spool.Span // in the spool: the same, until catalog.json is made
}

// Aspects of an entry: indexes of the whole site say little of each, and stay as they are
// while that does.
const (
	named    = iota // address, title, family, tags and date
	noted           // that, and what llms.txt says beside
	searched        // what search and decoder look at
	aspects
)

// Step is a step that is no page of an entry.
type Step struct {
	Key   stamp.Sum
	Files []string
	Full  spool.Span // in llms-full.txt
}

// known returns the brief entry of a file, which has the path of its page.
func (r *Record) known(file string) *catalog.Entry {
	if f := r.Entries[strings.TrimSuffix(file, ".yaml")]; f != nil {
		return f.Brief
	}
	return nil
}

// foundIn returns the site.Found of an entry, packed.
func (r *Record) foundIn(f *Facts) (string, error) {
	if f.found.Size == 0 {
		return f.Found, nil
	}
	data, err := r.spool.Get(f.found)
	return pack.Text(data), err
}

// keyOf collects what a key depends on.
type keyOf struct{ b []byte }

func newKey(of string, base stamp.Sum) *keyOf {
	k := &keyOf{make([]byte, 0, 512)}
	k.sum(base)
	k.text(of)
	return k
}

func (k *keyOf) text(s string) {
	k.b = binary.AppendUvarint(k.b, uint64(len(s)))
	k.b = append(k.b, s...)
}

func (k *keyOf) number(n int64) { k.b = binary.AppendVarint(k.b, n) }

func (k *keyOf) is(b bool) {
	if b {
		k.b = append(k.b, 1)
		return
	}
	k.b = append(k.b, 0)
}

func (k *keyOf) sum(s stamp.Sum) { k.b = append(k.b, s[:]...) }

func (k *keyOf) key() stamp.Sum { return stamp.SumOf(k.b) }
