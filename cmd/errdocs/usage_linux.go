package main

import (
	"os"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

// usedSoFar returns what this process has used so far. The peak of its memory is that of /proc:
// the one of rusage is no less than that of the process which started it.
func usedSoFar() (u resources) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) == nil {
		u.user, u.system = time.Duration(r.Utime.Nano()), time.Duration(r.Stime.Nano())
	}
	status, _ := os.ReadFile("/proc/self/status") // which need not be there
	if m := regexp.MustCompile(`(?m)^VmHWM:\s*(\d+) kB$`).FindSubmatch(status); m != nil {
		n, _ := strconv.ParseInt(string(m[1]), 10, 64)
		u.memory = n << 10
	}
	return u
}
