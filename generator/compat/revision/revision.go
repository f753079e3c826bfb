// Package revision reads a folder as it was in a git revision.
//
//	fsys, folder, err := revision.Open(ctx, ".", "main:catalog")
//	data, err := fs.ReadFile(fsys, "errdocs.yaml")
//
// Nothing that a repository holds may start a program or reach the network: git runs
// with fixed arguments, without pager, hooks, filters and transports. The files are
// read as they were committed, whatever .gitattributes says.
package revision

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/diag"
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
	if rev == "" || strings.HasPrefix(rev, "-") { // which git would take for an option
		return nil, "", unknown(rev)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r := repository{ctx, dir}
	prefix, err := r.git("rev-parse", "--show-prefix")
	if err != nil {
		return nil, "", fmt.Errorf("look for the git revision %s: %w", diag.Quote(rev), err)
	}
	if !given || strings.HasPrefix(folder, "./") || strings.HasPrefix(folder, "../") {
		folder = path.Join(strings.TrimSuffix(string(prefix), "\n"), folder)
	}
	folder = path.Clean(folder)
	commit, err := r.git("rev-parse", "--verify", "--quiet", rev+"^{commit}")
	switch {
	case ctx.Err() != nil:
		return nil, "", fmt.Errorf("look for the git revision %s: %w", diag.Quote(rev), err)
	case err != nil:
		return nil, "", unknown(rev)
	}
	var files []committed
	if fs.ValidPath(folder) { // any other leads out of the repository
		files, err = r.list(strings.TrimSpace(string(commit)), folder)
	}
	if err != nil {
		return nil, "", fmt.Errorf("list the files of %s: %w", diag.Quote(rev), err)
	}
	if len(files) == 0 {
		return nil, "", &diag.Advice{
			Err:  fmt.Errorf("the revision %s has no folder %s", diag.Quote(rev), diag.Quote(folder)),
			Help: "name the folder that the catalog has in that revision: REV:path/to/catalog",
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
		Err:  fmt.Errorf("there is neither a folder nor a git revision %s", diag.Quote(rev)),
		Help: "a shallow clone lacks most revisions: fetch the one you need",
	}
}
