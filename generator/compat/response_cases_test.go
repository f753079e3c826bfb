package compat_test

// bearer is an entry of status 401 with the given parameters of its challenge.
func bearer(params string) string { return challenges("{scheme: Bearer, params: {" + params + "}}") }

func challenges(list string) string {
	return "-- 401/t.yaml --\ntitle: T\nchallenges:\n  - " + list + "\n"
}

// responseCases are changes of what an entry sends beside its body.
var responseCases = []ruleCase{
	{
		name: "challenge",
		old:  bearer("realm: r"),
		new:  bearer("realm: r") + "  - {scheme: Basic, params: {realm: r}}\n",
		want: []string{`new challenge-added new/401/t.yaml:4:5 Basic:  -> Basic realm="r"`},
		back: []string{`breaking challenge-removed old/401/t.yaml:4:5 Basic: Basic realm="r" -> `},
	}, {
		name: "order and case of challenges",
		old:  bearer("realm: r") + "  - {scheme: Basic, params: {realm: r}}\n",
		new:  challenges("{scheme: basic, params: {realm: r}}") + "  - {scheme: bearer, params: {Realm: r}}\n",
	}, {
		name: "scheme",
		old:  bearer("realm: r"),
		new:  challenges("{scheme: DPoP, params: {realm: r}}"),
		want: []string{`breaking challenge-scheme new/401/t.yaml:3:14 Bearer: Bearer realm="r" -> DPoP realm="r"`},
		back: []string{`breaking challenge-scheme new/401/t.yaml:3:14 DPoP: DPoP realm="r" -> Bearer realm="r"`},
	}, {
		name: "realm",
		old:  bearer("realm: r"),
		new:  bearer("realm: s"),
		want: []string{"breaking challenge-realm new/401/t.yaml:3:38 Bearer: r -> s"},
		back: []string{"breaking challenge-realm new/401/t.yaml:3:38 Bearer: s -> r"},
	}, {
		name: "default realm",
		old:  "-- errdocs.yaml --\nname: N\nbase: https://e.example/\nrealm: r\n" + bearer("scope: x"),
		new:  "-- errdocs.yaml --\nname: N\nbase: https://e.example/\nrealm: s\n" + bearer("scope: x"),
		want: []string{"breaking challenge-realm new/errdocs.yaml:3:8 Bearer: r -> s"},
		back: []string{"breaking challenge-realm new/errdocs.yaml:3:8 Bearer: s -> r"},
	}, {
		name: "default challenge of the status",
		old:  "-- 401.yaml --\nchallenges: [{scheme: Bearer, params: {realm: r}}]\n-- 401/t.yaml --\ntitle: T\n",
		new:  "-- 401.yaml --\nchallenges: [{scheme: Basic, params: {realm: r}}]\n-- 401/t.yaml --\ntitle: T\n",
		want: []string{`breaking challenge-scheme new/401.yaml:1:23 Bearer: Bearer realm="r" -> Basic realm="r"`},
		back: []string{`breaking challenge-scheme new/401.yaml:1:23 Basic: Basic realm="r" -> Bearer realm="r"`},
	}, {
		name: "error",
		old:  bearer("realm: r, error: invalid_token"),
		new:  bearer("realm: r, error: insufficient_scope"),
		want: []string{"breaking challenge-error new/401/t.yaml:3:48 Bearer: invalid_token -> insufficient_scope"},
		back: []string{"breaking challenge-error new/401/t.yaml:3:48 Bearer: insufficient_scope -> invalid_token"},
	}, {
		name: "error given",
		old:  bearer("realm: r"),
		new:  bearer("realm: r, error: invalid_token"),
		want: []string{"breaking challenge-error new/401/t.yaml:3:48 Bearer:  -> invalid_token"},
		back: []string{"breaking challenge-error new/401/t.yaml:3:5 Bearer: invalid_token -> "},
	}, {
		name: "parameter",
		old:  bearer("realm: r"),
		new:  bearer("realm: r, scope: x"),
		want: []string{"new challenge-param-added new/401/t.yaml:3:48 Bearer scope:  -> x"},
		back: []string{"breaking challenge-param-lost old/401/t.yaml:3:41 Bearer scope: x -> "},
	}, {
		name: "text for people",
		old:  bearer("realm: r, error_description: Old"),
		new:  bearer("realm: r, error_description: New"),
		want: []string{"reworded challenge-text new/401/t.yaml:3:60 Bearer error_description: Old -> New"},
		back: []string{"reworded challenge-text new/401/t.yaml:3:60 Bearer error_description: New -> Old"},
	}, {
		name: "text for people given",
		old:  bearer("realm: r"),
		new:  bearer("realm: r, error_description: New"),
		want: []string{"new challenge-param-added new/401/t.yaml:3:60 Bearer error_description:  -> New"},
		back: []string{"reworded challenge-text old/401/t.yaml:3:41 Bearer error_description: New -> "},
	}, {
		name: "parameter with a param",
		old:  bearer(`realm: r, scope: "{s}"`) + "params: [{name: s, type: strings}]\n",
		new:  bearer("realm: r, scope: x") + "params: [{name: s, type: strings, optional: true}]\n",
		want: []string{
			"breaking challenge-param-lost new/401/t.yaml:3:48 Bearer scope: {s} -> x",
			"breaking param-optional new/401/t.yaml:4:45 s: required -> optional",
		},
		back: []string{
			"server-code param-required new/401/t.yaml:4:10 s: optional -> required",
			"reworded challenge-text new/401/t.yaml:3:48 Bearer scope: x -> {s}",
		},
	}, {
		name: "realm of one challenge among several of a scheme",
		old:  bearer("realm: r, error: a") + "  - {scheme: Bearer, params: {realm: s, error: a}}\n",
		new:  bearer("realm: t, error: a") + "  - {scheme: Bearer, params: {realm: r, error: a}}\n",
		want: []string{"breaking challenge-realm new/401/t.yaml:3:38 Bearer: s -> t"},
		back: []string{"breaking challenge-realm new/401/t.yaml:4:38 Bearer: t -> s"},
	}, {
		name: "header that clients act on",
		new:  "headers: {Retry-After: \"5\"}\n",
		want: []string{"new header-added new/404/a.yaml:2:11 Retry-After:  -> 5"},
		back: []string{"breaking header-lost old/404/a.yaml:2:11 Retry-After: 5 -> "},
	}, {
		name: "Allow",
		old:  "headers: {allow: GET}\n",
		want: []string{"breaking header-lost old/404/a.yaml:2:11 allow: GET -> "},
		back: []string{"new header-added new/404/a.yaml:2:11 allow:  -> GET"},
	}, {
		name: "header with a fixed value",
		new:  "headers: {Cache-Control: no-store}\n",
		want: []string{"new header-added new/404/a.yaml:2:11 Cache-Control:  -> no-store"},
		back: []string{"reworded header-text old/404/a.yaml:2:11 Cache-Control: no-store -> "},
	}, {
		name: "value of a header",
		old:  "headers: {Cache-Control: no-store}\n",
		new:  "headers: {cache-control: no-cache}\n",
		want: []string{"reworded header-text new/404/a.yaml:2:26 cache-control: no-store -> no-cache"},
		back: []string{"reworded header-text new/404/a.yaml:2:26 Cache-Control: no-cache -> no-store"},
	}, {
		name: "header with a param",
		old:  "params: [{name: p, type: int, optional: true}]\nheaders: {X-Left: \"{p}\"}\n",
		new:  "params: [{name: p, type: int, optional: true}]\n",
		want: []string{"breaking header-lost old/404/a.yaml:3:11 X-Left: {p} -> "},
		back: []string{"new header-added new/404/a.yaml:3:11 X-Left:  -> {p}"},
	}, {
		name: "header that is fixed now",
		old:  "params: [{name: p, type: int, optional: true}]\nheaders: {X-Left: \"{p}\"}\n",
		new:  "params: [{name: p, type: int, optional: true}]\nheaders: {X-Left: \"1\"}\n",
		want: []string{"breaking header-lost new/404/a.yaml:3:19 X-Left: {p} -> 1"},
		back: []string{"reworded header-text new/404/a.yaml:3:19 X-Left: 1 -> {p}"},
	}, {
		name: "header of some scenarios",
		old: "params: [{name: p, type: int, optional: true}]\nheaders: {X-Left: \"{p}\"}\n" +
			"details: [{id: x, scenario: S, detail: X}, {id: y, scenario: S, detail: Y}, {id: z, scenario: S, detail: Z}]\n",
		new: "params: [{name: p, type: int, optional: true}]\nheaders: {X-Left: \"{p}\"}\n" +
			"details: [{id: x, scenario: S, detail: X}, {id: y, scenario: S, detail: Y}, {id: z, scenario: S, detail: \"Z {p}\"}]\n",
		want: []string{
			"breaking header-lost old/404/a.yaml:3:11 #x#y X-Left: {p} -> ",
			"server-code constructor-params new/404/a.yaml:4:40 x: p -> ",
			"server-code constructor-params new/404/a.yaml:4:73 y: p -> ",
			"reworded detail new/404/a.yaml:4:106 z: Z -> Z {p}",
		},
		back: []string{
			"server-code constructor-params new/404/a.yaml:4:40 x:  -> p",
			"server-code constructor-params new/404/a.yaml:4:73 y:  -> p",
			"reworded detail new/404/a.yaml:4:106 z: Z {p} -> Z",
			"new header-added new/404/a.yaml:3:11 #x#y X-Left:  -> {p}",
		},
	}, {
		name: "header of scenarios that are all new",
		old:  "headers: {Retry-After: \"5\"}\ndetails: [{id: x, scenario: S, detail: X}]\n",
		new:  "details: [{id: y, scenario: S, detail: Y}]\n",
		want: []string{
			"breaking header-lost old/404/a.yaml:2:11 Retry-After: 5 -> ",
			"server-code scenario-removed old/404/a.yaml:3:16 x: X -> ",
			"new scenario-added new/404/a.yaml:2:16 y:  -> Y",
		},
		back: []string{
			"server-code scenario-removed old/404/a.yaml:2:16 y: Y -> ",
			"new header-added new/404/a.yaml:2:11 Retry-After:  -> 5",
			"new scenario-added new/404/a.yaml:3:16 x:  -> X",
		},
	},
}
