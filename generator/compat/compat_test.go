package compat_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/compat"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/markup"
)

var update = flag.Bool("update", false, "rewrite the table of docs/compatibility.md")

// loaded makes a catalog of a text in the form of txtar, over a small one. What stands
// before the first file is added to the entry 404/a.
func loaded(t *testing.T, folder, text string) *catalog.Catalog {
	t.Helper()
	a := txtar.Parse([]byte(text))
	fsys := fstest.MapFS{
		"errdocs.yaml": {Data: []byte("name: N\nbase: https://e.example/\n")},
		"404/a.yaml":   {Data: append([]byte("title: A\n"), a.Comment...)},
	}
	for _, f := range a.Files {
		if len(f.Data) == 0 {
			delete(fsys, f.Name)
			continue
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	var l diag.List
	c := load.Load(fsys, folder, &l)
	check.All(c, &l)
	if l.HasErrors() {
		l.Sort()
		var b strings.Builder
		_ = diag.Print(&b, diag.FormatText, &l)
		t.Fatalf("the catalog of the test has errors:\n%s", b.String())
	}
	return c
}

// lines shows changes as tests expect them.
func lines(changes []compat.Change) []string {
	var list []string
	for _, c := range changes {
		line := fmt.Sprintf("%s %s %s", c.Kind, c.Rule.ID, c.Pos)
		if len(c.Scenarios) > 0 {
			line += " #" + strings.Join(c.Scenarios, "#")
		}
		if c.Name != "" {
			line += " " + c.Name
		}
		if c.Old+c.New != "" {
			line += ": " + c.Old + " -> " + c.New
		}
		list = append(list, line)
	}
	return list
}

// TestRules has a small pair of catalogs for each rule, compared both ways.
func TestRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	check := func(t *testing.T, old, new string, want []string) {
		t.Helper()
		changes := compat.Diff(loaded(t, "old", old), loaded(t, "new", new))
		for _, c := range changes {
			seen[c.Rule.ID] = true
		}
		if got := lines(changes); !slices.Equal(got, want) {
			t.Errorf("%s", diff.Diff("want", []byte(strings.Join(want, "\n")+"\n"), "got", []byte(strings.Join(got, "\n")+"\n")))
		}
	}
	for _, tc := range slices.Concat(entryCases, responseCases, catalogCases) {
		t.Run(tc.name, func(t *testing.T) {
			check(t, tc.old, tc.new, tc.want)
			check(t, tc.new, tc.old, tc.back)
			check(t, tc.old, tc.old, nil)
			check(t, tc.new, tc.new, nil)
		})
	}
	for _, r := range compat.Rules {
		if !seen[r.ID] {
			t.Errorf("no case shows the rule %s", r.ID)
		}
	}
}

func TestRulesAreWellFormed(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	last := 0
	for _, r := range compat.Rules {
		if ids[r.ID] {
			t.Errorf("%s: the ID is taken", r.ID)
		}
		ids[r.ID] = true
		rank := slices.Index(compat.Kinds, r.Kind)
		if rank < last {
			t.Errorf("%s: the gravest rules come first", r.ID)
		}
		last = rank
		if !strings.HasSuffix(r.Callers, ".") || strings.Count(r.Callers, ". ") > 0 {
			t.Errorf("%s: %q is not one sentence", r.ID, r.Callers)
		}
		if markup.Escape(r.Edit) != r.Edit || markup.Escape(r.Callers) != r.Callers {
			t.Errorf("%s: its words are not the same in Markdown", r.ID)
		}
	}
}

func TestThreshold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kinds string // of the changes
		fails string // thresholds
	}{
		{"", ""},
		{"new", "any"},
		{"reworded deprecated", "any"},
		{"retired", "server-code any"},
		{"server-code new", "server-code any"},
		{"breaking", "breaking server-code any"},
	} {
		var changes []compat.Change
		for _, k := range strings.Fields(tc.kinds) {
			changes = append(changes, compat.Change{Kind: compat.Kind(k)})
		}
		var fails []string
		for _, threshold := range compat.Thresholds {
			if threshold.Reached(changes) {
				fails = append(fails, string(threshold))
			}
		}
		if got := strings.Join(fails, " "); got != tc.fails {
			t.Errorf("changes %q reach %q, want %q", tc.kinds, got, tc.fails)
		}
	}
}

// TestSorted compares two large catalogs, in whatever order their files are read.
func TestSorted(t *testing.T) {
	t.Parallel()
	var old, new strings.Builder
	for i := range 40 {
		fmt.Fprintf(&old, "-- 4%02d/e%d.yaml --\ntitle: Old\nparams: [{name: p, type: int, optional: true}]\n", 10+i%3, i)
		fmt.Fprintf(&new, "-- 4%02d/e%d.yaml --\ntitle: New\nparams: [{name: q, type: int, optional: true}]\n", 10+i%3, i)
	}
	var first string
	for range 5 {
		changes := compat.Diff(loaded(t, "old", old.String()), loaded(t, "new", new.String()))
		if len(changes) != 120 {
			t.Fatalf("%d changes, want 120", len(changes))
		}
		for i := range changes[1:] {
			a, b := &changes[i], &changes[i+1]
			if a.Entry > b.Entry || a.Entry == b.Entry && slices.Index(compat.Kinds, a.Kind) > slices.Index(compat.Kinds, b.Kind) {
				t.Fatalf("%s %s comes before %s %s", a.Entry, a.Kind, b.Entry, b.Kind)
			}
		}
		var b bytes.Buffer
		if err := compat.JSON(&b, changes); err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = b.String()
		}
		if b.String() != first {
			t.Fatal("the same catalogs, another output")
		}
	}
}

// TestDocs checks that the table of docs/compatibility.md is up to date.
func TestDocs(t *testing.T) {
	const name = "../../docs/compatibility.md"
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := compat.Reference()
	head, _, _ := strings.Cut(want, "\n")
	start := strings.Index(string(page), head)
	if start < 0 {
		t.Fatalf("%s has no table of the rules", name)
	}
	end := len(page)
	if n := strings.Index(string(page[start:]), "\n\n"); n >= 0 {
		end = start + n + 1
	}
	got := string(page[start:end])
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date\n%s\nrun: go test ./generator/compat -run TestDocs -update", name, diff.Diff("old", []byte(got), "new", []byte(want)))
	}
	if err := os.WriteFile(name, []byte(string(page[:start])+want+string(page[end:])), 0o644); err != nil {
		t.Fatal(err)
	}
}
