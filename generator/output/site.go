package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ManifestName is the file in a site's folder that says which files are errdocs's own.
const ManifestName = ".errdocs.json"

// manifest lists the files that errdocs wrote, and the foreign ones it was told to
// keep.
type manifest struct {
	Comment string   `json:"comment"`
	Files   []string `json:"files"`
	Kept    []string `json:"kept,omitempty"`
}

const manifestComment = "Written by errdocs build. It lists the files that belong to errdocs; others are never touched."

// Options say how to treat a folder that is not errdocs's own.
type Options struct {
	Force bool // keep foreign files, and replace those in the way
	Check bool // only look: take foreign files as they are
}

// ForeignError says that a folder holds files that errdocs did not write.
type ForeignError struct {
	Dir   string
	Files []string
}

func (e *ForeignError) Error() string {
	shown := e.Files
	more := ""
	if len(shown) > 5 {
		more = fmt.Sprintf(" and %d more", len(shown)-5)
		shown = shown[:5]
	}
	return fmt.Sprintf("%s holds files that errdocs did not write: %s%s", e.Dir, strings.Join(shown, ", "), more)
}

// PlanSite compares a set with a site's folder. The folder need not exist. Where it
// holds foreign files the plan is a *ForeignError, unless they are to be kept.
func PlanSite(dir string, set *FileSet, o Options) (*Plan, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(dir); err == nil {
			return nil, fmt.Errorf("%s is a link that leads nowhere", dir)
		}
		return newSite(dir, set)
	case err != nil:
		return nil, fmt.Errorf("look at the output folder: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is not a folder", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the output folder: %w", err)
	}
	defer root.Close()
	old, err := readManifest(root)
	if err != nil {
		return nil, fmt.Errorf("read the manifest of %s: %w", dir, err)
	}
	foreign, err := old.foreign(root)
	if err != nil {
		return nil, fmt.Errorf("read the output folder: %w", err)
	}
	if !o.Check {
		if err := old.refuse(dir, foreign, set, o.Force); err != nil {
			return nil, err
		}
	}
	kept := old.Kept
	if !o.Check {
		kept = slices.DeleteFunc(slices.Clone(foreign), func(name string) bool { return inTheWay(name, set) })
	}
	whole, err := withManifest(set, kept)
	if err != nil {
		return nil, err
	}
	p := &Plan{Dir: dir}
	for _, name := range foreign {
		if isFolderOf(name, set) {
			p.blocked = append(p.blocked, name)
		}
	}
	if err := p.compare(root, whole, old.Files); err != nil {
		return nil, fmt.Errorf("read the output folder: %w", err)
	}
	return p, nil
}

// refuse judges the foreign files of a folder. Not even force puts a file where a folder
// with foreign files is.
func (m *manifest) refuse(dir string, foreign []string, set *FileSet, force bool) error {
	var refused []string
	for _, name := range foreign {
		if inTheWay(name, set) || !slices.Contains(m.Kept, name) {
			refused = append(refused, name)
		}
		for above := path.Dir(name); above != "."; above = path.Dir(above) {
			if _, wanted := set.Get(above); wanted {
				return fmt.Errorf("%s is a folder, and the site has a file of that name", path.Join(filepath.ToSlash(dir), above))
			}
		}
	}
	if len(refused) > 0 && !force {
		return &ForeignError{dir, refused}
	}
	return nil
}

// inTheWay reports whether a file of the set, or a folder on its way, has the name.
func inTheWay(name string, set *FileSet) bool {
	_, ok := set.Get(name)
	return ok || isFolderOf(name, set)
}

// isFolderOf reports whether a file of the set lies in a folder of the name.
func isFolderOf(name string, set *FileSet) bool {
	paths := set.Paths()
	i, _ := slices.BinarySearch(paths, name+"/")
	return i < len(paths) && strings.HasPrefix(paths[i], name+"/")
}

func newSite(dir string, set *FileSet) (*Plan, error) {
	whole, err := withManifest(set, nil)
	if err != nil {
		return nil, err
	}
	p := &Plan{Dir: dir}
	for _, name := range whole.Paths() {
		data, _ := whole.Get(name)
		p.Changes = append(p.Changes, Change{name, Missing, nil, data})
	}
	return p, nil
}

// withManifest returns the set and its manifest.
func withManifest(set *FileSet, kept []string) (*FileSet, error) {
	data, err := json.MarshalIndent(manifest{manifestComment, set.Paths(), kept}, "", " ")
	if err != nil {
		return nil, err
	}
	whole := &FileSet{files: make(map[string][]byte, set.Len()+1)}
	for name, content := range set.files {
		whole.Add(name, content)
	}
	whole.Add(ManifestName, append(data, '\n'))
	return whole, nil
}

// readManifest reads the manifest of an earlier run; an empty one where there is none.
// It may have been edited, so its paths are checked.
func readManifest(root *os.Root) (*manifest, error) {
	data, err := readRegular(root, ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return &manifest{}, nil
	}
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, &DamagedError{"it is not the JSON that errdocs wrote"}
	}
	for _, name := range m.Files {
		if !isLocal(name) || strings.HasPrefix(name, ".") && !strings.HasPrefix(name, ".well-known/") { // such as .git/config: no page is called so
			return nil, &DamagedError{strconv.QuoteToASCII(name) + " is no file of a site"}
		}
	}
	return &m, nil
}

// DamagedError says that a manifest is not as errdocs wrote it.
type DamagedError struct{ What string }

func (e *DamagedError) Error() string { return ManifestName + " is damaged: " + e.What }

// foreign lists the files of the folder that the manifest does not list as ours. A
// .git at the top belongs to git, and is left alone.
func (m *manifest) foreign(root *os.Root) ([]string, error) {
	own := make(map[string]bool, len(m.Files))
	for _, name := range m.Files {
		own[name] = true
	}
	var list []string
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".git" || name == staging:
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && name != ManifestName && (!own[name] || !d.Type().IsRegular()):
			list = append(list, name)
		}
		return nil
	})
	return list, err
}
