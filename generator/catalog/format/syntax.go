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

// mistake is a syntax error, described for the author of a catalog.
type mistake struct {
	check      *diag.Check
	what, help string
	col        func(line string) int // offset in the line, from 0; nil: the start of its text
	open       bool                  // the mistake is at the start of an unclosed value
}

// mistakes are selected by a part of the parser's message.
var mistakes = []struct {
	says string
	is   func(line string) mistake
}{
	{"mapping values are not allowed", strayColon},
	{"did not find expected key", strayText},
	{"found a tab character", always(indentedByTab)},
	{"cannot start any token", startsBadly},
	{"could not find expected ':'", always(mistake{what: `the line has no ": "`, help: "write key: value, and indent what belongs to the key above"})},
	{"did not find expected '-' indicator", strayItem},
	{"did not find expected ',' or", always(openBracket)},
	{"did not find expected node content", missingNode},
	{unclosedQuote, always(mistake{what: "a quote is not closed", help: "close it", col: lastQuote, open: true})},
	{"found unexpected document indicator", always(mistake{what: "a quote is not closed", help: "close it"})},
	{"found unknown escape character", always(mistake{
		what: "unknown escape in a double-quoted string", help: `use single quotes, or write \\ for a backslash`, col: firstOf(`\\[^0abtnvfre "/\\N_LPxuU]`),
	})},
	{"did not find expected hexdecimal number", always(mistake{
		what: "an escape has too few digits", help: `write \u and four hexadecimal digits, or use single quotes`, col: firstOf(`\\[xuU]`),
	})},
	{"found invalid Unicode character escape code", always(mistake{
		what: "an escape does not name a valid Unicode character", help: "remove it", col: firstOf(`\\[xuU]`),
	})},
	{"block sequence entries are not allowed", always(mistake{
		what: "a list is not allowed here", help: "put it on the lines below its key; quote the value if it begins with a hyphen", col: firstOf(`: +(-)`),
	})},
	{"did not find expected comment or line break", always(mistake{
		what: "text follows the | or > that begins a block", help: "begin the text on the next line", col: firstOf(`[|>][-+0-9]*`),
	})},
	{"document start", always(mistake{check: diag.SeveralDocs, what: "text follows the end of the document", help: "remove the line ... and the text below it, or move the text to a separate file"})},
	{"directive", always(mistake{what: "the line begins with %, like a YAML directive", help: "remove it, or indent it if it is text"})},
	{"incompatible YAML document", always(mistake{what: "the line begins with %, like a YAML directive", help: "remove it, or indent it if it is text"})},
	{"unknown anchor", always(mistake{check: diag.YAMLReference, what: "aliases are not allowed", help: "write the value out, or quote it if it begins with an asterisk", col: firstOf(`\*`)})},
	{"tag", always(mistake{check: diag.YAMLReference, what: "tags are not allowed", help: "remove it; quote the value if it begins with an exclamation mark", col: firstOf(`!`)})},
	{"the expected '>'", always(mistake{check: diag.YAMLReference, what: "tags are not allowed", help: "remove it; quote the value if it begins with an exclamation mark", col: firstOf(`!`)})},
	{"alphabetic or numeric character", always(reference)},
	{"exceeded max depth", always(mistake{check: diag.OverLimit, what: diag.FileLevels.Over(0), help: diag.FileLevels.Help})},
}

var (
	openBracket = mistake{
		what: "a list or mapping in brackets is not closed", help: "close it, or add the missing comma", col: lastBracket, open: true,
	}
	indentedByTab = mistake{what: "the line is indented with a tab", help: "indent with spaces"}
	reference     = mistake{
		check: diag.YAMLReference, what: "anchors and aliases are not allowed",
		help: "write the value out; quote it if it begins with & or *", col: firstOf(anchorStart),
	}
)

func always(m mistake) func(string) mistake { return func(string) mistake { return m } }

// Patterns of mistakes in a line; the group is the position. They are only compiled if there
// is a mistake.
const (
	insideValue = `(?:^|[^ ]): .*?[^ ](:(?: |$))`
	wrapped     = `(?:: |- |^ *)(["'{\[])`
	anchorStart = `(?:[:,\[{-] +|^ *)([&*])`
	badStart    = "(?:[:,\\[{-] +|^ *)([@`%,\\]}|>&*!])"
)

