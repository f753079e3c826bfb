package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Options say how a site is compared and written.
type Options struct {
	Force      bool                                // keep foreign files, and replace those in the way
	InPlace    bool                                // replace files one by one, so that the folder stays the same
	TwoRenames bool                                // as on a disk that cannot exchange two folders in one step
	AddOnly    bool                                // refuse to remove pages
	Sync       bool                                // survive a power cut, too
	Note       func(text string)                   // is told what a user should know; may be nil
	look       bool                                // take foreign files as they are
	write      func(*os.File, []byte) (int, error) // plays a full disk in tests
}

func (o *Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

// PlanSite compares a set with a site's folder, which need not exist, and takes foreign
// files as they are.
func PlanSite(dir string, set *FileSet) (*Plan, error) {
	if exists, err := isFolder(dir); err != nil || !exists {
		return newSite(dir, set), err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the output folder: %w", err)
	}
	defer root.Close()
	return planSite(root, ".", dir, set, Options{look: true})
}

// WriteSite brings a site's folder to the state of a set. Where it holds foreign files
// the error is a *ForeignError, unless they are to be kept. Two calls at once, in any
// processes, write one after the other.
func WriteSite(ctx context.Context, dir string, set *FileSet, o Options) (*Plan, error) {
	s, err := openPlace(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.clearUp(); err != nil {
		return nil, fmt.Errorf("clear up after a build that was killed: %w", err)
	}
	p := newSite(dir, set)
	if s.exists() {
		p, err = planSite(s.root, s.site, dir, set, o)
	}
	if err != nil || p.Empty() {
		return p, err
	}
	if n := p.leftOver(); n > 0 && o.AddOnly {
		return nil, &RemovesError{dir, n}
	}
	if err := s.publish(ctx, p); err != nil {
		return nil, fmt.Errorf("write %s: %w", dir, err)
	}
	changed := p.changed()
	for _, name := range p.dropped {
		if _, ok := p.set.Get(name); ok && !changed[name] { // it said the same
			continue
		}
		o.note("replaced %s/%s, which errdocs did not write", dir, printable(name))
	}
	return p, nil
}

// RemovesError says that a build would remove pages, and must not.
type RemovesError struct {
	Dir   string
	Files int
}

func (e *RemovesError) Error() string {
	return fmt.Sprintf("%s is the site of another catalog: %d of its files would be removed", e.Dir, e.Files)
}

// isFolder reports whether there is a folder.
func isFolder(dir string) (bool, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(dir); err == nil {
			return false, fmt.Errorf("%s is a link that leads nowhere", dir)
		}
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look at the output folder: %w", err)
	case !info.IsDir():
		return false, fmt.Errorf("%s is not a folder", dir)
	}
	return true, nil
}

// newSite is the plan of a site that is not there yet.
func newSite(dir string, set *FileSet) *Plan {
	p := &Plan{Dir: dir}
	p.keep(set, nil)
	for _, name := range p.set.Paths() {
		p.Changes = append(p.Changes, Change{name, Missing})
	}
	return p
}

// keep makes the set of the plan: the pages, and the manifest with the files that stay.
func (p *Plan) keep(set *FileSet, kept []string) {
	p.list = manifest{Files: set.Paths(), Kept: kept}
	p.set = &FileSet{files: make(map[string][]byte, set.Len()+1)}
	for name, content := range set.files {
		p.set.Add(name, content)
	}
	p.set.Add(ManifestName, p.list.encode())
}

// planSite compares a set with a site.
func planSite(root *os.Root, dir, shown string, set *FileSet, o Options) (*Plan, error) {
	old, err := readManifest(root, dir, ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = &manifest{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the manifest of %s: %w", shown, err)
	}
	t, err := scan(root, dir, ".git", lockName)
	if err != nil {
		return nil, fmt.Errorf("read the output folder: %w", err)
	}
	foreign := old.foreign(t)
	stay := old.Kept
	if !o.look {
		if err := old.refuse(shown, foreign, set, o.Force); err != nil {
			return nil, err
		}
		stay = foreign
	}
	p := &Plan{Dir: shown, old: old.Files}
	var kept []string
	for _, name := range stay {
		if !inTheWay(name, set) {
			kept = append(kept, name)
		}
	}
	for _, name := range foreign {
		if inTheWay(name, set) {
			p.dropped = append(p.dropped, name)
		}
	}
	ours := foldersOf(old.Files)
	for _, name := range t.empty {
		if !inTheWay(name, set) && !ours[name] {
			p.folders = append(p.folders, name)
		}
	}
	p.keep(set, kept)
	if err := p.compare(root, dir, t.regular(), old.Files); err != nil {
		return nil, fmt.Errorf("read the output folder: %w", err)
	}
	return p, nil
}

// locate returns the place of a folder on disk, without links, and makes the folders
// above it.
func locate(dir string) (string, error) {
	exists, err := isFolder(dir)
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the output folder: %w", err)
	}
	if exists {
		return filepath.EvalSymlinks(abs)
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return "", fmt.Errorf("create the output folder: %w", err)
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}
