package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
)

// publish makes the changes of a plan. The whole site is made in a folder beside the old
// one, then the two change places, in one step where the system can: whoever opens a
// file finds the old site or the new one. Where the folder has to stay, its files are
// replaced one by one.
func (s *place) publish(ctx context.Context, p *Plan) error {
	if s.o.InPlace {
		return s.replace(ctx, p, "")
	}
	if why := s.rooted(); why != "" {
		return s.replace(ctx, p, why)
	}
	if err := s.root.Mkdir(s.fresh, 0o755); err != nil {
		return s.replace(ctx, p, "lies in a folder that cannot be written")
	}
	st := &stage{ctx: ctx, o: &s.o, root: s.root, dir: s.fresh}
	placed, err := st.fill(p, s.site)
	if err == nil {
		err = s.claim(p, st)
	}
	if err != nil {
		return errors.Join(err, s.empty(s.fresh, nil, nil))
	}
	old, err := s.swap()
	if err != nil {
		if err := s.empty(s.fresh, nil, nil); err != nil {
			return err
		}
		return s.replace(ctx, p, "cannot be moved")
	}
	if s.o.Sync {
		if err := syncFolder(s.root, "."); err != nil {
			return err
		}
	}
	if old == "" {
		return nil
	}
	if err := s.empty(old, placed, setOf(p.dropped)); err != nil {
		return fmt.Errorf("the new site is there, the old one is not cleared away: %w", err)
	}
	return nil
}

// claim gives a folder that is taken over from somebody else the list of the new site, so
// that a build that is killed later leaves nothing behind that the next one cannot tell.
func (s *place) claim(p *Plan, st *stage) error {
	if _, err := s.root.Lstat(path.Join(s.site, ManifestName)); err == nil || !s.exists() {
		return nil
	}
	if err := st.create(between, p.list.encode()); err != nil {
		return err
	}
	return s.root.Rename(st.at(between), path.Join(s.site, ManifestName))
}

// swap puts the fresh folder in the place of the site, and returns the name that the
// old site has now, if there was one.
func (s *place) swap() (old string, err error) {
	if !s.exists() {
		return "", s.root.Rename(s.fresh, s.site)
	}
	if !s.o.TwoRenames && exchange(s.held, s.site, s.fresh) == nil {
		return s.fresh, nil
	}
	if err := s.root.Rename(s.site, s.spare); err != nil {
		return "", err
	}
	if err := s.root.Rename(s.fresh, s.site); err != nil {
		return "", errors.Join(err, s.root.Rename(s.spare, s.site))
	}
	return s.spare, nil
}

// replace makes the changes in the folder itself.
func (s *place) replace(ctx context.Context, p *Plan, why string) error {
	made := s.root.Mkdir(s.site, 0o755) == nil
	if why != "" && !made {
		s.o.note("%s %s, so its files are replaced one by one; build again if this build is killed", p.Dir, why)
	}
	err := s.within(func(inner *place) error { return inner.apply(ctx, p) })
	if err != nil && made {
		_ = s.root.Remove(s.site) // unless something is in it
	}
	return err
}

// syncFolders makes the names in a folder, and in those below it, survive a power cut.
func syncFolders(root *os.Root, dir string) error {
	t, err := scan(root, dir)
	if err != nil {
		return err
	}
	for _, name := range append(t.folders, ".") {
		if err := syncFolder(root, path.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
