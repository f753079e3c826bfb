package compat_test

// ruleCase is a pair of catalogs and the result of their comparison, both ways.
type ruleCase struct {
	name       string
	old, new   string
	want, back []string
}

// entryCases are changes of one entry.
var entryCases = []ruleCase{
	{
		name: "title",
		old:  "-- 404/a.yaml --\ntitle: A\n",
		new:  "-- 404/a.yaml --\ntitle: B\n",
		want: []string{"reworded title new/404/a.yaml:1:8: A -> B"},
		back: []string{"reworded title new/404/a.yaml:1:8: B -> A"},
	}, {
		name: "summary",
		new:  "summary: It happened.\n",
		want: []string{"reworded summary new/404/a.yaml:2:10:  -> It happened."},
		back: []string{"reworded summary old/404/a.yaml:2:10: It happened. -> "},
	}, {
		name: "prose",
		old:  "description: Old.\ncauses: [{title: Old}]\nfixes: [{id: f, title: Old}]\ndetails: [{id: x, scenario: Old, detail: D, fix: f}]\n",
		new:  "description: New.\ncauses: [{title: New}]\nfixes: [{id: g, title: New}]\ndetails: [{id: x, scenario: New, detail: D, fix: g}]\n",
	}, {
		name: "entry",
		new:  "-- 410/b.yaml --\ntitle: B\n",
		want: []string{"new entry-added new/410/b.yaml:1:1:  -> B"},
		back: []string{"breaking entry-removed old/410/b.yaml:1:1: B -> "},
	}, {
		name: "retired entry",
		old:  "-- 410/b.yaml --\ntitle: B\nretired: {since: \"1\"}\n",
		want: []string{"server-code retired-removed old/410/b.yaml:1:1: B -> "},
		back: []string{"new entry-added new/410/b.yaml:1:1:  -> B"},
	}, {
		name: "draft",
		old:  "-- 410/b.yaml --\ntitle: B\ndraft: true\n",
		new:  "-- 410/b.yaml --\ntitle: B\n",
		want: []string{"new entry-added new/410/b.yaml:1:1:  -> B"},
		back: []string{"breaking entry-removed old/410/b.yaml:1:1: B -> "},
	}, {
		name: "type URI given",
		new:  "type: urn:example:a\n",
		want: []string{"breaking type-uri new/404/a.yaml:2:7: https://e.example/404/a -> urn:example:a"},
		back: []string{"breaking type-uri old/404/a.yaml:2:7: urn:example:a -> https://e.example/404/a"},
	}, {
		name: "renamed, with an alias",
		old:  "code: A\n",
		new:  "-- 404/a.yaml --\n-- 404/b.yaml --\ntitle: A\ncode: A\naliases: [a]\ngo: {name: A}\n",
		want: []string{"breaking type-uri new/404/b.yaml:1:1: https://e.example/404/a -> https://e.example/404/b"},
		back: []string{"new entry-added new/404/a.yaml:1:1:  -> A", "breaking entry-removed old/404/b.yaml:1:1: A -> "},
	}, {
		name: "renamed under its type URI",
		old:  "type: urn:example:a\n",
		new:  "-- 404/a.yaml --\n-- 404/b.yaml --\ntitle: A\ntype: urn:example:a\n",
		want: []string{"server-code code new/404/b.yaml:1:1: a -> b", "server-code go-name new/404/b.yaml:1:1: a -> b"},
		back: []string{"server-code code new/404/a.yaml:1:1: b -> a", "server-code go-name new/404/a.yaml:1:1: b -> a"},
	}, {
		name: "merged",
		old:  "-- 404/b.yaml --\ntitle: B\n",
		new:  "aliases: [b]\n",
		want: []string{"breaking type-uri new/404/a.yaml:2:11: https://e.example/404/b -> https://e.example/404/a"},
		back: []string{"new entry-added new/404/b.yaml:1:1:  -> B"},
	}, {
		name: "status",
		old:  "type: urn:example:a\n",
		new:  "-- 404/a.yaml --\n-- 410/a.yaml --\ntitle: A\ntype: urn:example:a\n",
		want: []string{"breaking status new/410/a.yaml:1:1: 404 -> 410"},
		back: []string{"breaking status new/404/a.yaml:1:1: 410 -> 404"},
	}, {
		name: "moved to another status",
		new:  "-- 404/a.yaml --\n-- 410/a.yaml --\ntitle: A\n",
		want: []string{
			"breaking status new/410/a.yaml:1:1: 404 -> 410",
			"breaking type-uri new/410/a.yaml:1:1: https://e.example/404/a -> https://e.example/410/a",
		},
		back: []string{
			"breaking status new/404/a.yaml:1:1: 410 -> 404",
			"breaking type-uri new/404/a.yaml:1:1: https://e.example/410/a -> https://e.example/404/a",
		},
	}, {
		name: "code",
		new:  "code: GONE\n",
		want: []string{"server-code code new/404/a.yaml:2:7: a -> GONE"},
		back: []string{"server-code code old/404/a.yaml:2:7: GONE -> a"},
	}, {
		name: "code that is sent",
		old:  "-- errdocs.yaml --\nname: N\nbase: https://e.example/\nresponses: {code_member: code}\n",
		new:  "code: GONE\n-- errdocs.yaml --\nname: N\nbase: https://e.example/\nresponses: {code_member: code}\n",
		want: []string{"breaking code-sent new/404/a.yaml:2:7: a -> GONE"},
		back: []string{"breaking code-sent old/404/a.yaml:2:7: GONE -> a"},
	}, {
		name: "Go name",
		new:  "go: {name: Alpha}\n",
		want: []string{"server-code go-name new/404/a.yaml:2:12: a -> Alpha"},
		back: []string{"server-code go-name old/404/a.yaml:2:12: Alpha -> a"},
	}, {
		name: "Go name spelled out",
		new:  "go: {name: A}\n",
	}, {
		name: "deprecated",
		new:  "deprecated: {use: b}\n-- 404/b.yaml --\ntitle: B\n",
		old:  "-- 404/b.yaml --\ntitle: B\n",
		want: []string{"deprecated deprecated new/404/a.yaml:2:13:  -> b"},
		back: []string{"reworded undeprecated old/404/a.yaml:2:13: b -> "},
	}, {
		name: "retired",
		new:  "retired: {since: \"2\"}\n",
		want: []string{"retired retired new/404/a.yaml:2:10"},
		back: []string{"new unretired old/404/a.yaml:2:10"},
	}, {
		name: "retired, and changed",
		old:  "deprecated: {since: \"1\"}\nparams: [{name: p, type: int, optional: true}]\ndetails: [{id: x, scenario: S, detail: D}]\nheaders: {Retry-After: \"1\"}\n",
		new:  "retired: {since: \"2\"}\n",
		want: []string{
			"server-code param-removed old/404/a.yaml:3:10 p: int -> ",
			"retired retired new/404/a.yaml:2:10",
		},
		back: []string{
			"server-code param-added new/404/a.yaml:3:10 p:  -> int",
			"deprecated deprecated new/404/a.yaml:2:13",
			"new scenario-added new/404/a.yaml:4:16 x:  -> D",
			"new header-added new/404/a.yaml:5:11 Retry-After:  -> 1",
			"new unretired old/404/a.yaml:2:10",
		},
	}, {
		name: "retry",
		old:  "recovery: {retry: later}\n",
		new:  "recovery: {retry: after-fix}\n",
		want: []string{"breaking retry-tightened new/404/a.yaml:2:19: later -> after-fix"},
		back: []string{"reworded retry-relaxed new/404/a.yaml:2:19: after-fix -> later"},
	}, {
		name: "retry given",
		new:  "recovery: {retry: later, reaction: back-off, actor: client}\n",
		want: []string{
			"reworded advice new/404/a.yaml:2:36 reaction:  -> back-off",
			"reworded advice new/404/a.yaml:2:53 actor:  -> client",
			"new retry-given new/404/a.yaml:2:19:  -> later",
		},
		back: []string{
			"breaking retry-tightened old/404/a.yaml:2:19: later -> ",
			"reworded advice old/404/a.yaml:2:36 reaction: back-off -> ",
			"reworded advice old/404/a.yaml:2:53 actor: client -> ",
		},
	}, {
		name: "retry never",
		new:  "recovery: {retry: never}\n",
		want: []string{"new retry-given new/404/a.yaml:2:19:  -> never"},
		back: []string{"reworded retry-relaxed old/404/a.yaml:2:19: never -> "},
	}, {
		name: "param",
		new:  "params: [{name: p, type: int, optional: true}]\n",
		want: []string{"server-code param-added new/404/a.yaml:2:10 p:  -> int"},
		back: []string{"breaking param-removed old/404/a.yaml:2:10 p: int -> "},
	}, {
		name: "param with a placeholder",
		old:  "details: [{scenario: S, detail: It is so.}]\n",
		new:  "params: [{name: p, type: int}]\ndetails: [{scenario: S, detail: \"It is {p}.\"}]\n",
		want: []string{
			"server-code param-added new/404/a.yaml:2:10 p:  -> int",
			"reworded detail new/404/a.yaml:3:33 1: It is so. -> It is {p}.",
		},
		back: []string{
			"breaking param-removed old/404/a.yaml:2:10 p: int -> ",
			"reworded detail new/404/a.yaml:2:33 1: It is {p}. -> It is so.",
		},
	}, {
		name: "type of a param",
		old:  "params: [{name: p, type: int, optional: true}]\n",
		new:  "params: [{name: p, type: time, optional: true}]\n",
		want: []string{"breaking param-type new/404/a.yaml:2:26 p: int -> time"},
		back: []string{"breaking param-type new/404/a.yaml:2:26 p: time -> int"},
	}, {
		name: "optional param",
		old:  "params: [{name: p, type: int}]\ndetails: [{scenario: S, detail: \"{p}\"}]\n",
		new:  "params: [{name: p, type: int, optional: true}]\ndetails: [{scenario: S, detail: \"{p}\"}]\n",
		want: []string{"breaking param-optional new/404/a.yaml:2:41 p: required -> optional"},
		back: []string{"server-code param-required new/404/a.yaml:2:10 p: optional -> required"},
	}, {
		name: "scenario",
		old:  "details:\n  - {id: x, scenario: S, detail: X}\n",
		new:  "details:\n  - {id: x, scenario: S, detail: X}\n  - {id: y, scenario: S, detail: Y}\n",
		want: []string{"new scenario-added new/404/a.yaml:4:10 y:  -> Y"},
		back: []string{"server-code scenario-removed old/404/a.yaml:4:10 y: Y -> "},
	}, {
		name: "first scenario",
		new:  "details: [{scenario: S, detail: X}]\n",
		want: []string{"new scenario-added new/404/a.yaml:2:11 1:  -> X"},
		back: []string{"server-code scenario-removed old/404/a.yaml:2:11 1: X -> "},
	}, {
		name: "first scenario of an entry with params",
		old:  "params: [{name: p, type: int, optional: true}]\n",
		new:  "params: [{name: p, type: int, optional: true}]\ndetails: [{scenario: S, detail: X}]\n",
		want: []string{"reworded detail new/404/a.yaml:3:33 1:  -> X"},
		back: []string{"reworded detail new/404/a.yaml:1:1 1: X -> "},
	}, {
		name: "detail",
		old:  "details: [{id: x, scenario: S, detail: X}]\n",
		new:  "details: [{id: x, scenario: S, detail: Y}]\n",
		want: []string{"reworded detail new/404/a.yaml:2:40 x: X -> Y"},
		back: []string{"reworded detail new/404/a.yaml:2:40 x: Y -> X"},
	}, {
		name: "id of a scenario",
		old:  "details: [{id: x, scenario: S, detail: X}]\n",
		new:  "details: [{id: y, scenario: S, detail: X}]\n",
		want: []string{"server-code scenario-id new/404/a.yaml:2:16 x: x -> y"},
		back: []string{"server-code scenario-id new/404/a.yaml:2:16 y: y -> x"},
	}, {
		name: "id and detail of a scenario",
		old:  "details: [{id: x, scenario: S, detail: X}]\n",
		new:  "details: [{id: y, scenario: S, detail: Y}]\n",
		want: []string{"server-code scenario-removed old/404/a.yaml:2:16 x: X -> ", "new scenario-added new/404/a.yaml:2:16 y:  -> Y"},
		back: []string{"server-code scenario-removed old/404/a.yaml:2:16 y: Y -> ", "new scenario-added new/404/a.yaml:2:16 x:  -> X"},
	}, {
		name: "order of a constructor's params",
		old:  "params: [{name: p, type: string}, {name: q, type: string}]\ndetails: [{id: x, scenario: S, detail: \"{p} {q}\"}]\n",
		new:  "params: [{name: p, type: string}, {name: q, type: string}]\ndetails: [{id: x, scenario: S, detail: \"{q} {p}\"}]\n",
		want: []string{
			"server-code constructor-params new/404/a.yaml:3:40 x: p, q -> q, p",
			"reworded detail new/404/a.yaml:3:40 x: {p} {q} -> {q} {p}",
		},
		back: []string{
			"server-code constructor-params new/404/a.yaml:3:40 x: q, p -> p, q",
			"reworded detail new/404/a.yaml:3:40 x: {q} {p} -> {p} {q}",
		},
	}, {
		name: "order of a struct's params",
		old:  "params: [{name: p, type: int}, {name: q, type: int}, {name: r, type: int}, {name: s, type: int}, {name: t, type: int}]\ndetails: [{id: x, scenario: S, detail: \"{p} {q} {r} {s} {t}\"}]\n",
		new:  "params: [{name: t, type: int}, {name: q, type: int}, {name: r, type: int}, {name: s, type: int}, {name: p, type: int}]\ndetails: [{id: x, scenario: S, detail: \"{t} {q} {r} {s} {p}\"}]\n",
		want: []string{"reworded detail new/404/a.yaml:3:40 x: {p} {q} {r} {s} {t} -> {t} {q} {r} {s} {p}"},
		back: []string{"reworded detail new/404/a.yaml:3:40 x: {t} {q} {r} {s} {p} -> {p} {q} {r} {s} {t}"},
	}, {
		name: "optional param that one detail names",
		old:  "params: [{name: p, type: int, optional: true}]\ndetails: [{id: x, scenario: S, detail: X}, {id: y, scenario: S, detail: Y}]\n",
		new:  "params: [{name: p, type: int, optional: true}]\ndetails: [{id: x, scenario: S, detail: X}, {id: y, scenario: S, detail: \"Y {p}\"}]\n",
		want: []string{
			"server-code constructor-params new/404/a.yaml:3:40 x: p -> ",
			"reworded detail new/404/a.yaml:3:73 y: Y -> Y {p}",
		},
		back: []string{
			"server-code constructor-params new/404/a.yaml:3:40 x:  -> p",
			"reworded detail new/404/a.yaml:3:73 y: Y {p} -> Y",
		},
	},
}
