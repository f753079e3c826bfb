package page

import (
	"encoding/json"
	"fmt"
	"go/ast"
	goformat "go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
)

func pairs(list ...string) []catalog.Pair {
	var p []catalog.Pair
	for i := 0; i < len(list); i += 2 {
		p = append(p, catalog.Pair{Name: list[i], Value: list[i+1]})
	}
	return p
}

// sent is the request that a snippet sends, as reported by its program.
type sent struct {
	Method  string
	URL     string
	Headers map[string]string // from the catalog, or set by the snippet
	Form    map[string]string
	JSON    any
	Body    string
}

// meant returns the request that a snippet should send.
func meant(r *catalog.Request) sent {
	s := sent{Method: r.EffectiveMethod(), URL: filled(r.URL), Body: filled(body(r)), Headers: filledPairs(r.Headers), Form: filledPairs(r.Form)}
	if r.JSON != "" {
		d := json.NewDecoder(strings.NewReader(string(r.JSON)))
		d.UseNumber()
		if err := d.Decode(&s.JSON); err != nil {
			panic(err)
		}
		s.JSON = filledValue(s.JSON)
	}
	return s
}

func filledPairs(list []catalog.Pair) map[string]string {
	m := map[string]string{}
	for _, p := range list {
		m[filled(p.Name)] = filled(p.Value)
	}
	return m
}

func filledValue(v any) any {
	switch v := v.(type) {
	case string:
		return filled(v)
	case []any:
		for i := range v {
			v[i] = filledValue(v[i])
		}
	case map[string]any:
		m := map[string]any{}
		for k, item := range v {
			m[filled(k)] = filledValue(item)
		}
		return m
	case json.Number:
		f, err := v.Float64()
		if err != nil || !isExact(v.String()) {
			return v
		}
		return f
	}
	return v
}

// hostileRequests contain every text in every position that accepts it.
func hostileRequests() []*catalog.Request {
	var list []*catalog.Request
	for i, s := range shellTexts {
		other := shellTexts[(i+7)%len(shellTexts)]
		line := strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
		value, err := json.Marshal(map[string]any{s + "k": []any{other, 1, true, nil, map[string]any{"__proto__": s}}})
		if err != nil {
			panic(err)
		}
		list = append(list,
			&catalog.Request{URL: "https://a.test/" + s, Method: "DELETE", Headers: pairs("X-A", line)},
			&catalog.Request{URL: "https://a.test/$PATH_OF", Form: pairs(s+"x", other, "b", line)},
			&catalog.Request{URL: "https://a.test/", Method: "PURGE", Body: s + "\n", Headers: pairs("Content-Type", "x")},
			&catalog.Request{URL: "https://a.test/", JSON: format.JSON(value), Headers: pairs("Authorization", "Bearer $TOKEN")},
		)
	}
	for _, number := range []string{"0", "-1", "1.5", "12345678901234567890", "1e400", "1e21", "0.1", "1.50", "9007199254740993", "100000000000000000000"} {
		list = append(list, &catalog.Request{URL: "https://a.test/", Method: "PUT", JSON: format.JSON(`{"n":` + number + `,"long":"$A xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`)})
	}
	return append(list,
		&catalog.Request{URL: "https://a.test/"},
		&catalog.Request{URL: "https://a.test/", Form: pairs("__proto__", "a", "constructor", "$B")},
		&catalog.Request{URL: "https://a.test/", Headers: pairs("__proto__", "a")},
		&catalog.Request{URL: "https://a.test/", JSON: `"$A"`},
		&catalog.Request{URL: "https://a.test/", JSON: `[]`},
		&catalog.Request{URL: "https://a.test/", JSON: `{"a":{"b":[1,2,3]}}`, Headers: pairs("content-type", "application/merge-patch+json")},
	)
}

var readsEnvironment = regexp.MustCompile(`(?:process\.env\.|os\.environ\[")([A-Z][A-Z0-9_]*)`)

// environment contains the variables that the snippets read.
func environment(snippets []string) []string {
	env := append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	for _, m := range readsEnvironment.FindAllStringSubmatch(strings.Join(snippets, "\n"), -1) {
		env = append(env, m[1]+"="+valueOf(m[1]))
	}
	return env
}

