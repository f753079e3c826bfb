package revision_test

import (
	"context"
	"testing"

	"github.com/errdocs/errdocs/generator/compat/revision"
)

func TestCut(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, rev, folder string
		found             bool
	}{
		{name: "main", rev: "main"},
		{name: "main:catalog", rev: "main", folder: "catalog", found: true},
		{name: "main:", rev: "main", found: true},
		{name: ":catalog", folder: "catalog", found: true},
		{name: "main:a:b", rev: "main", folder: "a:b", found: true},
		{name: "main@{10:30:00}", rev: "main@{10:30:00}"},
		{name: "main@{10:30:00}:catalog", rev: "main@{10:30:00}", folder: "catalog", found: true},
		{name: "main^{/a:b}~2:c", rev: "main^{/a:b}~2", folder: "c", found: true},
		{name: "a}:b", rev: "a}", folder: "b", found: true},
	} {
		rev, folder, found := revision.Cut(tc.name)
		if rev != tc.rev || folder != tc.folder || found != tc.found {
			t.Errorf("Cut(%q) = %q, %q, %t", tc.name, rev, folder, found)
		}
	}
}

// TestNoGit is not parallel: it changes the environment.
func TestNoGit(t *testing.T) {
	t.Setenv("PATH", "")
	_, _, err := revision.Open(context.Background(), ".", "main")
	if want := `find the Git revision "main": git is not installed`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
