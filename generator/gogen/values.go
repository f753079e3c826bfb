package gogen

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/wire"
)

// valueType says how Go code handles the values of a type of param. All but the first
// two are formats that take the expression of the value.
type valueType struct {
	goType    string
	log       string // function of log/slog
	text      string // in a detail or header
	challenge string // in a challenge, where that differs
	json      string // appended to b
	given     string // is it more than the zero value?
	always    string // where a required value may have no JSON form: has it one?
	free      bool   // its text may hold any character
	pattern   string // of its text in a detail, as a regular expression
}

var textType = valueType{
	goType: "string", log: "String", text: "%s", json: "appendString(b, %s)",
	given: `%s != ""`, free: true, pattern: `(?s:.*)`,
}

var valueTypes = map[catalog.ParamType]valueType{
	catalog.TypeString: textType,
	catalog.TypeURI:    textType,
	catalog.TypeStrings: {
		goType: "[]string", log: "Any", text: "joinComma(%s)", challenge: "joinSpace(%s)",
		json: "appendStrings(b, %s)", given: "len(%s) > 0", free: true, pattern: `(?s:.*)`,
	},
	catalog.TypeInt: {
		goType: "int64", log: "Int64", text: "strconv.FormatInt(%s, 10)",
		json: "strconv.AppendInt(b, %s, 10)", given: "%s != 0", pattern: `-?[0-9]+`,
	},
	catalog.TypeNumber: {
		goType: "float64", log: "Float64", text: "formatFloat(%s)",
		json: "appendFloat(b, %s)", given: "%[1]s != 0 && isFinite(%[1]s)", always: "isFinite(%s)", pattern: `[0-9eE.+-]*`,
	},
	catalog.TypeBool: {
		goType: "bool", log: "Bool", text: "strconv.FormatBool(%s)",
		json: "strconv.AppendBool(b, %s)", given: "%s", pattern: `(?:true|false)`,
	},
	catalog.TypeTime: {
		goType: "time.Time", log: "Time", text: "formatTime(%s)",
		json: "appendTime(b, %s)", given: "!%s.IsZero()", pattern: `[0-9TZ:-]+`,
	},
	catalog.TypeDuration: {
		goType: "time.Duration", log: "Duration", text: "formatSeconds(%s)",
		json: "strconv.AppendInt(b, seconds(%s), 10)", given: "%s != 0", pattern: `-?[0-9]+`,
	},
}

// detailPattern returns an anchored regular expression for the details that the
// scenario's constructor makes of any params. That of [catalog.Entry.Pattern] is for
// tools that search texts: its values are never empty, and not long.
func detailPattern(s catalog.Scenario) string {
	var b strings.Builder
	b.WriteString("^")
	for _, part := range catalog.Parts(s.Detail.Text) {
		if p := s.Entry.Param(part.Param); p != nil {
			b.WriteString(valueTypes[p.Type].pattern)
			continue
		}
		text := string([]rune(part.Text)) // what is not UTF-8 is sent as U+FFFD
		b.WriteString(regexp.QuoteMeta(text))
	}
	return b.String() + "$"
}

// sentIf returns the condition under which the member is in the JSON, or "" if it is
// always there.
func sentIf(p *catalog.Param, expr string) string {
	t := valueTypes[p.Type]
	format := t.always
	if p.Optional {
		format = t.given
	}
	if format == "" {
		return ""
	}
	return fmt.Sprintf(format, expr)
}

// literal returns a value of a param as Go code.
func literal(v wire.Value) string {
	switch v := v.(type) {
	case string:
		return goString(v)
	case int64, bool:
		return wire.Text(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		return v.UTC().GoString()
	case time.Duration:
		return wire.Text(v) + " * time.Second"
	case []string:
		quoted := make([]string, len(v))
		for i, s := range v {
			quoted[i] = goString(s)
		}
		return "[]string{" + strings.Join(quoted, ", ") + "}"
	}
	panic(fmt.Sprintf("gogen: a param cannot be a %T", v))
}
