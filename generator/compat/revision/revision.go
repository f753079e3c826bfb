// Package revision reads a directory from a Git revision.
//
//	fsys, folder, err := revision.Open(ctx, ".", "main:catalog")
//	data, err := fs.ReadFile(fsys, "errdocs.yaml")
//
// Nothing in a repository may start a program or reach the network: git runs
// with fixed arguments, without pager, hooks, filters and transports. The files are
// read as they were committed, whatever .gitattributes says.
package revision

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"testing/fstest" // the one file system in memory that the standard library has
	"time"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/internal/git"
)

// Limits of what is read from git.
const (
	timeout    = 30 * time.Second
	maxListing = 64 << 20  // bytes of the list of files
	maxFiles   = 512 << 20 // bytes of the files
)

// Cut splits REV:path at the first colon outside braces, as git does: a revision may
// hold a time in braces.
func Cut(name string) (rev, folder string, found bool) {
	depth := 0
	for i, c := range name {
		switch {
		case c == '{':
			depth++
		case c == '}' && depth > 0:
			depth--
		case c == ':' && depth == 0:
			return name[:i], name[i+1:], true
		}
	}
	return name, "", false
}

// Open reads the folder that name stands for, REV or REV:path, with the repository of
// dir. The path counts from the top of the repository or, with ./ before it, from dir;
// without one it is dir itself. Open returns the folder as git writes it, too.
func Open(ctx context.Context, dir, name string) (fs.FS, string, error) {
	rev, folder, given := Cut(name)
	if rev == "" || strings.HasPrefix(rev, "-") { // git would read it as an option
		return nil, "", unknown(rev)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r := repository{ctx, dir}
	prefix, err := r.git("rev-parse", "--show-prefix")
	if err != nil {
		return nil, "", fmt.Errorf("find the Git revision %s: %w", diag.Quote(rev), err)
	}
	if !given || strings.HasPrefix(folder, "./") || strings.HasPrefix(folder, "../") {
		folder = path.Join(strings.TrimSuffix(string(prefix), "\n"), folder)
	}
	folder = path.Clean(folder)
	commit, err := r.git("rev-parse", "--verify", "--quiet", rev+"^{commit}")
	switch {
	case ctx.Err() != nil:
		return nil, "", fmt.Errorf("find the Git revision %s: %w", diag.Quote(rev), err)
	case err != nil:
		return nil, "", unknown(rev)
	}
	var files []committed
	if fs.ValidPath(folder) { // other paths leave the repository
		files, err = r.list(strings.TrimSpace(string(commit)), folder)
	}
	if err != nil {
		return nil, "", fmt.Errorf("list the files of %s: %w", diag.Quote(rev), err)
	}
	if len(files) == 0 {
		return nil, "", &diag.Advice{
			Err:  fmt.Errorf("the revision %s has no directory %s", diag.Quote(rev), diag.Quote(folder)),
			Help: "set the catalog's path in that revision: REV:path/to/catalog",
		}
	}
	fsys, err := r.read(files)
	if err != nil {
		return nil, "", fmt.Errorf("read the files of %s: %w", diag.Quote(rev), err)
	}
	return fsys, rev + ":" + folder, nil
}

func unknown(rev string) error {
	return &diag.Advice{
		Err:  fmt.Errorf("%s is not a directory or a Git revision", diag.Quote(rev)),
		Help: "in a shallow clone, fetch the revision that you need first",
	}
}

// repository runs git in a directory.
type repository struct {
	ctx context.Context
	dir string
}

// git runs a command and returns its output.
func (r repository) git(args ...string) ([]byte, error) {
	var out capped
	var complaint bytes.Buffer
	cmd := git.Command(r.ctx, r.dir, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, r.reason(err, complaint.String())
	}
	return out.Bytes(), nil
}

// capped is a buffer that does not grow for ever.
type capped struct{ bytes.Buffer }

var errTooLong = errors.New("the list of files is too long")

func (c *capped) Write(p []byte) (int, error) {
	if c.Len()+len(p) > maxListing {
		return 0, errTooLong
	}
	return c.Buffer.Write(p)
}

// reason returns why git failed: how it ended, or else its own message.
func (r repository) reason(err error, complaint string) error {
	line, _, _ := strings.Cut(strings.TrimSpace(complaint), "\n")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("git is not installed")
	case errors.Is(r.ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("git did not respond within %s", timeout)
	case line != "" && !errors.Is(err, errTooLong):
		return errors.New("git: " + strings.TrimPrefix(line, "fatal: "))
	}
	return err
}

// committed is a file in a revision.
type committed struct {
	path, object string
	mode         fs.FileMode
	read         bool // it may be a file of a catalog
}

// modes are those of git that are not those of a regular file: links and submodules.
var modes = map[string]fs.FileMode{"120000": fs.ModeSymlink, "160000": fs.ModeDir}

// list lists the files of a directory.
func (r repository) list(commit, folder string) ([]committed, error) {
	args := []string{"ls-tree", "-r", "-z", "-l", "--full-tree", commit}
	if folder != "." {
		args = append(args, "--", folder)
	}
	listing, err := r.git(args...)
	if err != nil {
		return nil, err
	}
	var files []committed
	total := 0
	for line := range strings.SplitSeq(string(listing), "\x00") { // mode type object size<TAB>path
		facts, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(facts)
		inside := true
		if folder != "." {
			name, inside = strings.CutPrefix(name, folder+"/")
		}
		if !inside || len(fields) != 4 {
			continue
		}
		f := committed{path: name, object: fields[2], mode: modes[fields[0]]}
		f.read = f.mode == 0 && strings.HasSuffix(name, ".yaml") && strings.Count(name, "/") < 2
		if f.read {
			size, _ := strconv.Atoi(fields[3])
			total += size
		}
		files = append(files, f)
	}
	if total > maxFiles {
		return nil, fmt.Errorf("they have %d bytes; the limit is %d", total, maxFiles)
	}
	return files, nil
}

// read reads all files with one process.
func (r repository) read(files []committed) (fs.FS, error) {
	var wanted strings.Builder
	fsys := fstest.MapFS{}
	for _, f := range files {
		fsys[f.path] = &fstest.MapFile{Mode: f.mode}
		if f.read {
			wanted.WriteString(f.object + "\n")
		}
	}
	var complaint bytes.Buffer
	cmd := git.Command(r.ctx, r.dir, "cat-file", "--batch")
	cmd.Stdin, cmd.Stderr = strings.NewReader(wanted.String()), &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, r.reason(err, "")
	}
	in := bufio.NewReader(out)
	var failed error
	for _, f := range files {
		if f.read && failed == nil {
			fsys[f.path].Data, failed = readObject(in)
		}
	}
	out.Close() // all data was read, or the caller stopped
	if err := cmd.Wait(); err != nil && (failed == nil || complaint.Len() > 0 || r.ctx.Err() != nil) {
		failed = r.reason(err, complaint.String())
	}
	return fsys, failed
}

// readObject reads "object type size", the content and a newline; of a file over the
// limit of the loader, enough to show that.
func readObject(in *bufio.Reader) ([]byte, error) {
	head, err := in.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git ended before its response: %w", err)
	}
	fields := strings.Fields(head)
	if len(fields) != 3 || fields[1] != "blob" {
		return nil, fmt.Errorf("git returned no content: %s", diag.Quote(strings.TrimSpace(head)))
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, fmt.Errorf("git returned no size: %s", diag.Quote(strings.TrimSpace(head)))
	}
	data := make([]byte, min(size, diag.FileBytes.Max+1))
	if _, err := io.ReadFull(in, data); err != nil {
		return nil, fmt.Errorf("git ended before its response: %w", err)
	}
	_, err = in.Discard(size - len(data) + 1)
	return data, err
}
