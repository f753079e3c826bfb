package generator_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator"
)

var (
	edits    = flag.Int("edits", 14/generator.Slower, "how many edits TestEdits makes")
	editSeed = flag.Uint64("edit-seed", 1, "the first number of the sequence of edits")
)

// Whatever is done to a catalog, its site and the state of earlier builds: a build makes
// and says what it would with nothing to go by. It is the same sequence of edits each time.
func TestEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(*editSeed, 0))
	w := newWorld(r)
	p := newProject(t, w.files())
	e := &editor{Rand: r, p: p, now: w, good: w.clone(), onDisk: w.files()}
	var run generator.Run
	for i := range *edits {
		did := "nothing"
		if i > 0 {
			did = e.edit(&run)
		}
		var built *generator.Built
		onCores(1+r.IntN(4), func() { built = p.builds(run) })
		if t.Failed() {
			t.Fatalf("after edit %d of -edit-seed %d: %s", i, *editSeed, did)
		}
		if built.Plan != nil {
			e.good = e.now.clone()
		}
		if r.IntN(4) == 0 && built.Plan != nil {
			e.checkCurrent(run, did)
		}
	}
}

// editor edits the catalog of a project, its site, and what builds have left.
type editor struct {
	*rand.Rand
	p         *project
	now, good *world            // good: the last one without errors
	onDisk    map[string]string // the catalog
}

// checkCurrent checks that a site that was just built is current.
func (e *editor) checkCurrent(run generator.Run, did string) {
	run.CheckOnly = true
	built, err := e.p.build(run)
	if err != nil || built.Plan == nil || !built.Plan.Empty() {
		e.p.t.Fatalf("after %s: a site that was just built is not current: %+v, %v", did, built, err)
	}
}

// edit does something, and says what. A catalog with errors is mended more often than not.
func (e *editor) edit(run *generator.Run) string {
	var did []string
	for range 1 + e.IntN(2) {
		did = append(did, e.once(run))
	}
	e.save()
	return strings.Join(did, ", ")
}

func (e *editor) once(run *generator.Run) string {
	if e.now.broken() != e.good.broken() && e.IntN(10) < 6 {
		e.now = e.good.clone()
		return "mend"
	}
	switch n := e.IntN(100); {
	case n < 70:
		return e.now.edit(e.Rand)
	case n < 78:
		return e.editSite()
	case n < 85:
		return e.editState()
	case n < 90:
		return e.touch()
	}
	return e.options(run)
}

// save brings the catalog on disk to the state of the model.
func (e *editor) save() {
	files := e.now.files()
	for name := range e.onDisk {
		if _, ok := files[name]; !ok {
			e.p.remove(name)
		}
	}
	for name, data := range files {
		if e.onDisk[name] == data {
			continue
		}
		if e.IntN(2) == 0 { // as many editors do
			e.p.check(os.RemoveAll(filepath.Join(e.p.catalog, name)))
		}
		e.p.write(filepath.Join(e.p.catalog, name), data)
	}
	e.onDisk = files
}

// editSite changes something in the folder of the site.
func (e *editor) editSite() string {
	files := slices.Sorted(maps.Keys(e.p.read(e.p.site)))
	if len(files) == 0 {
		return "no site"
	}
	rel := files[e.IntN(len(files))]
	name := filepath.Join(e.p.site, rel)
	switch e.IntN(6) {
	case 0:
		e.p.check(os.RemoveAll(e.p.site))
		return "remove the site"
	case 1:
		if rel != ".errdocs.json" {
			e.p.check(os.Remove(name))
			return "remove " + rel + " of the site"
		}
	case 2:
		now := time.Now()
		e.p.check(os.Chtimes(name, now, now))
		return "touch " + rel + " of the site"
	case 3:
		dir := filepath.Dir(name)
		if dir != e.p.site {
			e.p.check(os.RemoveAll(dir))
			return "remove the folder of " + rel
		}
	}
	if rel == ".errdocs.json" {
		return "leave the manifest"
	}
	data, err := os.ReadFile(name)
	e.p.check(err)
	if len(data) > 0 && e.IntN(2) == 0 { // another file of the same size
		data[e.IntN(len(data))] ^= 1
		e.p.check(os.Remove(name))
	} else {
		data = append(data, "x"...)
	}
	e.p.check(os.WriteFile(name, data, 0o644))
	return "edit " + rel + " of the site"
}

