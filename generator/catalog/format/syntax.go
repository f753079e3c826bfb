package format

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/diag"
)

// mistake is something that the parser refuses, in words for the writer of a catalog.
type mistake struct {
	check      *diag.Check
	what, help string
	col        func(line string) int // where on its line, from 0; nil: where the text begins
	open       bool                  // the mistake is where something begins that never ends
}

// mistakes are found by a part of what the parser says.
var mistakes = []struct {
	says string
	is   func(line string) mistake
}{
	{"mapping values are not allowed", strayColon},
	{"did not find expected key", strayText},
	{"found a tab character", always(indentedByTab)},
	{"cannot start any token", startsBadly},
	{"could not find expected ':'", always(mistake{what: `a line without ": "`, help: "write key: value, and indent what belongs to the key above"})},
	{"did not find expected '-' indicator", strayItem},
	{"did not find expected ',' or", always(openBracket)},
	{"did not find expected node content", missingNode},
	{unclosedQuote, always(mistake{what: "a quote is not closed", help: "close it", col: lastQuote, open: true})},
	{"found unexpected document indicator", always(mistake{what: "a quote is not closed", help: "close it"})},
	{"found unknown escape character", always(mistake{
		what: "an unknown escape in a text in double quotes", help: `use single quotes, or write \\ for a backslash`, col: firstOf(`\\[^0abtnvfre "/\\N_LPxuU]`),
	})},
	{"did not find expected hexdecimal number", always(mistake{
		what: "an escape lacks its digits", help: `write \u and four hexadecimal digits, or use single quotes`, col: firstOf(`\\[xuU]`),
	})},
	{"found invalid Unicode character escape code", always(mistake{
		what: "an escape of a character that does not exist", help: "remove it", col: firstOf(`\\[xuU]`),
	})},
	{"block sequence entries are not allowed", always(mistake{
		what: "a list begins where no value can stand", help: "put it on the lines below its key; quote the value if it begins with a hyphen", col: firstOf(`: +(-)`),
	})},
	{"did not find expected comment or line break", always(mistake{
		what: "text follows the | or > that begins a block", help: "begin the text on the next line", col: firstOf(`[|>][-+0-9]*`),
	})},
	{"document start", always(mistake{check: diag.SeveralDocs, what: "text follows the end of the document", help: "remove the line ... and what follows, or move it to a file of its own"})},
	{"directive", always(mistake{what: "a line begins with %, as a directive does", help: "remove it, or indent it if it is text"})},
	{"incompatible YAML document", always(mistake{what: "a line begins with %, as a directive does", help: "remove it, or indent it if it is text"})},
	{"unknown anchor", always(mistake{check: diag.YAMLReference, what: "an alias is not part of the format", help: "write the value out, or quote it if it begins with an asterisk", col: firstOf(`\*`)})},
	{"tag", always(mistake{check: diag.YAMLReference, what: "a tag is not part of the format", help: "remove it; quote the value if it begins with an exclamation mark", col: firstOf(`!`)})},
	{"the expected '>'", always(mistake{check: diag.YAMLReference, what: "a tag is not part of the format", help: "remove it; quote the value if it begins with an exclamation mark", col: firstOf(`!`)})},
	{"alphabetic or numeric character", always(reference)},
	{"exceeded max depth", always(mistake{check: diag.OverLimit, what: diag.FileLevels.Over(0), help: diag.FileLevels.Help})},
}

var (
	openBracket = mistake{
		what: "a list or mapping in brackets is not closed", help: "close it, or add the comma that is missing", col: lastBracket, open: true,
	}
	indentedByTab = mistake{what: "a tab indents this line", help: "indent with spaces"}
	reference     = mistake{
		check: diag.YAMLReference, what: "an anchor or alias is not part of the format",
		help: "write the value out; quote it if it begins with & or *", col: firstOf(anchorStart),
	}
)

func always(m mistake) func(string) mistake { return func(string) mistake { return m } }

