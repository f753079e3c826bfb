package markdown

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// skillOf reads the index of the skills and returns the one skill with its front matter.
func skillOf(t testing.TB, files map[string][]byte) (name, description, body string) {
	t.Helper()
	var index struct {
		Schema string `json:"$schema"`
		Skills []struct{ Name, Type, Description, URL, Digest string }
	}
	if err := json.Unmarshal(files[catalog.SkillIndex], &index); err != nil {
		t.Fatal(err)
	}
	if index.Schema != "https://schemas.agentskills.io/discovery/0.2.0/schema.json" || len(index.Skills) != 1 || len(files) != 3 {
		t.Fatalf("the index is %+v, beside %d files", index, len(files))
	}
	s := index.Skills[0]
	data, ok := files[path.Join(path.Dir(catalog.SkillIndex), s.URL)]
	sum := sha256.Sum256(data)
	if !ok || s.Type != "skill-md" || s.Digest != "sha256:"+hex.EncodeToString(sum[:]) {
		t.Fatalf("the skill is %+v, the digest of its bytes %x", s, sum)
	}
	head, body, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
	var front map[string]string
	if err := yaml.Unmarshal([]byte(head), &front); err != nil || !ok {
		t.Fatalf("%v in\n%s", err, data)
	}
	if front["name"] != s.Name || front["description"] != s.Description || len(front) != 2 || s.URL != s.Name+"/SKILL.md" {
		t.Errorf("the index says %+v, the skill %v", s, front)
	}
	return s.Name, s.Description, body
}

// The content of AGENTS.md and the skill, with and without a 401.
func TestAgents(t *testing.T) {
	files := map[string]string{"errdocs.yaml": config + "tagline: Every `409` of the API.\n", "409/taken.yaml": "title: Name taken\n"}
	for _, has401 := range []bool{false, true} {
		if has401 {
			files["401/expired.yaml"] = "title: Expired\nchallenges: [{scheme: Bearer, params: {realm: x}}]\n"
		}
		out, err := loaded(t, files).Agents()
		if err != nil {
			t.Fatal(err)
		}
		agents := string(out["AGENTS.md"])
		name, description, body := skillOf(t, out)
		if name != "example-api-errors" || strings.Contains(description, "401") != has401 {
			t.Errorf("the skill is %q: %s", name, description)
		}
		for _, text := range []string{agents, body} {
			if warns := strings.Contains(text, " repeat a 401 ") || strings.Contains(text, "A 401 says"); warns != has401 {
				t.Errorf("warns of a 401: %v; want %v:\n%s", warns, has401, text)
			}
		}
		if n := utf8.RuneCountInString(agents); n > 3000 || utf8.RuneCountInString(body) > 5000 {
			t.Errorf("AGENTS.md has %d characters, the skill %d", n, utf8.RuneCountInString(body))
		}
		headings := regexp.MustCompile(`(?m)^##? .*$`).FindAllString(agents, -1)
		if got := strings.Join(headings, " "); got != "# Example API errors ## Usage ## Configuration ## Reference" {
			t.Errorf("the headings are %s", got)
		}
	}
}

// The name of the skill is 1 to 64 of a-z, 0-9 and single hyphens, whatever the API is
// called, and no name breaks out of the front matter.
func FuzzSkill(f *testing.F) {
	for _, s := range hardTexts {
		f.Add(s)
	}
	f.Add(strings.Repeat("ab-", 40))
	f.Add("日本")
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	f.Fuzz(func(t *testing.T, api string) {
		if !oneLineText(api) {
			t.Skip()
		}
		r := loaded(t, map[string]string{"errdocs.yaml": "name: " + quote(api) + "\nbase: https://errors.test/\n", "409/taken.yaml": "title: Name taken\n"})
		if r == nil {
			t.Skip()
		}
		files, err := r.Agents()
		if err != nil {
			t.Fatal(err)
		}
		name, description, body := skillOf(t, files)
		if !slug.MatchString(name) || len(name) > 64 || !strings.HasSuffix(name, "-errors") {
			t.Errorf("%q makes the name %q", api, name)
		}
		if n := utf8.RuneCountInString(description); n > 1024 {
			t.Errorf("the description has %d characters", n)
		}
		if n := strings.Count(body, "\n# "); n != 1 {
			t.Errorf("the skill has %d first headings:\n%s", n, body)
		}
	})
}

// Lists stay within what one fetch gives an agent, whatever the size of the catalog.
func TestListsOfLargeCatalogs(t *testing.T) {
	for _, entries := range []int{60, 61, 200, 201, 1000} {
		r := loaded(t, largeCatalog(entries, 150, 4, 30))
		lists := map[string]*page.List{"home": r.pages.Home()}
		for _, s := range r.c.Statuses {
			lists[s.Path()] = r.pages.Status(s)
		}
		for _, f := range r.families() {
			lists[f.ID] = r.pages.Family(f)
		}
		for _, tag := range r.pages.Tags() {
			lists["tag "+tag] = r.pages.Tag(tag)
		}
		for name, l := range lists {
			twin, err := r.List(l, "0123456789ab")
			if err != nil {
				t.Fatal(err)
			}
			limit := 50_000
			if name == "home" {
				limit = 5000
			}
			if n := utf8.RuneCount(twin.Text); n > limit {
				t.Errorf("%d entries: the twin of %s has %d characters; the limit is %d", entries, name, n, limit)
			}
		}
	}
}
