package generator

import (
	"bytes"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/spool"
)

// textFile is a file of the build before.
type textFile struct{ *strings.Reader }

func (textFile) Close() error { return nil }

// A file that somebody cuts short while a build copies from it is no part of a site.
func TestSpliceOfCutFile(t *testing.T) {
	const old = "one\ntwo\nthree"
	for cut := range len(old) + 1 {
		var at [3]spool.Span
		var b bytes.Buffer
		err := splice(&b, 0, textFile{strings.NewReader(old[:cut])}, "\n", []piece{
			{old: spool.Span{At: 0, Size: 3}, at: &at[0]}, {old: spool.Span{At: 4, Size: 3}, at: &at[1]}, {old: spool.Span{At: 8, Size: 5}, at: &at[2]},
		})
		if whole := cut == len(old); whole != (err == nil) || whole && b.String() != old {
			t.Errorf("cut off at %d: %q, %v", cut, &b, err)
		}
	}
}
