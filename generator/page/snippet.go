package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Golang, JavaScript and Python return a request as code. Names such as $TOKEN become
// expressions that read the environment. Every other text becomes a literal, so that a
// catalog cannot inject code.

// syntax is the syntax of values in a language.
type syntax struct {
	tab      string
	quote    func(string) string // a text as a literal
	variable string              // reads the environment; %s is the name
	key      func(expr string) string
	object   [2]string
	list     [2]string
	words    map[string]string // of JSON: true, false, null
	columns  bool              // values on separate lines are aligned, as by gofmt
}

// node is a value in a language: one word, or members between brackets.
type node struct {
	text     string
	brackets [2]string
	keys     []string // empty for a list
	items    []node
}

// expr returns an expression for a text.
func (x *syntax) expr(s string) string { return strings.Join(x.terms(s), " + ") }

// terms returns the terms of an expression for a text.
func (x *syntax) terms(s string) []string {
	var terms []string
	last := 0
	for _, at := range variables(s) {
		if at[0] > last {
			terms = append(terms, x.quote(s[last:at[0]]))
		}
		terms = append(terms, fmt.Sprintf(x.variable, s[at[0]+1:at[1]]))
		last = at[1]
	}
	if last < len(s) || s == "" {
		terms = append(terms, x.quote(s[last:]))
	}
	return terms
}

// pairs returns an object of texts.
func (x *syntax) pairs(list []catalog.Pair) node {
	n := node{brackets: x.object}
	for _, p := range list {
		n.add(x.key(x.expr(p.Name)), node{text: x.expr(p.Value)})
	}
	return n
}

func (n *node) add(key string, value node) {
	n.keys = append(n.keys, key)
	n.items = append(n.items, value)
}

// json returns a JSON value in the language. ok is false if the language would change the
// value, as JavaScript does with large numbers.
func (x *syntax) json(text string) (n node, ok bool) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	n, ok = x.value(d)
	if _, err := d.Token(); err != io.EOF {
		return n, false
	}
	return n, ok
}

func (x *syntax) value(d *json.Decoder) (n node, ok bool) {
	token, err := d.Token()
	if err != nil {
		return n, false
	}
	switch t := token.(type) {
	case json.Delim:
		return x.members(d, t)
	case string:
		return node{text: x.expr(t)}, true
	case json.Number:
		return node{text: t.String()}, isExact(t.String())
	case bool:
		return node{text: x.words[strconv.FormatBool(t)]}, true
	}
	return node{text: x.words["null"]}, true
}

// members reads the rest of an object or a list.
func (x *syntax) members(d *json.Decoder, open json.Delim) (n node, ok bool) {
	n.brackets, ok = x.list, true
	if open == '{' {
		n.brackets = x.object
	}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			text, isText := name.(string)
			if err != nil || !isText {
				return n, false
			}
			n.keys = append(n.keys, x.key(x.expr(text)))
		}
		item, exact := x.value(d)
		n.items = append(n.items, item)
		ok = ok && exact
	}
	_, err := d.Token()
	return n, ok && err == nil
}

// isExact reports whether every language reads a JSON number as the same value.
func isExact(number string) bool {
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || math.Abs(f) >= 1<<53 {
		return false
	}
	same, err := json.Marshal(f)
	return err == nil && string(same) == number
}

// maxInline is the maximum length of a value on one line.
const maxInline = 56

// write returns a value as code, on one line if it is short.
func (x *syntax) write(n node, indent string) string {
	if n.brackets[0] == "" {
		return n.text
	}
	line := x.oneLine(n)
	if len(line) <= maxInline {
		return line
	}
	var b strings.Builder
	b.WriteString(n.brackets[0] + "\n")
	width := 0
	if x.columns && x.aligns(n) {
		for _, key := range n.keys {
			width = max(width, len(key))
		}
	}
	for i, item := range n.items {
		b.WriteString(indent + x.tab)
		if n.keys != nil {
			b.WriteString(n.keys[i] + ": " + strings.Repeat(" ", max(width-len(n.keys[i]), 0)))
		}
		b.WriteString(x.write(item, indent+x.tab) + ",\n")
	}
	b.WriteString(indent + n.brackets[1])
	return b.String()
}

// aligns reports whether all values of an object are aligned. gofmt has further rules for
// long keys and for values with several lines.
func (x *syntax) aligns(n node) bool {
	for i, item := range n.items {
		if n.keys == nil || len(n.keys[i]) > 40 || !isASCII(n.keys[i]) || len(x.oneLine(item)) > maxInline && item.brackets[0] != "" {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

func (x *syntax) oneLine(n node) string {
	if n.brackets[0] == "" {
		return n.text
	}
	parts := make([]string, len(n.items))
	for i, item := range n.items {
		parts[i] = x.oneLine(item)
		if n.keys != nil {
			parts[i] = n.keys[i] + ": " + parts[i]
		}
	}
	return n.brackets[0] + strings.Join(parts, ", ") + n.brackets[1]
}

// jsonQuote returns a text as a JSON string, which JavaScript and Python read in the same way.
func jsonQuote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a buffer returns no errors
	return strings.TrimSuffix(b.String(), "\n")
}

func sameKey(expr string) string { return expr }

// body returns the text of a body that is neither a form nor JSON.
func body(r *catalog.Request) string { return strings.TrimSuffix(r.Body, "\n") }

// typed returns the header fields of a request, with a content type if the request sets
// none.
func typed(r *catalog.Request, contentType string) []catalog.Pair {
	if header(r, "Content-Type") {
		return r.Headers
	}
	return append([]catalog.Pair{{Name: "Content-Type", Value: contentType}}, r.Headers...)
}

// header reports whether a request sets a header field.
func header(r *catalog.Request, name string) bool {
	return slices.ContainsFunc(r.Headers, func(h catalog.Pair) bool { return strings.EqualFold(h.Name, name) })
}

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
		headers = typed(r, "application/json")
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
		headers = typed(r, "application/json")
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

// pythonCalls are the methods for which requests has a function.
var pythonCalls = map[string]string{
	"GET": "get", "POST": "post", "PUT": "put", "PATCH": "patch", "DELETE": "delete", "OPTIONS": "options",
}
