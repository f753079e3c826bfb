package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// readSite reads the manifest, and what the directory contains.
func (w *Writer) readSite() error {
	old, err := readManifest(w.root)
	switch {
	case err == nil:
		w.old = old
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read the manifest of %s: %w", w.dir, err)
	}
	if err := w.readDir("."); err != nil {
		return fmt.Errorf("read the output directory: %w", err)
	}
	for _, name := range w.old.Files {
		if f := w.files[name]; f != nil {
			f.ours = f.onDisk
		}
	}
	for name, f := range w.files {
		if !f.ours && name != ManifestName {
			w.foreign = append(w.foreign, name)
		}
	}
	slices.Sort(w.foreign)
	return nil
}

// lockName is the file that locks a directory on Windows.
const lockName = ".errdocs-lock"

// notOfSite are names at the top of a directory that are not part of a site.
var notOfSite = []string{".git", stagingDir, lockName}

// readDir lists a directory of the site and the directories below it. It does not follow
// links.
func (w *Writer) readDir(dir string) error {
	list, err := readDir(w.root, dir)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		w.empty = append(w.empty, dir)
	}
	for _, d := range list {
		name := d.Name()
		if dir == "." && slices.Contains(notOfSite, name) {
			continue
		}
		if dir != "." {
			name = dir + "/" + name
		}
		if !d.IsDir() {
			w.files[name] = &file{onDisk: d.Type().IsRegular()}
			continue
		}
		if err := w.readDir(name); err != nil {
			return err
		}
	}
	return nil
}

// readDir lists a directory and closes it, so that the number of open files does not depend on
// the depth of a site.
func readDir(root *os.Root, name string) ([]fs.DirEntry, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// isDir reports whether a directory exists. Anything else at its path is an error.
func isDir(dir string) (bool, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if link, err := os.Lstat(dir); err == nil && link.Mode()&fs.ModeSymlink != 0 {
			return false, fmt.Errorf("%s is a broken symbolic link", dir)
		}
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read the output directory: %w", err)
	case !info.IsDir():
		return false, fmt.Errorf("%s is not a directory", dir)
	}
	return true, nil
}

// locate returns the path of a directory with all links resolved, and creates its parents.
func locate(dir string) (string, error) {
	if _, err := isDir(dir); err != nil {
		return "", err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("resolve the output directory: %w", err)
	}
	if real, err := filepath.EvalSymlinks(abs); !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return "", fmt.Errorf("create the output directory: %w", err)
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}
