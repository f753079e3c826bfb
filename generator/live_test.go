package generator_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/serve"
)

var (
	edits    = flag.Int("edits", 40/generator.Slower, "number of edits in TestLiveEdits")
	editSeed = flag.Uint64("edit-seed", 1, "the seed of the edits")
)

// TestLiveEdits edits a catalog at random. After each edit a server that has cached files has the
// findings and the files of a server that has just started.
func TestLiveEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(*editSeed, 0))
	w := newWorld(r)
	p := newProject(t, nil)
	e := &editor{Rand: r, p: p, now: w, good: w.clone()}
	e.save()
	live := p.live()
	for i := range *edits {
		did, changed := "nothing", []string(nil)
		if i > 0 {
			did, changed = e.edit()
		}
		if r.IntN(3) == 0 {
			changed = nil // the watcher cannot always list the files
		}
		_, got, err := live.Refresh(changed)
		p.check(err)
		fresh := p.live()
		_, want, err := fresh.Refresh(nil)
		p.check(err)
		if a, b := plain(got), plain(want); !reflect.DeepEqual(a, b) {
			t.Errorf("findings:\n%s\nof a new server:\n%s", findings(got), findings(want))
		}
		if !want.HasErrors() {
			e.good = e.now.clone()
			p.sameAnswers(live, fresh)
		}
		if t.Failed() {
			t.Fatalf("after edit %d of -edit-seed %d: %s", i, *editSeed, did)
		}
	}
}

// project is a catalog on disk that a server follows.
type project struct {
	t   *testing.T
	dir string
}

func newProject(t *testing.T, files map[string]string) *project {
	t.Helper()
	p := &project{t, filepath.Join(t.TempDir(), "catalog")}
	for name, data := range files {
		p.write(name, data)
	}
	return p
}

func (p *project) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// write writes a file of the catalog.
func (p *project) write(name, data string) {
	p.t.Helper()
	file := filepath.Join(p.dir, name)
	p.check(os.MkdirAll(filepath.Dir(file), 0o755))
	p.check(os.WriteFile(file, []byte(data), 0o644))
}

const liveAddress = "127.0.0.1:8401"

// live returns a server of the catalog that has not loaded it yet.
func (p *project) live() *generator.Live {
	p.t.Helper()
	src, err := generator.Find(p.dir)
	p.check(err)
	src.Shown = "catalog"
	return &generator.Live{Source: src, Address: liveAddress, Handler: serve.NewHandler(liveAddress, serve.Site{}), Options: generator.SiteOptions{Drafts: true}}
}

// get returns the response of a server to a request for a path.
func get(v *generator.Live, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://"+liveAddress+path, nil)
	w := httptest.NewRecorder()
	v.Handler.ServeHTTP(w, r)
	return w
}

// sameAnswers compares the responses of two servers to requests for every file of the catalog's site.
func (p *project) sameAnswers(a, b *generator.Live) {
	p.t.Helper()
	src, err := generator.Find(p.dir)
	p.check(err)
	c, _ := generator.Load(src)
	s, err := generator.NewSite(c, generator.SiteOptions{Drafts: true})
	p.check(err)
	root := s.Builder().Site.BasePath
	for _, path := range s.Paths() {
		got, want := get(a, root+path), get(b, root+path)
		if got.Code != want.Code || got.Body.String() != want.Body.String() {
			p.t.Errorf("%s: status %d\n%.300s\nof a new server: status %d\n%.300s", path, got.Code, got.Body, want.Code, want.Body)
			return
		}
	}
}

// plain returns findings as values.
func plain(l *diag.List) []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, d := range l.All() {
		own := *d
		own.Notes = append([]diag.Note{}, d.Notes...)
		list = append(list, own)
	}
	return list
}

// A page that is rendered again because of its neighbor must contain the text of its own file. Both files
// have the same number of bytes, to catch a mix-up in a cache.
func TestLiveNeighbor(t *testing.T) {
	p := newProject(t, map[string]string{
		"errdocs.yaml": "name: Alpha\nbase: https://errors.test/\nfamilies: [{id: orders, title: Orders}]\n",
		"403/a.yaml":   "title: Alef\nfamily: orders\n",
		"403/b.yaml":   "title: Beth\nfamily: orders\n",
	})
	live := p.live()
	_, _, err := live.Refresh(nil)
	p.check(err)
	p.write("403/b.yaml", "title: Veth\nfamily: orders\n")
	_, l, err := live.Refresh([]string{"403/b.yaml"})
	if err != nil || l.HasErrors() {
		t.Fatal(err, findings(l))
	}
	page := get(live, "/403/a").Body.String()
	for _, want := range []string{`<span class="title">Alef</span></h1>`, "Veth"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of a does not contain %q", want)
		}
	}
}

