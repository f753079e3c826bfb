package load_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
)

// project is a catalog that a test edits.
type project struct {
	fstest.MapFS
	now time.Time
}

// write writes a file, a second after the file before.
func (p *project) write(name, text string) {
	p.now = p.now.Add(time.Second)
	p.MapFS[name] = &fstest.MapFile{Data: []byte(text), ModTime: p.now}
}

func newProject() *project {
	p := &project{MapFS: fstest.MapFS{}}
	p.write("errdocs.yaml", config)
	p.write("409.yaml", "summary: x\n")
	p.write("409/a.yaml", "title: A\nfamily: f\n")
	p.write("409/b.yaml", "title: B\n")
	return p
}

// read reads the project with a Cache, and fails if the function Load returns a different
// result.
func (p *project) read(t *testing.T, k *load.Cache, changed ...string) *catalog.Catalog {
	t.Helper()
	var got, want diag.List
	c, fresh := k.Load(p, "catalog", changed, &got), load.Load(p, "catalog", &want)
	if g, w := said(&got), said(&want); !slices.Equal(g, w) {
		t.Errorf("the cache reports\n%s\nwant\n%s", strings.Join(g, "\n"), strings.Join(w, "\n"))
	}
	if g, w := titles(c), titles(fresh); !slices.Equal(g, w) {
		t.Errorf("the cache has the entries %q, want %q", g, w)
	}
	for _, e := range c.Entries {
		if e.Catalog != c || e.Status != c.Status(e.StatusCode) || c.Entry(e.Path(), nil) != e {
			t.Errorf("%s is not in its catalog", e.File)
		}
	}
	return c
}

func titles(c *catalog.Catalog) []string {
	list := c.UnreadPaths()
	for _, s := range c.Statuses {
		list = append(list, s.Path()+" "+s.Summary)
	}
	for _, e := range c.Entries {
		list = append(list, e.Path()+" "+e.Title)
	}
	return list
}

// A Cache returns what Load returns after every edit, and decodes only what changed.
func TestCache(t *testing.T) {
	t.Parallel()
	p, k := newProject(), &load.Cache{}
	c := p.read(t, k)
	reused := func(path string, want bool, changed ...string) {
		t.Helper()
		now := p.read(t, k, changed...)
		if got := now.Entry(path, nil).Source == c.Entry(path, nil).Source; got != want {
			t.Errorf("%s has the same source: %v, want %v", path, got, want)
		}
		if now.Entry(path, nil) == c.Entry(path, nil) {
			t.Errorf("two catalogs share the entry %s", path)
		}
		c = now
	}
	reused("409/a", true)
	p.write("409/b.yaml", "title: Another\n")
	reused("409/a", true)
	p.write("409/b.yaml", "title: Third\n")
	reused("409/b", false)
	p.write("409.yaml", "summary: y\n")
	reused("409/b", true)
	p.write("errdocs.yaml", config+"families: [{id: f, title: F}]\n")
	reused("409/a", true)

	// The same size and time: only a watcher can detect this.
	same := p.MapFS["409/b.yaml"].ModTime
	p.write("409/b.yaml", "title: Fifth\n")
	p.MapFS["409/b.yaml"].ModTime = same
	var l diag.List
	if c := k.Load(p, "catalog", nil, &l); c.Entry("409/b", nil).Title != "Third" {
		t.Errorf("a file with the same size and time was read again")
	}
	reused("409/b", false, "409/b.yaml")

	// The findings of an unchanged file are reported again.
	p.write("409/b.yaml", "titel: X\n")
	p.read(t, k)
	p.read(t, k)
	p.write("409/b.yaml", "[")
	if c := p.read(t, k); !c.Unread("409/b") || c.Unread("409/a") {
		t.Errorf("unread are %q, want 409/b", c.UnreadPaths())
	}
	p.read(t, k)
	p.write("409/b.yaml", "title: B\n")
	p.write("410/c.yaml", "title: C\nstatus: 409\n")
	p.read(t, k)
	delete(p.MapFS, "410/c.yaml")
	delete(p.MapFS, "409.yaml")
	c = p.read(t, k)

	// Dates are set after loading: they belong to one catalog.
	c.Entry("409/a", nil).Updated, c.Statuses[0].Updated = "2026-01-06", "2026-01-06"
	if again := p.read(t, k); again.Entry("409/a", nil).Updated != "" || again.Statuses[0].Updated != "" {
		t.Error("the date of an entry or a status is in another catalog, too")
	}
	delete(p.MapFS, "errdocs.yaml")
	p.read(t, k)
}

// A file that could not be read is read again. Findings contain the directory name from the
// current call.
func TestCacheForgets(t *testing.T) {
	t.Parallel()
	p, k := newProject(), &load.Cache{}
	var l diag.List
	locked := failing{p, map[string]error{"409/b.yaml": fs.ErrPermission}}
	if c := k.Load(locked, "catalog", nil, &l); len(c.Entries) != 1 || !l.HasErrors() {
		t.Fatalf("%d entries and %q", len(c.Entries), said(&l))
	}
	if c := p.read(t, k); len(c.Entries) != 2 {
		t.Errorf("%d entries, want 2", len(c.Entries))
	}
	p.write("409/b.yaml", "titel: X\n")
	p.read(t, k)
	l = diag.List{}
	k.Load(p, "elsewhere", nil, &l)
	for _, line := range said(&l) {
		if !strings.HasPrefix(line, "elsewhere/409/b.yaml:") {
			t.Errorf("in the directory elsewhere: %s", line)
		}
	}
}
