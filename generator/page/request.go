package page

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Curl returns a request as a shell command that can be pasted: one argument per line. The
// shell expands names such as $TOKEN; everything else is quoted.
func Curl(r *catalog.Request) string {
	args := []string{"curl " + curlFlags(r) + " " + shellWord(r.URL)}
	typed := false
	for _, h := range r.Headers {
		typed = typed || strings.EqualFold(h.Name, "Content-Type")
		args = append(args, "-H "+shellWord(h.Name+": "+h.Value))
	}
	for _, f := range r.Form {
		args = append(args, "--data-urlencode "+shellWord(formName(f.Name)+"="+f.Value))
	}
	switch {
	case r.JSON != "":
		if !typed {
			args = append(args, "-H 'Content-Type: application/json'")
		}
		args = append(args, "-d "+shellWord(indentJSON(string(r.JSON))))
	case r.Body != "": // not --data-binary, which reads a file if the body begins with @
		args = append(args, "--data-raw "+shellWord(strings.TrimSuffix(r.Body, "\n")))
	}
	return strings.Join(args, " \\\n  ")
}

// curlFlags returns the flags before the URL.
func curlFlags(r *catalog.Request) string {
	flags := "-i"
	plain := catalog.Request{Form: r.Form, JSON: r.JSON, Body: r.Body}
	switch {
	case r.EffectiveMethod() == plain.EffectiveMethod():
	case r.Method == http.MethodHead: // with -X, curl would wait for a body
		flags = "-I"
	default:
		flags += " -X " + r.Method
	}
	if strings.ContainsAny(r.URL, "[]{}") { // otherwise curl reads them as a pattern
		flags += " -g"
	}
	return flags
}

// formName encodes the name of a form field: curl encodes only the value.
func formName(name string) string {
	return strings.ReplaceAll(url.QueryEscape(name), "%24", "$")
}

// indentJSON keeps short values on one line.
func indentJSON(compact string) string {
	if len(compact) <= 60 {
		return compact
	}
	var b bytes.Buffer
	if json.Indent(&b, []byte(compact), "  ", "  ") != nil {
		return compact
	}
	return b.String()
}

var (
	plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=@%+,-]+$`)
	variable  = regexp.MustCompile(`\$[A-Z][A-Z0-9_]*`)
)

// variables returns the positions of names such as $TOKEN in a text.
func variables(s string) [][]int {
	if !strings.Contains(s, "$") { // true for most texts
		return nil
	}
	return variable.FindAllStringIndex(s, -1)
}

// shellWord quotes a text as one word of a POSIX shell. Names such as $TOKEN stay
// variables; every other character is literal, also in interactive shells.
func shellWord(s string) string {
	names := variables(s)
	switch {
	case s == "":
		return "''"
	case plainWord.MatchString(s):
		return s
	case len(names) == 0:
		return singleQuoted(s)
	case strings.Contains(s, "!"): // recalls a command between double quotes
		var b strings.Builder
		last := 0
		for _, at := range names {
			b.WriteString(singleQuoted(s[last:at[0]]) + `"` + s[at[0]:at[1]] + `"`)
			last = at[1]
		}
		return b.String() + singleQuoted(s[last:])
	}
	var b strings.Builder
	b.WriteByte('"')
	last := 0
	for _, at := range names {
		b.WriteString(inDouble.Replace(s[last:at[0]]))
		name := s[at[0]:at[1]]
		if at[1] < len(s) && isNameByte(s[at[1]]) { // $TOKENs is a different variable
			name = "${" + name[1:] + "}"
		}
		b.WriteString(name)
		last = at[1]
	}
	b.WriteString(inDouble.Replace(s[last:]))
	b.WriteByte('"')
	return b.String()
}

var inDouble = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`")

func singleQuoted(s string) string {
	if s == "" {
		return ""
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
