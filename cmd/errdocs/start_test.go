package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// initialised is what the runtime says of a package that was initialised, such as
// "init regexp @1.2 ms, 0.006 ms clock, 2912 bytes, 32 allocs".
var initialised = regexp.MustCompile(`(?m)^init (\S+) @.* clock, \d+ bytes, (\d+) allocs$`)

// TestStart counts what is allocated before main: every command pays for it. A count
// hardly varies, as a time would. All packages take 10,000 allocations, the largest of
// them, goldmark's extensions, 2,000; chroma's package of lexers would take 31,000 alone.
func TestStart(t *testing.T) {
	t.Parallel()
	const most, mostOfOne = 16_000, 3000
	cmd := exec.Command("errdocs", "version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	list := initialised.FindAllStringSubmatch(string(out), -1)
	if len(list) < 50 {
		t.Fatalf("the runtime names %d packages:\n%s", len(list), out)
	}
	sum := 0
	for _, m := range list {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		if sum += n; n > mostOfOne {
			t.Errorf("%s allocates %d times before main; make what it needs when it is asked for", m[1], n)
		}
	}
	if sum > most {
		t.Errorf("%d allocations before main, more than %d\n%s", sum, most, out)
	}
	t.Logf("%d allocations of %d packages", sum, len(list))
}