// run passes the snippets to a program and returns what each one sends.
func run(t *testing.T, name, program string, snippets []string) []map[string]any {
	t.Helper()
	dir := t.TempDir()
	args := []string{filepath.Join(dir, "main")}
	for file, data := range map[string]string{"main": program, "snippets.json": marshal(t, snippets)} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s in PATH", name)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Env = dir, environment(snippets)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, stderr.String())
	}
	var got []map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	return got
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const nodeProgram = `
const snippets = JSON.parse(require("fs").readFileSync("snippets.json", "utf8"));
const results = [];
let call;
const AsyncFunction = (async () => {}).constructor;
globalThis.fetch = async (url, options = {}) => {
	const form = options.body instanceof URLSearchParams;
	call = {url, method: options.method || "GET", headers: Object.entries(options.headers || {}),
		form: form ? [...options.body] : [], body: form ? "" : options.body || ""};
	return {status: 200, text: async () => ""};
};
console.log = () => {};
(async () => {
	for (const s of snippets) {
		call = null;
		await new AsyncFunction(s)();
		results.push(call);
	}
	process.stdout.write(JSON.stringify(results));
})();
`

const pythonProgram = `
import json, sys, types
snippets = json.load(open("snippets.json", encoding="utf-8"))
results = []
def request(method, url, headers=None, data=None, json=None):
	call = {"url": url, "method": method, "headers": list((headers or {}).items()), "form": [], "body": ""}
	if isinstance(data, dict):
		call["form"] = list(data.items())
	elif data is not None:
		call["body"] = data.decode()
	if json is not None:
		call["json"] = json
	results.append(call)
	return types.SimpleNamespace(status_code=200, text="")
requests = types.ModuleType("requests")
requests.request = request
for name in ["get", "post", "put", "patch", "delete", "options"]:
	setattr(requests, name, lambda url, name=name, **more: request(name.upper(), url, **more))
sys.modules["requests"] = requests
for s in snippets:
	exec(compile(s, "snippet", "exec"), {"print": lambda *a: None})
sys.stdout.reconfigure(encoding="utf-8")
json.dump(results, sys.stdout)
`

// TestSnippetsRun runs every snippet in its language, with a stub instead of the network,
// and compares what it sends with the request.
func TestSnippetsRun(t *testing.T) {
	for _, lang := range []struct {
		command, program string
		snippet          func(*catalog.Request) string
	}{{"node", nodeProgram, JavaScript}, {"python3", pythonProgram, Python}} {
		t.Run(lang.command, func(t *testing.T) {
			t.Parallel()
			checkScripts(t, lang.command, lang.program, lang.snippet, hostileRequests())
		})
	}
}

// steering are variables that change the behavior of the interpreters.
var steering = regexp.MustCompile(`\$(NODE|PYTHON|LD|PATH|HOME|LC|LANG|OPENSSL|SSL|TMP)`)

// FuzzScripts checks the property of TestSnippetsRun for JavaScript and Python.
func FuzzScripts(f *testing.F) {
	for i := 0; i < len(shellTexts); i += 20 {
		f.Add(shellTexts[i], shellTexts[len(shellTexts)-1-i])
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		if !wordable(text) || !wordable(value) || strings.ContainsAny(text, "\n\t") || steering.MatchString(text+value) {
			t.Skip()
		}
		tree, err := json.Marshal(map[string]any{text: []any{value, true}})
		if err != nil {
			t.Skip()
		}
		requests := []*catalog.Request{
			{URL: "https://a.test/" + text, Form: pairs(text+"x", value)},
			{URL: "https://a.test/", Method: "PUT", Body: value, Headers: pairs("X-A", text)},
			{URL: "https://a.test/", JSON: format.JSON(tree)},
		}
		checkScripts(t, "node", nodeProgram, JavaScript, requests)
		checkScripts(t, "python3", pythonProgram, Python, requests)
	})
}

func checkScripts(t *testing.T, command, program string, snippet func(*catalog.Request) string, requests []*catalog.Request) {
	t.Helper()
	snippets := make([]string, len(requests))
	for i, r := range requests {
		snippets[i] = snippet(r)
	}
	for i, call := range run(t, command, program, snippets) {
		if got, want := readBack(t, call), meant(requests[i]); !equal(requests[i], got, want) {
			t.Errorf("%s\nsends %+v\nwant  %+v", snippets[i], got, want)
		}
	}
}

