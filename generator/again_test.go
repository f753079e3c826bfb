package generator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/publish"
	"github.com/errdocs/errdocs/generator/serve"
)

// fewEntries is a catalog of few entries: order-gone is a draft, and no other entry has its
// status or its tag. Its warnings are about details without a fix.
func fewEntries() map[string]string {
	return map[string]string{
		"errdocs.yaml": "name: Alpha\nbase: https://errors.test/\nfamilies: [{id: orders, title: Orders}]\ngo: {package: apierr}\n",
		"403.yaml":     "summary: See [the fix](/403/b#fix-wait), [the case](/403/b#case-at) and [rare ones](/tag/rare).\n",
		"403/a.yaml": `title: First
family: orders
summary: It is [late](/403/b).
details: [{scenario: Then, detail: The first.}]
causes: [{title: Why, text: "See [the fix](/403/b#fix-wait), [the case](/403/b#case-at) and [rare ones](/tag/rare).", fix: wait}]
fixes: [{id: wait, title: Wait}]
recovery: {retry: later, reaction: back-off, actor: client, stop: Soon}
lookalikes: [{status: 410, why: It is gone}]
`,
		"403/b.yaml":          second,
		"403/c.yaml":          "title: Third\nfamily: orders\n",
		"410/order-gone.yaml": "title: Gone\ntags: [rare]\ndraft: true\n",
	}
}

const second = "title: Second\nfamily: orders\ndetails: [{id: at, scenario: Then, detail: The second.}]\nfixes: [{id: wait, title: Wait}]\n"

// Others is what a page says of other pages: it changes although its own file does not.
func TestOthersChange(t *testing.T) {
	p := newProject(t, fewEntries())
	p.good(generator.Run{})
	for _, edit := range []struct{ what, file, data, finding, on, says string }{
		{"the next title", "403/b.yaml", strings.Replace(second, "Second", "Other", 1), "", "403/a/index.html", "Other"},
		{"the title before", "403/b.yaml", second, "", "403/c/index.html", "Second"},
		{"the title after", "403/c.yaml", "title: Last\nfamily: orders\n", "", "403/b/index.html", "Last"},
		{"a fix has another name", "403/b.yaml", strings.Replace(second, "id: wait", "id: stay", 1), "a.yaml:5:", "", ""},
		{"a case has another name", "403/b.yaml", strings.Replace(second, "id: at", "id: in", 1), "a.yaml:5:", "", ""},
		{"both are back", "403/b.yaml", second, "", "403/a/index.html", "Second"},
		{"the page is a draft", "403/b.yaml", second + "draft: true\n", "", "403/a/index.html", "Last"},
		{"the page cannot be read", "403/b.yaml", "[", "b.yaml:", "", ""},
		{"the page is gone", "403/b.yaml", "", "a.yaml:3:", "", ""},
		{"the page is back", "403/b.yaml", second, "", "403/a/index.html", "Second"},
		{"the tag is gone from the draft", "410/order-gone.yaml", "title: Gone\ndraft: true\n", "a.yaml:5:", "", ""},
		{"the draft is published", "410/order-gone.yaml", "title: Gone\ntags: [rare]\n", "", "403/a/index.html", `href="/410"`},
		{"the draft is one again", "410/order-gone.yaml", "title: Gone\ntags: [rare]\ndraft: true\n", "", "403/a/index.html", "<b>410 Gone</b>"},
		{"a file that is out of place", "403/a.yml", "title: A\n", "a.yml:1:1: error", "", ""},
		{"it is gone", "403/a.yml", "", "", "", ""},
		{"what no JSON says", "403/c.yaml", "title: Third\nfamily: orders\ngo: {name: Another}\n", "", "llms-full.txt", "apierr.Another"},
	} {
		if edit.data == "" {
			p.remove(edit.file)
		} else {
			p.put(map[string]string{edit.file: edit.data})
		}
		built := p.builds(generator.Run{})
		if failed := built.Findings.HasErrors(); failed != (edit.finding != "") || !found(built, edit.finding) {
			t.Errorf("%s: found\n%s", edit.what, findings(built.Findings))
		}
		if edit.on != "" && !strings.Contains(p.read(p.site)[edit.on], edit.says) {
			t.Errorf("%s: %s does not say %q", edit.what, edit.on, edit.says)
		}
		if t.Failed() {
			t.Fatalf("after: %s", edit.what)
		}
	}
}

