//go:build unix

package speed

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the peak memory of a process, in bytes.
func peak(p *os.ProcessState) int64 {
	rss := int64(p.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return rss
	}
	return rss << 10
}
