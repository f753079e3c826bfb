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
	words: map[string]string{"true": "true", "false": "false", "null": "nil"},
}

const returnError = "if err != nil {\n\treturn err\n}\n"

// Golang returns a request as Go, for a function that returns an error.
func Golang(r *catalog.Request) string {
	var b strings.Builder
	reader, typ := goBody(&b, r)
	b.WriteString("req, err := http.NewRequest(" + golang.expr(r.EffectiveMethod()) + ", " + golang.expr(r.URL) + ", " + reader + ")\n" + returnError)
	headers := r.Headers
	if typ != "" && !header(r, "Content-Type") {
		headers = append([]catalog.Pair{{Name: "Content-Type", Value: typ}}, headers...)
	}
	for _, h := range headers {
		if strings.EqualFold(h.Name, "Host") { // of the header net/http does not take it
			b.WriteString("req.Host = " + golang.expr(h.Value) + "\n")
			continue
		}
		b.WriteString("req.Header.Set(" + golang.expr(h.Name) + ", " + golang.expr(h.Value) + ")\n")
	}
	b.WriteString("res, err := http.DefaultClient.Do(req)\n" + returnError + "defer res.Body.Close()\nreturn res.Write(os.Stdout)")
	code, err := format.Source([]byte(b.String()))
	if err != nil {
		return b.String()
	}
	return string(code)
}

// goBody writes what makes the body, and returns its reader and its type.
func goBody(b *strings.Builder, r *catalog.Request) (reader, typ string) {
	switch {
	case len(r.Form) > 0:
		form := golang.pairs(r.Form)
		form.brackets = [2]string{"url.Values{", "}"}
		for i := range form.items {
			form.items[i].text = "{" + form.items[i].text + "}"
		}
		b.WriteString("form := " + golang.write(form, "") + "\n")
		return "strings.NewReader(form.Encode())", "application/x-www-form-urlencoded"
	case r.JSON != "":
		value, exact := golang.json(string(r.JSON))
		if !exact {
			return "strings.NewReader(" + golang.expr(string(r.JSON)) + ")", "application/json"
		}
		b.WriteString("body, err := json.Marshal(" + golang.write(value, "") + ")\n" + returnError)
		return "bytes.NewReader(body)", "application/json"
	case r.Body != "":
		return "strings.NewReader(" + golang.expr(body(r)) + ")", ""
	}
	return "nil", ""
}
