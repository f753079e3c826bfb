package output

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/errdocs/errdocs/generator/workers"
)

// Kind says how a file on disk differs from the set.
type Kind int

// The differences.
const (
	Edited   Kind = iota // other bytes
	Missing              // not there
	LeftOver             // written by an earlier run, and no longer made
)

// Change is a file that differs.
type Change struct {
	Path string
	Kind Kind
	old  []byte
	new  []byte
}

// String says what is wrong with the file.
func (c Change) String() string {
	switch c.Kind {
	case Missing:
		return c.Path + ": missing"
	case LeftOver:
		return c.Path + ": should not exist"
	}
	return c.Path + ": out of date"
}

// Diff returns the difference in unified form.
func (c Change) Diff() []byte { return diff.Diff(c.Path, c.old, c.Path+" (new)", c.new) }

// Plan is what has to change in a folder.
type Plan struct {
	Dir       string
	Changes   []Change // by path
	Unchanged int
	blocked   []string // names of foreign files and links that have to go
}

// Empty reports whether the folder is current.
func (p *Plan) Empty() bool { return len(p.Changes) == 0 }

// staging is the folder inside the target in which new files are made.
const staging = ".errdocs-new"

// compare lists what differs between the set and the folder. Own are the files that
// earlier runs wrote.
func (p *Plan) compare(root *os.Root, set *FileSet, own []string) error {
	for _, name := range set.Paths() {
		data, _ := set.Get(name)
		old, err := p.read(root, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			p.Changes = append(p.Changes, Change{name, Missing, nil, data})
		case err != nil:
			return err
		case !bytes.Equal(old, data):
			p.Changes = append(p.Changes, Change{name, Edited, old, data})
		default:
			p.Unchanged++
		}
	}
	for _, name := range own {
		if _, ok := set.Get(name); ok {
			continue
		}
		if old, err := p.read(root, name); err == nil {
			p.Changes = append(p.Changes, Change{name, LeftOver, old, nil})
		}
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}

// read reads a file, unless a link or foreign file stands on the way to it.
func (p *Plan) read(root *os.Root, name string) ([]byte, error) {
	for _, b := range p.blocked {
		if strings.HasPrefix(name, b+"/") {
			return nil, fs.ErrNotExist
		}
	}
	return readRegular(root, name)
}

// readRegular reads a file and never follows a link.
func readRegular(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		if errors.Is(err, errNotDir) {
			return nil, fs.ErrNotExist
		}
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist // what stands there is no file of ours
	}
	return root.ReadFile(name)
}

// Apply makes the changes. Every new file is made in a staging folder first, so a full
// disk changes nothing; then each is renamed into place, so no reader sees half a
// file; left-over files go last.
func (p *Plan) Apply() error {
	if p.Empty() {
		return nil
	}
	if _, err := os.Stat(p.Dir); errors.Is(err, fs.ErrNotExist) {
		return p.create()
	}
	root, err := os.OpenRoot(p.Dir)
	if err != nil {
		return fmt.Errorf("open the output folder: %w", err)
	}
	defer root.Close()
	if err := root.RemoveAll(staging); err != nil { // of a run that was killed
		return fmt.Errorf("clear the staging folder: %w", err)
	}
	err = p.stage(root)
	if err == nil {
		err = p.publish(root)
	}
	if left := root.RemoveAll(staging); err == nil {
		err = left
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", p.Dir, err)
	}
	return nil
}

// create makes a folder that is not there yet: whole, beside its place, then in its
// place by one rename.
func (p *Plan) create() error {
	parent, name := filepath.Split(filepath.Clean(p.Dir))
	if err := os.MkdirAll(filepath.Join(parent, "."), 0o755); err != nil {
		return fmt.Errorf("create the output folder: %w", err)
	}
	made := filepath.Join(parent, "."+name+staging)
	err := os.RemoveAll(made) // of a run that was killed
	if err == nil {
		err = p.writeAll(made)
	}
	if err == nil {
		err = os.Rename(made, p.Dir)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", p.Dir, err), os.RemoveAll(made))
	}
	return nil
}

// writeAll writes the files of the plan to a new folder, on all cores.
func (p *Plan) writeAll(dir string) error {
	errs := make([]error, len(p.Changes))
	workers.Each(len(p.Changes), func(i int) {
		c := p.Changes[i]
		file := filepath.Join(dir, filepath.FromSlash(c.Path))
		errs[i] = os.WriteFile(file, c.new, 0o644)
		if errors.Is(errs[i], fs.ErrNotExist) {
			if errs[i] = os.MkdirAll(filepath.Dir(file), 0o755); errs[i] == nil {
				errs[i] = os.WriteFile(file, c.new, 0o644)
			}
		}
	})
	for _, err := range errs { // the first in the order of the paths, whichever came first
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) stage(root *os.Root) error {
	made := map[string]bool{}
	for _, c := range p.Changes {
		if c.Kind == LeftOver {
			continue
		}
		name := path.Join(staging, c.Path)
		if dir := path.Dir(name); !made[dir] {
			if err := root.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			made[dir] = true
		}
		if err := root.WriteFile(name, c.new, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) publish(root *os.Root) error {
	late, err := p.clearWay(root)
	if err != nil {
		return err
	}
	made := map[string]bool{}
	for _, c := range p.Changes {
		if c.Kind == LeftOver {
			continue
		}
		if dir := path.Dir(c.Path); !made[dir] {
			if err := root.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			made[dir] = true
		}
		if err := root.Rename(path.Join(staging, c.Path), c.Path); err != nil {
			return err
		}
	}
	return remove(root, late)
}

// clearWay removes what stands where a file or folder has to be: foreign files that
// were given up, and left-over files whose names are folders now, or the reverse. It
// returns the left-over files that can wait.
func (p *Plan) clearWay(root *os.Root) (late []string, err error) {
	folders, files := map[string]bool{}, map[string]bool{}
	for _, c := range p.Changes {
		if c.Kind == LeftOver {
			continue
		}
		files[c.Path] = true
		for dir := path.Dir(c.Path); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	early := slices.Clone(p.blocked)
	for _, c := range p.Changes {
		if c.Kind != LeftOver {
			continue
		}
		blocks := folders[c.Path]
		for dir := path.Dir(c.Path); dir != "."; dir = path.Dir(dir) {
			blocks = blocks || files[dir]
		}
		if blocks {
			early = append(early, c.Path)
		} else {
			late = append(late, c.Path)
		}
	}
	for _, c := range p.Changes {
		if info, err := root.Lstat(c.Path); err == nil && info.IsDir() && c.Kind == Missing {
			early = append(early, c.Path) // empty by then; else it is an error
		}
	}
	return late, remove(root, early)
}

// remove removes files and the folders that they leave empty.
func remove(root *os.Root, names []string) error {
	for _, name := range names {
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		removeEmptyParents(root, name)
	}
	return nil
}

// removeEmptyParents removes the folders that a removed file leaves empty.
func removeEmptyParents(root *os.Root, name string) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if root.Remove(dir) != nil { // not empty
			return
		}
	}
}

// Create writes the files of a set to a folder, none of which may be there yet. It
// fails with fs.ErrExist before it writes anything if one is.
func Create(dir string, set *FileSet) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	p := &Plan{Dir: dir}
	for _, name := range set.Paths() {
		if _, err := root.Lstat(name); err == nil {
			return fmt.Errorf("%s: %w", path.Join(dir, name), fs.ErrExist)
		}
		data, _ := set.Get(name)
		p.Changes = append(p.Changes, Change{name, Missing, nil, data})
	}
	return p.Apply()
}
