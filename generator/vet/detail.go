package vet

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/errdocs/errdocs/generator/catalog"
)

// minLetters is how many letters a text needs before it says whose it is. A shorter
// detail counts where code has it letter by letter, if it is more than a word.
const (
	minLetters = 12
	minExact   = 6
)

// details finds scenarios by the text of their detail.
type details struct {
	exact map[string]catalog.Scenario // short details, as they are
	whole map[string]catalog.Scenario // details, folded
	parts map[string]catalog.Scenario // the longest fixed part of those with placeholders, folded
	inner int                         // the most marks inside any of them
}

// maxInner bounds the work: a detail with more marks is found where it is all of a
// text, and not inside a larger one.
const maxInner = 8

func newDetails(c *catalog.Catalog) *details {
	d := &details{exact: map[string]catalog.Scenario{}, whole: map[string]catalog.Scenario{}, parts: map[string]catalog.Scenario{}}
	add := func(m map[string]catalog.Scenario, key string, s catalog.Scenario) {
		if _, taken := m[key]; !taken {
			m[key] = s
		}
		d.inner = max(d.inner, len(marks.FindAllString(key, maxInner)))
	}
	for _, e := range c.Entries {
		for _, s := range e.Scenarios() {
			if s.Detail == nil {
				continue
			}
			whole := fold(s.Detail.Text)
			if letters(whole) < minLetters {
				if letters(whole) >= minExact && strings.Contains(whole, " ") {
					add(d.exact, fillIn(s.Detail.Text), s)
				}
				continue
			}
			add(d.whole, trim(whole), s)
			if part := longestPart(s.Detail.Text); letters(part) >= minLetters {
				add(d.parts, trim(part), s)
			}
		}
	}
	return d
}

// longestPart returns the longest piece of a detail between placeholders, folded, or
// "" if the detail has none.
func longestPart(detail string) string {
	parts := catalog.Parts(detail)
	if len(parts) < 2 {
		return ""
	}
	longest := ""
	for _, p := range parts {
		if f := fold(p.Text); letters(f) > letters(longest) {
			longest = f
		}
	}
	return longest
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// hole stands for what code fills in.
const hole = "\x00"

// holes are what fills in a value or is one: a verb of fmt, a placeholder, a number or
// a time.
const holes = `%[-+#0-9.*\[\]]*[a-zA-Z]|\{[A-Za-z_][A-Za-z0-9_]*\}|\b[0-9](?:[0-9A-Za-z:.+-]*[0-9A-Za-z])?`

var (
	// holePattern takes in the quotes around a value: %q writes them by itself.
	holePattern = regexp.MustCompile(`\\?"(?:` + holes + `)\\?"|` + holes)
	// marks are where a text may begin or end inside a larger one: a quote of JSON,
	// or the colon between an error and its cause.
	marks = regexp.MustCompile("\\\\?\"|`|: ")
)

// fillIn returns a text with the same sign for everything that is filled in.
func fillIn(s string) string { return holePattern.ReplaceAllString(s, hole) }

// fold returns a text without what makes no difference: what is filled in, case, and
// how much white space there is.
func fold(s string) string {
	s = strings.ReplaceAll(fillIn(s), "%%", "%")
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// trim removes what may stand around a text: white space, quotes, the final period.
func trim(s string) string { return strings.Trim(s, " .\"`\\") }

// find returns the scenario whose detail a text spells, whole or between two marks. In
// a text of which code makes a larger one, the longest fixed part is enough.
func (d *details) find(text string, partial bool) (catalog.Scenario, bool) {
	if letters(text) < minExact {
		return catalog.Scenario{}, false
	}
	if s, ok := d.exact[fillIn(text)]; ok {
		return s, true
	}
	folded := fold(text)
	if s, ok := d.lookUp(folded, partial); ok {
		return s, true
	}
	ends := append(marks.FindAllStringIndex(folded, -1), []int{len(folded), len(folded)})
	from := 0
	for i := range ends {
		for j := i; j < len(ends) && j <= i+d.inner; j++ {
			if s, ok := d.lookUp(folded[from:max(from, ends[j][0])], partial); ok {
				return s, true
			}
		}
		from = ends[i][1]
	}
	return catalog.Scenario{}, false
}

// lookUp returns the scenario whose detail a folded text is.
func (d *details) lookUp(folded string, partial bool) (catalog.Scenario, bool) {
	key := trim(folded)
	if s, ok := d.whole[key]; ok || !partial {
		return s, ok
	}
	s, ok := d.parts[key]
	return s, ok
}

// checkDetail reports a text that contains the detail of an entry.
func (u *unit) checkDetail(t text) {
	s, ok := u.known.details.find(t.value, t.open || u.isBuilding(t))
	if !ok {
		return
	}
	for _, p := range t.pieces {
		if p.lit == nil {
			if _, ok := u.known.details.find(p.text, true); ok {
				return // it is where the constant is
			}
		}
	}
	help := ""
	if name := u.known.names.Constructor(s); name != "" {
		help = "use " + u.qualify(name)
	}
	u.add(LiteralDetail, t.expr, "the detail of "+s.Name()+" is written by hand", help)
}

// isBuilding reports whether a text is given to something that puts texts together:
// a builder, a writer, append, or the elements of strings.Join.
func (u *unit) isBuilding(t text) bool {
	cur := t.cur.Parent()
	for {
		switch n := cur.Node().(type) {
		case *ast.CompositeLit, *ast.ParenExpr:
		case *ast.CallExpr:
			if !u.isConversion(n) {
				return u.builds(n)
			}
		default:
			return false
		}
		cur = cur.Parent()
	}
}

// builds reports whether a call puts its arguments together with others.
func (u *unit) builds(call *ast.CallExpr) bool {
	switch f := typeutil.Callee(u.TypesInfo, call).(type) {
	case *types.Builtin:
		return f.Name() == "append"
	case *types.Func:
		switch f.Name() {
		case "Write", "WriteString", "AppendString", "Join", "Concat":
			return true
		case "Print", "Println", "Printf", "Fprint", "Fprintln", "Fprintf", "Append", "Appendf", "Appendln", "Sprint", "Sprintln":
			return f.Pkg() != nil && f.Pkg().Path() == "fmt"
		}
	}
	return false
}