// How long pages are is said of a catalog without errors alone, whatever was known before.
func TestLengthsOfBrokenCatalog(t *testing.T) {
	files := fewEntries()
	files["403/c.yaml"] += "description: " + strings.Repeat("It is long. ", 450) + "\n"
	p := newProject(t, files)
	if built := p.builds(generator.Run{}); !found(built, "CON008") {
		t.Fatal("there is no long page")
	}
	p.put(map[string]string{"403/a.yaml": "title: A\nrelated: [{slug: nobody, why: none}]\n"})
	for cores := range 4 {
		onCores(1+cores, func() {
			if built := p.builds(generator.Run{}); !found(built, "CAT007") || found(built, "CON008") {
				t.Errorf("found\n%s", findings(built.Findings))
			}
		})
	}
}

// Findings name files as the working folder sees them.
func TestOtherWorkingFolder(t *testing.T) {
	p := newProject(t, fewEntries())
	for _, folder := range []string{"catalog", "../catalog", "catalog"} {
		src := p.source()
		src.Folder = folder
		for range 2 {
			if built := p.builds(generator.Run{Source: src}); !found(built, "\n"+folder+"/403/c.yaml:1:1: warning") {
				t.Errorf("in another folder: found\n%s", findings(built.Findings))
			}
		}
	}
}

// rewrite writes a file of the same size in place, and gives it the time that it had.
func (p *project) rewrite(file, data string) {
	p.t.Helper()
	info, err := os.Stat(file)
	p.check(err)
	if int64(len(data)) != info.Size() {
		p.t.Fatalf("%s: %d bytes, not %d", file, len(data), info.Size())
	}
	p.write(file, data)
	p.check(os.Chtimes(file, info.ModTime(), info.ModTime()))
}

// hide edits a page of the site so that its stamp is the same, and returns what says
// whether the next build has noticed.
func (p *project) hide() (noticed func() bool) {
	p.t.Helper()
	file := filepath.Join(p.site, "403/a/index.html")
	data, err := os.ReadFile(file)
	p.check(err)
	other := strings.Replace(string(data), "First", "Worst", 1)
	p.rewrite(file, other)
	return func() bool {
		now, err := os.ReadFile(file)
		p.check(err)
		return string(now) == string(data)
	}
}

// A file of the catalog is read again unless size, time and inode say that it is the same,
// and its time is long enough ago for that to be true.
func TestStamps(t *testing.T) {
	p := newProject(t, fewEntries())
	file := filepath.Join(p.catalog, "403/b.yaml")
	at := func(d time.Duration) {
		then := time.Now().Add(d)
		p.check(os.Chtimes(file, then, then))
	}
	title := func() string {
		data := p.read(p.site)["403/b.json"]
		var e struct{ Title string }
		p.check(json.Unmarshal([]byte(data), &e))
		return e.Title
	}
	at(time.Hour) // as if it were written at the moment of the build
	p.good(generator.Run{})
	p.rewrite(file, strings.Replace(second, "Second", "Fourth", 1))
	if p.good(generator.Run{}); title() != "Fourth" {
		t.Errorf("a file that was written during the build and after it is %s", title())
	}
	at(-time.Hour)
	p.good(generator.Run{})
	if info, err := os.Stat(file); err == nil { // another file of the same size and time
		p.check(os.Rename(file, file+".old"))
		p.write(file, strings.Replace(second, "Second", "Ninth.", 1))
		p.check(os.Chtimes(file, info.ModTime(), info.ModTime()))
		p.check(os.Remove(file + ".old"))
	}
	if p.good(generator.Run{}); title() != "Ninth." {
		t.Errorf("a file that took the place of another is %s", title())
	}
	p.rewrite(file, strings.Replace(second, "Second", "Hidden", 1))
	if _, err := p.build(generator.Run{}); err != nil || title() != "Ninth." {
		t.Errorf("a file whose stamp was restored is read: %s, %v", title(), err) // what follows could not fail
	}
	if _, err := p.build(generator.Run{Anew: true}); err != nil || title() != "Hidden" {
		t.Errorf("without the cache, a file whose stamp was restored is not read: %s, %v", title(), err)
	}
}

