package generator_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/publish"
)

// project is a catalog on disk whose site is built again and again, into a folder of its
// own, while another folder is built anew each time.
type project struct {
	t       *testing.T
	catalog string
	site    string
	anew    string
	notes   []string // of the last build
}

// newProject writes a catalog, with a cache folder that nobody else uses.
func newProject(t *testing.T, files map[string]string) *project {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, filepath.Join(dir, "cache"))
	}
	p := &project{t: t, catalog: filepath.Join(dir, "catalog"), site: filepath.Join(dir, "public"), anew: filepath.Join(dir, "anew")}
	p.put(files)
	return p
}

func (p *project) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// put writes files of the catalog.
func (p *project) put(files map[string]string) {
	p.t.Helper()
	for name, data := range files {
		p.write(filepath.Join(p.catalog, name), data)
	}
}

func (p *project) write(file, data string) {
	p.t.Helper()
	p.check(os.MkdirAll(filepath.Dir(file), 0o755))
	p.check(os.WriteFile(file, []byte(data), 0o644))
}

func (p *project) remove(name string) {
	p.t.Helper()
	p.check(os.Remove(filepath.Join(p.catalog, name)))
}

// source opens the catalog.
func (p *project) source() generator.Source {
	p.t.Helper()
	src, err := generator.Find(p.catalog)
	p.check(err)
	return src
}

// build builds the site of the project.
func (p *project) build(run generator.Run) (*generator.Built, error) {
	p.t.Helper()
	return p.buildInto(p.site, run)
}

func (p *project) buildInto(dir string, run generator.Run) (*generator.Built, error) {
	p.t.Helper()
	if run.Source.FS == nil {
		run.Source = p.source()
	}
	p.notes = nil
	run.Dir = dir
	run.Note = func(text string) { p.notes = append(p.notes, text) }
	return run.Build(context.Background())
}

// builds builds the site, and again anew, and holds the one against the other.
func (p *project) builds(run generator.Run) *generator.Built {
	p.t.Helper()
	before := p.read(p.site)
	built, err := p.build(run)
	notes := p.notes
	after := p.read(p.site)

	run.Anew = true
	wantBuilt, wantErr := p.buildInto(p.anew, run)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) {
		p.t.Errorf("the error is %v; anew it is %v", err, wantErr)
		return built
	}
	if err != nil {
		return built
	}
	if !slices.Equal(notes, p.notes) {
		p.t.Errorf("it notes %q; anew %q", notes, p.notes)
	}
	p.sameFindings(built.Findings, wantBuilt.Findings)
	if built.Coverage != wantBuilt.Coverage {
		p.t.Errorf("the coverage is %v; anew %v", built.Coverage, wantBuilt.Coverage)
	}
	if (built.Plan == nil) != (wantBuilt.Plan == nil) {
		p.t.Errorf("it has a plan: %t; anew: %t", built.Plan != nil, wantBuilt.Plan != nil)
		return built
	}
	if built.Plan == nil {
		p.sameFiles("a build with errors has left", after, before)
		return built
	}
	p.sameFiles("the site has", after, p.read(p.anew))
	p.counts(built.Plan, before, after)
	return built
}

// good builds a catalog without errors.
func (p *project) good(run generator.Run) *generator.Built {
	p.t.Helper()
	built := p.builds(run)
	if built == nil || built.Plan == nil {
		p.t.Fatalf("there is no site: %+v", built)
	}
	return built
}

// sameFindings compares findings in all that they say.
func (p *project) sameFindings(got, want *diag.List) {
	p.t.Helper()
	if a, b := plain(got), plain(want); !reflect.DeepEqual(a, b) {
		p.t.Errorf("found:\n%s\nanew:\n%s", findings(got), findings(want))
	}
}

// plain returns findings as values, none of which says nothing in two ways.
func plain(l *diag.List) []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, d := range l.All() {
		own := *d
		own.Notes = append([]diag.Note{}, d.Notes...)
		list = append(list, own)
	}
	return list
}

// sameFiles compares two folders.
func (p *project) sameFiles(what string, got, want map[string]string) {
	p.t.Helper()
	names := maps.Clone(got)
	maps.Copy(names, want)
	shown := 0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		a, inA := got[name]
		b, inB := want[name]
		if inA == inB && a == b {
			continue
		}
		if shown++; shown > 5 {
			p.t.Errorf("and more")
			return
		}
		switch {
		case !inA:
			p.t.Errorf("%s no %s", what, name)
		case !inB:
			p.t.Errorf("%s the file %s, which is not to be there", what, name)
		default:
			at := 0
			for at < min(len(a), len(b)) && a[at] == b[at] {
				at++
			}
			p.t.Errorf("%s another %s:\n%q\nin place of\n%q", what, name, a[max(at-60, 0):min(at+100, len(a))], b[max(at-60, 0):min(at+100, len(b))])
		}
	}
}

// counts holds what a plan says that it did against what was done.
func (p *project) counts(plan *publish.Plan, before, after map[string]string) {
	p.t.Helper()
	written, removed, same := 0, 0, 0
	for name, data := range after {
		if was, ok := before[name]; ok && was == data {
			same++
		} else {
			written++
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			removed++
		}
	}
	said := map[bool]int{}
	for _, c := range plan.Changes {
		said[c.Kind == publish.LeftOver]++
	}
	if said[false] != written || said[true] != removed || plan.Unchanged != same {
		p.t.Errorf("%d files written, %d removed, %d unchanged; it says %d, %d and %d", written, removed, same, said[false], said[true], plan.Unchanged)
	}
}

// read returns the files of a folder.
func (p *project) read(dir string) map[string]string {
	p.t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) && name == dir {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	p.check(err)
	return files
}

// stateFiles returns what builds have left in the cache folder.
func (p *project) stateFiles() []string {
	p.t.Helper()
	cache, err := os.UserCacheDir()
	p.check(err)
	files, err := filepath.Glob(filepath.Join(cache, "errdocs", "sites", "*"))
	p.check(err)
	return files
}

// onCores does something with a number of cores.
func onCores(n int, do func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
	do()
}

// found reports whether a build found something that says a text.
func found(b *generator.Built, text string) bool {
	return strings.Contains(findings(b.Findings), text)
}
