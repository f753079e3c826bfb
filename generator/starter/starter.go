// Package starter writes the first files of a catalog: init starts one, and new starts an entry.
package starter

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/catalog/load"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/jsontext"
	"github.com/errdocs/errdocs/generator/publish"
)

// schemaDir is the directory of the schemas that editors check a catalog against. Its dot keeps it
// out of the catalog.
const schemaDir = ".schema"

// catalogDir is the name of the directory of a new catalog.
const catalogDir = "catalog"

// Init writes a small catalog to catalog/ in dir and returns the paths of its files. It never
// changes an existing catalog.
func Init(dir string) ([]string, error) {
	target := filepath.Join(dir, catalogDir)
	if entries, err := os.ReadDir(target); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s already exists and is not empty", filepath.ToSlash(target))
	}
	set := map[string][]byte{}
	const from = "templates/init"
	err := fs.WalkDir(errdocs.Files, from, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(errdocs.Files, name)
		set[strings.TrimPrefix(name, from+"/"+catalogDir+"/")] = data
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
		set[schemaDir+"/"+name+".json"] = data
	}
	if err := publish.Create(target, set); err != nil {
		return nil, err
	}
	files := make([]string, 0, len(set))
	for _, p := range slices.Sorted(maps.Keys(set)) {
		files = append(files, filepath.ToSlash(filepath.Join(target, p)))
	}
	return files, nil
}

// SchemaNames lists the JSON Schemas of the files of a catalog.
func SchemaNames() []string {
	var names []string
	for _, f := range catalog.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Schema returns the JSON Schema of a kind of catalog file: errdocs, status or entry.
func Schema(name string) ([]byte, error) {
	formats := catalog.Formats()
	i := slices.IndexFunc(formats, func(f catalog.FileFormat) bool { return f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("no schema %s; %s", diag.Quote(name), diag.OneOf(name, SchemaNames()))
	}
	return jsontext.Encode(format.Schema(formats[i].Spec, formats[i].Title))
}

// NewEntry writes the file of an entry with blanks to fill in and returns its path below dir. The
// name is status/slug. The catalog, which may have findings, is used for its families and defaults.
// NewEntry never changes an existing file.
func NewEntry(c *catalog.Catalog, dir, name string) (string, error) {
	status, slug, err := load.ParsePath(name)
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
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		Title, Family    string
		Challenge, Allow bool
	}{titleOf(slug), onlyFamily(c), needsChallenge(c, status), status == http.StatusMethodNotAllowed})
	if err != nil {
		return "", fmt.Errorf("fill the template: %w", err)
	}
	file := path.Join(fmt.Sprint(status), slug+".yaml")
	if err := publish.Create(dir, map[string][]byte{file: b.Bytes()}); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return file, fs.ErrExist
		}
		return "", err
	}
	return file, nil
}

// titleOf turns a slug into a title in YAML: "already-exists" becomes Already exists.
func titleOf(slug string) string {
	words := strings.ReplaceAll(slug, "-", " ")
	title := strings.ToUpper(words[:1]) + words[1:]
	if !strings.Contains(title, " ") { // YAML may read one word as a number or a boolean
		return `"` + title + `"`
	}
	return title
}

// onlyFamily returns the family of a catalog with exactly one family.
func onlyFamily(c *catalog.Catalog) string {
	if len(c.Families) == 1 {
		return c.Families[0].ID
	}
	return ""
}

// needsChallenge reports whether an entry of the status must define a challenge.
func needsChallenge(c *catalog.Catalog, status int) bool {
	if status != http.StatusUnauthorized && status != http.StatusProxyAuthRequired {
		return false
	}
	s := c.Status(status)
	return s == nil || len(s.Challenges) == 0
}
