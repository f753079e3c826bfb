package catalog

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/stamp"
)

// source is one file of a catalog.
type source struct {
	path   string // below the catalog folder, with slashes
	status int    // 0 for errdocs.yaml
	slug   string // of an entry
	stamp  stamp.Stamp
}

// Listing is what the folder of a catalog holds.
type Listing struct {
	sources []source
	folders []string // of statuses
	at      time.Time
	plain   bool // there was nothing to find
}

// Folders returns the folders that were listed, unless something in them does not belong
// there.
func (ls *Listing) Folders() []string {
	if ls == nil || !ls.plain {
		return nil
	}
	return append([]string{"."}, ls.folders...)
}

// entries returns how many of the files are entries.
func (ls *Listing) entries() (n int) {
	for _, s := range ls.sources {
		if s.slug != "" {
			n++
		}
	}
	return n
}

// After returns the listing after some files were written. It returns nil where the folder
// has to be listed again: a file has come or gone.
func (ls *Listing) After(fsys FS, changed []string) *Listing {
	if ls == nil || !ls.plain || len(changed) == 0 {
		return nil
	}
	now := &Listing{slices.Clone(ls.sources), ls.folders, time.Now(), true}
	for _, name := range changed {
		i := slices.IndexFunc(now.sources, func(s source) bool { return s.path == name })
		if i < 0 {
			return nil
		}
		info, err := fs.Lstat(fsys, name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > int64(diag.FileBytes.Max) {
			return nil
		}
		now.sources[i].stamp = stamp.Of(info)
	}
	return now
}

// ListingOf returns the listing of a catalog in whose folders nothing has come or gone since
// they were listed, with the stamps that its files have now, which were looked up after a
// time. It returns nil where the folder has to be listed again.
func ListingOf(files []File, folders []string, at time.Time) *Listing {
	now := &Listing{sources: make([]source, len(files)), at: at, plain: true}
	bytes := int64(0)
	for i, f := range files {
		s := source{path: f.Path, stamp: f.Stamp}
		dir, name := path.Split(f.Path)
		if dir != "" {
			s.status, _ = statusOf(strings.TrimSuffix(dir, "/"))
			s.slug = strings.TrimSuffix(name, ".yaml")
		} else {
			s.status, _ = statusOf(strings.TrimSuffix(name, ".yaml"))
		}
		now.sources[i] = s
		bytes += f.Stamp.Size
	}
	if bytes > int64(diag.CatalogBytes.Max) {
		return nil
	}
	for _, dir := range folders {
		if dir != "." {
			now.folders = append(now.folders, dir)
		}
	}
	return now
}

// List returns the files of a catalog as they lie on the disk, by path: with their stamps,
// but without their sums. It returns nil where the folder holds what does not belong there.
func List(fsys FS, folder string) []File {
	now, ok := find(fsys, folder, &diag.List{})
	if !ok || !now.plain {
		return nil
	}
	files := make([]File, len(now.sources))
	for i, s := range now.sources {
		files[i] = File{Path: s.path, Stamp: s.stamp}
	}
	return files
}

// find lists the files of a catalog and refuses what does not belong there. It
// returns false where there is nothing to read.
func find(fsys fs.FS, folder string, l *diag.List) (*Listing, bool) {
	now := &Listing{at: time.Now()}
	var found diag.List
	ok := now.find(fsys, folder, &found)
	now.plain = len(found.All()) == 0
	l.Merge(&found)
	return now, ok
}

func (ls *Listing) find(fsys fs.FS, folder string, l *diag.List) bool {
	top, err := fs.ReadDir(fsys, ".")
	if err != nil {
		l.Add(diag.NoCatalog, diag.Pos{File: folder}, "the catalog folder cannot be read: %v", reason(err)).
			WithHelp("name a folder that holds %s with --catalog, or start one with: errdocs init", ConfigFile)
		return false
	}
	f := finder{fsys: fsys, folder: folder, list: l}
	for _, d := range top {
		f.top(d)
	}
	f.measure()
	ls.sources, ls.folders = f.found, f.folders
	switch {
	case f.refused:
		return false
	case !slices.ContainsFunc(f.found, func(s source) bool { return s.status == 0 }):
		l.Add(diag.NoCatalog, diag.Pos{File: folder}, "the folder holds no %s", ConfigFile).WithHelp("start a catalog with: errdocs init")
		return false
	case f.entries == 0:
		l.Add(diag.NoCatalog, diag.Pos{File: path.Join(folder, ConfigFile)}, "the catalog has no entry").WithHelp("start one with: errdocs new 401/token-expired")
	case f.entries > diag.CatalogEntries.Max:
		l.AddOver(diag.CatalogEntries, diag.Pos{File: folder}, diag.CatalogEntries.Over(f.entries))
		return false
	case f.bytes > int64(diag.CatalogBytes.Max):
		l.AddOver(diag.CatalogBytes, diag.Pos{File: folder}, diag.CatalogBytes.Over(int(f.bytes)))
		return false
	}
	return true
}

type finder struct {
	fsys    fs.FS
	folder  string
	list    *diag.List
	found   []source
	listed  []fs.DirEntry // beside found
	folders []string      // of statuses
	entries int
	bytes   int64
	refused bool // errdocs.yaml is there, but is no file of the catalog
}

func (f *finder) pos(p string) diag.Pos { return diag.Pos{File: path.Join(f.folder, p)} }

// top judges a file or folder at the top of the catalog.
func (f *finder) top(d fs.DirEntry) {
	name := d.Name()
	if strings.HasPrefix(name, ".") {
		return
	}
	if d.IsDir() {
		code, ok := statusOf(name)
		if !ok {
			f.list.Add(diag.MisplacedFile, f.pos(name), "the folder %s is not a status", diag.Quote(name)).
				WithHelp("entries lie in a folder named after their status, such as 401")
			return
		}
		f.dir(name, code)
		return
	}
	if _, isStatus := statusOf(name); isStatus || path.Ext(name) == "" && !d.Type().IsRegular() {
		f.notAFile(d, name, "replace it by a folder, or remove it")
		return
	}
	stem, isYAML := f.yaml(d, name)
	f.refused = f.refused || !isYAML && (name == ConfigFile || name == "errdocs.yml")
	if !isYAML {
		return
	}
	if name == ConfigFile {
		f.add(d, source{path: name})
		return
	}
	code, ok := statusOf(stem)
	if !ok {
		f.list.Add(diag.MisplacedFile, f.pos(name), "the file %s is neither %s nor that of a status", diag.Quote(name), ConfigFile).
			WithHelp("name it after a status, such as 401.yaml, or put it into the folder of its status")
		return
	}
	f.add(d, source{path: name, status: code})
}

// dir lists the entries of a status.
func (f *finder) dir(name string, code int) {
	f.folders = append(f.folders, name)
	files, err := fs.ReadDir(f.fsys, name)
	if err != nil {
		f.list.Add(diag.UnreadableFile, f.pos(name), "the folder cannot be read: %v", reason(err)).WithHelp("see that errdocs may read it")
		return
	}
	for _, d := range files {
		p := name + "/" + d.Name()
		if strings.HasPrefix(d.Name(), ".") {
			continue
		}
		if d.IsDir() {
			f.list.Add(diag.MisplacedFile, f.pos(p), "%s is a folder inside the folder of a status", diag.Quote(d.Name())).WithHelp("put the entries of the status into %s itself", name)
			continue
		}
		stem, isYAML := f.yaml(d, p)
		if !isYAML {
			continue
		}
		if problem, help := badSlug(stem); problem != "" {
			f.list.Add(diag.MisplacedFile, f.pos(p), "%s", problem).WithHelp("%s", help)
			continue
		}
		f.entries++
		f.add(d, source{path: p, status: code, slug: stem})
	}
}

// yaml judges a file by its type and ending; other files, such as notes, are no
// business of the catalog.
func (f *finder) yaml(d fs.DirEntry, p string) (stem string, ok bool) {
	switch ext := path.Ext(p); {
	case ext == ".yml":
		f.list.Add(diag.MisplacedFile, f.pos(p), "the file %s ends in .yml", diag.Quote(path.Base(p))).WithHelp("rename it to %s", strings.TrimSuffix(path.Base(p), ext)+".yaml")
		return "", false
	case ext != ".yaml":
		return "", false
	case !d.Type().IsRegular():
		f.notAFile(d, p, "replace it by a file, or remove it")
		return "", false
	}
	return strings.TrimSuffix(path.Base(p), ".yaml"), true
}

// notAFile refuses what is neither a file nor a folder. A link is not skipped: whoever
// made it expects something to be there.
func (f *finder) notAFile(d fs.DirEntry, p, help string) {
	what := "%s is not a regular file"
	switch {
	case d.Type()&fs.ModeSymlink != 0:
		what = "%s is a symbolic link, which is not followed"
	case d.Type().IsRegular():
		what = "%s is a file, and the folder of a status"
	}
	f.list.Add(diag.NotAFile, f.pos(p), what, diag.Quote(path.Base(p))).WithHelp("%s", help)
}

func (f *finder) add(d fs.DirEntry, s source) {
	f.found = append(f.found, s)
	f.listed = append(f.listed, d)
}

// measure asks for the sizes and times of all files, on all cores.
func (f *finder) measure() {
	workers.Each(len(f.found), func(i int) {
		if info, err := f.listed[i].Info(); err == nil {
			f.found[i].stamp = stamp.Of(info)
		}
	})
	for _, s := range f.found {
		f.bytes += s.stamp.Size
	}
}
