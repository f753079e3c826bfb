package gogen

import (
	"encoding/json"
	"math"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/wire"
)

// FuzzDetailPattern fills the details of a catalog with any values, sends them as JSON
// and asks that the test package finds the scenario.
func FuzzDetailPattern(f *testing.F) {
	f.Add("", int64(0), 0.0, false, int64(0), int64(0))
	f.Add("a\r\nb", int64(-1), math.Inf(1), true, int64(1767693480), int64(300))
	f.Add("\xff\xfe\x00\u2028", int64(math.MinInt64), 1e-21, true, int64(math.MinInt64), int64(math.MinInt64))
	var l diag.List
	c := load.Load(os.DirFS("testdata/everything/catalog"), "catalog", &l)
	if l.HasErrors() {
		f.Fatal("the catalog has errors")
	}
	f.Fuzz(func(t *testing.T, s string, i int64, n float64, b bool, unix, d int64) {
		values := map[catalog.ParamType]wire.Value{
			catalog.TypeString: s, catalog.TypeURI: s, catalog.TypeStrings: []string{s, s},
			catalog.TypeInt: i, catalog.TypeNumber: n, catalog.TypeBool: b,
			catalog.TypeTime: time.Unix(unix, 0), catalog.TypeDuration: time.Duration(d),
		}
		for _, e := range c.Entries {
			for _, scenario := range e.Scenarios() {
				if scenario.Detail == nil {
					continue
				}
				sent := ""
				for _, part := range catalog.Parts(scenario.Detail.Text) {
					if p := e.Param(part.Param); p != nil {
						part.Text = wire.Text(values[p.Type])
					}
					sent += part.Text
				}
				var received string
				if err := json.Unmarshal(wire.AppendJSON(nil, sent), &received); err != nil {
					t.Fatal(err)
				}
				if pattern := detailPattern(scenario); !regexp.MustCompile(pattern).MatchString(received) {
					t.Errorf("%s: %s does not find %q", scenario.Name(), pattern, received)
				}
			}
		}
	})
}
