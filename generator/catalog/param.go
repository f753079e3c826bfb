package catalog

import (
	"net/url"
	"strconv"
	"time"

	"github.com/errdocs/errdocs/generator/wire"
)

// standIns are the values of params without an example.
var standIns = map[ParamType]wire.Value{
	TypeString:   "example",
	TypeInt:      int64(1),
	TypeNumber:   1.5,
	TypeBool:     true,
	TypeTime:     time.Date(2026, 1, 6, 9, 58, 0, 0, time.UTC),
	TypeDuration: 300 * time.Second,
	TypeURI:      "https://example.com/",
	TypeStrings:  []string{"example"},
}

// Value returns the value of the param in examples: its example, or a fixed value of its
// type.
func (p *Param) Value() wire.Value {
	if v, ok := p.ExampleValue(); ok {
		return v
	}
	return standIns[p.Type]
}

// ExampleValue returns the example as a value of the param's type; false if there is
// none or it has a different type.
func (p *Param) ExampleValue() (wire.Value, bool) {
	l := p.Example
	switch p.Type {
	case TypeString:
		return l.Text, l.Tag == "!!str"
	case TypeURI:
		u, err := url.Parse(l.Text)
		return l.Text, l.Tag == "!!str" && err == nil && u.IsAbs()
	case TypeInt:
		v, err := strconv.ParseInt(l.Text, 10, 64)
		return v, l.Tag == "!!int" && err == nil
	case TypeNumber:
		v, err := strconv.ParseFloat(l.Text, 64)
		return v, (l.Tag == "!!int" || l.Tag == "!!float") && err == nil && wire.Text(v) != ""
	case TypeBool:
		return l.Text == "true", l.Tag == "!!bool" && (l.Text == "true" || l.Text == "false")
	case TypeTime:
		t, err := time.Parse(time.RFC3339, l.Text)
		return t, (l.Tag == "!!timestamp" || l.Tag == "!!str") && err == nil
	case TypeDuration:
		v, err := strconv.ParseInt(l.Text, 10, 32)
		return time.Duration(v) * time.Second, l.Tag == "!!int" && err == nil && v >= 0
	case TypeStrings:
		return l.List, l.Tag == "!!seq"
	}
	return nil, false
}
