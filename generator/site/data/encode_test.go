package data

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzIndented compares the layout of JSON with that of the standard library.
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