// editState damages what earlier builds have left.
func (e *editor) editState() string {
	for _, file := range e.p.stateFiles() {
		data, err := os.ReadFile(file)
		e.p.check(err)
		if len(data) == 0 {
			continue
		}
		switch e.IntN(3) {
		case 0:
			e.p.check(os.Remove(file))
			continue
		case 1:
			data = data[:e.IntN(len(data))]
		default:
			data[e.IntN(len(data))] ^= 1 << e.IntN(8)
		}
		e.p.check(os.WriteFile(file, data, 0o600))
	}
	return "damage the state"
}

// touch gives a file of the catalog another time, or puts the same again in its place.
func (e *editor) touch() string {
	names := slices.Sorted(maps.Keys(e.onDisk))
	name := names[e.IntN(len(names))]
	file := filepath.Join(e.p.catalog, name)
	if e.IntN(2) == 0 {
		e.p.check(os.Remove(file))
		e.p.write(file, e.onDisk[name])
	} else {
		at := time.Now().Add(time.Duration(e.IntN(7)-3) * time.Hour)
		e.p.check(os.Chtimes(file, at, at))
	}
	return "touch " + name
}

func (e *editor) options(run *generator.Run) string {
	switch e.IntN(6) {
	case 0:
		run.Site.Drafts = !run.Site.Drafts
		return fmt.Sprintf("drafts: %t", run.Site.Drafts)
	case 1:
		run.Site.Offline = !run.Site.Offline
		return fmt.Sprintf("offline: %t", run.Site.Offline)
	case 2:
		run.Site.Base = pick(e.Rand, "", "https://preview.test/a/", "https://preview.test/")
		return "base: " + run.Site.Base
	case 3:
		run.Epoch = pick(e.Rand, "", "1767225600", "1700000000")
		return "epoch: " + run.Epoch
	case 4:
		run.Write.InPlace = !run.Write.InPlace
		return fmt.Sprintf("in place: %t", run.Write.InPlace)
	}
	run.Strict = !run.Strict && e.IntN(3) == 0
	return fmt.Sprintf("strict: %t", run.Strict)
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// world is a catalog that can be edited: small, and with all that one page says of others.
type world struct {
	entries  map[string]*said // by path
	families []string         // in order
	statuses map[int]string   // the summaries of those that have a file
	config   map[string]string
	raw      map[string]string // files that are no catalog's
	text     int               // the number of the next text
}

// said is an entry.
type said struct {
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
		entries: map[string]*said{}, families: slices.Clone(groups), statuses: map[int]string{401: "Not known", 403: "Not allowed"},
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

// next returns a text that was not there before.
func (w *world) next(r *rand.Rand, key string) string {
	w.text++
	return fmt.Sprintf("Text %d%s of the %s.", w.text, strings.Repeat(" more", r.IntN(3)), key)
}

func (w *world) entry(r *rand.Rand) *said {
	e := &said{title: fmt.Sprintf("Title %d", w.text), family: pick(r, append(groups, "")...), details: []string{""}, fixes: []string{"refresh"}, texts: map[string]string{}}
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
	c.entries = make(map[string]*said, len(w.entries))
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

// broken sums up what the catalog is, to tell one from another.
func (w *world) broken() string { return fmt.Sprint(w.files()) }

// place returns what a link may lead to, there or not.
func (w *world) place(r *rand.Rand) string {
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

// edit changes something, and says what.
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
		to := w.place(r)
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
		return "break or mend " + path
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
			w.config[key] = w.next(r, key) + " See [this](" + w.place(r) + ")."
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
			w.statuses[s] += " See [this](" + w.place(r) + ")."
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
func (e *said) file() string {
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
