package match

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// facts are what a text says in terms of the catalog.
type facts struct {
	in         *input
	kind       Kind
	status     int // of the response, else of the body
	bodyStatus int
	types      []*catalog.Entry
	unknown    string // a type that is none of the catalog
	details    []said
	unmatched  string // the first member "detail" that none of the catalog's is
	challenges []Challenge
	names      []named
	asName     bool // the whole text is the name
	texts      []string
	notes      []string // of reading
}

// detailNames are the members that may hold a detail.
var detailNames = []string{"detail", "message", "msg", "error"}

// pair finds name=value in a line of a log.
var pair = regexp.MustCompile(`(?:^|[\s,;({\[])(type|title|status|detail|code|error|error_description|message|msg)=("(?:[^"\\]|\\.)*"|[^\s,;"]+)`)

// challengeName finds the name of a challenge's field, in a text or a pair.
var challengeName = regexp.MustCompile(`(?i:(?:www|proxy)[-_]authenticate\\*["']?[ \t]*[:=][ \t]*)`)

// challengeStart finds it at the begin of a text.
var challengeStart = regexp.MustCompile(`^` + challengeName.String())

// facts asks the catalog about what was read.
func (x *Index) facts(in *input) *facts {
	f := &facts{in: in, status: in.status}
	f.kind = x.readAs(f)
	objects := in.objects
	if f.kind == KindLog || f.kind == KindWords {
		if o, found := pairs(in.body); found {
			objects = append(slices.Clip(objects), o)
			f.kind = KindLog
		}
	}
	for i := range objects {
		x.object(f, &objects[i])
	}
	for _, text := range []string{in.head, in.body} {
		for _, e := range x.typesIn(text) {
			f.types = once(f.types, e)
		}
	}
	f.readFields(in)
	x.wholeText(f)
	if len(f.details) == 0 && f.kind != KindName {
		f.details = x.details.in(in.body)
	}
	f.keepTyped()
	if f.kind == KindWords && (len(f.types) > 0 || len(f.details) > 0 || len(f.challenges) > 0) {
		f.kind = KindLog
	}
	if f.status == 0 {
		f.status = f.bodyStatus
	}
	return f
}

// readAs says what the form of a text is, as far as that can be told without the
// catalog.
func (x *Index) readAs(f *facts) Kind {
	in := f.in
	problem := slices.ContainsFunc(in.objects, func(o object) bool {
		return slices.ContainsFunc(o.members, func(m member) bool { return m.text && isProblemMember(m.name) })
	})
	start := strings.TrimSpace(in.body)
	switch {
	case in.response:
		return KindResponse
	case in.partsOnly && problem:
		return KindProblem
	case in.partsOnly && len(in.fields) > 0:
		return KindChallenge
	case problem && start != "" && strings.IndexByte(`{["'`, start[0]) >= 0:
		return KindProblem
	case problem:
		return KindLog
	case challengeStart.MatchString(start), isChallenge(in.whole):
		return KindChallenge
	}
	return KindWords
}

func isProblemMember(name string) bool {
	return name == "type" || name == "title" || name == "code" || name == "error_description" || slices.Contains(detailNames, name)
}

// pairs reads the pairs of a log line as an object.
func pairs(text string) (object, bool) {
	var o object
	if !strings.Contains(text, "=") {
		return o, false
	}
	for _, m := range pair.FindAllStringSubmatch(text, -1) {
		value := m[2]
		quoted := value[0] == '"'
		if quoted {
			value = unescape(value[1 : len(value)-1])
		}
		o.members = append(o.members, member{m[1], value, quoted || m[1] != "status"})
	}
	return o, len(o.members) > 0
}

