package twin

import (
	"bytes"
	"encoding/json"
	"testing"
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
		line, err := encodeLine(value)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := json.Indent(&want, line, "    ", "  "); err != nil {
			t.Fatal(err)
		}
		if got := indented(line, "    "); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s becomes\n%s, want\n%s", line, got, want.Bytes())
		}
	})
}
