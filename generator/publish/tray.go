package publish

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
)

// tray is where the new files of a site wait. Its folder holds a list that says so until
// it is complete, and nobody else uses it.
type tray struct {
	stage
	place *place // whose site the files are for
	inner *place // the site itself, if its files are replaced one by one
	why   string // the folder has to stay
	made  bool   // the folder of the site was made for the tray
}

// openTray makes the folder in which files wait: beside the site, so that the two can
// change places, or in the site if that has to stay where it is.
func (s *place) openTray(ctx context.Context) (*tray, error) {
	t := &tray{place: s, stage: stage{ctx: ctx, o: &s.o, root: s.root, dir: s.fresh}}
	inPlace := s.o.InPlace
	if !inPlace {
		t.why = s.rooted()
	}
	if !inPlace && t.why == "" {
		if err := s.root.Mkdir(s.fresh, 0o755); err == nil {
			return t, t.begin()
		}
		t.why = "lies in a folder that cannot be written"
	}
	t.made = s.root.Mkdir(s.site, 0o755) == nil
	return t, t.moveIn()
}

// moveIn opens a tray in the site itself.
func (t *tray) moveIn() error {
	root, err := t.place.root.OpenRoot(t.place.site)
	if err != nil {
		return err
	}
	t.inner = alone(root, t.place.o)
	t.root, t.dir = root, staging
	if err := root.Mkdir(staging, 0o755); errors.Is(err, fs.ErrExist) {
		t.dir = ""
		return errors.Join(&InTheWayError{filepath.Join(t.inner.path, staging)}, t.discard())
	} else if err != nil {
		t.dir = ""
		return errors.Join(err, t.discard())
	}
	return t.begin()
}

// begin says that the folder is not complete.
func (t *tray) begin() error {
	_, err := t.create(stagedBy, manifest{}.encode())
	if err != nil {
		return errors.Join(err, t.discard())
	}
	return nil
}

// discard removes the folder with all that is in it.
func (t *tray) discard() error {
	var err error
	if t.inner != nil {
		if t.dir != "" {
			err = t.inner.empty(staging, nil, nil)
		}
		t.inner.root.Close()
		if t.made {
			_ = t.place.root.Remove(t.place.site) // unless something is in it
		}
		return err
	}
	return t.place.empty(t.dir, nil, nil)
}