// object takes the facts from an object.
func (x *Index) object(f *facts, o *object) {
	if uri := o.get("type"); uri != "" {
		if e := x.byType(uri); e != nil {
			f.types = once(f.types, e)
		} else if f.unknown == "" && strings.Contains(uri, ":") && uri != "about:blank" {
			f.unknown = uri
		}
	}
	for _, name := range detailNames {
		value := o.get(name)
		if value == "" {
			continue
		}
		found := x.details.equal(value)
		f.addDetails(found)
		if name == "detail" && len(found) == 0 && f.unmatched == "" {
			f.unmatched = value
		}
		f.texts = append(f.texts, value)
	}
	if title := o.get("title"); title != "" {
		f.texts = append(f.texts, title)
		for _, n := range x.byName(title) {
			if n.title {
				f.names = once(f.names, n)
			}
		}
	}
	for _, member := range []string{"code", "error", x.c.Responses.CodeMember} {
		for _, n := range x.byName(o.get(member)) {
			if !n.title {
				f.names = once(f.names, n)
			}
		}
	}
	if code := o.get("error"); code != "" && !strings.ContainsAny(code, " \t\n") {
		c := Challenge{Params: []catalog.Pair{{Name: "error", Value: code}}}
		if text := o.get("error_description"); text != "" {
			c.Params = append(c.Params, catalog.Pair{Name: "error_description", Value: text})
		}
		f.challenges = append(f.challenges, c)
	}
	for _, m := range o.members {
		if m.name == "status" && f.bodyStatus == 0 {
			if n, err := strconv.Atoi(m.value); err == nil && n >= 100 && n <= 999 {
				f.bodyStatus = n
			}
		}
	}
}

func (f *facts) addDetails(found []said) {
	for _, s := range found {
		if !slices.ContainsFunc(f.details, func(other said) bool { return other.spoken == s.spoken }) {
			f.details = append(f.details, s)
		}
	}
}

// keepTyped leaves of the details that one text can be those of entries whose type is
// there too, if there are any.
func (f *facts) keepTyped() {
	typed := map[string]bool{}
	for _, s := range f.details {
		if slices.Contains(f.types, s.scenario.Entry) {
			typed[s.text] = true
		}
	}
	f.details = slices.DeleteFunc(f.details, func(s said) bool {
		ours := slices.Contains(f.types, s.scenario.Entry)
		return typed[s.text] && !ours || s.weak() && !ours
	})
}

// readFields parses the challenges.
func (f *facts) readFields(in *input) {
	fields := in.fields
	if !in.response && holdsFold(in.body, "authenticate") {
		fields = slices.Clip(fields)
		text := in.body
		for at := challengeName.FindStringIndex(text); at != nil; at = challengeName.FindStringIndex(text) {
			var value string
			value, text = fieldValue(text[at[1]:])
			fields = once(fields, value)
		}
	}
	if f.kind == KindChallenge && len(fields) == 0 {
		fields = []string{in.whole}
	}
	for _, field := range fields {
		list, notes := ParseChallenges(field)
		f.challenges = append(f.challenges, list...)
		for _, n := range notes {
			if n == noteStray && f.kind != KindChallenge && f.kind != KindResponse { // the text around it
				continue
			}
			f.notes = once(f.notes, "challenge: "+n)
		}
	}
}

// fieldValue returns the value of a field in a text, with the lines that continue it,
// and the rest.
func fieldValue(text string) (value, rest string) {
	end := 0
	for line := range strings.Lines(text) {
		if end > 0 && line[0] != ' ' && line[0] != '\t' {
			break
		}
		end += len(line)
	}
	return strings.ReplaceAll(strings.TrimSpace(text[:end]), "\n", " "), text[end:]
}

// wholeText looks the whole text up as a type URI, a detail or a name.
func (x *Index) wholeText(f *facts) {
	text := f.in.whole
	if f.kind != KindWords || text == "" {
		return
	}
	if e := x.byType(text); e != nil && len(text) <= maxLine {
		f.types, f.kind = []*catalog.Entry{e}, KindType
		if !strings.Contains(text, "://") && len(x.byName(text)) > 0 { // such as 401/token-expired
			f.kind = KindName
		}
		return
	}
	if found := x.details.equal(text); slices.ContainsFunc(found, func(s said) bool { return !s.weak() }) {
		f.details, f.kind = found, KindDetail
		return
	}
	if names := x.byName(text); len(names) > 0 {
		f.names, f.kind, f.asName = names, KindName, true
	}
}
