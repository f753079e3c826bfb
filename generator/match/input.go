package match

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// input is what a text says, before the catalog is asked.
type input struct {
	response   bool // there is a status line
	status     int  // of the status line
	headers    bool // the head of a response has fields
	challenged bool // the head has a challenge
	fields     []string
	objects    []object
	credential sent
	secrets    []string // pieces of credentials, none of which may be shown
	head       string   // values of the fields of a response, a line each
	body       string   // of a response; else the text, without requests
	whole      string   // the text, trimmed and without quotes around it
	partsOnly  bool
}

// sent says whether the request had a credential.
type sent int

const (
	sentUnknown sent = iota
	sentNothing
	sentSome
)

var (
	colours     = regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`)
	statusLine  = regexp.MustCompile(`^HTTP/[0-9.]{1,4} ([1-9][0-9][0-9])(?:[ \t]|$)`)
	requestLine = regexp.MustCompile(`^[A-Z]{3,12} [^ ]+ HTTP/[0-9.]{1,4}$`)
	fieldLine   = regexp.MustCompile(`^([A-Za-z0-9!#$%&'*+.^_|~-]+)[ \t]*:[ \t]*(.*)$`)
	// secretName is the name of a field or member whose value is a secret.
	secretName = regexp.MustCompile(`(?i)^(?:(?:proxy-)?authorization|(?:set-)?cookie|dpop)$|api-?key|secret|token`)
	// credential finds a field that carries a credential, in a text, a command or JSON.
	credential = regexp.MustCompile(`(?i)(\b(?:authorization|cookie|dpop|x-api-key|api-key|apikey)\\*["']?[ \t]*[:=][ \t]*\[?\\*["']?)((?:[A-Za-z0-9-]+ +)?[^\s"'\\]{8,}[^"'\\\n]*)`)
)

// clean makes a text valid UTF-8 with the line ends of Unix.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return colours.ReplaceAllString(text, "")
}

// read takes a text apart.
func read(text string) *input {
	in := &input{}
	text = clean(text)
	in.lines(text)
	in.cutCredentials()
	in.whole = unquote(strings.TrimSpace(in.body))
	in.objects = findObjects(in.body)
	for i := range in.objects {
		for _, m := range in.objects[i].members {
			switch name := strings.ReplaceAll(strings.ToLower(m.name), "_", "-"); {
			case name == "www-authenticate" || name == "proxy-authenticate":
				in.fields = once(in.fields, m.value)
			case secretName.MatchString(m.name):
				in.keep(m.value)
			}
		}
	}
	return in
}

// part is where the reader of lines stands.
type part int

const (
	outside part = iota
	request
	head
	body
)

// lineReader goes through a text line by line.
type lineReader struct {
	in      *input
	verbose bool // the output of curl -v: lines have marks
	part    part
	fields  strings.Builder // of the head, of which evidence may come
	body    strings.Builder
	field   string // the last field of the head, of which the next line may be more
	value   strings.Builder
	blank   bool // the line before was empty or marked
}

func (in *input) lines(text string) {
	r := &lineReader{in: in, verbose: strings.Contains("\n"+text, "\n< HTTP/"), blank: true}
	for line := range strings.SplitSeq(text, "\n") {
		r.line(line)
	}
	r.endField()
	in.head, in.body = r.fields.String(), r.body.String()
}

func (r *lineReader) line(line string) {
	mark := byte(0)
	content := line
	if r.verbose && line != "" && (len(line) == 1 || line[1] == ' ') && strings.IndexByte("<>*{}", line[0]) >= 0 {
		mark = line[0]
		content = strings.TrimPrefix(line[1:], " ")
	}
	before := r.blank
	r.blank = mark != 0 || content == ""
	if mark == '*' || mark == '{' || mark == '}' {
		return
	}
	if m := statusLine.FindStringSubmatch(content); m != nil && (mark == '<' || before || !r.in.response) {
		r.startHead(m[1])
		return
	}
	if mark == '>' || r.part != body && r.part != head && requestLine.MatchString(content) {
		r.request(content, mark)
		return
	}
	switch r.part {
	case request:
		r.request(content, mark)
	case head:
		r.head(content)
	default:
		r.keep(line)
	}
}

// startHead begins with the head of a response. What was read of earlier ones does not
// count.
func (r *lineReader) startHead(status string) {
	r.endField()
	in := r.in
	in.response, in.headers, in.challenged, in.fields = true, false, false, nil
	in.status, _ = strconv.Atoi(status)
	r.part = head
	r.fields.Reset()
	r.body.Reset()
}

// request reads a line of a request: its words are secrets.
func (r *lineReader) request(content string, mark byte) {
	in := r.in
	switch {
	case requestLine.MatchString(content):
		r.part = request
		in.credential = sentNothing
		in.keep(content)
	case content == "":
		r.part = outside
	default:
		if mark == 0 && r.part != request {
			break
		}
		if m := fieldLine.FindStringSubmatch(content); m != nil && secretName.MatchString(m[1]) {
			in.credential = sentSome
			in.keep(m[2])
		}
	}
}

// head reads a line of the head of a response.
func (r *lineReader) head(content string) {
	if content == "" {
		r.endField()
		r.part = body
		return
	}
	if content[0] == ' ' || content[0] == '\t' { // more of the field before (RFC 9112 section 5.2)
		r.value.WriteByte(' ')
		r.value.WriteString(strings.TrimSpace(content))
		return
	}
	r.endField()
	if m := fieldLine.FindStringSubmatch(content); m != nil {
		r.in.headers = true
		r.field = strings.ToLower(m[1])
		r.value.WriteString(m[2])
	}
}

// endField takes over a field that is complete.
func (r *lineReader) endField() {
	if r.field == "" {
		return
	}
	value := strings.TrimSpace(r.value.String())
	switch {
	case r.field == "www-authenticate" || r.field == "proxy-authenticate":
		r.in.challenged = true
		r.in.fields = once(r.in.fields, value)
	case secretName.MatchString(r.field):
		r.in.keep(value)
	default:
		r.fields.WriteString(value)
		r.fields.WriteByte('\n')
	}
	r.field = ""
	r.value.Reset()
}

// keep leaves a line for evidence.
func (r *lineReader) keep(line string) {
	r.body.WriteString(line)
	r.body.WriteByte('\n')
}

// keep remembers the pieces of a credential.
func (in *input) keep(value string) {
	for piece := range strings.FieldsFuncSeq(value, func(r rune) bool { return strings.ContainsRune(" \t;,=\"'", r) }) {
		if len(piece) >= 8 {
			in.secrets = append(in.secrets, piece)
		}
	}
}

// cutCredentials takes the values of credentials out of what is left.
func (in *input) cutCredentials() {
	if !holdsFold(in.body, "authorization", "cookie", "dpop", "api-key", "apikey") {
		return
	}
	for _, m := range credential.FindAllStringSubmatch(in.body, -1) {
		in.keep(m[2])
	}
	in.body = credential.ReplaceAllString(in.body, "$1")
}

// holdsFold reports whether a text holds one of the words, in any case. Words are in
// lower case. Looking for a word is far cheaper than for an expression that needs it.
func holdsFold(text string, words ...string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
}

// unquote takes the quotes around a text away.
func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'' || s[0] == '`') && s[len(s)-1] == s[0] {
		return strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}
