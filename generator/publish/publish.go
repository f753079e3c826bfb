package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// publish makes the changes of a plan, whose new files are on a tray. The whole site is
// made in a folder beside the old one, then the two change places, in one step where the
// system can: whoever opens a file finds the old site or the new one. Where the folder
// has to stay, its files are replaced one by one; and so they are where they are few and
// the site is large, since all others would have to be linked anew.
func (s *place) publish(p *Plan, t *tray) error {
	if t.inner != nil || p.few() && t.moveOver() == nil {
		return s.replace(p, t)
	}
	placed, err := t.fill(p, s.site)
	if err == nil {
		err = s.claim(p, t)
	}
	if err != nil {
		return errors.Join(err, t.discard())
	}
	old, err := s.swap()
	if err != nil {
		t.why = "cannot be moved"
		return s.carryIn(p, t)
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

// A change is made file by file in a site of so many files, of which so few are touched:
// to link the others anew would take a second and more, to rename these a millisecond.
const (
	largeSite = 2000 // files
	fewOf     = 50   // at most one file in so many
)

func (p *Plan) few() bool { return p.Unchanged >= largeSite && len(p.Changes)*fewOf <= p.Unchanged }

// moveOver moves a tray that is beside the site into it.
func (t *tray) moveOver() error {
	root, err := t.place.root.OpenRoot(t.place.site)
	if err != nil {
		return err
	}
	if _, err := root.Lstat(staging); err == nil { // of somebody else, so there it cannot go
		return errors.Join(fs.ErrExist, root.Close())
	}
	if err := t.place.root.Rename(t.dir, path.Join(t.place.site, staging)); err != nil {
		return errors.Join(err, root.Close())
	}
	t.inner = alone(root, t.place.o)
	t.root, t.dir = root, staging
	return nil
}

// carryIn makes the changes in a folder that has turned out to have to stay: its new
// files lie beside it.
func (s *place) carryIn(p *Plan, beside *tray) error {
	in := &tray{place: s, stage: beside.stage, why: beside.why}
	err := in.moveIn()
	if err == nil {
		err = in.each(len(p.Changes), func(i int) error {
			c := p.Changes[i]
			if c.Kind == LeftOver {
				return nil
			}
			data, err := s.root.ReadFile(beside.at(c.Path))
			if err == nil {
				_, err = in.create(c.Path, data)
			}
			return err
		})
		if err == nil {
			err = s.replace(p, in)
		} else {
			err = errors.Join(err, in.discard())
		}
	}
	return errors.Join(err, beside.discard())
}

// claim gives a folder that is taken over from somebody else the list of the new site, so
// that a build that is killed later leaves nothing behind that the next one cannot tell.
func (s *place) claim(p *Plan, t *tray) error {
	if _, err := s.root.Lstat(path.Join(s.site, ManifestName)); err == nil || !s.exists() {
		return nil
	}
	if _, err := t.create(between, p.list.encode()); err != nil {
		return err
	}
	return s.root.Rename(t.at(between), path.Join(s.site, ManifestName))
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
func (s *place) replace(p *Plan, t *tray) error {
	if t.why != "" && !t.made {
		s.o.note("%s %s, so its files are replaced one by one; build again if this build is killed", p.Dir, t.why)
	}
	p.inPlace = true
	err := t.inner.takePlaces(p, &t.stage)
	if err == nil && s.o.Sync {
		err = syncFolders(t.inner.root, ".")
	}
	t.made = t.made && err != nil
	return errors.Join(err, t.discard())
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
