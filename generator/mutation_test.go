package generator

import (
	"bytes"
	"flag"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

var mutations = flag.Int("mutations", 2_000/Slower, "number of changes in TestMutations")

// If one byte of a catalog that uses every key is changed, added or removed, there must be
// findings at valid positions, or a site, but never a crash. The sequence of changes is the
// same each time.
func TestMutations(t *testing.T) {
	t.Parallel()
	var fields fieldsOf
	original := fields.files()
	names := slices.Sorted(maps.Keys(original))
	workers.Each(*mutations, func(i int) {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		name := names[r.IntN(len(names))]
		files := maps.Clone(original)
		files[name] = mutated(r, files[name])
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("change %d, in %s: %v\n%s", i, name, p, files[name])
			}
		}()
		c, l := loadFiles(files)
		checkFindings(t, files, l)
		if l.HasErrors() || i%100 != 0 {
			return
		}
		rendered(t, c, SiteOptions{})
	})
}

// mutated changes one byte. Half of the new bytes have a meaning in YAML or Markdown.
func mutated(r *rand.Rand, data string) string {
	const signs = "\n\t \"'`#&*!|>%@[]{}:,-_~<\\/?$=+.;()^\r\x00\x7f\x80\xc2\xe2\xff"
	at := r.IntN(len(data))
	b := string([]byte{byte(r.IntN(256))})
	if r.IntN(2) == 0 {
		n := r.IntN(len(signs))
		b = signs[n : n+1]
	}
	switch r.IntN(3) {
	case 0:
		return data[:at] + b + data[at+1:]
	case 1:
		return data[:at] + b + data[at:]
	}
	return data[:at] + data[at+1:]
}

// checkFindings checks that findings have a position in a file of the catalog and a text, and
// contain no terminal control characters.
func checkFindings(t *testing.T, files map[string]string, l *diag.List) {
	t.Helper()
	for _, d := range l.All() {
		for _, pos := range append([]diag.Pos{d.Pos}, positions(d.Notes)...) {
			if !insideFile(files, pos) {
				t.Errorf("the finding %q is at %s, which is not a position in\n%s", d.Message, pos, files[strings.TrimPrefix(pos.File, "catalog/")])
			}
		}
		if d.Message == "" || d.ID == "" {
			t.Errorf("a finding at %s: %q (%s)", d.Pos, d.Message, d.ID)
		}
	}
	var b bytes.Buffer
	if err := diag.Print(&b, diag.FormatText, l); err != nil {
		t.Error(err)
	}
	if i := strings.IndexFunc(b.String(), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f }); i >= 0 {
		t.Errorf("a terminal gets %q", b.String()[i:min(i+20, b.Len())])
	}
}

func positions(notes []diag.Note) []diag.Pos {
	var list []diag.Pos
	for _, n := range notes {
		list = append(list, n.Pos)
	}
	return list
}

func insideFile(files map[string]string, pos diag.Pos) bool {
	name := strings.TrimPrefix(pos.File, "catalog/")
	data, ok := files[name]
	if !ok || name == pos.File {
		return false
	}
	lines := strings.Split(data, "\n")
	return pos.Line == 0 && pos.Col == 0 || pos.Line >= 1 && pos.Line <= len(lines) && pos.Col >= 1 && pos.Col <= utf8.RuneCountInString(lines[pos.Line-1])+1
}