// Patterns of what stands wrongly in a line: its group is the place. They are compiled
// when there is a mistake.
const (
	insideValue = `(?:^|[^ ]): .*?[^ ](:(?: |$))`
	wrapped     = `(?:: |- |^ *)(["'{\[])`
	anchorStart = `(?:[:,\[{-] +|^ *)([&*])`
	badStart    = "(?:[:,\\[{-] +|^ *)([@`%,\\]}|>&*!])"
)

// strayColon judges a colon where no key can stand.
func strayColon(line string) mistake {
	if col := firstOf(insideValue); col(line) >= 0 {
		return mistake{what: `": " inside a value`, help: "quote the value", col: col}
	}
	return mistake{what: "a key where the value above goes on", help: `indent it like its neighbours, and put a space after each colon`}
}

// strayText judges text where a key was expected: most often what follows a value in
// quotes or brackets.
func strayText(line string) mistake {
	if m, ok := trailing(line); ok {
		return m
	}
	if firstOf(anchorStart)(line) >= 0 {
		return reference
	}
	return mistake{what: "a line that fits neither its key nor its neighbours", help: "check the indentation and the quotes of this line and the one above"}
}

// strayItem judges what stands where an element of a list was expected.
func strayItem(line string) mistake {
	if m, ok := trailing(line); ok {
		return m
	}
	return mistake{
		what: "a line that fits neither its list nor its neighbours",
		help: "begin each element of a list with a hyphen in the same column",
	}
}

// trailing reports whether text follows the end of a value in quotes or brackets.
func trailing(line string) (mistake, bool) {
	at := firstOf(wrapped)(line)
	if at < 0 {
		return mistake{}, false
	}
	opener, rest := line[at], line[at+1:]
	what, end := "text follows the closing quote of a value", strings.IndexByte(rest, opener)
	switch opener {
	case '[':
		what, end = "text follows the closing bracket of a value", strings.LastIndexByte(rest, ']')
	case '{':
		what, end = "text follows the closing bracket of a value", strings.LastIndexByte(rest, '}')
	}
	if end < 0 {
		return mistake{}, false
	}
	if after := strings.TrimSpace(rest[end+1:]); after == "" || after[0] == '#' {
		return mistake{}, false
	}
	return mistake{
		what: what, help: "quote the whole value; inside single quotes write a single quote twice",
		col: func(string) int { return at },
	}, true
}

func startsBadly(line string) mistake {
	if strings.HasPrefix(strings.TrimLeft(line, " "), "\t") {
		return indentedByTab
	}
	return mistake{what: "a value begins with a character that has a meaning in YAML", help: "quote the value", col: firstOf(badStart)}
}

func missingNode(line string) mistake {
	if !strings.ContainsAny(line, "[{") {
		return mistake{what: "a value begins with a character that has a meaning in YAML", help: "quote the value", col: firstOf(badStart)}
	}
	if line = strings.TrimSpace(line); strings.ContainsAny(line[len(line)-1:], "[{,") {
		return openBracket
	}
	return mistake{what: "a value is missing in a list or mapping in brackets", help: "add the value, or remove the comma", col: firstOf(`[\[{,] *([,\]}])`)}
}

// firstOf finds the first match of a pattern, or of its group; -1 if there is none.
func firstOf(pattern string) func(string) int {
	return func(line string) int {
		m := regexp.MustCompile(pattern).FindStringSubmatchIndex(line)
		switch {
		case m == nil:
			return -1
		case len(m) > 2:
			return m[2]
		}
		return m[0]
	}
}

// lastBracket finds the last bracket of a line that the line does not close.
func lastBracket(line string) int {
	open := 0
	for i := len(line) - 1; i >= 0; i-- {
		switch line[i] {
		case ']', '}':
			open++
		case '[', '{':
			if open == 0 {
				return i
			}
			open--
		}
	}
	return -1
}

func lastQuote(line string) int { return strings.LastIndexAny(line, `"'`) }

// syntax reports an error of the parser in our own words and at its place.
func (d *decoder) syntax(err error) {
	d.index()
	line, m := judge(d.src, d.lines, err)
	pos := diag.Pos{File: d.file, Line: line + 1, Col: int(d.indentAfter(line))}
	if m.col != nil {
		text := lineAt(d.data, d.lines, line)
		if at := m.col(text); at >= 0 {
			pos.Col = len([]rune(text[:at])) + 1
		}
	}
	check := m.check
	if check == nil {
		check = diag.YAMLSyntax
	}
	d.list.Add(check, pos, "%s", m.what).WithHelp("%s", m.help)
}

