package gogen

import (
	"cmp"
	"go/format"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
)

// The longest list of params that a snippet names one by one.
const (
	maxNamed  = 3 // of a call on the client
	maxFields = 6 // of a struct on the server
)

// reactions name what a client calls in the snippet.
var reactions = map[catalog.Reaction]string{
	"authenticate":            "authenticate",
	"refresh":                 "refreshAndRetryOnce",
	"reauthenticate":          "signInAgain",
	"retry-with-server-value": "retryOnceWith",
	"fix-request":             "reportBug",
	"fix-config":              "alertOperator",
	"ask-human":               "askUser",
	"back-off":                "backOff",
	"stop":                    "giveUp",
}

// Example returns how code handles the entry, each as Go statements of at most 12
// lines: return it on the server, with the first of its scenarios, and tell it apart
// on the client. The package is apierr where it has no name. The server's part is
// empty where no server of the catalog's API sends the entry: it is retired, or
// go.sent_by names another sender.
func Example(c *catalog.Catalog, e *catalog.Entry, pkg string) (server, client string) {
	g := &generator{catalog: c, options: Options{Package: cmp.Or(pkg, "apierr")}, names: NamesOf(c)}
	if e.Retired == nil && e.Go.SentBy == "" {
		server = g.serverExample(e)
	}
	if strings.Contains(server, "\n") {
		server = align(server)
	}
	return server, g.clientExample(e)
}

// align lines up the fields of a struct as gofmt does; it leaves statements alone that
// hold a name which Check refuses.
func align(statements string) string {
	formatted, err := format.Source([]byte(statements))
	if err != nil {
		return statements
	}
	return string(formatted)
}

func (g *generator) serverExample(e *catalog.Entry) string {
	s, returned := e.Scenarios()[0], "return "+g.options.Package+"."
	if name := g.names.Constructor(s); name != "" {
		return returned + name + "(" + g.serverArgs(s) + ")"
	}
	return returned + g.names.Constant(e)
}

// serverArgs returns the arguments of the constructor, named like its params.
func (g *generator) serverArgs(s catalog.Scenario) string {
	args := make([]string, len(s.Params))
	for i, p := range s.Params {
		args[i] = g.names.arg(s.Entry, p)
	}
	call := g.callArgs(s, g.options.Package, args[:min(len(args), maxFields)])
	if len(args) > maxFields {
		call = strings.TrimSuffix(call, "}") + "// and so on\n}"
	}
	return call
}

func (g *generator) clientExample(e *catalog.Entry) string {
	pkg, name := g.options.Package, g.names.Constant(e)
	lines := []string{
		"err := " + pkg + ".CheckResponse(resp)",
		"if " + pkg + ".TypeOf(err) == " + pkg + "." + name + " {",
	}
	args := "ctx"
	if len(e.Params) > 0 {
		lines = append(lines, "\tp, _ := "+pkg+".ParamsOf["+pkg+"."+g.names.params(e)+"](err)")
		args += ", " + g.clientArgs(e)
	}
	return strings.Join(append(lines, "\treturn "+reaction(e)+"("+args+")", "}"), "\n")
}

// clientArgs returns what of the params the client uses.
func (g *generator) clientArgs(e *catalog.Entry) string {
	if len(e.Params) > maxNamed {
		return "p"
	}
	args := make([]string, len(e.Params))
	for i := range e.Params {
		args[i] = "p." + g.names.exported(e.Params[i].Name)
	}
	return strings.Join(args, ", ")
}

// reaction returns what the client calls.
func reaction(e *catalog.Entry) string {
	if e.Recovery != nil && reactions[e.Recovery.Reaction] != "" {
		return reactions[e.Recovery.Reaction]
	}
	return "handle"
}
