package load_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
)

const (
	config  = "name: Test\nbase: https://errors.example.com/\n"
	retired = "title: Retired\nretired: {since: \"2\"}\n"
)

// loaded reads and checks a catalog from the texts of its files.
func loaded(files map[string]string) (*catalog.Catalog, *diag.List) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var l diag.List
	c := load.Load(fsys, "catalog", &l)
	check.All(c, &l)
	l.Sort()
	return c, &l
}

// said returns the findings, one line each.
func said(l *diag.List) []string {
	var list []string
	for _, d := range l.All() {
		list = append(list, fmt.Sprintf("%s: %s: %s (%s)", d.Pos, d.Severity, d.Message, d.ID))
	}
	return list
}

// misspellings returns common misspellings of a key.
func misspellings(key string) []string {
	list := []string{
		key[:len(key)-1],                   // the last letter forgotten
		key + key[len(key)-1:],             // typed twice
		key[:1] + key[:1] + key[1:],        // the first one typed twice
		key[1:2] + key[:1] + key[2:],       // swapped
		strings.ToUpper(key[:1]) + key[1:], // a capital
		strings.ToUpper(key),               //
		strings.ReplaceAll(key, "_", "-"),  // a different separator
		strings.ReplaceAll(key, "_", ""),   //
	}
	if len(key) > 4 {
		list = append(list, key[:2]+key[3:], key[:2]+"x"+key[3:]) // a letter lost, and a wrong one
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == key || s == "" })
}

// TestI04MisspeltKeys misspells every key of the format, at its position in a file, and
// checks that the correct name is suggested.
func TestI04MisspeltKeys(t *testing.T) {
	t.Parallel()
	for _, f := range catalog.Formats() {
		file := map[string]string{"errdocs": "errdocs.yaml", "status": "409.yaml", "entry": "409/entry.yaml"}[f.Name]
		walk(f.Spec, func(path []format.KeySpec, o *format.ObjectSpec) {
			var names []string
			for _, k := range o.Keys {
				names = append(names, k.Name)
			}
			for _, name := range names {
				for _, wrong := range misspellings(name) {
					if slices.Contains(names, wrong) {
						continue // it is a different key
					}
					files := map[string]string{"errdocs.yaml": config, "409.yaml": "summary: x\n", "409/entry.yaml": retired}
					files[file] = nested(path, wrong+": x")
					if help := helpFor(files, "catalog/"+file, wrong); help != `did you mean "`+name+`"?` {
						t.Errorf("%s, %s: %q in place of %q: help is %q", file, o.Name, wrong, name, help)
					}
				}
			}
		})
	}
}

// walk visits the objects of a format, with the path of keys to each.
func walk(s format.Spec, visit func(path []format.KeySpec, o *format.ObjectSpec)) {
	var step func(path []format.KeySpec, o *format.ObjectSpec)
	step = func(path []format.KeySpec, o *format.ObjectSpec) {
		visit(path, o)
		for _, k := range o.Keys {
			if k.Spec.Object != nil {
				step(append(slices.Clone(path), k), k.Spec.Object)
			}
		}
	}
	step(nil, s.Object)
}

// nested writes a line of YAML inside the objects of a path.
func nested(path []format.KeySpec, line string) string {
	for _, k := range slices.Backward(path) {
		line = "{" + line + "}"
		if k.Spec.Schema["type"] == "array" {
			line = "[" + line + "]"
		}
		line = k.Name + ": " + line
	}
	return line + "\n"
}

// helpFor returns the help of the finding about an unknown key.
func helpFor(files map[string]string, file, key string) string {
	_, l := loaded(files)
	for _, d := range l.All() {
		if d.ID == diag.UnknownKey.ID && d.Pos.File == file && strings.Contains(d.Message, diag.Quote(key)) {
			return d.Help
		}
	}
	return "(no finding)"
}

// The finding of an unknown key has the position of the key.
func TestUnknownKeyAtItsPlace(t *testing.T) {
	t.Parallel()
	_, l := loaded(map[string]string{"errdocs.yaml": config, "409/x.yaml": retired + "fixes:\n  - id: a\n    title: A\n    request:\n      url: https://example.com/\n      metod: GET\n"})
	want := []string{`catalog/409/x.yaml:8:7: error: unknown key "metod" in a request (FMT001)`}
	if got := said(l); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// failing is a file system in which some files cannot be read.
type failing struct {
	fs.FS
	names map[string]error
}

func (f failing) Open(name string) (fs.File, error) {
	if err := f.names[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: "/home/secret/" + name, Err: err}
	}
	return f.FS.Open(name)
}

func TestI08Unreadable(t *testing.T) {
	t.Parallel()
	fsys := failing{
		fstest.MapFS{
			"errdocs.yaml": {Data: []byte(config)}, "409/fine.yaml": {Data: []byte(retired)},
			"409/locked.yaml": {Data: []byte(retired)}, "410/x.yaml": {Data: []byte(retired)},
			"409/pipe.yaml": {Data: []byte("x"), Mode: fs.ModeNamedPipe}, "409/device.yaml": {Mode: fs.ModeDevice},
		},
		map[string]error{"409/locked.yaml": fs.ErrPermission, "410": errors.New("input/output error")},
	}
	var l diag.List
	c := load.Load(fsys, "catalog", &l)
	l.Sort()
	want := []string{
		`catalog/409/device.yaml:1:1: error: "device.yaml" is not a regular file (FIL002)`,
		`catalog/409/locked.yaml:1:1: error: cannot read the file: permission denied (FIL004)`,
		`catalog/409/pipe.yaml:1:1: error: "pipe.yaml" is not a regular file (FIL002)`,
		`catalog/410:1:1: error: cannot read the directory: input/output error (FIL004)`,
	}
	if got := said(&l); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(c.Entries) != 1 {
		t.Errorf("%d entries were read, want 1", len(c.Entries))
	}
	l = diag.List{}
	load.Load(failing{fsys.FS, map[string]error{".": fs.ErrPermission}}, "catalog", &l)
	if got := said(&l); len(got) != 1 || got[0] != "catalog:1:1: error: cannot read the catalog directory: permission denied (FIL001)" {
		t.Errorf("the folder itself: %q", got)
	}
}