// While a catalog has errors, its last good site still answers questions.
func TestAskedWhileBroken(t *testing.T) {
	p := newProject(t, map[string]string{
		"errdocs.yaml": "name: Alpha\nbase: https://errors.test/\n",
		"403/b.yaml":   "title: Beth\nsummary: The second one.\n",
	})
	live := p.live()
	_, _, err := live.Refresh(nil)
	p.check(err)
	p.write("403/b.yaml", "title: [\n")
	if _, l, err := live.Refresh([]string{"403/b.yaml"}); err != nil || !l.HasErrors() {
		t.Fatalf("%v, %v", err, findings(l))
	}
	if w := get(live, "/403/b.md?ask=second"); w.Code != 200 || !strings.Contains(w.Body.String(), "The second one.") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// editor edits the catalog of a project.
type editor struct {
	*rand.Rand
	p         *project
	now, good *world            // good: the last one without errors
	onDisk    map[string]string // the catalog
}

// edit makes a random change, and returns a description and the names of the files that it wrote. It
// usually repairs a catalog with errors.
func (e *editor) edit() (did string, changed []string) {
	var list []string
	for range 1 + e.IntN(2) {
		list = append(list, e.once())
	}
	return strings.Join(list, ", "), e.save()
}

func (e *editor) once() string {
	if e.now.fingerprint() != e.good.fingerprint() && e.IntN(10) < 6 {
		e.now = e.good.clone()
		return "repair"
	}
	if e.IntN(10) == 0 {
		return e.touch()
	}
	return e.now.edit(e.Rand)
}

// save brings the catalog on disk to the state of the model.
func (e *editor) save() (changed []string) {
	files := e.now.files()
	for name := range e.onDisk {
		if _, ok := files[name]; !ok {
			e.p.check(os.Remove(filepath.Join(e.p.dir, name)))
			changed = append(changed, name)
		}
	}
	for name, data := range files {
		if e.onDisk[name] == data {
			continue
		}
		if e.IntN(2) == 0 { // many editors write like this
			e.p.check(os.RemoveAll(filepath.Join(e.p.dir, name)))
		}
		e.p.write(name, data)
		changed = append(changed, name)
	}
	e.onDisk = files
	return changed
}

// touch changes the time of a catalog file, or writes the same content again.
func (e *editor) touch() string {
	names := slices.Sorted(maps.Keys(e.onDisk))
	name := names[e.IntN(len(names))]
	file := filepath.Join(e.p.dir, name)
	if e.IntN(2) == 0 {
		e.p.check(os.Remove(file))
		e.p.write(name, e.onDisk[name])
	} else {
		at := time.Now().Add(time.Duration(e.IntN(7)-3) * time.Hour)
		e.p.check(os.Chtimes(file, at, at))
	}
	return "touch " + name
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// world is a small catalog that can be edited, with every kind of reference between pages.
type world struct {
	entries  map[string]*worldEntry // by path
	families []string               // in order
	statuses map[int]string         // the summaries of statuses with a file
	config   map[string]string
	raw      map[string]string // files that do not belong to a catalog
	text     int               // the number of the next text
}

// worldEntry is an entry.
type worldEntry struct {
	title, family, life, use      string
	tags, aliases, details, fixes []string
	texts                         map[string]string
	related                       []string
	links                         []string
	code, typ, sentBy, goName     string
	instance, updated, challenge  string
	lookalike                     int
	param, long, cut              bool
}

var (
	slugs     = strings.Fields("token-expired token-missing token-revoked scope-missing key-unknown key-expired user-blocked order-gone order-late order-double rate-exceeded plan-over")
	statusSet = []int{401, 403, 404, 410}
	someTags  = strings.Fields("oauth jwt keys orders limits rare")
	groups    = strings.Fields("tokens keys orders")
	fixIDs    = strings.Fields("refresh login wait")
	caseIDs   = strings.Fields("at clock none")
	textKeys  = strings.Fields("summary description security cause fix steps stop question answer why scenario")
)

func newWorld(r *rand.Rand) *world {
	w := &world{
		entries: map[string]*worldEntry{}, families: slices.Clone(groups), statuses: map[int]string{401: "Not known", 403: "Not allowed"},
		config: map[string]string{"realm": "alpha", "tagline": "All errors", "dates": "git"}, raw: map[string]string{},
	}
	for _, s := range []int{401, 403} {
		for _, slug := range slugs {
			w.entries[strconv.Itoa(s)+"/"+slug] = w.entry(r)
		}
	}
	w.entries["404/order-gone"] = w.entry(r)
	w.entries["410/order-gone"] = w.entry(r)
	w.entries["410/order-gone"].life = "draft" // and no status without it
	for _, e := range w.entries {
		e.aliases = nil
	}
	return w
}

// next returns a new text.
func (w *world) next(r *rand.Rand, key string) string {
	w.text++
	return fmt.Sprintf("Text %d%s of the %s.", w.text, strings.Repeat(" more", r.IntN(3)), key)
}

func (w *world) entry(r *rand.Rand) *worldEntry {
	e := &worldEntry{title: fmt.Sprintf("Title %d", w.text), family: pick(r, append(groups, "")...), details: []string{""}, fixes: []string{"refresh"}, texts: map[string]string{}}
	w.text++
	for _, key := range textKeys {
		e.texts[key] = w.next(r, key)
	}
	for _, tag := range someTags {
		if r.IntN(4) == 0 && tag != "rare" {
			e.tags = append(e.tags, tag)
		}
	}
	if r.IntN(3) == 0 {
		e.details = []string{"", "at"}
		e.fixes = []string{"refresh", "wait"}
	}
	e.challenge = pick(r, "", "", "Bearer", "Negotiate")
	e.life = pick(r, "", "", "", "", "deprecated", "retired", "draft")
	if r.IntN(3) == 0 {
		e.lookalike = pick(r, statusSet...)
	}
	e.param = r.IntN(3) == 0
	if e.life == "" || e.life == "deprecated" {
		e.links = append(e.links, pick(r, "#fix-refresh", "/llms.txt", "/401", "/family/tokens", "/401#g-tokens"))
	}
	return e
}

func (w *world) clone() *world {
	c := *w
	c.entries = make(map[string]*worldEntry, len(w.entries))
	for path, e := range w.entries {
		own := *e
		own.texts = maps.Clone(e.texts)
		for _, list := range []*[]string{&own.tags, &own.aliases, &own.details, &own.fixes, &own.related, &own.links} {
			*list = slices.Clone(*list)
		}
		c.entries[path] = &own
	}
	c.families, c.statuses, c.config, c.raw = slices.Clone(w.families), maps.Clone(w.statuses), maps.Clone(w.config), maps.Clone(w.raw)
	return &c
}

// fingerprint returns the files as one string, to compare catalogs.
func (w *world) fingerprint() string { return fmt.Sprint(w.files()) }

// target returns the target of a link, which may not exist.
func (w *world) target(r *rand.Rand) string {
	path := pick(r, slices.Sorted(maps.Keys(w.entries))...)
	return pick(r, "/"+path, "/"+path+"#fix-"+pick(r, fixIDs...), "/"+path+"#case-"+pick(r, caseIDs...), "/tag/"+pick(r, someTags...),
		"/family/"+pick(r, groups...), "/"+strconv.Itoa(pick(r, statusSet...)), "#case-at", "/403#what-it-means", "/401#g-"+pick(r, groups...))
}

func toggle(list []string, s string) []string {
	if i := slices.Index(list, s); i >= 0 {
		return slices.Delete(slices.Clone(list), i, i+1)
	}
	return append(slices.Clone(list), s)
}

// edit makes a random change and returns a description.
func (w *world) edit(r *rand.Rand) string {
	path := pick(r, slices.Sorted(maps.Keys(w.entries))...)
	e := w.entries[path]
	of := " of " + path
	switch r.IntN(34) {
	case 0, 1, 2:
		key := pick(r, textKeys...)
		e.texts[key] = w.next(r, key)
		return key + of
	case 3:
		e.title = w.next(r, "title")
		return "title" + of
	case 4:
		e.tags = toggle(e.tags, pick(r, someTags...))
		return "tag" + of
	case 5:
		e.family = pick(r, append(groups, "")...)
		return "family" + of
	case 6:
		e.life = pick(r, "", "deprecated", "retired", "draft")
		return "life" + of + ": " + e.life
	case 7:
		e.life = pick(r, "", "draft")
		return "draft" + of + ": " + e.life
	case 8:
		e.use = pick(r, "", pick(r, slices.Sorted(maps.Keys(w.entries))...))
		return "use" + of
	case 9:
		e.details = toggle(e.details, pick(r, caseIDs...))
		return "a case" + of
	case 10:
		e.fixes = toggle(e.fixes, pick(r, fixIDs...))
		return "a fix" + of
	case 11:
		e.aliases = toggle(e.aliases, pick(r, "old", "old/"+path, "legacy/a", "legacy/b"))
		return "alias" + of
	case 12, 13:
		e.related = toggle(e.related, pick(r, slices.Sorted(maps.Keys(w.entries))...))
		return "related" + of
	case 14, 15:
		if len(e.links) > 0 && r.IntN(2) == 0 {
			e.links = e.links[1:]
			return "one link less" + of
		}
		to := w.target(r)
		e.links = append(e.links, to)
		return "link" + of + " to " + to
	case 16, 17:
		own := w.entries[path]
		delete(w.entries, path)
		if r.IntN(2) == 0 {
			return "remove " + path
		}
		to := strconv.Itoa(pick(r, statusSet...)) + "/" + pick(r, slugs...)
		w.entries[to] = own
		return "rename " + path + " to " + to
	case 18, 19:
		path := strconv.Itoa(pick(r, statusSet...)) + "/" + pick(r, slugs...)
		if w.entries[path] == nil {
			w.entries[path] = w.entry(r)
		}
		return "add " + path
	case 20:
		e.cut = !e.cut
		return "break or fix " + path
	case 21:
		switch r.IntN(3) {
		case 0:
			r.Shuffle(len(w.families), func(i, j int) { w.families[i], w.families[j] = w.families[j], w.families[i] })
		case 1:
			w.config["family"] = w.next(r, "family")
		default:
			w.config["order"] = pick(r, "", filepath.Base(path))
		}
		return "families"
	case 22:
		key := pick(r, "realm", "tagline", "member", "go", "dates", "style", "base", "code")
		switch key {
		case "dates":
			w.config[key] = pick(r, "git", "catalog")
		case "style":
			w.config[key] = pick(r, "", "file")
		case "base":
			w.config[key] = pick(r, "", "https://other.test/e/")
		case "go", "code", "member":
			w.config[key] = pick(r, "", "x")
		case "tagline":
			w.config[key] = w.next(r, key) + " See [this](" + w.target(r) + ")."
		default:
			w.config[key] = w.next(r, key)
		}
		return key + " of errdocs.yaml"
	case 23:
		s := pick(r, statusSet...)
		if _, ok := w.statuses[s]; ok && r.IntN(3) == 0 {
			delete(w.statuses, s)
			return fmt.Sprintf("remove %d.yaml", s)
		}
		w.statuses[s] = w.next(r, "status")
		if r.IntN(2) == 0 {
			w.statuses[s] += " See [this](" + w.target(r) + ")."
		}
		return fmt.Sprintf("edit %d.yaml", s)
	case 24:
		name := pick(r, "401/notes.yml", "misc.yaml", "401/Wrong.yaml", "readme.md", "405.yaml")
		if _, ok := w.raw[name]; ok {
			delete(w.raw, name)
		} else {
			w.raw[name] = "title: " + pick(r, "x", "[") + "\n"
		}
		return "the file " + name
	case 25:
		e.code = pick(r, "", "code_"+strconv.Itoa(w.text))
		return "code" + of
	case 26:
		e.typ = pick(r, "", "https://types.test/"+filepath.Base(path))
		return "type" + of
	case 27:
		e.sentBy = pick(r, "", w.next(r, "sender"))
		return "sender" + of
	case 28:
		e.updated = pick(r, "", "2026-01-02", "2024-05-06")
		return "date" + of
	case 29:
		e.challenge = pick(r, "", "Bearer", "Negotiate")
		return "challenge" + of
	case 30:
		e.lookalike = pick(r, append(statusSet, 0)...)
		return "lookalike" + of
	case 31:
		e.param = !e.param
		return "param" + of
	case 32:
		e.long = !e.long
		return "length" + of
	}
	e.goName, e.instance = pick(r, "", "Name"+strconv.Itoa(w.text)), pick(r, "", "/occurrences/"+strconv.Itoa(w.text))
	return "Go name" + of
}

// files writes the catalog.
func (w *world) files() map[string]string {
	files := maps.Clone(w.raw)
	files["errdocs.yaml"] = w.errdocs()
	for s, summary := range w.statuses {
		challenges := ""
		if s == 401 {
			challenges = "challenges: [{scheme: Negotiate}, {scheme: Bearer}]\n"
		}
		files[strconv.Itoa(s)+".yaml"] = "summary: " + strconv.Quote(summary) + "\ndescription: |\n  Prose.\n\n  ## What it means\n\n  More.\n" + challenges
	}
	for path, e := range w.entries {
		files[path+".yaml"] = e.file()
	}
	return files
}

func (w *world) errdocs() string {
	base := w.config["base"]
	if base == "" {
		base = "https://errors.test/docs/"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "name: Alpha\nbase: %s\ntagline: %q\nrealm: %q\nfamilies:\n", base, w.config["tagline"], w.config["realm"])
	for i, f := range w.families {
		fmt.Fprintf(&b, "  - {id: %s, title: The %s, summary: %q", f, f, "All "+f+" "+w.config["family"])
		if order := w.config["order"]; i == 0 && order != "" {
			fmt.Fprintf(&b, ", order: [%s]", order)
		}
		b.WriteString("}\n")
	}
	b.WriteString("members: [{name: trace_id, type: string, description: A trace " + w.config["member"] + "}]\n")
	if w.config["go"] != "" {
		b.WriteString("go: {package: apierr}\n")
	}
	if w.config["code"] != "" {
		b.WriteString("responses: {code_member: code}\n")
	}
	b.WriteString("site: {dates: " + w.config["dates"])
	if style := w.config["style"]; style != "" {
		b.WriteString(", url_style: " + style)
	}
	b.WriteString("}\n")
	return b.String()
}

// file writes an entry.
func (e *worldEntry) file() string {
	if e.cut {
		return "title: \"" + e.title + "\n"
	}
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %q\n", key, value)
		}
	}
	line("title", e.title)
	line("summary", e.texts["summary"])
	line("family", e.family)
	line("code", e.code)
	line("type", e.typ)
	line("instance", e.instance)
	if e.updated != "" {
		b.WriteString("updated: " + e.updated + "\n")
	}
	list := func(key string, names []string) {
		if len(names) > 0 {
			fmt.Fprintf(&b, "%s: [%s]\n", key, strings.Join(names, ", "))
		}
	}
	list("tags", e.tags)
	list("aliases", e.aliases)
	switch e.life {
	case "draft":
		b.WriteString("draft: true\n")
	case "retired", "deprecated":
		fmt.Fprintf(&b, "%s: {since: v2", e.life)
		if e.use != "" {
			fmt.Fprintf(&b, ", use: %s", e.use)
		}
		b.WriteString("}\n")
	}
	if e.sentBy != "" || e.goName != "" {
		b.WriteString("go: {")
		if e.sentBy != "" {
			fmt.Fprintf(&b, "sent_by: %q, ", e.sentBy)
		}
		if e.goName != "" {
			fmt.Fprintf(&b, "name: %s", e.goName)
		}
		b.WriteString("}\n")
	}
	at := ""
	if e.param {
		b.WriteString("params: [{name: reason, type: string, example: late}]\n")
		at = " {reason}"
	}
	if len(e.details) > 0 {
		b.WriteString("details:\n")
	}
	for _, id := range e.details {
		b.WriteString("  - {")
		if id != "" {
			b.WriteString("id: " + id + ", ")
		}
		fmt.Fprintf(&b, "scenario: %q, detail: %q, fix: refresh}\n", e.texts["scenario"]+id, e.title+" says "+id+"."+at)
	}
	switch e.challenge {
	case "Bearer":
		b.WriteString("challenges: [{scheme: Bearer, params: {error: invalid_token}}]\n")
	case "Negotiate":
		b.WriteString("challenges: [{scheme: Negotiate}]\n")
	}
	fmt.Fprintf(&b, "recovery: {retry: after-fix, reaction: fix-request, actor: client, stop: %q}\n", e.texts["stop"])
	description := e.texts["description"]
	for _, to := range e.links {
		description += " See [this](" + to + ")."
	}
	if e.long {
		description += strings.Repeat(" It is long.", 450)
	}
	line("description", description)
	fmt.Fprintf(&b, "causes: [{title: %q, fix: refresh}]\n", e.texts["cause"])
	if len(e.fixes) > 0 {
		b.WriteString("fixes:\n")
	}
	for _, id := range e.fixes {
		fmt.Fprintf(&b, "  - {id: %s, title: %q, steps: %q}\n", id, e.texts["fix"]+" "+id, e.texts["steps"])
	}
	fmt.Fprintf(&b, "faq: [{question: %q, answer: %q}]\n", e.texts["question"], e.texts["answer"])
	line("security", e.texts["security"])
	if len(e.related) > 0 {
		b.WriteString("related:\n")
	}
	for _, to := range e.related {
		fmt.Fprintf(&b, "  - {slug: %s, why: %q}\n", to, e.texts["why"])
	}
	if e.lookalike != 0 {
		fmt.Fprintf(&b, "lookalikes: [{status: %d, why: %q}]\n", e.lookalike, e.texts["why"])
	}
	return b.String()
}
