package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// initialized matches the trace of an initialized package, such as
// "init regexp @1.2 ms, 0.006 ms clock, 2912 bytes, 32 allocs".
var initialized = regexp.MustCompile(`(?m)^init (\S+) @.* clock, \d+ bytes, (\d+) allocs$`)

// TestStart counts the allocations before main, which slow down every command. Unlike a time,
// a count hardly varies. All packages make 10,000 allocations, of which goldmark's extensions
// make the most: 2,000. Chroma's package of lexers would make 31,000.
func TestStart(t *testing.T) {
	t.Parallel()
	const most, mostOfOne = 16_000, 3000
	cmd := exec.Command("errdocs", "version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	list := initialized.FindAllStringSubmatch(string(out), -1)
	if len(list) < 50 {
		t.Fatalf("the runtime lists %d packages:\n%s", len(list), out)
	}
	sum := 0
	for _, m := range list {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		if sum += n; n > mostOfOne {
			t.Errorf("%s allocates %d times before main; initialize it on first use", m[1], n)
		}
	}
	if sum > most {
		t.Errorf("%d allocations before main, more than %d\n%s", sum, most, out)
	}
	t.Logf("%d allocations of %d packages", sum, len(list))
}