// strayColon describes a colon where a key is not allowed.
func strayColon(line string) mistake {
	if col := firstOf(insideValue); col(line) >= 0 {
		return mistake{what: `the value contains ": "`, help: "quote the value", col: col}
	}
	return mistake{what: "unexpected key inside the value above", help: `indent it like the keys around it, and put a space after each colon`}
}

// strayText describes text where a key was expected: usually text after a value in quotes or
// brackets.
func strayText(line string) mistake {
	if m, ok := trailing(line); ok {
		return m
	}
	if firstOf(anchorStart)(line) >= 0 {
		return reference
	}
	return mistake{what: "unexpected text: the line does not fit the key above or the lines around it", help: "check the indentation and the quotes of this line and the one above"}
}

// strayItem describes text where an element of a list was expected.
func strayItem(line string) mistake {
	if m, ok := trailing(line); ok {
		return m
	}
	return mistake{
		what: "unexpected text: the line is not an element of its list",
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
	return mistake{what: "the value begins with a character that is special in YAML", help: "quote the value", col: firstOf(badStart)}
}

func missingNode(line string) mistake {
	if !strings.ContainsAny(line, "[{") {
		return mistake{what: "the value begins with a character that is special in YAML", help: "quote the value", col: firstOf(badStart)}
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

// syntax reports an error of the parser with a clearer message and its exact position.
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

// lineReader passes one line at a time to a parser, so that the number of lines shows how
// far the parser has read.
type lineReader struct {
	data  []byte
	at    int // offset of the next byte
	lines int // that were read
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

// judge returns the line of an error, from 0, and the mistake in it.
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
	return line, mistake{what: "the file is not valid YAML from here", help: "check the quotes and the indentation of this line and the one above"}
}

// lookahead is the maximum number of lines with content that the parser reads before it
// reports an error: a text without quotes can continue over several lines.
const lookahead = 12

// lineOf returns the line, from 0, without which the parser would not have failed in the
// same way. The line in its message is often the line before, or the start of a mapping.
func lineOf(src *lineReader, lines []int, err error) int {
	line := min(src.lines, len(lines)) - 1
	for steps := 0; line > 0; line-- {
		if text := strings.TrimSpace(lineAt(src.data, lines, line)); text == "" || text[0] == '#' {
			continue // blank lines and comments cause no errors
		}
		if steps == lookahead || errorText(src.data[:lines[line]]) != err.Error() {
			break
		}
		steps++
	}
	return max(line, 0)
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// opening returns the line, from 0, on which the unclosed value begins. The message of the
// parser contains it, except if it is the first line.
func opening(data []byte, lines []int, err error, found int) int {
	line := 0
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1]) // the pattern ensures digits
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

// isOpen reports whether the data ends inside a value in quotes or brackets.
func isOpen(data []byte) bool {
	says := errorText(data)
	return strings.Contains(says, "did not find expected ',' or") || strings.Contains(says, "did not find expected node content") ||
		strings.Contains(says, unclosedQuote)
}

func lineAt(data []byte, lines []int, n int) string {
	text, _, _ := bytes.Cut(data[lines[n]:], []byte("\n"))
	return strings.TrimSuffix(string(text), "\r")
}

// errorText returns the parser's message for some documents, or "" if they are valid.
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

// Parses returns what is wrong with a text as YAML, and the line, from 0; "" if the text is
// one or more valid documents.
func Parses(text string) (line int, what string) {
	src := &lineReader{data: []byte(text)}
	err := parseAll(src)
	if err == nil {
		return 0, ""
	}
	line, m := judge(src, lineStarts(src.data), err)
	return line, m.what
}

// lineStarts returns the offsets of the line starts.
func lineStarts(data []byte) []int {
	lines := []int{0}
	for i, c := range data {
		if c == '\n' && i+1 < len(data) {
			lines = append(lines, i+1)
		}
	}
	return lines
}
