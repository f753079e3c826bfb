package page_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/page"
)

// said returns the findings in order, one per line.
func said(l *diag.List) []string {
	l.Sort()
	var list []string
	for _, d := range l.All() {
		list = append(list, fmt.Sprintf("%s: %s: %s (%s)\n%v\n%s", d.Pos, d.Severity, d.Message, d.ID, d.Notes, d.Help))
	}
	return list
}

// An edit of one file can change the findings of others. With a cache, the findings after
// each edit are the same as those of a check without one.
func TestCaches(t *testing.T) {
	t.Parallel()
	const (
		config = "name: Test\nbase: https://errors.example.com/\n"
		whole  = `summary: It is complete.
recovery: {retry: never, reaction: authenticate, actor: client, stop: Stop.}
causes: [{title: A cause, fix: one}]
`
		first = `title: First
family: tokens
related: [{slug: second, why: it is near}]
params: [{name: a, type: string, example: x}]
details: [{id: one, scenario: S, fix: one, detail: "Gone: {a}."}]
fixes: [{id: one, title: Fix, steps: "See [it](/401/second#fix-two), [a tag](/tag/jwt), [all](/family/tokens), [us](/401#d-top), [me](#causes) and [the index](/llms.txt)."}]
` + whole
		second = `title: Second
tags: [jwt]
details: [{id: two, scenario: S, fix: two, detail: Lost.}]
fixes: [{id: one, title: Fix}, {id: two, title: Fix}]
` + whole
		status = "description: |\n  ## Top\n\n  Text.\nchallenges: [{scheme: Bearer, params: {realm: x}}]\n"
	)
	edits := []struct{ file, text string }{
		{"401/second.yaml", strings.ReplaceAll(second, "two", "three")},            // a link to a fix
		{"401/second.yaml", strings.ReplaceAll(second, "jwt", "other")},            // to a tag
		{"401/second.yaml", strings.ReplaceAll(second, "Lost.", "Gone: forever.")}, // an ambiguous detail
		{"401/second.yaml", "draft: true\n" + second},
		{"401/second.yaml", second + "aliases: [first]\n"},
		{"401/second.yaml", "["},
		{"401/second.yaml", ""}, // removed
		{"401/second.yaml", second},
		{"401.yaml", strings.ReplaceAll(status, "Top", "Other")},
		{"401.yaml", ""}, // entries need challenges
		{"401.yaml", strings.ReplaceAll(status, "realm", "error")},
		{"401.yaml", strings.ReplaceAll(status, "{realm: x}", "{a: b}") + "summary: See [it](/401/first#case-two).\n"},
		{"401.yaml", strings.NewReplacer("Bearer", "Basic", "realm", "a").Replace(status)},
		{"errdocs.yaml", config}, // an unknown family
		{"errdocs.yaml", config + "members: [{name: a, type: string}]\nfamilies: [{id: tokens, title: Tokens, order: [first, third]}]\n"},
		{"errdocs.yaml", config + "families: [{id: tokens, title: Tokens}]\ntagline: See [it](/401/fist).\nresponses: {code_member: a}\n"},
		{"401/first.yaml", first + "description: \"[1](/401/none) [2](/401/none#x) [3](#none)\"\n"},
		{"401/first.yaml", first},
	}
	files, now := fstest.MapFS{}, time.Time{}
	write := func(name, text string) {
		now = now.Add(time.Second)
		files[name] = &fstest.MapFile{Data: []byte(text), ModTime: now}
		if text == "" {
			delete(files, name)
		}
	}
	write("errdocs.yaml", config+"families: [{id: tokens, title: Tokens}]\n")
	write("401.yaml", status)
	write("401/first.yaml", first)
	write("401/second.yaml", second)
	var (
		loaded  load.Cache
		checked check.Cache
		pages   page.Cache
		none    diag.List
	)
	read := func(l *diag.List) {
		c := loaded.Load(files, "catalog", nil, l)
		checked.All(c, l)
		pages.Check(c, l)
	}
	if read(&none); len(said(&none)) > 0 {
		t.Fatalf("at first: %q", said(&none))
	}
	clean := 0
	for _, edit := range edits {
		write(edit.file, edit.text)
		var got, want diag.List
		read(&got)
		c := load.Load(files, "catalog", &want)
		check.All(c, &want)
		page.Check(c, &want)
		if g, w := said(&got), said(&want); !slices.Equal(g, w) {
			t.Errorf("after the edit of %s to\n%s\ngot\n%s\nwant\n%s", edit.file, edit.text, strings.Join(g, "\n"), strings.Join(w, "\n"))
		}
		if len(said(&want)) == 0 {
			clean++
		}
	}
	if clean > 1 {
		t.Errorf("%d of %d edits find nothing; all but one are to break something", clean, len(edits))
	}
}

// Texts can link to every ID on the page of an entry.
func TestEveryIDIsATarget(t *testing.T) {
	t.Parallel()
	var l diag.List
	c := load.Load(os.DirFS("../../catalog"), "catalog", &l)
	b := page.New(c, page.Options{Code: func(*catalog.Entry) (server, client string) { return "a()", "b()" }})
	seen := map[string]bool{}
	for _, e := range c.Entries {
		p := b.Entry(e)
		var ids []string
		for _, s := range p.Sections {
			ids = append(ids, s.ID)
			seen[s.ID] = true
		}
		for _, f := range p.Fixes.List {
			ids = append(ids, f.ID)
		}
		for _, row := range p.Cases.Rows {
			ids = append(ids, row.ID)
		}
		for _, r := range p.Responses.List {
			ids = append(ids, r.ID)
		}
		targets := page.EntryIDs(e)
		for _, id := range ids {
			if !slices.Contains(targets, id) {
				t.Errorf("%s has the ID %s, which is not a target of links", e.Path(), id)
			}
		}
	}
	if len(seen) != 12 {
		t.Errorf("the pages have the sections %v, want all 12", seen)
	}
}

// TestMemory limits the memory of a large catalog, and of its caches after many edits: a
// catalog does not stay in memory after the next one is loaded.
func TestMemory(t *testing.T) {
	const n = 300
	files := generatortest.Catalog(n)
	var (
		loaded  load.Cache
		checked check.Cache
		pages   page.Cache
		c       *catalog.Catalog
	)
	edit := func(i int) {
		text := generatortest.Entry(i) + "description: See [the others](/).\n"
		files[generatortest.EntryFile(i)] = &fstest.MapFile{Data: []byte(text), ModTime: time.Unix(int64(i+1), 0)}
		var l diag.List
		c = loaded.Load(files, "catalog", nil, &l)
		checked.All(c, &l)
		pages.Check(c, &l)
	}
	before := heap()
	c = load.Load(files, "catalog", &diag.List{})
	if size := heap() - before; size > n*6500 {
		t.Errorf("a catalog of %d entries takes %d bytes, more than 6,500 an entry", n, size)
	}
	runtime.KeepAlive(c)
	edit(0)
	before = heap()
	for i := range 30 {
		edit(i + 1)
	}
	if grown := heap() - before; grown > 1<<20 {
		t.Errorf("after 30 edits, %d entries take %d bytes more", n, grown)
	}
	runtime.KeepAlive([]any{c, &loaded, &checked, &pages})
}

// heap returns the bytes of live memory.
func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
