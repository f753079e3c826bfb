package diag

import (
	"fmt"
	"strconv"
)

// Limit is a bound on what a catalog may hold. All are far above what people write and
// far below what hangs a build; docs/limits.md is generated from the table below.
type Limit struct {
	Of    string // what is limited, as a message names it
	Max   int
	Unit  string
	Check *Check // the finding over it; nil: none
	Help  string // of the finding; without one, what happens instead
}

// The limits of files, as they are read.
var (
	FileBytes      = &Limit{"the file", 1 << 20, "bytes", OverLimit, "split it"}
	FileValues     = &Limit{"the file", 30_000, "values", OverLimit, "split it"}
	FileLevels     = &Limit{"the file", 16, "levels of nesting", OverLimit, "nothing in the format needs it"}
	MappingKeys    = &Limit{"the mapping", 200, "keys", OverLimit, "split it"}
	LineCharacters = &Limit{"a text of one line", 1000, "characters", OverLimit, "shorten it"}
	SlugCharacters = &Limit{"the slug", 64, "characters", MisplacedFile, "shorten it"}
	CatalogEntries = &Limit{"the catalog", 100_000, "entries", OverLimit, "split it"}
	CatalogBytes   = &Limit{"the catalog", 512 << 20, "bytes", OverLimit, "split it"}
)

// The limits of Markdown, counted before it is parsed: a parser takes seconds, and
// writes megabytes, for some texts of a few kilobytes.
var (
	TextBytes      = &Limit{"a Markdown text", 32 << 10, "bytes", OverLimit, "shorten it"}
	FileMarkdown   = &Limit{"the file", 64 << 10, "bytes of Markdown", OverLimit, "split it"}
	TextBrackets   = &Limit{"the text", 500, "opening brackets", MarkupTooComplex, "split it, or say it with less markup"}
	TextEmphasis   = &Limit{"the text", 2000, "asterisks and underscores", MarkupTooComplex, "split it, or say it with less markup"}
	TextCells      = &Limit{"the text", 2000, "cells of tables", MarkupTooComplex, "split it, or say it with less markup"}
	LinePipes      = &Limit{"the line", 64, "pipes", MarkupTooComplex, "split it, or say it with less markup"}
	LineIndent     = &Limit{"the line", 40, "characters of indentation", MarkupTooComplex, "split it, or say it with less markup"}
	LineContainers = &Limit{"the line", 8, "marks of lists and quotations", MarkupTooComplex, "split it, or say it with less markup"}
)

// The limits of what is done, where there is more: nothing is refused.
var (
	ColouredBytes     = &Limit{"a code block", 4 << 10, "bytes", nil, "a larger one has no colours"}
	SlowColouredBytes = &Limit{"a code block in apache, java, kotlin, markdown, powershell, rust, toml or yaml", 1 << 10, "bytes", nil, "a larger one has no colours"}
	FileFindings      = &Limit{"a file", 50, "findings in text", nil, "the last line counts the others; JSON has all"}
	RunFindings       = &Limit{"a run", 200, "findings in text", nil, "the last line counts the others; JSON has all"}
	RunText           = &Limit{"a run", 60 << 10, "bytes of findings in text", nil, "the last line counts the others; JSON has all"}
	FileCharacters    = &Limit{"a file", 10, "findings of refused characters", nil, "the others are found once these are gone"}
)

// Limits lists all limits in the order of the documentation.
var Limits = []*Limit{
	FileBytes, FileValues, FileLevels, MappingKeys, LineCharacters, SlugCharacters, CatalogEntries, CatalogBytes,
	TextBytes, FileMarkdown, TextBrackets, TextEmphasis, TextCells, LinePipes, LineIndent, LineContainers,
	ColouredBytes, SlowColouredBytes, FileFindings, RunFindings, RunText, FileCharacters,
}

// Over is the message where there are n of the unit; 0 if nobody counted to the end.
func (l *Limit) Over(n int) string { return l.OverIn(l.Of, n) }

// OverIn is Over for a thing with a name of its own.
func (l *Limit) OverIn(name string, n int) string {
	if n == 0 {
		return fmt.Sprintf("%s has more than %s %s", name, Thousands(l.Max), l.Unit)
	}
	return fmt.Sprintf("%s has %s %s; the limit is %s", name, Thousands(n), l.Unit, Thousands(l.Max))
}

// Thousands writes a number with commas.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// AddOver notes that a limit is exceeded, in the words of Over.
func (l *List) AddOver(limit *Limit, pos Pos, message string) {
	l.Add(limit.Check, pos, "%s", message).WithHelp("%s", limit.Help)
}
