// Package git runs git on repositories that a stranger may have written: with fixed
// arguments, without pager, hooks, filters and transports.
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

// Command returns a git command that runs in a folder. Nothing that a repository holds
// may start a program or reach the network.
func Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	fixed := []string{
		"--no-pager", "--literal-pathspecs",
		"-c", "core.fsmonitor=false",
		"-c", "log.showSignature=false",
		"-c", "safe.bareRepository=explicit", // a folder of a stranger can look like a repository
		"-c", "protocol.allow=never", // a partial clone would fetch what it lacks
	}
	cmd := exec.CommandContext(ctx, "git", append(fixed, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	cmd.WaitDelay = time.Second
	return cmd
}

// What Dates finds instead of dates.
var (
	ErrNone    = errors.New("no git repository") // or no git
	ErrShallow = errors.New("the history of git is cut off")
)

// maxHistory is how long Dates waits for git.
const maxHistory = 10 * time.Second

// Dates returns the day on which each file of a folder was last committed, by its path
// below the folder. The history is read once for all files. Where it is cut off there
// is no true date, so there is none at all.
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
		return nil, fmt.Errorf("git gave no history within %s", maxHistory)
	}
	if err != nil { // such as a repository without commits
		return nil, ErrNone
	}
	return parse(string(log)), nil
}

// parse reads the history, newest first: a commit is its day behind a control character
// that no catalog may have in a name, then the names of its files.
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
