// Package diag defines the findings that errdocs reports about a catalog. Every stage
// collects findings as data, and one function prints them.
//
// A stage never prints. It adds findings to a List:
//
//	var l diag.List
//	l.Add(diag.UnknownKey, pos, `unknown key "titel"`).WithHelp(`did you mean "title"?`)
//	l.Sort()
//	diag.Print(os.Stderr, diag.FormatText, &l)
//
// A finding has a position, a stable ID from the table in checks.go, and a severity
// that depends on the ID.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Pos is a position in a file of the catalog. Line and Col count from 1, columns in
// characters. Line is 0 if the position is the whole file.
type Pos struct {
	File string // as the user wrote it
	Line int
	Col  int
}

// String returns file:line:col, which editors can open.
func (p Pos) String() string {
	line, col := max(p.Line, 1), max(p.Col, 1)
	return fmt.Sprintf("%s:%d:%d", printable(p.File), line, col)
}

// Severity determines whether a finding stops the build.
type Severity int

// Errors stop the build; warnings do so only with --strict.
const (
	Error Severity = iota
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Note points to a related position, such as the first of two equal keys.
type Note struct {
	Pos  Pos
	Text string
}

// Diagnostic is one finding.
type Diagnostic struct {
	Pos      Pos
	Severity Severity
	ID       string
	Message  string // lower case, no final period
	Notes    []Note
	Help     string // what to do; empty if the message is enough
}

// WithNote adds a related position to the finding.
func (d *Diagnostic) WithNote(pos Pos, format string, args ...any) *Diagnostic {
	d.Notes = append(d.Notes, Note{pos, fmt.Sprintf(format, args...)})
	return d
}

// WithHelp sets the advice. An empty text changes nothing.
func (d *Diagnostic) WithHelp(format string, args ...any) *Diagnostic {
	if help := fmt.Sprintf(format, args...); help != "" {
		d.Help = help
	}
	return d
}

// Advice is an error with help on how to fix it.
type Advice struct {
	Err  error
	Help string
}

func (a *Advice) Error() string { return a.Err.Error() }

// Unwrap returns the error without the advice.
func (a *Advice) Unwrap() error { return a.Err }

// List collects findings. The zero List is ready to use. A List is not safe for
// concurrent use: parallel workers fill separate Lists, which are merged in order.
type List struct {
	all []*Diagnostic
}

// Add adds a finding of the given check and returns it, for notes and help.
func (l *List) Add(c *Check, pos Pos, format string, args ...any) *Diagnostic {
	d := &Diagnostic{Pos: pos, Severity: c.Severity, ID: c.ID, Message: fmt.Sprintf(format, args...)}
	l.all = append(l.all, d)
	return d
}

// Merge appends the findings of others.
func (l *List) Merge(others ...*List) {
	for _, o := range others {
		l.all = append(l.all, o.all...)
	}
}

// Append adds existing findings.
func (l *List) Append(found ...*Diagnostic) { l.all = append(l.all, found...) }

// Sort orders the findings by file, line, column and ID, and removes duplicates.
func (l *List) Sort() {
	slices.SortStableFunc(l.all, compare)
	l.all = slices.CompactFunc(l.all, func(a, b *Diagnostic) bool {
		return compare(a, b) == 0 && a.Message == b.Message
	})
}

func compare(a, b *Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Col, b.Pos.Col),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Message, b.Message),
	)
}

// Strict turns every warning into an error.
func (l *List) Strict() {
	for _, d := range l.all {
		d.Severity = Error
	}
}

// All returns the findings. The slice must not be changed.
func (l *List) All() []*Diagnostic { return l.all }

// Count returns the number of errors and of warnings.
func (l *List) Count() (errors, warnings int) {
	for _, d := range l.all {
		if d.Severity == Error {
			errors++
			continue
		}
		warnings++
	}
	return errors, warnings
}

// HasErrors reports whether a finding stops the build.
func (l *List) HasErrors() bool {
	errors, _ := l.Count()
	return errors > 0
}

// quoteMax limits a quoted value, so that no input floods the terminal.
const quoteMax = 60

// Quote quotes an untrusted value: only printable ASCII, so that no catalog can send
// control characters to a terminal, and at most 60 characters.
func Quote(s string) string {
	runes := []rune(s)
	if len(runes) > quoteMax {
		return strconv.QuoteToASCII(string(runes[:quoteMax])) + "..."
	}
	return strconv.QuoteToASCII(s)
}

// printable makes a file name safe to print. Ordinary names do not change.
func printable(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return name
	}
	q := strconv.QuoteToASCII(name)
	return q[1 : len(q)-1]
}