// An alias bomb is rejected before it takes time or memory.
func TestI02AliasBomb(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	_, l := loaded(map[string]string{"errdocs.yaml": config, "409/x.yaml": "title: &b \"" + strings.Repeat("x", 500_000) + "\"\ntags: [" + strings.Repeat("*b,", 9_000) + "]\n"})
	if took := time.Since(begin); took > time.Minute { // a fraction of a second
		t.Errorf("it took %v", took)
	}
	if got := said(l); len(got) != 2 || !strings.Contains(got[0], "the anchor &b is not allowed") || !strings.Contains(got[1], "the alias *b is not allowed") {
		t.Errorf("got %q", got)
	}
}

// Values that YAML converts to other types, and the expected findings. Only a plain integer
// is a status, and only a string is a title.
func TestI05LooseScalars(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"0409", "0x199", "0o631", "4_09", "409.0", "4.09e2", "+409", "-409", "'409'", "\"409\"", "", "~", "null", "yes", "true", "four", "[409]", "{a: 409}", "40", "4090", "399", "600", "1e400", "99999999999999999999",
		".inf", ".nan", "0b110011001", "409 ", "2026-01-06", "!!int '409'", "!!int 409",
	} {
		_, l := loaded(map[string]string{"errdocs.yaml": config, "409/x.yaml": "status: " + value + "\n" + retired})
		if got := said(l); (len(got) == 0) != (value == "409 ") || len(got) > 0 && (!strings.HasPrefix(got[0], "catalog/409/x.yaml:1:") || strings.Contains(got[0], diag.DisagreeingName.ID)) {
			t.Errorf("status: %s: %q", value, got)
		}
	}
	for _, value := range []string{
		"401", "0x191", "4.5", "1e3", ".5", ".inf", "yes: no", "true", "null", "~", "", "''", "' '", "\"\\t\"", "2026-01-06", "2026-01-06T09:58:00Z", "[a]", "{a: b}", "!!str 401", "!!binary gIGC", "!x a", "|\n  a\n  b", "&a b",
	} {
		_, l := loaded(map[string]string{"errdocs.yaml": config, "409/x.yaml": "title: " + value + "\nretired: {since: \"2\"}\n"})
		if got := said(l); len(got) == 0 || !strings.HasPrefix(got[0], "catalog/409/x.yaml:1:") {
			t.Errorf("title: %s: %q", value, got)
		}
	}
	_, l := loaded(map[string]string{"errdocs.yaml": config, "409/x.yaml": "title: 401\nretired: {since: \"2\"}\n"})
	if list := l.All(); len(list) != 1 || list[0].Help != `quote it: "401"` {
		t.Errorf("title: 401: %q", said(l))
	}
	for _, value := range []string{"yes", "on", "no", "y", "'401'", "\"~\"", "a: b"} { // plain or quoted strings
		text := value
		if strings.Contains(value, ": ") {
			text = "'" + value + "'"
		}
		c, l := loaded(map[string]string{"errdocs.yaml": config, "409/x.yaml": "title: " + text + "\nretired: {since: \"2\"}\n"})
		if want := strings.Trim(value, "'\""); len(said(l)) > 0 || c.Entries[0].Title != want {
			t.Errorf("title: %s: %q, %q", text, c.Entries[0].Title, said(l))
		}
	}
}

// TestI15Slugs checks file names. Accepted names differ even if case is ignored.
func TestI15Slugs(t *testing.T) {
	t.Parallel()
	for name, fine := range map[string]bool{
		"a": true, "0": true, "token-expired": true, "3ds-required": true, "a1-b2-c3": true, "con1": true, "console": true, "com10": true,
		strings.Repeat("a", 64): true, "null": true, "index2": true,
		"": false, "-a": false, "a-": false, "a--b": false, "A": false, "a_b": false, "a.b": false, "a b": false, "ä": false,
		"..": false, "con": false, "aux": false, "nul": false, "com1": false, "lpt9": false, "index": false, strings.Repeat("a", 65): false,
	} {
		_, slug, err := load.ParsePath("409/" + name)
		if (err == nil) != fine || fine && slug != name {
			t.Errorf("%q: %v", name, err)
		}
		if err != nil && (err.Error() == "" || strings.HasSuffix(err.Error(), ".")) {
			t.Errorf("%q: %v", name, err)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	accepted := 0
	for range 10_000 {
		name := []rune("xxxxxxxx")[:1+r.IntN(8)]
		for i := range name {
			name[i] = []rune("aAbBcon1-_.éÉıK ")[r.IntN(16)]
		}
		_, slug, err := load.ParsePath("409/" + string(name))
		if err != nil {
			continue
		}
		accepted++
		if strings.ContainsFunc(slug, func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }) || slug == "con" {
			t.Errorf("the slug %q is accepted", slug)
		}
	}
	if accepted < 100 {
		t.Errorf("%d of 10,000 slugs are accepted", accepted)
	}
	for path, fine := range map[string]bool{
		"400/a": true, "599/a": true, "399/a": false, "600/a": false, "0409/a": false, "+409/a": false, "4O9/a": false, "/a": false, "a": false, "": false,
	} {
		if _, _, err := load.ParsePath(path); (err == nil) != fine {
			t.Errorf("%q: %v", path, err)
		}
	}
}