// lineReader gives a parser one line at a time, so that the lines it has taken tell
// where it is.
type lineReader struct {
	data  []byte
	at    int // offset of the next byte
	lines int // that were given
}

// Read implements io.Reader.
func (r *lineReader) Read(p []byte) (int, error) {
	rest := r.data[r.at:]
	if len(rest) == 0 {
		return 0, io.EOF
	}
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end+1]
	}
	if r.at == 0 || r.data[r.at-1] == '\n' {
		r.lines++
	}
	n := copy(p, rest)
	r.at += n
	return n, nil
}

// judge finds the line of an error, from 0, and what is wrong there.
func judge(src *lineReader, lines []int, err error) (int, mistake) {
	line := lineOf(src, lines, err)
	for _, known := range mistakes {
		if !strings.Contains(err.Error(), known.says) {
			continue
		}
		m := known.is(lineAt(src.data, lines, line))
		if m.open {
			line = opening(src.data, lines, err, line)
		}
		return line, m
	}
	return line, mistake{what: "the file is not YAML from here on", help: "check the quotes and the indentation of this line and the one above"}
}

// lookahead is how many lines with content the parser may take before it judges one:
// a text without quotes goes on from line to line.
const lookahead = 12

// lineOf returns the line, from 0, without which the parser would not have failed as
// it did. What it says itself is often the line before, or where a mapping begins.
func lineOf(src *lineReader, lines []int, err error) int {
	line := min(src.lines, len(lines)) - 1
	for steps := 0; line > 0; line-- {
		if text := strings.TrimSpace(lineAt(src.data, lines, line)); text == "" || text[0] == '#' {
			continue // nothing is wrong with such a line
		}
		if steps == lookahead || errorText(src.data[:lines[line]]) != err.Error() {
			break
		}
		steps++
	}
	return max(line, 0)
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// opening returns the line, from 0, on which the value begins whose end was not found.
// The parser says where, but for the first line, of which it says nothing.
func opening(data []byte, lines []int, err error, found int) int {
	line := 0
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1]) // digits of a line that exists
	}
	if strings.Contains(err.Error(), unclosedQuote) { // counted from 1
		line--
	}
	if line = min(max(line, 0), len(lines)-1); line >= found-1 && isOpen(data[:lines[line]]) {
		return 0
	}
	return min(line, found)
}

const unclosedQuote = "found unexpected end of stream"

// isOpen reports whether the parser wants more of a value in quotes or brackets.
func isOpen(data []byte) bool {
	says := errorText(data)
	return strings.Contains(says, "did not find expected ',' or") || strings.Contains(says, "did not find expected node content") ||
		strings.Contains(says, unclosedQuote)
}

func lineAt(data []byte, lines []int, n int) string {
	text, _, _ := bytes.Cut(data[lines[n]:], []byte("\n"))
	return strings.TrimSuffix(string(text), "\r")
}

// errorText returns what the parser says about some documents, "" if it is content.
func errorText(data []byte) string {
	if err := parseAll(bytes.NewReader(data)); err != nil {
		return err.Error()
	}
	return ""
}

func parseAll(r io.Reader) error {
	dec := yaml.NewDecoder(r)
	for {
		var n yaml.Node
		switch err := dec.Decode(&n); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// Parses says what is wrong with a text as YAML, and at which line from 0; "" if it is
// one or more documents.
func Parses(text string) (line int, what string) {
	src := &lineReader{data: []byte(text)}
	err := parseAll(src)
	if err == nil {
		return 0, ""
	}
	line, m := judge(src, lineStarts(src.data), err)
	return line, m.what
}

// lineStarts returns the offsets at which the lines begin.
func lineStarts(data []byte) []int {
	lines := []int{0}
	for i, c := range data {
		if c == '\n' && i+1 < len(data) {
			lines = append(lines, i+1)
		}
	}
	return lines
}