// readBack parses a call that one of the programs recorded.
func readBack(t *testing.T, call map[string]any) sent {
	t.Helper()
	s := sent{Method: call["method"].(string), URL: call["url"].(string), Headers: map[string]string{}, Form: map[string]string{}}
	for _, h := range call["headers"].([]any) {
		s.Headers[h.([]any)[0].(string)] = h.([]any)[1].(string)
	}
	for _, f := range call["form"].([]any) {
		s.Form[f.([]any)[0].(string)] = f.([]any)[1].(string)
	}
	s.Body = call["body"].(string)
	if v, ok := call["json"]; ok {
		s.JSON = v
	}
	return s
}

// equal compares the sent request with the expected one. It ignores a content type that
// the snippet adds to a body.
func equal(r *catalog.Request, got, want sent) bool {
	if !header(r, "Content-Type") {
		delete(got.Headers, "Content-Type")
	}
	if r.JSON != "" && got.JSON == nil {
		if value, exact := golang.json(string(r.JSON)); !exact || value.text == "" && value.brackets[0] == "" {
			return got.Body == filled(string(r.JSON)) // unchanged, because the language would change it
		}
		if json.Unmarshal([]byte(got.Body), &got.JSON) != nil {
			return false
		}
		got.Body = ""
	}
	return reflect.DeepEqual(got, want)
}

// TestGolang evaluates the Go code of every hostile request.
func TestGolang(t *testing.T) {
	for _, r := range hostileRequests() {
		checkGo(t, r)
	}
}

// FuzzGolang checks the property of TestSnippetsRun for Go: the code parses, and it sends
// the request.
func FuzzGolang(f *testing.F) {
	for i, s := range shellTexts {
		f.Add(s, shellTexts[(i+5)%len(shellTexts)])
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		if !wordable(text) || !wordable(value) {
			t.Skip()
		}
		tree, err := json.Marshal(map[string]any{text: []any{value, true}})
		if err != nil {
			t.Skip()
		}
		checkGo(t, &catalog.Request{URL: "https://a.test/" + text, Form: pairs(text, value)})
		checkGo(t, &catalog.Request{URL: "https://a.test/", Method: "PUT", Body: value, Headers: pairs("X-A", text)})
		checkGo(t, &catalog.Request{URL: "https://a.test/", JSON: format.JSON(tree)})
	})
}

// checkGo parses the Go code of a request and evaluates its calls.
func checkGo(t *testing.T, r *catalog.Request) {
	t.Helper()
	code := Golang(r)
	if formatted, err := goformat.Source([]byte(code)); err != nil || string(formatted) != code {
		t.Errorf("%s\nis to gofmt\n%s (%v)", code, formatted, err)
	}
	got := goSends(t, code)
	if want := meant(r); !equal(r, got, want) {
		t.Errorf("%s\nsends %+v\nwant  %+v", code, got, want)
	}
}

// goSends returns the request that the code sends.
func goSends(t *testing.T, code string) sent {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() error {\n"+code+"\n}\n", 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, code)
	}
	got := sent{Headers: map[string]string{}, Form: map[string]string{}}
	content := map[string]any{} // the values of variables
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if call, ok := n.Rhs[0].(*ast.CallExpr); ok && len(call.Args) == 1 && callee(call) == "json.Marshal" {
				content["body"] = evaluate(call.Args[0])
			} else if lit, ok := n.Rhs[0].(*ast.CompositeLit); ok {
				content["form"] = evaluate(lit)
			} else if nameOf(n.Lhs[0]) == "req.Host" {
				got.Headers["Host"] = evaluate(n.Rhs[0]).(string)
			}
		case *ast.CallExpr:
			switch callee(n) {
			case "http.NewRequest":
				got.Method, got.URL = evaluate(n.Args[0]).(string), evaluate(n.Args[1]).(string)
				if reader, ok := n.Args[2].(*ast.CallExpr); ok && callee(reader) == "strings.NewReader" {
					if _, isForm := reader.Args[0].(*ast.CallExpr); !isForm || callee(reader.Args[0].(*ast.CallExpr)) == "os.Getenv" {
						got.Body = evaluate(reader.Args[0]).(string)
					}
				}
			case "req.Header.Set":
				got.Headers[evaluate(n.Args[0]).(string)] = evaluate(n.Args[1]).(string)
			}
		}
		return true
	})
	if v, ok := content["body"]; ok {
		got.JSON = v
	}
	if form, ok := content["form"].(map[string]any); ok {
		for k, v := range form {
			got.Form[k] = v.([]any)[0].(string)
		}
	}
	return got
}

func callee(call *ast.CallExpr) string { return nameOf(call.Fun) }

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return nameOf(e.X) + "." + e.Sel.Name
	}
	return ""
}

