package pack_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/pack"
)

type inner struct{ Name string }

// Own packs itself.
type Own struct{ n uint64 }

func (o *Own) Packer() any                { return (*Own)(nil) }
func (o *Own) AppendPack(b []byte) []byte { return pack.AppendUint(b, o.n) }
func (o *Own) ReadPack(text string) (rest string, err error) {
	o.n, rest, err = pack.ReadUint(text)
	return rest, err
}

type sample struct {
	Own
	inner   // of a type that is not exported: not packed
	Text    string
	Yes     bool
	Small   int32
	Large   int64
	Count   uint16
	Sum     [16]byte
	Sums    [2][4]byte
	List    []string
	Pointer *inner
	None    *inner
	Map     map[string]*inner
	Nested  []inner
	Empty   []string
	NoList  []string
	NoMap   map[string]*inner
	hidden  int
	Skipped *sample `pack:"-"`
}

func full() sample {
	return sample{
		Own: Own{7}, Text: "text", Yes: true, Small: -3, Large: -1 << 63, Count: 1<<16 - 1, Sum: [16]byte{1, 15: 9}, List: []string{"", "b"}, Sums: [2][4]byte{{1}, {2, 3}},
		Pointer: &inner{"p"}, Map: map[string]*inner{"k": {"v"}, "nil": nil}, Nested: []inner{{"x"}, {}}, Empty: []string{}, NoMap: map[string]*inner{},
	}
}

// TestRoundTrip reads back what was packed, but for what is not to be.
func TestRoundTrip(t *testing.T) {
	v := full()
	v.hidden, v.Skipped, v.Name = 1, &sample{}, "not packed"
	var again sample
	rest, err := pack.Read(string(pack.Append(nil, &v))+"rest", &again)
	if err != nil || rest != "rest" {
		t.Fatalf("%q, %v", rest, err)
	}
	if want := full(); !reflect.DeepEqual(again, want) {
		t.Errorf("got %+v\nwant %+v", again, want)
	}
}

// TestMapOrder packs equal maps alike: sums are made of what is packed.
func TestMapOrder(t *testing.T) {
	packed := func(keys ...string) string {
		m := map[string]string{}
		for _, k := range keys {
			m[k] = k
		}
		return string(pack.Append(nil, &m))
	}
	first := packed("a", "b", "c", "d", "e")
	for range 20 {
		if again := packed("e", "d", "c", "b", "a"); again != first {
			t.Fatalf("%q and %q", first, again)
		}
	}
}

// TestDamaged cuts a packed value everywhere: it is an error, and never a panic.
func TestDamaged(t *testing.T) {
	v := full()
	data := string(pack.Append(nil, &v))
	for i := range len(data) {
		var again sample
		if _, err := pack.Read(data[:i], &again); err == nil {
			t.Errorf("%d of %d bytes are enough", i, len(data))
		}
	}
}

// FuzzRead reads anything without a panic, and without more memory than the text is worth.
func FuzzRead(f *testing.F) {
	v := full()
	f.Add(string(pack.Append(nil, &v)))
	f.Add(strings.Repeat("\xff", 40))
	f.Fuzz(func(t *testing.T, text string) {
		var v sample
		if _, err := pack.Read(text, &v); err != nil {
			return
		}
		var again sample
		if _, err := pack.Read(string(pack.Append(nil, &v)), &again); err != nil || !reflect.DeepEqual(v, again) {
			t.Errorf("%q: %+v is %+v, %v", text, v, again, err)
		}
	})
}

type record struct {
	Path, Title, Family, Summary string
	Tags                         []string
	Sum                          [16]byte
	Details                      []detail
	Size, Time                   int64
}

type detail struct{ ID, Text string }

// BenchmarkRead reads a thousand records, beside encoding/gob.
func BenchmarkRead(b *testing.B) {
	records := make([]record, 1000)
	for i := range records {
		records[i] = record{
			Path: fmt.Sprintf("401/entry-%d", i), Title: "Access token expired", Family: "access-token", Summary: "The access token was valid, but its lifetime is over.",
			Tags: []string{"bearer", "oauth"}, Sum: [16]byte{byte(i)}, Size: 4000, Time: int64(i),
			Details: []detail{{"at", "The access token expired at {expired_at}."}, {"introspected", "The access token has expired."}},
		}
	}
	packed := string(pack.Append(nil, &records))
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			var again []record
			if _, err := pack.Read(packed, &again); err != nil {
				b.Fatal(err)
			}
		}
	})
	var w bytes.Buffer
	if err := gob.NewEncoder(&w).Encode(records); err != nil {
		b.Fatal(err)
	}
	b.Run("gob", func(b *testing.B) {
		for b.Loop() {
			var again []record
			if err := gob.NewDecoder(bytes.NewReader(w.Bytes())).Decode(&again); err != nil {
				b.Fatal(err)
			}
		}
	})
}
