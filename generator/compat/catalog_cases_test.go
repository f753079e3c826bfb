package compat_test

// config is an errdocs.yaml with one more line.
func config(line string) string {
	return "-- errdocs.yaml --\nname: N\nbase: https://e.example/\n" + line + "\n"
}

// catalogCases are changes of errdocs.yaml.
var catalogCases = []ruleCase{
	{
		name: "member",
		new:  config("members: [{name: trace_id, type: string}]"),
		want: []string{"new member-added new/errdocs.yaml:3:11 trace_id:  -> string"},
		back: []string{"breaking member-removed old/errdocs.yaml:3:11 trace_id: string -> "},
	}, {
		name: "type of a member",
		old:  config("members: [{name: trace_id, type: string}]"),
		new:  config("members: [{name: trace_id, type: int}]"),
		want: []string{"breaking member-type new/errdocs.yaml:3:34 trace_id: string -> int"},
		back: []string{"breaking member-type new/errdocs.yaml:3:34 trace_id: int -> string"},
	}, {
		name: "code member",
		new:  config("responses: {code_member: code}"),
		want: []string{"new code-member-added new/errdocs.yaml:3:26 code"},
		back: []string{"breaking code-member old/errdocs.yaml:3:26 code: code -> "},
	}, {
		name: "name of the code member",
		old:  config("responses: {code_member: code}"),
		new:  config("responses: {code_member: reason}"),
		want: []string{"breaking code-member new/errdocs.yaml:3:26 code: code -> reason"},
		back: []string{"breaking code-member new/errdocs.yaml:3:26 reason: reason -> code"},
	}, {
		name: "fallback",
		new:  config("responses: {fallback: 404/a}"),
		want: []string{"new fallback-added new/errdocs.yaml:3:23:  -> 404/a"},
		back: []string{"breaking fallback old/errdocs.yaml:3:23: 404/a -> "},
	}, {
		name: "another fallback",
		old:  config("responses: {fallback: 404/a}") + "-- 500/b.yaml --\ntitle: B\n",
		new:  config("responses: {fallback: 500/b}") + "-- 500/b.yaml --\ntitle: B\n",
		want: []string{"breaking fallback new/errdocs.yaml:3:23: 404/a -> 500/b"},
		back: []string{"breaking fallback new/errdocs.yaml:3:23: 500/b -> 404/a"},
	}, {
		name: "help link",
		new:  config("responses: {help_link: true}"),
		want: []string{"new help-link-added new/errdocs.yaml:3:24"},
		back: []string{"reworded help-link-removed old/errdocs.yaml:3:24"},
	}, {
		name: "language",
		new:  config("responses: {language: de}"),
		want: []string{"reworded language new/errdocs.yaml:3:23: en -> de"},
		back: []string{"reworded language old/errdocs.yaml:3:23: de -> en"},
	}, {
		name: "Go package",
		old:  config("go: {package: a, initialisms: [X, Y]}"),
		new:  config("go: {package: b, initialisms: [Y, X]}"),
		want: []string{"server-code go-option new/errdocs.yaml:3:15 go.package: a -> b"},
		back: []string{"server-code go-option new/errdocs.yaml:3:15 go.package: b -> a"},
	}, {
		name: "what no caller sees",
		new: "-- errdocs.yaml --\nname: Other\nbase: https://e.example/\ntagline: T\nlinks: {support: \"https://e.example/s\"}\n" +
			"families: [{id: f, title: F}]\nsite: {dates: catalog}\n",
	}, {
		name: "base",
		new:  "-- errdocs.yaml --\nname: N\nbase: https://f.example/\n",
		want: []string{"breaking type-uri new/404/a.yaml:1:1: https://e.example/404/a -> https://f.example/404/a"},
		back: []string{"breaking type-uri new/404/a.yaml:1:1: https://f.example/404/a -> https://e.example/404/a"},
	},
}
