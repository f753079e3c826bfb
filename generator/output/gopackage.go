package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
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
		p := &Plan{Dir: dir}
		for _, name := range set.Paths() {
			data, _ := set.Get(name)
			p.Changes = append(p.Changes, Change{name, Missing, nil, data})
		}
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the folder of the package: %w", err)
	}
	defer root.Close()
	var own []string
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if _, wanted := set.Get(name); wanted {
				return &NotOursError{path.Join(filepath.ToSlash(dir), name)}
			}
			if strings.Count(name, "/") > 0 || strings.HasPrefix(name, ".") && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		_, wanted := set.Get(name)
		if !wanted && !mayBeOurs(name) {
			return nil
		}
		data, err := readRegular(root, name)
		switch {
		case err == nil && bytes.HasPrefix(data, []byte(header)):
			own = append(own, name)
		case wanted: // written by hand, or a link
			return &NotOursError{path.Join(filepath.ToSlash(dir), name)}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	p := &Plan{Dir: dir}
	if err := p.compare(root, set, own); err != nil {
		return nil, fmt.Errorf("read the folder of the package: %w", err)
	}
	return p, nil
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
