package page

import (
	"go/format"
	"strconv"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

var golang = syntax{
	tab: "\t", quote: strconv.Quote, variable: `os.Getenv("%s")`, key: sameKey,
	object: [2]string{"map[string]any{", "}"}, list: [2]string{"[]any{", "}"},
	words: map[string]string{"true": "true", "false": "false", "null": "nil"}, columns: true,
}

const returnError = "if err != nil {\n\treturn err\n}\n"

// Golang returns a request as Go code in the format of gofmt, for a function that returns
// an error.
func Golang(r *catalog.Request) string {
	var b strings.Builder
	reader, typ := goBody(&b, r)
	b.WriteString("req, err := http.NewRequest(" + goArg(r.EffectiveMethod()) + ", " + goArg(r.URL) + ", " + reader + ")\n" + returnError)
	headers := r.Headers
	if typ != "" {
		headers = typed(r, typ)
	}
	for _, h := range headers {
		if strings.EqualFold(h.Name, "Host") { // net/http ignores it in the header
			b.WriteString("req.Host = " + golang.expr(h.Value) + "\n")
			continue
		}
		b.WriteString("req.Header.Set(" + goArg(h.Name) + ", " + goArg(h.Value) + ")\n")
	}
	b.WriteString("res, err := http.DefaultClient.Do(req)\n" + returnError + "defer res.Body.Close()\nreturn res.Write(os.Stdout)")
	return b.String()
}

// goArg returns an expression for a text as one of several arguments of a call, where gofmt
// writes no spaces.
func goArg(s string) string { return strings.Join(golang.terms(s), "+") }

// goStatement returns a statement that contains a value.
func goStatement(before string, value node, after string) string {
	code := before + golang.write(value, "") + after
	if !strings.Contains(code, "\n") || golang.aligns(value) {
		return code + "\n"
	}
	formatted, err := format.Source([]byte(code))
	if err != nil {
		return code + "\n"
	}
	return string(formatted) + "\n"
}

// goBody writes the statements that create the body, and returns its reader and its type.
func goBody(b *strings.Builder, r *catalog.Request) (reader, typ string) {
	switch {
	case len(r.Form) > 0:
		form := golang.pairs(r.Form)
		form.brackets = [2]string{"url.Values{", "}"}
		for i := range form.items {
			form.items[i].text = "{" + form.items[i].text + "}"
		}
		b.WriteString(goStatement("form := ", form, ""))
		return "strings.NewReader(form.Encode())", "application/x-www-form-urlencoded"
	case r.JSON != "":
		value, exact := golang.json(string(r.JSON))
		if !exact {
			return "strings.NewReader(" + goArg(string(r.JSON)) + ")", "application/json"
		}
		b.WriteString(goStatement("body, err := json.Marshal(", value, ")") + returnError)
		return "bytes.NewReader(body)", "application/json"
	case r.Body != "":
		return "strings.NewReader(" + goArg(body(r)) + ")", ""
	}
	return "nil", ""
}
