package spool_test

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/errdocs/errdocs/generator/spool"
)

// TestSpool keeps texts from many goroutines, gives each back, and leaves no file.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var s spool.Spool
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			text := fmt.Sprintf("text %d", i*i)
			at, err := s.Put([]byte(text))
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := s.Get(at); err != nil || string(got) != text {
				t.Errorf("%q is %q, %v", text, got, err)
			}
		})
	}
	all.Wait()
	s.Close()
	if _, err := s.Put(nil); err == nil {
		t.Error("it takes something when it is closed")
	}
	if _, err := s.Get(spool.Span{}); err == nil {
		t.Error("it gives something when it is closed")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
