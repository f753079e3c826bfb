package data

import (
	"bytes"
	"encoding/json"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/page"
)

// FuzzIndented holds the layout of JSON against that of the standard library.
func FuzzIndented(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `""`, `{"a":{},"b":[],"c":[{}],"d":[[]]}`, `{"a\\":"\"{[,:]}\\\\","b":[1,-2.5e3,true,null]}`, `["<&>\u2028 é"]`, `{"":""}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			t.Skip()
		}
		var line, want bytes.Buffer
		if err := encodeLine(&line, value); err != nil {
			t.Fatal(err)
		}
		if err := json.Indent(&want, line.Bytes(), "    ", "  "); err != nil {
			t.Fatal(err)
		}
		if got := appendIndented(nil, line.Bytes(), "    "); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s becomes\n%s, want\n%s", line.Bytes(), got, want.Bytes())
		}
	})
}

// TestVersion holds the version of an entry against the JSON of it without what the version
// does not depend on, where its texts and a request look like that.
func TestVersion(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	var l diag.List
	c := catalog.Load(fstest.MapFS{
		"errdocs.yaml":   file("name: X\nbase: https://x.example/\n"),
		"401/plain.yaml": file("title: Plain\nchallenges: [{scheme: Bearer, params: {realm: x}}]\nupdated: 2026-01-06\n"),
		"401/sly.yaml": file(`title: ',"type":"a","links":{}'
summary: 'Says ,"links":{"html":"x"},"doc_version":"------------" and ,"type":.'
challenges: [{scheme: Bearer, params: {realm: x}}]
fixes:
  - id: ask
    title: Ask
    steps: Ask with this.
    request:
      url: https://api.example.com/
      json: {"type": "a", "x": {"links": {"html": "x"}, "doc_version": "------------"}, "links": {"a": 1}}
`),
	}, "catalog", &l)
	if catalog.Check(c, &l); l.HasErrors() {
		t.Fatal("the catalog has errors")
	}
	r := New(c, page.New(c, page.Options{}))
	for _, e := range r.c.Entries {
		data, version, err := r.AppendEntryJSON([]byte("before"), e)
		if err != nil {
			t.Fatal(err)
		}
		v := r.entry(e)
		bare := *v
		bare.Schema, bare.Links, bare.LastUpdated = "", nil, ""
		var line bytes.Buffer
		if err := encodeLine(&line, bare); err != nil {
			t.Fatal(err)
		}
		v.DocVersion = Version(line.Bytes())
		want, err := encode(v)
		if err != nil {
			t.Fatal(err)
		}
		if version != v.DocVersion || string(data) != "before"+string(want) {
			t.Errorf("%s has the version %s and says\n%s\nwant %s and\n%s", e.Path(), version, data, v.DocVersion, want)
		}
	}
}