// What earlier builds have left is of use for the errdocs that left it, and only where it
// is whole.
func TestState(t *testing.T) {
	p := newProject(t, fewEntries())
	for _, test := range []struct {
		what    string
		damage  func(data []byte) []byte
		noticed bool
	}{
		{"it is whole", func(data []byte) []byte { return data }, false},
		{"it is of another errdocs", func(data []byte) []byte { data[len("errdocs state\n")] ^= 1; return data }, true},
		{"it is of another program", func(data []byte) []byte { data[0] ^= 1; return data }, true},
		{"it is empty", func([]byte) []byte { return nil }, true},
		{"it is cut off", func(data []byte) []byte { return data[:len(data)/3] }, true},
	} {
		if _, err := p.build(generator.Run{}); err != nil {
			t.Fatal(err)
		}
		noticed := p.hide()
		files := p.stateFiles()
		if len(files) != 1 {
			t.Fatalf("%d state files", len(files))
		}
		data, err := os.ReadFile(files[0])
		p.check(err)
		p.check(os.WriteFile(files[0], test.damage(data), 0o600))
		if _, err := p.build(generator.Run{}); err != nil || noticed() != test.noticed {
			t.Errorf("%s: a page with a restored stamp is noticed: %t, %v", test.what, noticed(), err)
		}
		if _, err := p.build(generator.Run{Anew: true}); err != nil || !noticed() {
			t.Errorf("%s: without the cache, a page with a restored stamp is not noticed, %v", test.what, err)
		}
	}
}

// Wherever a state is damaged or cut off, the next build makes what it would without one.
func TestDamagedState(t *testing.T) {
	p := newProject(t, fewEntries())
	p.good(generator.Run{})
	r := rand.New(rand.NewPCG(1, 0))
	for i := range 6 / generator.Slower {
		for _, file := range p.stateFiles() {
			data, err := os.ReadFile(file)
			p.check(err)
			at := r.IntN(len(data))
			if i%2 == 0 {
				data[at] ^= 1 << r.IntN(8)
			} else {
				data = data[:at]
			}
			p.check(os.WriteFile(file, data, 0o600))
		}
		p.put(map[string]string{"403/b.yaml": strings.Replace(second, "Second", fmt.Sprint("Edit ", i), 1)})
		if p.good(generator.Run{}); t.Failed() {
			t.Fatalf("damage %d", i)
		}
	}
}

// A state of several parts keeps those in which nothing has changed, whatever comes and goes,
// and no build makes anew what did not change since the one before.
func TestPartsOfState(t *testing.T) {
	files := fewEntries()
	name := func(i int) string { return fmt.Sprintf("404/entry-%d.yaml", i) }
	for i := range 260 { // the first part has 256
		files[name(i)] = fmt.Sprintf("title: Entry %d\nfamily: orders\n", i)
	}
	p := newProject(t, files)
	if _, err := p.build(generator.Run{}); err != nil {
		t.Fatal(err)
	}
	edit := func(i int, title string) { p.put(map[string]string{name(i): "title: " + title + "\nfamily: orders\n"}) }
	for i, step := range []struct {
		do   func()
		anew int // an entry, and its neighbours
	}{
		{func() { edit(0, "Edited") }, 2},
		{func() { edit(99, "Edited") }, 2},
		{func() { p.remove(name(1)) }, 2},
		{func() { edit(1, "Here again"); edit(50, "Edited") }, 6},
		{func() { // the same content in another file
			p.remove(name(7))
			p.put(map[string]string{name(7): files[name(7)]})
			edit(150, "Edited")
		}, 3},
		{func() { edit(7, "Edited") }, 3},
	} {
		step.do()
		stats := &generator.Stats{}
		_, err := p.build(generator.Run{Stats: stats, Write: publish.Options{InPlace: true}})
		if anew, _ := stats.Entries(); err != nil || anew != step.anew {
			t.Errorf("step %d: %d entries are made anew, not %d; %v", i, anew, step.anew, err)
		}
	}
	edit(200, "Edited")
	p.good(generator.Run{})
}

// Without a place for what they leave, builds do all their work.
func TestNoCacheFolder(t *testing.T) {
	p := newProject(t, fewEntries())
	p.write(filepath.Join(filepath.Dir(p.catalog), "file"), "no folder")
	for _, cache := range []string{"", filepath.Join(filepath.Dir(p.catalog), "file"), "relative"} {
		for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
			t.Setenv(name, cache)
		}
		for _, title := range []string{"Second", "Fourth"} {
			p.put(map[string]string{"403/b.yaml": strings.Replace(second, "Second", title, 1)})
			p.good(generator.Run{})
		}
	}
}

