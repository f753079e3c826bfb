package markup

import "testing"

// Two texts with the same content have the same shape.
func TestShape(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"*a*", "_a_", true},
		{"a\nb", "a b", true},
		{"a  b\t c", "a b c", true},
		{"&#97;\\*", "a\\*", true},
		{"[a](#b) c", "a c", true},
		{"* a\n* b", "- a\n- b", true},
		{"a|b\n-|-\nc", "| a | b |\n| --- | --- |\n| c | |", true},
		{"```yml\na: b\n```", "~~~yaml\na: b\n~~~", true},
		{"[a](/b(c))", "[a](</b(c)>)", true},
		{"a\n===", "# a", true},
		{"*a*", "**a**", false},
		{"*a*", "\\*a\\*", false},
		{"*a* b", "*a b*", false},
		{"a\\\nb", "a\nb", false},
		{"`a`", "a", false},
		{"`a`", "`b`", false},
		{"[a](/b)", "[a](/c)", false},
		{"[a](/b)", "[a](/b) c", false},
		{"<https://a.test>", "https://a.test", false},
		{"# a", "## a", false},
		{"1. a", "2. a", false},
		{"1. a", "- a", false},
		{"- a\n- b", "- a\n\n- b", false},
		{"- a\n- b", "- a\n  - b", false},
		{"> a", "a", false},
		{"```sh\na\n```", "```go\na\n```", false},
		{"```sh\na\n```", "```sh\na\n\n```", false},
		{"| a | b |\n| - | - |", "| a b | |\n| - | - |", false},
	} {
		a, b := []byte(test.a), []byte(test.b)
		x, y := shape(shared.parse(a).FirstChild(), a), shape(shared.parse(b).FirstChild(), b)
		if (x == y) != test.same {
			t.Errorf("%q and %q have the same shape: %v, want %v\n%q\n%q", test.a, test.b, x == y, test.same, x, y)
		}
	}
}
