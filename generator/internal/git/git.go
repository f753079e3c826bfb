// Package git runs Git on untrusted repositories: with fixed arguments, without pager, hooks,
// filters and transports.
//
//	out, err := git.Command(ctx, "catalog", "rev-parse", "--show-prefix").Output()
//	dates, err := git.Dates(ctx, "catalog")
package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Command returns a git command that runs in a directory. The contents of a repository cannot
// start a program or access the network.
func Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	fixed := []string{
		"--no-pager", "--literal-pathspecs",
		"-c", "core.fsmonitor=false",
		"-c", "log.showSignature=false",
		"-c", "safe.bareRepository=explicit", // an untrusted directory can look like a repository
		"-c", "protocol.allow=never", // a partial clone would fetch missing objects
	}
	cmd := exec.CommandContext(ctx, "git", append(fixed, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	cmd.WaitDelay = time.Second
	return cmd
}

// Errors of Dates.
var (
	ErrNone    = errors.New("no Git repository") // or no git
	ErrShallow = errors.New("the Git history is incomplete")
)

// maxHistory is the timeout of Dates.
const maxHistory = 10 * time.Second

// Dates returns the day on which each file of a directory was last committed, by its path
// below the directory. It reads the history once for all files. The dates of a shallow clone
// would be wrong, so it returns ErrShallow there.
func Dates(ctx context.Context, dir string) (map[string]string, error) {
	ctx, cancel := context.WithTimeout(ctx, maxHistory)
	defer cancel()
	shallow, err := Command(ctx, dir, "rev-parse", "--is-shallow-repository").Output()
	switch {
	case err != nil:
		return nil, ErrNone
	case strings.TrimSpace(string(shallow)) == "true":
		return nil, ErrShallow
	}
	log, err := Command(ctx, dir, "log", "--no-ext-diff", "--no-textconv", "--no-renames", "--name-only", "--relative", "-z", "--format=%x01%cs", "--", ".").Output()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("git returned no history within %s", maxHistory)
	}
	if err != nil { // such as a repository without commits
		return nil, ErrNone
	}
	return parse(string(log)), nil
}

// parse reads the history, newest first. A commit is a control character, which names in a
// catalog cannot contain, and its day, followed by the names of its files.
func parse(log string) map[string]string {
	dates := map[string]string{}
	day := ""
	for field := range strings.SplitSeq(log, "\x00") {
		field = strings.TrimPrefix(field, "\n")
		if d, isCommit := strings.CutPrefix(field, "\x01"); isCommit {
			day = d
			continue
		}
		if _, seen := dates[field]; !seen && field != "" {
			dates[field] = day
		}
	}
	return dates
}
