package match_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/check"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/match"
)

var update = flag.Bool("update", false, "rewrite the answers of the samples")

const samples = "../testdata/decode"

// catalogs are those that the samples are asked of, by folder.
var catalogs = map[string]string{"flagship": "../../catalog", "mixed": samples + "/mixed/catalog"}

func loaded(tb testing.TB, dir string) *catalog.Catalog {
	tb.Helper()
	return loadFS(tb, os.DirFS(dir))
}

func loadFS(tb testing.TB, fsys fs.FS) *catalog.Catalog {
	tb.Helper()
	var l diag.List
	c := load.Load(fsys, "catalog", &l)
	check.All(c, &l)
	if l.HasErrors() {
		tb.Fatal(l.All()[0])
	}
	return c
}

// answer is the part of an answer that the decoder of the site gives too.
type answer struct {
	Kind       match.Kind  `json:"kind"`
	Candidates []candidate `json:"candidates"`
}

type candidate struct {
	Entry      string            `json:"entry"`
	Confidence match.Confidence  `json:"confidence"`
	Case       string            `json:"case,omitempty"`
	Params     map[string]string `json:"params,omitempty"`
}

func answerOf(a *match.Answer) answer {
	out := answer{Kind: a.Kind, Candidates: []candidate{}}
	for i := range a.Candidates {
		c := &a.Candidates[i]
		shown := candidate{Entry: c.Entry.Path(), Confidence: c.Confidence, Case: c.CaseID()}
		for _, p := range c.Params {
			if shown.Params == nil {
				shown.Params = map[string]string{}
			}
			shown.Params[p.Name] = p.Value
		}
		out.Candidates = append(out.Candidates, shown)
	}
	return out
}

// encode writes an answer with a line for each candidate.
func (a answer) encode(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	line := func(v any) string {
		b.Reset()
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(b.String(), "\n")
	}
	out := `{"kind": ` + line(a.Kind) + `, "candidates": [`
	for i, c := range a.Candidates {
		if i > 0 {
			out += ","
		}
		out += "\n  " + line(c)
	}
	return out + "]}\n"
}

// sample is one of the files.
type sample struct {
	name    string
	file    string
	archive *txtar.Archive
	input   string
}

func readSamples(tb testing.TB, folder string) []sample {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(samples, folder, "*.txt"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no samples: %v", err)
	}
	var list []sample
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		s := sample{name: strings.TrimSuffix(filepath.Base(file), ".txt"), file: file, archive: a}
		if text, ok := s.section("input"); ok {
			s.input = strings.TrimSuffix(text, "\n")
		} else if text, ok := s.section("input.json"); !ok {
			tb.Fatalf("%s has no input", file)
		} else if err := json.Unmarshal([]byte(text), &s.input); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
		list = append(list, s)
	}
	return list
}

func (s *sample) section(name string) (string, bool) {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data), true
		}
	}
	return "", false
}

func (s *sample) set(name, text string) {
	for i := range s.archive.Files {
		if s.archive.Files[i].Name == name {
			s.archive.Files[i].Data = []byte(text)
			return
		}
	}
	s.archive.Files = append(s.archive.Files, txtar.File{Name: name, Data: []byte(text)})
}

// TestSamples asks what people paste.
func TestSamples(t *testing.T) {
	t.Parallel()
	for folder, dir := range catalogs {
		x := match.New(loaded(t, dir))
		for _, s := range readSamples(t, folder) {
			t.Run(folder+"/"+s.name, func(t *testing.T) {
				a := x.Explain(s.input)
				got := map[string]string{"answer.json": answerOf(a).encode(t), "notes": strings.Join(append(a.Notes, ""), "\n")}
				for _, name := range []string{"answer.json", "notes"} {
					want, _ := s.section(name)
					switch {
					case want == got[name]:
					case *update:
						s.set(name, got[name])
						if err := os.WriteFile(s.file, txtar.Format(s.archive), 0o644); err != nil {
							t.Fatal(err)
						}
					default:
						t.Errorf("%s is\n%s, want\n%s\nrun: go test ./generator/match -update", name, got[name], want)
					}
				}
			})
		}
	}
}
