package markdown

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/internal/jsontext"
	"github.com/errdocs/errdocs/generator/markup"
	"github.com/errdocs/errdocs/generator/page"
)

// guide is the data of the texts for agents: AGENTS.md and the agent skill.
type guide struct {
	Title, Name, Count, Summary string
	Base, Site                  string // of type URIs, of the pages
	Moved                       bool   // the two differ
	Has401                      bool
	Statuses                    []page.Group
	MCP                         markup.Code
	Skill, SkillPath            string
	FrontMatter                 string
	Example                     string
	Retry                       []format.Word
}

// Agents renders AGENTS.md, the agent skill and the index of the skills, by path.
func (r *Renderer) Agents() (map[string][]byte, error) {
	name := skillName(r.c.Name)
	path := catalog.SkillFile(name)
	about := r.skillAbout()
	var front frontMatter
	front.text("name", name)
	front.text("description", about)
	g := &guide{
		Title: r.site.Title, Name: r.site.Name, Count: page.Count(len(r.c.Entries)), Summary: r.pages.Render().Inline(r.c.Tagline).Markdown,
		Base: r.c.Base, Site: r.site.Base, Moved: r.c.Base != r.site.Base, Has401: r.c.Status(401) != nil,
		Statuses: r.pages.Home().Statuses, MCP: mcpConfig(name),
		Skill: name, SkillPath: path, FrontMatter: front.b.String(), Example: r.c.Base + catalog.CatalogJSON, Retry: catalog.RetryAdvice(),
	}
	if len(r.c.Entries) > 0 {
		g.Example = r.c.Base + catalog.JSONFile(r.c.Entries[0].Path())
	}
	agents, err := r.render("agents.md", g, catalog.Agents)
	if err != nil {
		return nil, err
	}
	skill, err := r.render("skill.md", g, path)
	if err != nil {
		return nil, err
	}
	index, err := skillIndex(name, about, skill)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{catalog.Agents: agents, path: skill, catalog.SkillIndex: index}, nil
}

// skillAbout describes the skill and when to use it.
func (r *Renderer) skillAbout() string {
	const max = 1024
	words := &r.site.Words
	about := page.Fill(words.SkillAbout, "{api}", r.site.Name, "{base}", r.c.Base)
	if r.c.Status(401) != nil {
		about += words.SkillOr401
	}
	runes := []rune(oneLine(about) + ".")
	return string(runes[:min(len(runes), max)])
}

// skillName makes the name of the skill: 1 to 64 of a-z, 0-9 and single hyphens.
func skillName(api string) string {
	const suffix, max = "-errors", 64
	var b strings.Builder
	for _, r := range strings.ToLower(api) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := b.String()
	name = strings.Trim(name[:min(len(name), max-len(suffix))], "-")
	if name == "" {
		name = "api"
	}
	return name + suffix
}

// mcpConfig is what an MCP client needs to start the server of the catalog.
func mcpConfig(name string) markup.Code {
	var v struct {
		Servers map[string]any `json:"mcpServers"`
	}
	v.Servers = map[string]any{name: struct {
		Command string   `json:"command"`
		Args    []string `json:"args"`
	}{"errdocs", []string{"mcp", "--catalog", "path/to/catalog"}}}
	data, err := jsontext.Encode(v)
	if err != nil {
		panic(err) // cannot fail: only strings
	}
	return markup.Code{Lang: "json", Text: string(data)}
}

// skillIndex renders the index of the skills, with the digest of the skill's bytes.
func skillIndex(name, about string, skill []byte) ([]byte, error) {
	type entry struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Description string `json:"description"`
		URL         string `json:"url"`
		Digest      string `json:"digest"`
	}
	sum := sha256.Sum256(skill)
	return jsontext.Encode(struct {
		Schema string  `json:"$schema"`
		Skills []entry `json:"skills"`
	}{
		"https://schemas.agentskills.io/discovery/0.2.0/schema.json",
		[]entry{{name, "skill-md", about, name + "/SKILL.md", "sha256:" + hex.EncodeToString(sum[:])}},
	})
}
