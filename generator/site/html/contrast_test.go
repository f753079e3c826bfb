package html_test

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"testing"

	"github.com/errdocs/errdocs"
)

// The floors of WCAG 2.2: text (1.4.3), and controls and focus (1.4.11).
const (
	text    = 4.5
	control = 3.0
)

// pairs are the colors that meet on the pages, and how far apart they must be.
// The variable line is left out: it draws only decoration.
var pairs = []struct {
	fore, back string
	floor      float64
}{
	{"ink", "bg", text},
	{"ink", "raise", text},
	{"soft", "bg", text},
	{"soft", "raise", text},
	{"accent", "bg", text},
	{"accent", "raise", text},
	{"accent-2", "bg", text},
	{"bg", "accent", text}, // the skip link
	{"edge", "bg", control},
	{"edge", "raise", control},
	{"warn", "warn-bg", text},
	{"bad", "bad-bg", text},
	{"good", "good-bg", text},
	{"ink", "hit", text},
	{"soft", "hit", text},
	{"accent", "hit", text},
	{"keyword", "raise", text},
	{"string", "raise", text},
	{"number", "raise", text},
	{"name", "raise", text},
	{"comment", "raise", text},
}

func TestContrast(t *testing.T) {
	t.Parallel()
	light, dark := palette(t)
	for _, theme := range []struct {
		name   string
		colors map[string]color
	}{{"light", light}, {"dark", dark}} {
		for _, p := range pairs {
			t.Run(fmt.Sprintf("%s/%s on %s", theme.name, p.fore, p.back), func(t *testing.T) {
				t.Parallel()
				fore, ok := theme.colors[p.fore]
				back, ok2 := theme.colors[p.back]
				if !ok || !ok2 {
					t.Fatalf("static/site.css does not define --%s and --%s with light-dark()", p.fore, p.back)
				}
				if got := contrast(fore, back); got < p.floor {
					t.Errorf("contrast %.2f, want at least %.1f", got, p.floor)
				}
			})
		}
	}
}

// definition is a color of both themes, as the stylesheet writes it.
var definition = regexp.MustCompile(`--([a-z0-9-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);`)

// palette reads the colors of the stylesheet. Each is defined in one place.
func palette(t *testing.T) (light, dark map[string]color) {
	t.Helper()
	css, err := fs.ReadFile(errdocs.Files, "static/site.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark = map[string]color{}, map[string]color{}
	for _, m := range definition.FindAllStringSubmatch(string(css), -1) {
		if _, ok := light[m[1]]; ok {
			t.Errorf("static/site.css defines --%s twice", m[1])
		}
		light[m[1]], dark[m[1]] = parse(t, m[2]), parse(t, m[3])
	}
	return light, dark
}

type color struct{ red, green, blue float64 } // from 0 to 1, as sRGB

func parse(t *testing.T, hex string) color {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return color{float64(n>>16) / 255, float64(n>>8&0xff) / 255, float64(n&0xff) / 255}
}

// luminance is the relative luminance of WCAG 2.2.
func (c color) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.red) + 0.7152*linear(c.green) + 0.0722*linear(c.blue)
}

func contrast(a, b color) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrastOfKnownPairs guards the arithmetic with ratios that others have computed.
func TestContrastOfKnownPairs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want float64
	}{
		{"000000", "ffffff", 21},
		{"777777", "ffffff", 4.48},
		{"1d1f21", "fcfbf8", 15.98},
		{"77c6cf", "131617", 9.32},
	} {
		t.Run(tt.a+" on "+tt.b, func(t *testing.T) {
			t.Parallel()
			if got := contrast(parse(t, tt.a), parse(t, tt.b)); math.Abs(got-tt.want) > 0.01 {
				t.Errorf("contrast %.2f, want %.2f", got, tt.want)
			}
		})
	}
}
