package main

import (
	"syscall"
	"time"
)

// usedSoFar returns what this process has used so far.
func usedSoFar() (u resources) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) == nil {
		u.user, u.system = time.Duration(r.Utime.Nano()), time.Duration(r.Stime.Nano())
		u.memory = r.Maxrss // bytes, where other systems count KiB
	}
	return u
}