// Two folders are built of one catalog, in turn.
func TestTwoFolders(t *testing.T) {
	p := newProject(t, fewEntries())
	first, other := p.site, p.site+"-drafts"
	for _, title := range []string{"Second", "Fourth"} {
		p.put(map[string]string{"403/b.yaml": strings.Replace(second, "Second", title, 1)})
		for range 2 {
			p.site = first
			p.good(generator.Run{})
			p.site = other
			p.good(generator.Run{Site: generator.SiteOptions{Drafts: true, Offline: true}})
		}
	}
}

// A theme comes, changes, and goes.
func TestThemeBetween(t *testing.T) {
	p := newProject(t, fewEntries())
	theme := filepath.Join(filepath.Dir(p.catalog), "theme")
	for _, style := range []string{"", "a{}", "b{}", "b{}", ""} {
		run := generator.Run{}
		if style != "" {
			p.write(filepath.Join(theme, "static/site.css"), style)
			run.Site.Theme = theme
		}
		p.good(run)
		if got := p.read(p.site)["static/site.css"]; (style != "") != (got == style) {
			t.Errorf("with the style %q the site has %.20q", style, got)
		}
	}
}

// A build with --strict changes nothing, and what it calls errors are warnings again later.
func TestStrictBetween(t *testing.T) {
	p := newProject(t, fewEntries())
	for _, title := range []string{"Second", "Second", "Fourth"} {
		p.put(map[string]string{"403/b.yaml": strings.Replace(second, "Second", title, 1)})
		for _, strict := range []bool{false, true, false} {
			built := p.builds(generator.Run{Strict: strict})
			if built.Findings.HasErrors() != strict || strict && title != "Second" && built.Plan != nil {
				t.Errorf("strict: %t: found\n%s", strict, findings(built.Findings))
			}
		}
	}
}

// To look what a build would do changes nothing, for the next build either.
func TestLookBetween(t *testing.T) {
	p := newProject(t, fewEntries())
	p.good(generator.Run{})
	before := p.read(p.site)
	p.put(map[string]string{"403/b.yaml": strings.Replace(second, "Second", "Fourth", 1)})
	for range 2 {
		built, err := p.build(generator.Run{CheckOnly: true})
		p.check(err)
		told := map[string]bool{}
		for _, c := range built.Plan.Changes {
			told[c.Path] = c.Kind == publish.Edited
		}
		for _, name := range []string{"403/a/index.html", "403/b.md", "403/b.json", "403/index.html", "403.md", "catalog.json", "llms-full.txt"} {
			if before[name] != "" && !told[name] {
				t.Errorf("%s is not said to be out of date", name)
			}
		}
		p.sameFiles("after a look the site has", p.read(p.site), before)
	}
	p.good(generator.Run{})
	built, err := p.build(generator.Run{CheckOnly: true})
	if err != nil || !built.Plan.Empty() {
		t.Errorf("what was built is out of date: %v, %v", built.Plan, err)
	}
}

// once does something when a file is opened for the first time.
type once struct {
	fs.FS
	file string
	do   func()
}

func (o once) Open(name string) (fs.File, error) {
	if name == o.file {
		o.do()
	}
	return o.FS.Open(name)
}

// Another build of the same folder comes between the look of a build at it and its turn.
func TestBuildBetween(t *testing.T) {
	for _, inPlace := range []bool{false, true} {
		p := newProject(t, fewEntries())
		p.good(generator.Run{})
		p.put(map[string]string{"403/c.yaml": "title: Changed\nfamily: orders\n"})
		src := p.source()
		src.FS = once{src.FS, "403/c.yaml", sync.OnceFunc(func() {
			between := generator.Run{Source: p.source(), Dir: p.site, Site: generator.SiteOptions{Base: "https://preview.test/"}}
			between.Write.InPlace = inPlace
			_, err := between.Build(context.Background())
			p.check(err)
		})}
		if _, err := p.build(generator.Run{Source: src}); err != nil {
			t.Fatal(err)
		}
		_, err := p.buildInto(p.anew, generator.Run{Anew: true})
		p.check(err)
		p.sameFiles("the site has", p.read(p.site), p.read(p.anew))
		p.good(generator.Run{})
	}
}

