package generator

import (
	"os"
	"sync"

	"github.com/errdocs/errdocs/generator/stamp"
)

// identity tells this errdocs from any other, which may make other files of the same
// catalog.
var identity = sync.OnceValue(func() stamp.Sum {
	k := newKey("errdocs", stamp.Sum{})
	if file, err := os.Executable(); err == nil {
		if info, err := os.Stat(file); err == nil {
			s := stamp.Of(info)
			k.text(file)
			k.number(s.Size)
			k.number(s.Modified)
			k.number(int64(s.Inode))
		}
	}
	return k.key()
})

// boot names the time since the machine was started, where the system has a name for it.
// After a power cut stamps may promise what the disk has not.
func boot() string {
	id, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return string(id)
}
