package speed

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// writeHugo writes a Hugo site with the content of a built site. The content of a page is its
// twin, where responses, requests and snippets are fenced code, so Hugo does not format them.
// Hugo renders pages, twins, lists of families and tags, llms.txt and sitemap.xml, with classes
// for colors like errdocs, but no JSON of entries, no search index and no llms-full.txt. The
// layouts are in testdata/hugo.
func writeHugo(dir, site string, n int) error {
	if err := os.CopyFS(dir, os.DirFS("testdata/hugo")); err != nil {
		return err
	}
	content := filepath.Join(dir, "content", "401")
	if err := os.MkdirAll(content, 0o755); err != nil {
		return err
	}
	for i := range n {
		name := fmt.Sprintf("entry-%d.md", i)
		twin, err := os.ReadFile(filepath.Join(site, "401", name))
		if err != nil {
			return err
		}
		page, err := hugoPage(twin, i)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(content, name), page, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// hugoPage returns a twin with front matter for Hugo.
func hugoPage(twin []byte, weight int) ([]byte, error) {
	parts := bytes.SplitN(twin, []byte("---\n"), 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("no front matter")
	}
	var ours struct {
		Title, Description, Family string
		Status                     int
		Tags                       []string
		Updated                    string `yaml:"last_updated"`
	}
	if err := yaml.Unmarshal(parts[1], &ours); err != nil {
		return nil, err
	}
	head, err := yaml.Marshal(map[string]any{
		"title": ours.Title, "description": ours.Description, "date": ours.Updated, "weight": weight + 1,
		"families": []string{ours.Family}, "tags": ours.Tags, "params": map[string]any{"status": ours.Status},
	})
	return fmt.Appendf(nil, "---\n%s---\n%s", head, parts[2]), err
}
