package publish

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// NotOursError says that a file stands in the way which errdocs did not write.
type NotOursError struct{ File string }

func (e *NotOursError) Error() string {
	return e.File + " is in the way: its first line does not say that errdocs wrote it"
}

// PlanGoPackage compares a set with a folder that it shares with other Go files. A
// file is ours if it begins with the header; left-over ones among the names ending in
// _gen.go are removed, and one in the way without the header is a *NotOursError.
func PlanGoPackage(dir string, set *FileSet, header string) (*Plan, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return compare(nil, dir, set, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("open the folder of the package: %w", err)
	}
	defer root.Close()
	return planGoPackage(root, dir, set, header)
}

// WriteGoPackage brings the files of a Go package to the state of a set.
func WriteGoPackage(ctx context.Context, dir string, set *FileSet, header string) error {
	return share(ctx, dir, set, func(s *place) (*Plan, error) { return planGoPackage(s.root, dir, set, header) })
}

func planGoPackage(root *os.Root, dir string, set *FileSet, header string) (*Plan, error) {
	own, err := ownGoFiles(root, dir, set, header)
	if err != nil {
		return nil, err
	}
	p, err := compare(root, dir, set, own)
	if err != nil {
		return nil, fmt.Errorf("read the folder of the package: %w", err)
	}
	return p, nil
}

// compare lists what differs between a set and our own files in a folder.
func compare(root *os.Root, dir string, set *FileSet, own []string) (*Plan, error) {
	p := &Plan{Dir: dir, shown: map[string][]byte{}}
	there := setOf(own)
	for _, name := range set.Paths() {
		data, _ := set.Get(name)
		change := Change{name, Missing}
		if there[name] {
			_, same, err := holds(root, name, data)
			if err != nil {
				return nil, err
			}
			if same {
				p.Unchanged++
				continue
			}
			change.Kind = Edited
			p.shown[name] = data
		}
		p.Changes = append(p.Changes, change)
	}
	for _, name := range own {
		if _, ok := set.Get(name); !ok {
			p.Changes = append(p.Changes, Change{name, LeftOver})
		}
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return p, nil
}

func ownGoFiles(root *os.Root, dir string, set *FileSet, header string) (own []string, err error) {
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		_, wanted := set.Get(name)
		inTheWay := &NotOursError{path.Join(filepath.ToSlash(dir), name)}
		if d.IsDir() {
			if wanted {
				return inTheWay
			}
			if strings.Count(name, "/") > 0 || strings.HasPrefix(name, ".") && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		if !wanted && !mayBeOurs(name) {
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
		if wanted { // written by hand, or a link
			return inTheWay
		}
		return nil
	})
	return own, err
}

// mayBeOurs reports whether a file has a name that this or an earlier package may have
// had: x_gen.go, or the test package's xtest/xtest_gen.go. Any other folder may hold the
// package of another catalog.
func mayBeOurs(name string) bool {
	dir, file := path.Split(name)
	if !strings.HasSuffix(file, "_gen.go") {
		return false
	}
	return dir == "" || file == strings.TrimSuffix(dir, "/")+"_gen.go" && strings.HasSuffix(dir, "test/")
}

// share makes changes in a folder that errdocs shares with others, while no other run of
// errdocs does. A folder that it made for that goes again if nothing comes of it.
func share(ctx context.Context, dir string, set *FileSet, plan func(s *place) (*Plan, error)) (err error) {
	_, before := os.Lstat(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the folder: %w", err)
	}
	defer func() {
		if err != nil && before != nil {
			_ = os.Remove(dir)
		}
	}()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	held, err := lock(ctx, dir, func() {})
	if err != nil {
		return fmt.Errorf("lock the folder: %w", err)
	}
	defer held.Close()
	s := alone(root, Options{})
	if err := s.clearUp(); err != nil {
		return fmt.Errorf("clear up after a run that was killed: %w", err)
	}
	p, err := plan(s)
	if err != nil || p.Empty() {
		return err
	}
	if err := s.apply(ctx, p, set); err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	return nil
}
