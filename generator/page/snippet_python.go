package page

import (
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

var python = syntax{
	tab: "    ", quote: jsonQuote, variable: `os.environ["%s"]`, key: sameKey,
	object: [2]string{"{", "}"}, list: [2]string{"[", "]"},
	words: map[string]string{"true": "True", "false": "False", "null": "None"},
}

// Python returns a request as Python that uses the package requests.
func Python(r *catalog.Request) string {
	x := &python
	headers := r.Headers
	content := ""
	switch {
	case len(r.Form) > 0:
		content = "data=" + x.write(x.pairs(r.Form), x.tab)
	case r.JSON != "":
		if value, exact := x.json(string(r.JSON)); exact {
			content = "json=" + x.write(value, x.tab)
			break
		}
		if !header(r, "Content-Type") {
			headers = append([]catalog.Pair{{Name: "Content-Type", Value: "application/json"}}, headers...)
		}
		content = "data=(" + x.expr(string(r.JSON)) + ").encode()"
	case r.Body != "":
		content = "data=(" + x.expr(body(r)) + ").encode()"
	}
	call, args := "requests.request", []string{x.quote(r.EffectiveMethod()), x.expr(r.URL)}
	if name, ok := pythonCalls[r.EffectiveMethod()]; ok {
		call, args = "requests."+name, args[1:]
	}
	if len(headers) > 0 {
		args = append(args, "headers="+x.write(x.pairs(headers), x.tab))
	}
	if content != "" {
		args = append(args, content)
	}
	list := strings.Join(args, ", ")
	if len(headers) > 0 || content != "" {
		list = "\n" + x.tab + strings.Join(args, ",\n"+x.tab) + ",\n"
	}
	code := "response = " + call + "(" + list + ")\nprint(response.status_code, response.text)"
	if strings.Contains(code, "os.environ[") {
		return "import os\n\nimport requests\n\n" + code
	}
	return "import requests\n\n" + code
}

// pythonCalls are the methods that requests has a function for.
var pythonCalls = map[string]string{
	"GET": "get", "POST": "post", "PUT": "put", "PATCH": "patch", "DELETE": "delete", "OPTIONS": "options",
}