// The dates of pages change with a commit alone, and with SOURCE_DATE_EPOCH.
func TestDatesAgain(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	p := newProject(t, fewEntries())
	for name, value := range map[string]string{
		"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CEILING_DIRECTORIES": filepath.Dir(p.catalog),
		"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@errors.test", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@errors.test",
	} {
		t.Setenv(name, value)
	}
	git := func(dir, date string, args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	dated := func(want string) {
		t.Helper()
		p.good(generator.Run{})
		p.good(generator.Run{})
		if got := p.read(p.site)["sitemap.xml"]; strings.Contains(got, "<lastmod>") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("no date %q in\n%s", want, got)
		}
	}
	dated("")
	git(p.catalog, "", "init", "-q")
	dated("")
	git(p.catalog, "", "add", "errdocs.yaml", "403")
	git(p.catalog, "2026-01-02T12:00:00Z", "commit", "-q", "-m", "one")
	dated("2026-01-02")
	git(p.catalog, "2026-02-03T12:00:00Z", "commit", "-q", "-m", "two", "--amend", "--reset-author", "--date", "2026-02-03T12:00:00Z")
	dated("2026-02-03")
	for _, epoch := range []string{"1767225600", "1767312000", "", "soon", ""} {
		p.builds(generator.Run{Epoch: epoch})
	}
	git(p.catalog, "2026-03-04T12:00:00Z", "add", ".")
	git(p.catalog, "2026-03-04T12:00:00Z", "commit", "-q", "-m", "three")
	dated("2026-02-03")

	// A history that is cut off is noted each time.
	shallow := filepath.Join(filepath.Dir(p.catalog), "shallow")
	git(p.catalog, "", "clone", "-q", "--depth", "1", "file://"+p.catalog, shallow)
	p.catalog = shallow
	for range 3 {
		if _, err := p.build(generator.Run{}); err != nil || len(p.notes) != 1 {
			t.Errorf("notes of a history that is cut off: %q, %v", p.notes, err)
		}
	}
}

// Files of others in the folder of the site are refused each time, or kept each time.
func TestForeignAgain(t *testing.T) {
	p := newProject(t, fewEntries())
	p.good(generator.Run{})
	force := generator.Run{Write: publish.Options{Force: true, Note: func(string) {}}}
	for i, name := range []string{"notes.txt", "folder/notes.txt", "folder/more.txt", "403/notes.txt"} {
		p.write(filepath.Join(p.site, name), "a note\n")
		for range 2 {
			if _, err := p.build(generator.Run{}); err == nil {
				t.Errorf("the foreign file %d, %s, is not noticed", i, name)
			}
		}
		for range 2 {
			_, err := p.build(force)
			p.check(err)
		}
		_, err := p.build(generator.Run{})
		p.check(err)
	}
	var kept int
	for _, data := range p.read(p.site) {
		if data == "a note\n" {
			kept++
		}
	}
	if kept != 4 {
		t.Errorf("%d files of others are left", kept)
	}
}

// What others do to the folder of the site while a build runs is noticed by the next one.
func TestForeignBetween(t *testing.T) {
	p := newProject(t, fewEntries())
	p.good(generator.Run{})
	p.put(map[string]string{"403/c.yaml": "title: Changed\nfamily: orders\n"})
	src := p.source()
	src.FS = once{src.FS, "403/c.yaml", sync.OnceFunc(func() { p.write(filepath.Join(p.site, "static/notes.txt"), "a note\n") })}
	_, err := p.build(generator.Run{Source: src, Write: publish.Options{InPlace: true, Note: func(string) {}}})
	p.check(err)
	if _, err := p.build(generator.Run{}); err == nil {
		t.Error("a foreign file is not noticed")
	}
}

// The list of a site's files is believed as it is on the disk, not as a build has left it.
func TestListEdited(t *testing.T) {
	p := newProject(t, fewEntries())
	p.good(generator.Run{})
	list := filepath.Join(p.site, publish.ManifestName)
	data, err := os.ReadFile(list)
	p.check(err)
	without := strings.Replace(string(data), `  "llms.txt",`+"\n", "", 1)
	if without == string(data) {
		t.Fatal("the list does not name llms.txt")
	}
	p.write(list, without)
	if _, err := p.build(generator.Run{}); err == nil || !strings.Contains(err.Error(), "llms.txt") {
		t.Errorf("a file that the list does not name: %v", err)
	}
	p.write(list, string(data))
	p.good(generator.Run{})
}

