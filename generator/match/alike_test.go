package match

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
)

// TestAlike asks catalogs whose entries send nearly the same challenges. The answers are
// those of an index that compares each entry by itself.
func TestAlike(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	some := func(of ...string) string { return of[r.IntN(len(of))] }
	challenge := func() []string { // the scheme, then names and values in turn
		list := []string{some("Bearer", "Bearer", "Bearer", "DPoP"), "realm", "a"}
		if r.IntN(4) > 0 {
			list = append(list, "error", "invalid_token")
		}
		if text := some("", "The token expired", "It expired at number NR", "It is {n} days old"); text != "" {
			list = append(list, "error_description", text)
		}
		if r.IntN(4) == 0 {
			list = append(list, "scope", "read")
		}
		return list
	}
	written := func(challenge []string) string {
		list := []string{}
		for i := 1; i < len(challenge); i += 2 {
			list = append(list, challenge[i]+`: "`+challenge[i+1]+`"`)
		}
		return "{scheme: " + challenge[0] + ", params: {" + strings.Join(list, ", ") + "}}"
	}
	sent := func(challenge []string) string {
		list := []string{}
		for i := 1; i < len(challenge); i += 2 {
			list = append(list, challenge[i]+`="`+challenge[i+1]+`"`)
		}
		return strings.NewReplacer("NR", fmt.Sprint(r.IntN(70)), "{n}", "12").Replace(challenge[0] + " " + strings.Join(list, ", "))
	}
	for range 20 {
		files := fstest.MapFS{"errdocs.yaml": {Data: []byte("name: Alike\nbase: https://errors.example.com/\n")}}
		for i := range 60 {
			text := "title: Entry NR\nsummary: What entry NR is about.\nparams: [{name: n, type: int, example: 1}]\n" +
				"details: [{id: a, scenario: It expired, detail: \"It is {n} days old, says NR.\"}]\n" +
				"recovery: {retry: never, reaction: " + some("authenticate", "refresh", "refresh", "refresh") + ", actor: client}\n" +
				"challenges: [" + written(challenge()) + some("", "", ", "+written(challenge())) + "]\n"
			files[fmt.Sprintf("%s/entry-%d.yaml", some("401", "401", "401", "403"), i)] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "NR", fmt.Sprint(i)))}
		}
		var l diag.List
		c := load.Load(files, "catalog", &l)
		if l.HasErrors() {
			t.Fatal(l.All()[0])
		}
		grouped, single := New(c), New(c)
		for by, list := range single.challenges {
			single.challenges[by] = nil
			for _, g := range list {
				for _, place := range g.places {
					single.challenges[by] = append(single.challenges[by], &alike{g.scheme, []int{place}})
				}
			}
		}
		for range 60 {
			field := sent(challenge())
			text := some("WWW-Authenticate: "+field, "HTTP/1.1 "+some("401", "403")+" No\nWWW-Authenticate: "+field+"\n\n", "WWW-Authenticate: "+field+", "+some("Bearer", `DPoP error="invalid_token"`)+"\n",
				`{"error": "invalid_token"}`, `{"error": "invalid_token", "error_description": "It is 7 days old", "title": "Entry 3"}`, "> GET / HTTP/1.1\n> Authorization: Bearer aaaaaaaaaaaa\n> \n< HTTP/1.1 401 No\n< WWW-Authenticate: "+field+"\n",
				"WWW-Authenticate: "+field+"\n\n"+`{"detail": "It is 7 days old, says 4."}`, `{"error": "invalid_token", "title": "Entry 9"}`)
			got, want := grouped.Explain(text), single.Explain(text)
			if !reflect.DeepEqual(brief(got), brief(want)) {
				t.Fatalf("%s\nis explained as\n%v, by each entry\n%v", text, brief(got), brief(want))
			}
		}
	}
}

// brief is an answer without pointers.
func brief(a *Answer) []string {
	list := append([]string{string(a.Kind), fmt.Sprint(a.Status)}, a.Notes...)
	for _, c := range a.Candidates {
		list = append(list, fmt.Sprintln(c.Entry.Slug, c.Confidence, c.CaseID(), c.Params, c.Why))
	}
	return list
}
