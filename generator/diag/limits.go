package diag

import (
	"fmt"
	"strconv"
)

// Limit is an upper limit for a part of a catalog. All limits are far above what people write
// and far below what hangs a build. docs/limits.md is generated from the table below.
type Limit struct {
	Of    string // what is limited, as in messages
	Max   int
	Unit  string
	Check *Check // the finding if the limit is exceeded; nil: no finding
	Help  string // of the finding; without a finding, what happens above the limit
}

// The limits of files, checked while they are read.
var (
	FileBytes      = &Limit{"the file", 1 << 20, "bytes", OverLimit, "split it"}
	FileValues     = &Limit{"the file", 30_000, "values", OverLimit, "split it"}
	FileLevels     = &Limit{"the file", 16, "levels of nesting", OverLimit, "reduce the nesting"}
	MappingKeys    = &Limit{"the mapping", 200, "keys", OverLimit, "split it"}
	LineCharacters = &Limit{"a one-line text", 1000, "characters", OverLimit, "shorten it"}
	SlugCharacters = &Limit{"the slug", 64, "characters", MisplacedFile, "shorten it"}
	CatalogEntries = &Limit{"the catalog", 100_000, "entries", OverLimit, "split it"}
	CatalogBytes   = &Limit{"the catalog", 512 << 20, "bytes", OverLimit, "split it"}
)

// The limits of Markdown, checked before it is parsed: for some texts of a few kilobytes, a
// parser takes seconds and writes megabytes.
var (
	TextBytes      = &Limit{"a Markdown text", 32 << 10, "bytes", OverLimit, "shorten it"}
	FileMarkdown   = &Limit{"the file", 64 << 10, "bytes of Markdown", OverLimit, "split it"}
	TextBrackets   = &Limit{"the text", 500, "opening brackets", MarkupTooComplex, "split it, or use less markup"}
	TextEmphasis   = &Limit{"the text", 2000, "asterisks and underscores", MarkupTooComplex, "split it, or use less markup"}
	TextCells      = &Limit{"the text", 2000, "table cells", MarkupTooComplex, "split it, or use less markup"}
	LinePipes      = &Limit{"the line", 64, "pipes", MarkupTooComplex, "split it, or use less markup"}
	LineIndent     = &Limit{"the line", 40, "characters of indentation", MarkupTooComplex, "split it, or use less markup"}
	LineContainers = &Limit{"the line", 8, "list and quotation markers", MarkupTooComplex, "split it, or use less markup"}
)

// The limits of processing. More is not an error.
var (
	ColoredBytes     = &Limit{"a code block", 4 << 10, "bytes", nil, "larger blocks are not colored"}
	SlowColoredBytes = &Limit{"a code block in apache, java, kotlin, markdown, powershell, rust, toml or yaml", 1 << 10, "bytes", nil, "larger blocks are not colored"}
	FileFindings     = &Limit{"a file", 50, "findings in text", nil, "the last line shows the number of the rest; JSON contains all"}
	RunFindings      = &Limit{"a run", 200, "findings in text", nil, "the last line shows the number of the rest; JSON contains all"}
	RunText          = &Limit{"a run", 60 << 10, "bytes of findings in text", nil, "the last line shows the number of the rest; JSON contains all"}
	FileCharacters   = &Limit{"a file", 10, "findings about forbidden characters", nil, "the rest is reported once these are removed"}
)

// Limits lists all limits in the order of the documentation.
var Limits = []*Limit{
	FileBytes, FileValues, FileLevels, MappingKeys, LineCharacters, SlugCharacters, CatalogEntries, CatalogBytes,
	TextBytes, FileMarkdown, TextBrackets, TextEmphasis, TextCells, LinePipes, LineIndent, LineContainers,
	ColoredBytes, SlowColoredBytes, FileFindings, RunFindings, RunText, FileCharacters,
}

// Over returns the message for n units; n is 0 if counting stopped at the limit.
func (l *Limit) Over(n int) string { return l.OverIn(l.Of, n) }

// OverIn is Over with a different name for what is limited.
func (l *Limit) OverIn(name string, n int) string {
	if n == 0 {
		return fmt.Sprintf("%s has more than %s %s", name, Thousands(l.Max), l.Unit)
	}
	return fmt.Sprintf("%s has %s %s; the limit is %s", name, Thousands(n), l.Unit, Thousands(l.Max))
}

// Thousands formats a number with commas.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// AddOver adds the finding of an exceeded limit. The message comes from Over or OverIn.
func (l *List) AddOver(limit *Limit, pos Pos, message string) {
	l.Add(limit.Check, pos, "%s", message).WithHelp("%s", limit.Help)
}