// A server that follows edits has the files of one that has just been started, whichever of
// them is asked for first.
func TestServedAgain(t *testing.T) {
	p := newProject(t, fewEntries())
	start := func() *generator.Live {
		const address = "127.0.0.1:8401"
		return &generator.Live{Source: p.source(), Address: address, Handler: serve.NewHandler(address, serve.Site{})}
	}
	follows := start()
	for _, edit := range []struct{ what, data, first string }{
		{"nothing", second, "403/b.md"},
		{"a title", strings.Replace(second, "Second", "Fourth", 1), "llms-full.txt"},
		{"the first alias", second + "aliases: [old]\n", "403/old.md"},
		{"another alias", second + "aliases: [old, legacy/b]\n", "legacy/b.json"},
		{"no alias", second, "_redirects"},
		{"the first date", second + "updated: 2026-01-02\n", "feed.xml"},
		{"no date", second, "feed.xml"},
		{"the first tag", second + "tags: [new]\n", "tag/new.md"},
		{"a draft", second + "draft: true\n", "403/b.md"},
		{"no draft", second, "search-index.js"},
	} {
		p.put(map[string]string{"403/b.yaml": edit.data})
		_, l, err := follows.Refresh(nil)
		p.check(err)
		anew := start()
		_, want, err := anew.Refresh(nil)
		p.check(err)
		p.sameFindings(l, want)
		has, wants := generator.FilesOf(follows), generator.FilesOf(anew)
		got, ok := has.Get(edit.first)
		if data, is := wants.Get(edit.first); ok != is || string(got) != string(data) {
			t.Errorf("%s: the file %s is there: %t, and is to be: %t\n%.200s", edit.what, edit.first, ok, is, got)
		}
		p.sameFiles("after "+edit.what+" the server has", served(has), served(wants))
	}
}

func served(set *publish.FileSet) map[string]string {
	files := map[string]string{}
	for _, name := range set.Paths() {
		if data, ok := set.Get(name); ok {
			files[name] = string(data)
		}
	}
	return files
}

// A page that is made again because of its neighbour says what its own file says, whatever
// else was read since: both entries take as many bytes.
func TestServedNeighbour(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // the entries are read in the order of their names
	p := newProject(t, map[string]string{
		"errdocs.yaml": "name: Alpha\nbase: https://errors.test/\nfamilies: [{id: orders, title: Orders}]\n",
		"403/a.yaml":   "title: Alef\nfamily: orders\n",
		"403/b.yaml":   "title: Beth\nfamily: orders\n",
	})
	live := liveOf(p)
	p.put(map[string]string{"403/b.yaml": "title: Veth\nfamily: orders\n"})
	_, l, err := live.Refresh([]string{"403/b.yaml"})
	p.check(err)
	if l.HasErrors() {
		t.Fatal(findings(l))
	}
	page, _ := generator.FilesOf(live).Get("403/a/index.html")
	for _, want := range []string{`<span class="title">Alef</span></h1>`, "Veth"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page of a does not say %q", want)
		}
	}
}

// While a catalog is broken its last good site answers questions, too.
func TestAskedWhileBroken(t *testing.T) {
	p := newProject(t, fewEntries())
	live := liveOf(p)
	p.put(map[string]string{"403/b.yaml": "title: [\n"})
	if _, l, err := live.Refresh([]string{"403/b.yaml"}); err != nil || !l.HasErrors() {
		t.Fatalf("%v, %v", err, findings(l))
	}
	r := httptest.NewRequest("GET", "http://127.0.0.1:8401/403/b.md?ask=second", nil)
	w := httptest.NewRecorder()
	live.Handler.ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "The second.") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// liveOf starts to show the catalog of a project.
func liveOf(p *project) *generator.Live {
	const address = "127.0.0.1:8401"
	live := &generator.Live{Source: p.source(), Address: address, Handler: serve.NewHandler(address, serve.Site{})}
	p.t.Cleanup(live.Close)
	_, l, err := live.Refresh(nil)
	p.check(err)
	if l.HasErrors() {
		p.t.Fatal(findings(l))
	}
	return live
}
