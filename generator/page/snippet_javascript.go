package page

import (
	"net/http"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

var javascript = syntax{
	tab: "  ", quote: jsonQuote, variable: "process.env.%s",
	object: [2]string{"{", "}"}, list: [2]string{"[", "]"},
	words: map[string]string{"true": "true", "false": "false", "null": "null"},
	key: func(expr string) string {
		if strings.HasPrefix(expr, "process.") || strings.Contains(expr, " + process.") || expr == `"__proto__"` {
			return "[" + expr + "]"
		}
		return expr
	},
}

// JavaScript returns a request as a module that uses fetch.
func JavaScript(r *catalog.Request) string {
	x := &javascript
	options := node{brackets: x.object}
	if method := r.EffectiveMethod(); method != http.MethodGet {
		options.add("method", node{text: x.quote(method)})
	}
	headers, content := r.Headers, ""
	switch {
	case len(r.Form) > 0:
		form := x.pairs(r.Form)
		form.brackets = [2]string{"new URLSearchParams({", "})"}
		content = x.write(form, x.tab)
	case r.JSON != "":
		if !header(r, "Content-Type") {
			headers = append([]catalog.Pair{{Name: "Content-Type", Value: "application/json"}}, headers...)
		}
		if value, exact := x.json(string(r.JSON)); exact {
			content = "JSON.stringify(" + x.write(value, x.tab) + ")"
		} else {
			content = x.expr(string(r.JSON))
		}
	case r.Body != "":
		content = x.expr(body(r))
	}
	if len(headers) > 0 {
		options.add("headers", x.pairs(headers))
	}
	if content != "" {
		options.add("body", node{text: content})
	}
	call := "const response = await fetch(" + x.expr(r.URL)
	if len(options.items) > 0 {
		call += ", " + x.write(options, "")
	}
	return call + ");\nconsole.log(response.status, await response.text());"
}