// evaluate returns the value of an expression that a snippet may contain. It panics for any
// other, such as a call that was injected by a text of the catalog.
func evaluate(e ast.Expr) any {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			if err != nil {
				panic(err)
			}
			return s
		}
		f, err := strconv.ParseFloat(e.Value, 64)
		if err != nil {
			panic(err)
		}
		return f
	case *ast.UnaryExpr:
		return -evaluate(e.X).(float64)
	case *ast.BinaryExpr:
		return evaluate(e.X).(string) + evaluate(e.Y).(string)
	case *ast.Ident:
		return map[string]any{"true": true, "false": false, "nil": nil}[e.Name]
	case *ast.CallExpr:
		if callee(e) == "os.Getenv" {
			return valueOf(evaluate(e.Args[0]).(string))
		}
	case *ast.CompositeLit:
		return composite(e)
	}
	panic(fmt.Sprintf("an expression %T", e))
}

func composite(e *ast.CompositeLit) any {
	if _, isMap := e.Type.(*ast.MapType); isMap || e.Type != nil && nameOf(e.Type) == "url.Values" {
		m := map[string]any{}
		for _, item := range e.Elts {
			pair := item.(*ast.KeyValueExpr)
			m[evaluate(pair.Key).(string)] = evaluate(pair.Value)
		}
		return m
	}
	list := []any{}
	for _, item := range e.Elts {
		list = append(list, evaluate(item))
	}
	return list
}

func TestSnippetForms(t *testing.T) {
	request := &catalog.Request{
		Method: "POST", URL: "https://auth.example.com/token", Headers: pairs("Authorization", "Bearer $TOKEN"),
		Form: pairs("grant_type", "refresh_token", "refresh_token", "$REFRESH_TOKEN"),
	}
	for _, test := range []struct{ name, got, want string }{
		{"Go", Golang(request), "form := url.Values{\n\t\"grant_type\":    {\"refresh_token\"},\n\t\"refresh_token\": {os.Getenv(\"REFRESH_TOKEN\")},\n}\nreq, err := http.NewRequest(\"POST\", \"https://auth.example.com/token\", strings.NewReader(form.Encode()))\nif err != nil {\n\treturn err\n}\nreq.Header.Set(\"Content-Type\", \"application/x-www-form-urlencoded\")\nreq.Header.Set(\"Authorization\", \"Bearer \"+os.Getenv(\"TOKEN\"))\nres, err := http.DefaultClient.Do(req)\nif err != nil {\n\treturn err\n}\ndefer res.Body.Close()\nreturn res.Write(os.Stdout)"},
		{"JavaScript", JavaScript(request), "const response = await fetch(\"https://auth.example.com/token\", {\n  method: \"POST\",\n  headers: {\"Authorization\": \"Bearer \" + process.env.TOKEN},\n  body: new URLSearchParams({\n    \"grant_type\": \"refresh_token\",\n    \"refresh_token\": process.env.REFRESH_TOKEN,\n  }),\n});\nconsole.log(response.status, await response.text());"},
		{"Python", Python(request), "import os\n\nimport requests\n\nresponse = requests.post(\n    \"https://auth.example.com/token\",\n    headers={\"Authorization\": \"Bearer \" + os.environ[\"TOKEN\"]},\n    data={\n        \"grant_type\": \"refresh_token\",\n        \"refresh_token\": os.environ[\"REFRESH_TOKEN\"],\n    },\n)\nprint(response.status_code, response.text)"},
		{"Go without a body", Golang(&catalog.Request{URL: "https://a.test/"}), "req, err := http.NewRequest(\"GET\", \"https://a.test/\", nil)\nif err != nil {\n\treturn err\n}\nres, err := http.DefaultClient.Do(req)\nif err != nil {\n\treturn err\n}\ndefer res.Body.Close()\nreturn res.Write(os.Stdout)"},
		{"JavaScript without options", JavaScript(&catalog.Request{URL: "https://a.test/"}), "const response = await fetch(\"https://a.test/\");\nconsole.log(response.status, await response.text());"},
		{"Python without options", Python(&catalog.Request{URL: "https://a.test/"}), "import requests\n\nresponse = requests.get(\"https://a.test/\")\nprint(response.status_code, response.text)"},
	} {
		if test.got != test.want {
			t.Errorf("%s\n%s\nwant\n%s", test.name, test.got, test.want)
		}
	}
}
