package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// apply makes the changes of a plan in a folder that is shared with others. Every new
// file is made in a staging folder first, so a full disk changes nothing; then each takes
// its place, so no reader sees half a file; left-over files go last.
func (s *place) apply(ctx context.Context, p *Plan, set *FileSet) error {
	if err := s.root.Mkdir(staging, 0o755); errors.Is(err, fs.ErrExist) {
		return &InTheWayError{filepath.Join(s.path, staging)}
	} else if err != nil {
		return err
	}
	st := &stage{ctx: ctx, o: &s.o, root: s.root, dir: staging}
	_, err := st.create(stagedBy, manifest{}.encode())
	if err == nil {
		err = st.each(len(p.Changes), func(i int) error {
			c := p.Changes[i]
			if c.Kind == LeftOver {
				return nil
			}
			data, _ := set.Get(c.Path)
			_, err := st.create(c.Path, data)
			return err
		})
	}
	if err == nil {
		err = s.takePlaces(p, st)
	}
	return errors.Join(err, s.empty(staging, nil, nil))
}

// takePlaces renames the staged files into place: first assets, then pages that are new,
// then the others, which may lead to them. Meanwhile the manifest lists old and new files,
// so whatever a kill leaves is known as ours.
func (s *place) takePlaces(p *Plan, st *stage) error {
	relisted := p.changed()[ManifestName]
	if relisted {
		files := append(slices.Clone(p.old), p.list.Files...)
		slices.Sort(files)
		both := manifest{Files: slices.Compact(files), Kept: p.list.Kept}
		if _, err := st.create(between, both.encode()); err != nil {
			return err
		}
		if err := s.root.Rename(path.Join(staging, between), ManifestName); err != nil {
			return err
		}
	}
	late, err := s.clearWay(p)
	if err != nil {
		return err
	}
	changes := slices.Clone(p.Changes)
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(rank(a), rank(b)) })
	for _, c := range changes {
		if c.Kind == LeftOver || c.Path == ManifestName {
			continue
		}
		if err := s.takePlace(c); err != nil {
			return err
		}
	}
	if err := s.removeFiles(late); err != nil || !relisted {
		return err
	}
	return s.root.Rename(path.Join(staging, ManifestName), ManifestName)
}

func rank(c Change) int {
	switch {
	case strings.HasPrefix(c.Path, "static/"):
		return 0
	case c.Kind == Missing:
		return 1
	}
	return 2
}

// takePlace puts a staged file into its place. A file that has appeared there since is
// set aside.
func (s *place) takePlace(c Change) error {
	staged := path.Join(staging, c.Path)
	if err := s.root.MkdirAll(path.Dir(c.Path), 0o755); err != nil {
		return err
	}
	if c.Kind == Missing {
		if err := s.root.Link(staged, c.Path); err == nil {
			return nil
		}
		if _, err := s.root.Lstat(c.Path); err == nil {
			if err := s.aside(c.Path, c.Path); err != nil {
				return err
			}
		}
	}
	return s.root.Rename(staged, c.Path)
}

// clearWay removes what stands where a file or folder has to be: foreign files that
// were given up, empty folders, and left-over files whose names are folders now, or the
// reverse. It returns the left-over files that can wait.
func (s *place) clearWay(p *Plan) (late []string, err error) {
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
	var early []string
	for _, name := range p.dropped {
		if info, err := s.root.Lstat(name); folders[name] || err == nil && !info.Mode().IsRegular() {
			early = append(early, name)
		}
	}
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
		if info, err := s.root.Lstat(c.Path); err == nil && info.IsDir() && c.Kind == Missing {
			early = append(early, c.Path) // empty by then; else it is an error
		}
	}
	return late, s.removeFiles(early)
}

// removeFiles removes files and the folders that they leave empty.
func (s *place) removeFiles(names []string) error {
	for _, name := range names {
		if err := gone(s.root.Remove(name)); err != nil {
			return err
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if s.root.Remove(dir) != nil { // not empty
				break
			}
		}
	}
	return nil
}

// Create writes the files of a set to a folder, none of which may be there yet. It
// fails with fs.ErrExist before it writes anything if one is.
func Create(dir string, set *FileSet) error {
	return share(context.Background(), dir, set, func(s *place) (*Plan, error) {
		p := &Plan{Dir: dir}
		for _, name := range set.Paths() {
			if _, err := s.root.Lstat(name); err == nil {
				return nil, fmt.Errorf("%s: %w", path.Join(dir, name), fs.ErrExist)
			}
			p.Changes = append(p.Changes, Change{name, Missing})
		}
		return p, nil
	})
}
