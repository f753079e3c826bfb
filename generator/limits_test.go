package generator

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
)

// ofSize returns parts of an entry with n of the unit of a limit.
var ofSize = map[*diag.Limit]func(n int) string{
	diag.FileBytes:  func(n int) string { return "#" + strings.Repeat("x", n-len(base("\n"))-1) + "\n" },
	diag.FileValues: func(n int) string { return "tags:\n" + numbered(n-3-2*strings.Count(base(""), "\n"), "- t%d\n") },
	diag.FileLevels: func(n int) string {
		return "fixes: [{id: a, title: A, request: {url: https://a.test/, json: " + strings.Repeat("[", n-5) + "1" + strings.Repeat("]", n-5) + "}}]\n"
	},
	diag.MappingKeys:    func(n int) string { return "headers:\n" + numbered(n, "  X-%d: v\n") },
	diag.LineCharacters: func(n int) string { return "code: " + strings.Repeat("ü", n) + "\n" },
	diag.TextBytes:      func(n int) string { return "description: " + strings.Repeat("x", n) + "\n" },
	diag.FileMarkdown: func(n int) string {
		third := strings.Repeat("x", n/3)
		return "description: " + third + "\nsecurity: " + third + "\nfaq: [{question: Q, answer: " + strings.Repeat("x", n-2*(n/3)-len("Q")-len("Short.")) + "}]\n"
	},
	diag.TextBrackets: func(n int) string { return "description: |\n  a\n  " + strings.Repeat("[ ", n) + "\n" },
	diag.TextEmphasis: func(n int) string { return "description: |\n  a\n  " + strings.Repeat(" * b", n) + "\n" },
	diag.TextCells: func(n int) string {
		return "description: |\n  a | b\n  -|-\n" + strings.Repeat("  c | d\n", n/2-1) + strings.Repeat("  c | d\n", n%2)
	},
	diag.LinePipes:      func(n int) string { return "description: |\n  a " + strings.Repeat("| b ", n) + "\n" },
	diag.LineIndent:     func(n int) string { return "description: |\n  a\n  " + strings.Repeat(" ", n) + "b\n" },
	diag.LineContainers: func(n int) string { return "description: |\n  " + strings.Repeat("> ", n) + "a\n" },
}

// base is an entry to which ofSize adds.
func base(more string) string { return "title: A\nsummary: Short.\n" + more }

func numbered(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}

// A value at the limit is accepted. One more is rejected at its line, with a message that
// contains the limit.
func TestI03Limits(t *testing.T) {
	for _, limit := range diag.Limits {
		write := ofSize[limit]
		if write == nil {
			if limit.Check != nil && limit != diag.SlugCharacters && limit != diag.CatalogEntries && limit != diag.CatalogBytes {
				t.Errorf("no test for the limit of %d %s", limit.Max, limit.Unit)
			}
			continue
		}
		t.Run(limit.Of+" "+limit.Unit, func(t *testing.T) {
			t.Parallel()
			if d := rejection(base(write(limit.Max))); d != nil {
				t.Errorf("at the limit: %s: %s", d.Pos, d.Message)
			}
			d := rejection(base(write(limit.Max + 1)))
			if d == nil || d.ID != limit.Check.ID || !strings.Contains(d.Message, diag.Thousands(limit.Max)) || !strings.Contains(d.Message, limit.Unit) || d.Help != limit.Help {
				t.Errorf("one more: %+v", d)
			}
			if d != nil && d.Pos.Line == 1 && limit != diag.FileBytes {
				t.Errorf("one more: the finding is at %s", d.Pos)
			}
		})
	}
}

// rejection returns the first error about an entry.
func rejection(entry string) *diag.Diagnostic {
	_, l := loadFiles(map[string]string{"errdocs.yaml": "name: A\nbase: https://a.test/\n", "409/x.yaml": entry})
	for _, d := range l.All() {
		if d.Severity == diag.Error {
			return d
		}
	}
	return nil
}

// swollen is a file system that reports a size of 1 MiB for every file.
type swollen struct{ fstest.MapFS }

func (s swollen) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := s.MapFS.ReadDir(name)
	for i := range list {
		list[i] = swollenEntry{list[i]}
	}
	return list, err
}

type (
	swollenEntry struct{ fs.DirEntry }
	swollenInfo  struct{ fs.FileInfo }
)

func (e swollenEntry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	return swollenInfo{info}, err
}

func (swollenInfo) Size() int64 { return 1 << 20 }

func TestI03LimitsOfCatalogs(t *testing.T) {
	t.Parallel()
	ofFiles := func(n int, entry string) fstest.MapFS {
		fsys := fstest.MapFS{"errdocs.yaml": {Data: []byte("name: A\nbase: https://a.test/\n")}}
		for i := range n {
			fsys[fmt.Sprintf("409/e%d.yaml", i)] = &fstest.MapFile{Data: []byte(entry)}
		}
		return fsys
	}
	loaded := func(fsys fs.FS) string {
		var l diag.List
		load.Load(fsys, "catalog", &l)
		if len(l.All()) == 0 {
			return ""
		}
		return l.All()[0].Message
	}
	if got, want := loaded(ofFiles(diag.CatalogEntries.Max+1, "")), "the catalog has 100,001 entries; the limit is 100,000"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := loaded(swollen{ofFiles(511, base(""))}); got != "" {
		t.Errorf("512 MiB: %s", got)
	}
	if got, want := loaded(swollen{ofFiles(512, base(""))}), "the catalog has 537,919,488 bytes; the limit is 536,870,912"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
