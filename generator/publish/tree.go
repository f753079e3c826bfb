package publish

import (
	"io/fs"
	"os"
	"path"
	"slices"
)

// tree is what a folder holds.
type tree struct {
	files   map[string]fs.FileMode // the types of all but folders, by path
	folders []string               // parents before children
	empty   []string               // those of them that hold nothing
}

// scan lists what a folder holds, but for the names to skip at its top. Links are
// listed, never followed.
func scan(root *os.Root, dir string, skip ...string) (*tree, error) {
	t := &tree{files: map[string]fs.FileMode{}}
	return t, t.add(root, dir, ".", skip)
}

func (t *tree) add(root *os.Root, dir, below string, skip []string) error {
	list, err := readFolder(root, path.Join(dir, below))
	if err != nil {
		return err
	}
	for _, d := range list {
		name := path.Join(below, d.Name())
		switch {
		case slices.Contains(skip, name):
		case d.IsDir():
			t.folders = append(t.folders, name)
			if err := t.add(root, dir, name, nil); err != nil {
				return err
			}
		default:
			t.files[name] = d.Type()
		}
	}
	if len(list) == 0 && below != "." {
		t.empty = append(t.empty, below)
	}
	return nil
}

// readFolder lists a folder, and closes it before anybody looks into what it holds.
func readFolder(root *os.Root, name string) ([]fs.DirEntry, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}
