package publish

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// NotOursError reports that a file is in the way that errdocs did not write.
type NotOursError struct{ File string }

func (e *NotOursError) Error() string {
	return e.File + " is in the way: its first line does not say that errdocs wrote it"
}

// PlanGoPackage compares files with a directory that a package shares with other Go files.
// A file on disk is ours if it begins with the header. Of the files whose names end in
// _gen.go, those of ours that are not rendered are stale. A file that is in the way and not
// ours is a *NotOursError. The directory need not exist.
func PlanGoPackage(dir string, files map[string][]byte, header string) (*Plan, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return compare(nil, dir, files, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("open the folder of the package: %w", err)
	}
	defer root.Close()
	return planGoPackage(root, dir, files, header)
}

// WriteGoPackage makes the changes that PlanGoPackage returns.
func WriteGoPackage(ctx context.Context, dir string, files map[string][]byte, header string) error {
	return share(ctx, dir, files, func(root *os.Root) (*Plan, error) {
		return planGoPackage(root, dir, files, header)
	})
}

// Create writes files to a directory that may contain others. If one of the files exists,
// Create returns an error that wraps fs.ErrExist before it writes anything.
func Create(dir string, files map[string][]byte) error {
	return share(context.Background(), dir, files, func(root *os.Root) (*Plan, error) {
		p := &Plan{Dir: dir}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if _, err := root.Lstat(name); err == nil {
				return nil, fmt.Errorf("%s: %w", path.Join(dir, name), fs.ErrExist)
			}
			p.Changes = append(p.Changes, Change{name, Missing})
		}
		return p, nil
	})
}

// share makes changes in a directory that errdocs shares with others, while no other run
// of errdocs does. If share created the directory and fails, it removes it.
func share(ctx context.Context, dir string, files map[string][]byte, plan func(*os.Root) (*Plan, error)) (err error) {
	_, before := os.Lstat(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the folder: %w", err)
	}
	defer func() {
		if err != nil && before != nil {
			_ = os.Remove(dir)
		}
	}()
	held, err := lock(ctx, dir, func() {})
	if err != nil {
		return fmt.Errorf("lock the folder: %w", err)
	}
	defer held.Close()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	s := newStaging(ctx, root, &Options{})
	if err := s.remove(); err != nil {
		return fmt.Errorf("clear up after a run that was killed: %w", err)
	}
	p, err := plan(root)
	if err != nil || p.Empty() {
		return err
	}
	if err := errors.Join(s.apply(p.Changes, files), s.close()); err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	return nil
}

// apply stages and publishes changes.
func (s *staging) apply(changes []Change, files map[string][]byte) error {
	for _, c := range changes {
		if c.Kind == Stale {
			continue
		}
		if err := s.write(c.Path, files[c.Path]); err != nil {
			return err
		}
	}
	return s.publish(changes, nil)
}

func planGoPackage(root *os.Root, dir string, files map[string][]byte, header string) (*Plan, error) {
	own, err := ownGoFiles(root, dir, files, header)
	if err != nil {
		return nil, err
	}
	p, err := compare(root, dir, files, own)
	if err != nil {
		return nil, fmt.Errorf("read the folder of the package: %w", err)
	}
	return p, nil
}

// compare compares files with our own files in a directory.
func compare(root *os.Root, dir string, files map[string][]byte, own []string) (*Plan, error) {
	p := &Plan{Dir: dir, edited: files}
	for name, data := range files {
		if !slices.Contains(own, name) {
			p.Changes = append(p.Changes, Change{name, Missing})
			continue
		}
		same, err := contains(root, name, data)
		if err != nil {
			return nil, err
		}
		if same {
			p.Unchanged++
		} else {
			p.Changes = append(p.Changes, Change{name, Edited})
		}
	}
	for _, name := range own {
		if _, ok := files[name]; !ok {
			p.Changes = append(p.Changes, Change{name, Stale})
		}
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return p, nil
}

// ownGoFiles returns the files of a directory that errdocs wrote, as far as they are
// rendered again or stale.
func ownGoFiles(root *os.Root, dir string, files map[string][]byte, header string) (own []string, err error) {
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		_, rendered := files[name]
		inTheWay := &NotOursError{path.Join(filepath.ToSlash(dir), name)}
		if d.IsDir() {
			if rendered {
				return inTheWay
			}
			if strings.Count(name, "/") > 0 || strings.HasPrefix(name, ".") && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		if !rendered && !mayBeOurs(name) {
			return nil
		}
		if d.Type().IsRegular() {
			data, err := root.ReadFile(name)
			if err != nil {
				return err
			}
			if bytes.HasPrefix(data, []byte(header)) {
				own = append(own, name)
				return nil
			}
		}
		if rendered { // written by hand, or a link
			return inTheWay
		}
		return nil
	})
	return own, err
}

// mayBeOurs reports whether a file has a name that this or an earlier package may have
// had: x_gen.go, or xtest/xtest_gen.go of the test package. Any other directory may
// contain the package of another catalog.
func mayBeOurs(name string) bool {
	dir, file := path.Split(name)
	if !strings.HasSuffix(file, "_gen.go") {
		return false
	}
	return dir == "" || file == strings.TrimSuffix(dir, "/")+"_gen.go" && strings.HasSuffix(dir, "test/")
}
