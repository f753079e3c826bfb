package browser

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/errdocs/errdocs/generator"
)

// decoded is the part of a result that the decoder and errdocs explain share.
type decoded struct {
	Kind       string      `json:"kind"`
	Candidates []candidate `json:"candidates"`
}

type candidate struct {
	Entry      string            `json:"entry"`
	Confidence string            `json:"confidence"`
	Case       string            `json:"case,omitempty"`
	Params     map[string]string `json:"params,omitempty"`
}

// answerTo returns the result of the site's scripts in the format of the samples. Without a
// candidate, it returns the results of the search.
const answerTo = `(async (text) => {
	const a = await errdocs.answer(text);
	const candidates = a.candidates.slice(0, 5).map((c) => ({
		entry: c.entry.p, confidence: c.confidence, case: c.detail ? c.detail.id : "",
		...(c.params.length ? {params: Object.fromEntries(c.params)} : {}),
	}));
	const hits = a.candidates.length ? [] : a.hits.map((e) => ({entry: e.p, confidence: "possible"}));
	return {kind: a.kind, candidates: [...candidates, ...hits]};
})`

// TestDecodeSamples compares the decoder with the results of errdocs explain.
func TestDecodeSamples(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{"flagship": "../../catalog", "mixed": "../testdata/decode/mixed/catalog"} {
		files, err := filepath.Glob(filepath.Join("../testdata/decode", name, "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no samples: %v", err)
		}
		src, err := generator.Find(dir)
		if err != nil {
			t.Fatal(err)
		}
		base, _ := serveSource(t, src)
		b := open(t, base)
		b.visit(t, base+"/")
		b.openDialog(t)
		for _, file := range files {
			input, want := readSample(t, file)
			got := ask[decoded](t, b, answerTo+"("+js(t, input)+")")
			if byWords := len(want.Candidates) > 0 && want.Candidates[0].Confidence == "possible" && want.Candidates[0].Case == ""; want.Kind == "words" || byWords {
				got.Candidates, want.Candidates = got.Candidates[:min(1, len(got.Candidates))], want.Candidates[:min(1, len(want.Candidates))]
			}
			if !reflect.DeepEqual(got, want) && fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s:\n%+v; want\n%+v", file, got, want)
			}
		}
		quiet(t, b)
	}
}

// js returns a value as a JavaScript expression.
func js(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func readSample(t *testing.T, file string) (input string, want decoded) {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		switch f.Name {
		case "input":
			input = strings.TrimSuffix(string(f.Data), "\n")
		case "input.json":
			err = json.Unmarshal(f.Data, &input)
		case "answer.json":
			err = json.Unmarshal(f.Data, &want)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return input, want
}
