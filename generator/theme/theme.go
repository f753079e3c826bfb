// Package theme reads a theme: a directory whose templates/ and static/ replace built-in files.
//
//	t, err := theme.Open("mytheme")
//	s, err := site.New(c, site.Options{Files: t.Files, Explain: t.Explain})
package theme

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
	"strconv"
	"strings"
	"testing/fstest" // the only in-memory file system in the standard library

	"github.com/errdocs/errdocs"
	"github.com/errdocs/errdocs/generator/diag"
)

// Theme is a directory that overrides built-in templates and assets, file by file.
type Theme struct {
	Files fs.FS // templates/ and static/

	dir string
	own map[string]string // path in the directory, by the name that templates have in errors
}

// maxFile is the size of the largest file of a theme, in bytes.
const maxFile = 16 << 20

// Open reads a theme. A template must replace a built-in one; an asset may be new.
func Open(dir string) (*Theme, error) {
	files := fstest.MapFS{}
	if err := read(files, errdocs.Files); err != nil {
		return nil, err
	}
	var builtIn []string
	for name := range files {
		if path.Ext(name) == ".yaml" { // init and new write these; no page is rendered from them
			delete(files, name)
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
	t := &Theme{Files: files, dir: filepath.ToSlash(dir), own: map[string]string{}}
	own := fstest.MapFS{}
	if err := read(own, root.FS()); err != nil {
		return nil, fmt.Errorf("read the theme %s: %w", t.dir, err)
	}
	if len(own) == 0 {
		return nil, &diag.Advice{Err: fmt.Errorf("the theme %s has no templates/ or static/", t.dir), Help: "add a file to override, such as templates/custom/head.html or static/site.css"}
	}
	for name, file := range own {
		if strings.HasPrefix(name, "templates/") {
			if files[name] == nil {
				return nil, &diag.Advice{Err: fmt.Errorf("%s: there is no built-in template with that name", path.Join(t.dir, name)), Help: diag.DidYouMean(name, builtIn)}
			}
			t.own[path.Base(name)] = name
		}
		files[name] = file
	}
	return t, nil
}

// read reads the regular files of templates/ and static/. Hidden files are not part of a theme.
func read(to fstest.MapFS, from fs.FS) error {
	for _, top := range []string{"templates", "static"} {
		err := fs.WalkDir(from, top, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == top:
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
			to[name] = &fstest.MapFile{Data: data}
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
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if len(data) > maxFile {
		return nil, fmt.Errorf("%s has more than %d MiB", name, maxFile>>20)
	}
	return data, err
}

var templateError = regexp.MustCompile(`(?s)(?:html/)?template: ?([^:\s]+):(\d+)(?::(\d+))?: (.*)`)

// Explain returns the error of a template with the file and line of the theme.
func (t *Theme) Explain(err error) error {
	if err == nil {
		return nil
	}
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil || t.own[m[1]] == "" {
		return err
	}
	line, _ := strconv.Atoi(m[2])   // digits
	column, _ := strconv.Atoi(m[3]) // or nothing
	pos := diag.Pos{File: path.Join(t.dir, t.own[m[1]]), Line: line, Col: column + 1}
	return fmt.Errorf("%s: %s", pos, m[4])
}
