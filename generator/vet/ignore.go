package vet

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/errdocs/errdocs/generator/diag"
)

// ignorePrefix begins a comment that ignores findings.
const ignorePrefix = "//errdocs:ignore"

// directive is such a comment: //errdocs:ignore CHECK[,CHECK...] reason.
type directive struct {
	comment *ast.Comment
	ids     []string
	reason  string
	file    *token.File
	line    int // the one that it speaks of
	used    bool
}

// ignore drops the findings that comments ignore, and adds those about the comments.
func (u *unit) ignore() {
	directives := u.directives()
	u.found = slices.DeleteFunc(u.found, func(f analysis.Diagnostic) bool {
		file := u.Fset.File(f.Pos)
		ignored := false
		for _, d := range directives {
			if d.file == file && d.line == file.PositionFor(f.Pos, false).Line && slices.Contains(d.ids, f.Category) {
				d.used, ignored = true, true
			}
		}
		return ignored
	})
	for _, d := range directives {
		if message, help := u.stale(d); message != "" {
			u.add(StaleIgnore, d.comment, message, help)
		}
	}
}

// stale returns the problem of a directive and how to fix it, or empty strings.
func (u *unit) stale(d *directive) (message, help string) {
	if len(d.ids) == 0 {
		return "errdocs:ignore has no check", "write " + ignorePrefix + " CHECK and the reason"
	}
	idle := false
	for _, id := range d.ids {
		c := checkOf(id)
		if c == nil {
			return "unknown check " + diag.Quote(id), nearCheck(id)
		}
		idle = idle || !u.known.checks.runs(c)
	}
	ids := strings.Join(d.ids, ",")
	switch {
	case d.reason == "":
		return "errdocs:ignore " + ids + " has no reason", "add the reason after the check"
	case !d.used && !idle: // a check that did not run tells nothing
		return "errdocs:ignore " + ids + " suppresses nothing", "remove the comment"
	}
	return "", ""
}

// directives returns the comments of the package that ignore findings.
func (u *unit) directives() []*directive {
	var list []*directive
	for _, f := range u.files {
		for _, group := range f.Comments {
			for _, c := range group.List {
				rest, ok := strings.CutPrefix(c.Text, ignorePrefix)
				if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
					continue
				}
				rest, _, _ = strings.Cut(rest+" ", " // ") // a comment on the comment
				ids, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
				list = append(list, &directive{
					comment: c,
					ids:     strings.FieldsFunc(ids, func(r rune) bool { return r == ',' }),
					reason:  strings.TrimSpace(reason),
					file:    u.Fset.File(c.Pos()),
					line:    u.lineOf(group, c),
				})
			}
		}
	}
	return list
}

// lineOf returns the line that a comment speaks of: its own if there is code before
// it, else the one below the group of comments.
func (u *unit) lineOf(group *ast.CommentGroup, c *ast.Comment) int {
	file := u.Fset.File(c.Pos())
	at := file.PositionFor(c.Pos(), false)
	src, err := u.ReadFile(at.Filename)
	start := at.Offset - (at.Column - 1)
	if err == nil && at.Offset <= len(src) && len(bytes.TrimSpace(src[start:at.Offset])) > 0 {
		return at.Line
	}
	return file.PositionFor(group.End(), false).Line + 1
}
