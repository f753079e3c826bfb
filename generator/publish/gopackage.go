package publish

import (
	"bytes"
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

// NotOursError reports a file that errdocs did not write at the path of a generated file.
type NotOursError struct{ File string }

func (e *NotOursError) Error() string {
	return "cannot replace " + e.File + ": its first line does not show that errdocs wrote it"
}

// PlanGoPackage compares files with a directory that a package shares with other Go files.
// errdocs owns the files that begin with the header. Its files named *_gen.go that are no
// longer rendered are stale. If a file to write exists and errdocs does not own it, the error
// is a *NotOursError. The directory need not exist.
func PlanGoPackage(dir string, files map[string][]byte, header string) (*Plan, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return planToAdd(dir, files), nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the package directory: %w", err)
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
		p := planToAdd(dir, files)
		for _, c := range p.Changes {
			if _, err := root.Lstat(c.Path); err == nil {
				return nil, fmt.Errorf("%s: %w", path.Join(dir, c.Path), fs.ErrExist)
			}
		}
		return p, nil
	})
}

func planToAdd(dir string, files map[string][]byte) *Plan {
	p := &Plan{Dir: dir}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p.Changes = append(p.Changes, Change{name, Missing})
	}
	return p
}

// share makes changes in a directory that also contains other files. It locks the directory
// against other runs of errdocs. If share fails, it removes a directory that it created.
func share(ctx context.Context, dir string, files map[string][]byte, plan func(*os.Root) (*Plan, error)) (err error) {
	_, before := os.Lstat(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the directory: %w", err)
	}
	defer func() {
		if err != nil && before != nil {
			_ = os.Remove(dir)
		}
	}()
	locked, err := lock(ctx, dir, func() {})
	if err != nil {
		return fmt.Errorf("lock the directory: %w", err)
	}
	defer locked.Close()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the directory: %w", err)
	}
	defer root.Close()
	s := newStaging(root, &Options{})
	if err := s.remove(); err != nil {
		return fmt.Errorf("remove the files of a killed run: %w", err)
	}
	p, err := plan(root)
	if err != nil || p.Empty() {
		return err
	}
	for _, c := range p.Changes {
		if c.Kind != Stale && err == nil {
			err = s.write(c.Path, files[c.Path])
		}
	}
	if err == nil {
		err = s.publish(p.Changes, nil)
	}
	if err := errors.Join(err, s.close()); err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	return nil
}

func planGoPackage(root *os.Root, dir string, files map[string][]byte, header string) (*Plan, error) {
	names, err := goFiles(root, files)
	if err != nil {
		return nil, fmt.Errorf("read the package directory: %w", err)
	}
	p := &Plan{Dir: dir, edited: files}
	for _, name := range names {
		want, rendered := files[name]
		info, err := root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			if rendered {
				p.Changes = append(p.Changes, Change{name, Missing})
			}
			continue
		}
		var got []byte // empty for a link or a directory
		if err == nil && info.Mode().IsRegular() {
			got, err = root.ReadFile(name)
		}
		if err != nil {
			return nil, fmt.Errorf("read the package directory: %w", err)
		}
		switch ours := bytes.HasPrefix(got, []byte(header)); {
		case !ours && rendered:
			return nil, &NotOursError{path.Join(filepath.ToSlash(dir), name)}
		case !ours:
		case !rendered:
			p.Changes = append(p.Changes, Change{name, Stale})
		case bytes.Equal(got, want):
			p.Unchanged++
		default:
			p.Changes = append(p.Changes, Change{name, Edited})
		}
	}
	return p, nil
}

// goFiles returns the sorted paths of files and of possible files of an earlier package:
// x_gen.go, or xtest/xtest_gen.go of its test package. Other directories may contain the
// package of a different catalog.
func goFiles(root *os.Root, files map[string][]byte) ([]string, error) {
	names := slices.Collect(maps.Keys(files))
	list, err := readDir(root, ".")
	for _, d := range list {
		name := d.Name()
		if d.IsDir() && strings.HasSuffix(name, "test") && !strings.HasPrefix(name, ".") {
			names = append(names, name+"/"+name+"_gen.go")
		} else if strings.HasSuffix(name, "_gen.go") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), err
}
