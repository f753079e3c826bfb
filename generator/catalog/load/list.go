package load

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
)

// listed is a file of a catalog that is not read yet.
type listed struct {
	path   string // below the catalog directory, with slashes
	status int    // 0 for errdocs.yaml
	slug   string // of an entry
	entry  fs.DirEntry
	stamp  catalog.Source
}

// find returns the files of a catalog and reports those that do not belong there. It
// returns false if there is nothing to read.
func find(fsys fs.FS, dir string, l *diag.List) ([]listed, bool) {
	top, err := fs.ReadDir(fsys, ".")
	if err != nil {
		l.Add(diag.NoCatalog, diag.Pos{File: dir}, "cannot read the catalog directory: %v", reason(err)).
			WithHelp("pass a directory with %s as --catalog, or create one with: errdocs init", catalog.ConfigFile)
		return nil, false
	}
	f := finder{fsys: fsys, dir: dir, list: l}
	for _, d := range top {
		f.top(d)
	}
	bytes := f.measure()
	switch {
	case f.rejected:
		return nil, false
	case !slices.ContainsFunc(f.found, func(file listed) bool { return file.status == 0 }):
		l.Add(diag.NoCatalog, diag.Pos{File: dir}, "the directory has no %s", catalog.ConfigFile).WithHelp("create a catalog with: errdocs init")
		return nil, false
	case f.entries == 0:
		l.Add(diag.NoCatalog, diag.Pos{File: path.Join(dir, catalog.ConfigFile)}, "the catalog has no entries").WithHelp("create one with: errdocs new 401/token-expired")
	case f.entries > diag.CatalogEntries.Max:
		l.AddOver(diag.CatalogEntries, diag.Pos{File: dir}, diag.CatalogEntries.Over(f.entries))
		return nil, false
	case bytes > int64(diag.CatalogBytes.Max):
		l.AddOver(diag.CatalogBytes, diag.Pos{File: dir}, diag.CatalogBytes.Over(int(bytes)))
		return nil, false
	}
	return f.found, true
}

// finder collects the files of a catalog.
type finder struct {
	fsys     fs.FS
	dir      string
	list     *diag.List
	found    []listed
	entries  int
	rejected bool // errdocs.yaml exists, but is not a valid catalog file
}

func (f *finder) pos(p string) diag.Pos { return diag.Pos{File: path.Join(f.dir, p)} }

// top lists a file or directory at the top of the catalog.
func (f *finder) top(d fs.DirEntry) {
	name := d.Name()
	if strings.HasPrefix(name, ".") {
		return
	}
	if d.IsDir() {
		code, ok := catalog.ParseStatus(name)
		if !ok {
			f.list.Add(diag.MisplacedFile, f.pos(name), "unexpected directory %s: want a status from 400 to 599, such as 401", diag.Quote(name)).
				WithHelp("rename it, or move it out of the catalog")
			return
		}
		f.status(name, code)
		return
	}
	if _, isStatus := catalog.ParseStatus(name); isStatus || path.Ext(name) == "" && !d.Type().IsRegular() {
		f.notAFile(d, name, "replace it with a directory, or remove it")
		return
	}
	stem, isYAML := f.yaml(d, name)
	f.rejected = f.rejected || !isYAML && (name == catalog.ConfigFile || name == "errdocs.yml")
	if !isYAML {
		return
	}
	if name == catalog.ConfigFile {
		f.add(d, listed{path: name})
		return
	}
	code, ok := catalog.ParseStatus(stem)
	if !ok {
		f.list.Add(diag.MisplacedFile, f.pos(name), "unexpected file %s: want %s or a status from 400 to 599, such as 401.yaml", diag.Quote(name), catalog.ConfigFile).
			WithHelp("rename it, or move it to the directory of its status")
		return
	}
	f.add(d, listed{path: name, status: code})
}

// status lists the entries of a status.
func (f *finder) status(name string, code int) {
	files, err := fs.ReadDir(f.fsys, name)
	if err != nil {
		f.list.Add(diag.UnreadableFile, f.pos(name), "cannot read the directory: %v", reason(err)).WithHelp("check its permissions")
		return
	}
	for _, d := range files {
		p := name + "/" + d.Name()
		if strings.HasPrefix(d.Name(), ".") {
			continue
		}
		if d.IsDir() {
			f.list.Add(diag.MisplacedFile, f.pos(p), "unexpected directory %s in the directory of a status", diag.Quote(d.Name())).WithHelp("move its entries to %s", name)
			continue
		}
		stem, isYAML := f.yaml(d, p)
		if !isYAML {
			continue
		}
		if problem, help := catalog.CheckSlug(stem); problem != "" {
			f.list.Add(diag.MisplacedFile, f.pos(p), "%s", problem).WithHelp("%s", help)
			continue
		}
		f.entries++
		f.add(d, listed{path: p, status: code, slug: stem})
	}
}

// yaml accepts a file by its type and extension. Other files, such as notes, are not part
// of the catalog.
func (f *finder) yaml(d fs.DirEntry, p string) (stem string, ok bool) {
	switch ext := path.Ext(p); {
	case ext == ".yml":
		f.list.Add(diag.MisplacedFile, f.pos(p), "the file %s has the extension .yml, want .yaml", diag.Quote(path.Base(p))).WithHelp("rename it to %s", strings.TrimSuffix(path.Base(p), ext)+".yaml")
		return "", false
	case ext != ".yaml":
		return "", false
	case !d.Type().IsRegular():
		f.notAFile(d, p, "replace it with a regular file, or remove it")
		return "", false
	}
	return strings.TrimSuffix(path.Base(p), ".yaml"), true
}

// notAFile rejects everything that is not a regular file or directory. Links are not skipped
// silently: their authors expect errdocs to follow them.
func (f *finder) notAFile(d fs.DirEntry, p, help string) {
	what := "%s is not a regular file"
	switch {
	case d.Type()&fs.ModeSymlink != 0:
		what = "%s is a symbolic link; catalog files must be regular files"
	case d.Type().IsRegular():
		what = "%s is a file; want a directory with the entries of the status"
	}
	f.list.Add(diag.NotAFile, f.pos(p), what, diag.Quote(path.Base(p))).WithHelp("%s", help)
}

func (f *finder) add(d fs.DirEntry, file listed) {
	file.entry = d
	f.found = append(f.found, file)
}

// measure gets the sizes and times of all files, on all cores, and returns the total size.
func (f *finder) measure() (bytes int64) {
	workers.Each(len(f.found), func(i int) {
		if info, err := f.found[i].entry.Info(); err == nil {
			f.found[i].stamp = catalog.Source{Size: info.Size(), Modified: info.ModTime()}
		}
	})
	for i := range f.found {
		bytes += f.found[i].stamp.Size
	}
	return bytes
}
