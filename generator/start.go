package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/publish"
)

// schemaFolder holds the schemas that editors check a catalog by. Its dot keeps it out
// of the catalog.
const schemaFolder = ".schema"

// Init writes a small catalog to catalog/ in dir and returns the paths of its files. A
// catalog that is there is never touched.
func Init(dir string) ([]string, error) {
	target := filepath.Join(dir, folderName)
	if entries, err := os.ReadDir(target); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s is there already, and not empty", filepath.ToSlash(target))
	}
	var set publish.FileSet
	const from = "templates/init"
	err := fs.WalkDir(errdocs.Files, from, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(errdocs.Files, name)
		set.Add(strings.TrimPrefix(name, from+"/"+folderName+"/"), data)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the starter catalog: %w", err)
	}
	for _, name := range SchemaNames() {
		data, err := Schema(name)
		if err != nil {
			return nil, err
		}
		set.Add(schemaFolder+"/"+name+".json", data)
	}
	if err := publish.Create(target, &set); err != nil {
		return nil, err
	}
	files := make([]string, 0, set.Len())
	for _, p := range set.Paths() {
		files = append(files, filepath.ToSlash(filepath.Join(target, p)))
	}
	return files, nil
}

// NewEntry writes the file of an entry with blanks to fill and returns its path. The
// name is status/slug. A file that is there is never touched.
func NewEntry(src Source, name string) (string, error) {
	status, slug, err := catalog.ParsePath(name)
	if err != nil {
		return "", err
	}
	text, err := fs.ReadFile(errdocs.Files, "templates/new.yaml")
	if err != nil {
		return "", fmt.Errorf("read the template: %w", err)
	}
	t, err := template.New("new").Parse(string(text))
	if err != nil {
		return "", fmt.Errorf("parse the template: %w", err)
	}
	c, _ := Load(src) // with findings, too: only its families and defaults matter here
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		Title, Family    string
		Challenge, Allow bool
	}{titleOf(slug), onlyFamily(c), needsChallenge(c, status), status == http.StatusMethodNotAllowed})
	if err != nil {
		return "", fmt.Errorf("fill the template: %w", err)
	}
	var set publish.FileSet
	file := path.Join(fmt.Sprint(status), slug+".yaml")
	set.Add(file, b.Bytes())
	if err := publish.Create(src.Dir, &set); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("%s is there already", path.Join(src.Folder, file))
		}
		return "", err
	}
	return path.Join(src.Folder, file), nil
}

// titleOf makes a title of a slug, as YAML: "already-exists" becomes Already exists.
func titleOf(slug string) string {
	words := strings.ReplaceAll(slug, "-", " ")
	title := strings.ToUpper(words[:1]) + words[1:]
	if !strings.Contains(title, " ") { // one word may be a number or a truth value in YAML
		return `"` + title + `"`
	}
	return title
}

// onlyFamily returns the family of a catalog that has one alone.
func onlyFamily(c *catalog.Catalog) string {
	if len(c.Families) == 1 {
		return c.Families[0].ID
	}
	return ""
}

// needsChallenge reports whether an entry of the status must bring a challenge.
func needsChallenge(c *catalog.Catalog, status int) bool {
	if status != http.StatusUnauthorized && status != http.StatusProxyAuthRequired {
		return false
	}
	s := c.Status(status)
	return s == nil || len(s.Challenges) == 0
}
