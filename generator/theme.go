package generator

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing/fstest" // the one file system in memory that the standard library has

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/diag"
)

// theme is a folder laid over the built-in templates and assets, file by file.
type theme struct {
	dir   string
	files fstest.MapFS
	own   map[string]string // path in the folder, by the name that templates have in errors
}

// maxThemeFile is the size of the largest file of a theme.
const maxThemeFile = 16 << 20

// openTheme reads a theme. A template must replace a built-in one; an asset may be new.
func openTheme(dir string) (*theme, error) {
	t := &theme{dir: filepath.ToSlash(dir), files: fstest.MapFS{}, own: map[string]string{}}
	if err := t.copy(errdocs.Files, "templates", "static"); err != nil {
		return nil, err
	}
	var builtIn []string
	for name := range t.files {
		if path.Ext(name) == ".yaml" { // what init and new write is no page
			delete(t.files, name)
			continue
		}
		builtIn = append(builtIn, name)
	}
	slices.Sort(builtIn)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the theme: %w", err)
	}
	defer root.Close()
	own := theme{files: fstest.MapFS{}}
	if err := own.copy(root.FS(), "templates", "static"); err != nil {
		return nil, fmt.Errorf("read the theme %s: %w", t.dir, err)
	}
	if len(own.files) == 0 {
		return nil, &diag.Advice{Err: fmt.Errorf("the theme %s holds neither templates/ nor static/", t.dir), Help: "name a built-in file, such as templates/custom/head.html or static/site.css"}
	}
	for name, file := range own.files {
		if strings.HasPrefix(name, "templates/") {
			if t.files[name] == nil {
				return nil, &diag.Advice{Err: fmt.Errorf("%s: there is no built-in template of that name", path.Join(t.dir, name)), Help: diag.DidYouMean(name, builtIn)}
			}
			t.own[path.Base(name)] = name
		}
		t.files[name] = file
	}
	return t, nil
}

// copy reads the regular files of folders; hidden files are not part of a theme.
func (t *theme) copy(from fs.FS, folders ...string) error {
	for _, folder := range folders {
		err := fs.WalkDir(from, folder, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == folder:
				return fs.SkipAll
			case err != nil:
				return err
			case strings.HasPrefix(d.Name(), ".") && d.IsDir():
				return fs.SkipDir
			case d.IsDir() || strings.HasPrefix(d.Name(), "."):
				return nil
			case !d.Type().IsRegular():
				return fmt.Errorf("%s is not a regular file", name)
			}
			data, err := readLimited(from, name)
			t.files[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func readLimited(from fs.FS, name string) ([]byte, error) {
	f, err := from.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxThemeFile+1))
	if len(data) > maxThemeFile {
		return nil, fmt.Errorf("%s has more than %d MiB", name, maxThemeFile>>20)
	}
	return data, err
}

var templateError = regexp.MustCompile(`(?s)(?:html/)?template: ?([^:\s]+):(\d+)(?::(\d+))?: (.*)`)

// explain says in which file of the theme, and on which line, a template fails.
func (t *theme) explain(err error) error {
	if err == nil {
		return nil
	}
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil || t.own[m[1]] == "" {
		return err
	}
	col := m[3]
	if col == "" {
		col = "0"
	}
	var line, column int
	fmt.Sscan(m[2], &line)
	fmt.Sscan(col, &column)
	pos := diag.Pos{File: path.Join(t.dir, t.own[m[1]]), Line: line, Col: column + 1}
	if what, ok := strings.CutSuffix(m[4], noTexts); ok {
		return &diag.Advice{
			Err:  fmt.Errorf("%s: %sa page has the texts of its own entry alone", pos, what),
			Help: "show title and summary of another entry, and link to its page",
		}
	}
	return fmt.Errorf("%s: %s", pos, m[4])
}

// noTexts is what a template is told that asks a brief entry for its catalog.Texts.
const noTexts = "reflect: indirection through nil pointer to embedded struct field Texts"
