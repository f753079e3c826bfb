package generator

import (
	"bytes"
	"errors"
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

// TestUnchanged holds what unchanged says of a file against what splice makes.
func TestUnchanged(t *testing.T) {
	const head, between, tail = "{\n", ",\n", "\n}\n"
	made := func(text string) piece {
		return piece{at: &spool.Span{}, make: func() ([]byte, error) { return []byte(text), nil }}
	}
	kept := func(at, size int64) piece {
		return piece{at: &spool.Span{}, old: spool.Span{At: at, Size: size}, make: func() ([]byte, error) { return nil, errors.New("it is there") }}
	}
	for name, tt := range map[string]struct {
		old    string
		pieces []piece
		want   bool
	}{
		"all kept":           {"{\none,\ntwo\n}\n", []piece{kept(2, 3), kept(7, 3)}, true},
		"one made, the same": {"{\none,\ntwo\n}\n", []piece{kept(2, 3), made("two")}, true},
		"another text":       {"{\none,\ntwo\n}\n", []piece{kept(2, 3), made("ten")}, false},
		"another order":      {"{\none,\ntwo\n}\n", []piece{kept(7, 3), kept(2, 3)}, false},
		"one fewer":          {"{\none,\ntwo\n}\n", []piece{kept(2, 3)}, false},
		"one more":           {"{\none\n}\n", []piece{kept(2, 3), made("two")}, false},
		"parted otherwise":   {"{\none;;two\n}\n", []piece{kept(2, 3), made("two")}, false},
		"another head":       {"[\none,\ntwo\n}\n", []piece{kept(2, 3), kept(7, 3)}, false},
		"another tail":       {"{\none,\ntwo\n]\n", []piece{kept(2, 3), kept(7, 3)}, false},
		"more behind":        {"{\none,\ntwo\n}\n\n", []piece{kept(2, 3), kept(7, 3)}, false},
		"cut short":          {"{\none,\ntwo\n}", []piece{kept(2, 3), kept(7, 3)}, false},
		"nothing":            {"{\n\n}\n", nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			old := textFile{strings.NewReader(tt.old)}
			if got := unchanged(old, head, between, tail, tt.pieces); got != tt.want {
				t.Fatalf("unchanged is %t", got)
			}
			if !tt.want {
				return
			}
			told := make([]spool.Span, len(tt.pieces))
			for i, p := range tt.pieces {
				told[i] = *p.at
			}
			b := bytes.NewBufferString(head)
			if err := splice(b, int64(len(head)), old, between, tt.pieces); err != nil {
				t.Fatal(err)
			}
			if b.WriteString(tail); b.String() != tt.old {
				t.Errorf("splice makes %q of %q", b, tt.old)
			}
			for i, p := range tt.pieces {
				if told[i] != *p.at {
					t.Errorf("piece %d is told that it is at %v; it is at %v", i, told[i], *p.at)
				}
			}
		})
	}
}
