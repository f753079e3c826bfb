// Package workers runs independent pieces of work on all cores.
//
//	results := make([]Page, len(entries))
//	workers.Each(len(entries), func(i int) { results[i] = render(entries[i]) })
//
// Each piece writes to its own slot, so the result does not depend on the order in
// which they run.
package workers

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Panic is the value of a panic in a piece of work, with its stack trace. The trace of Each
// does not contain that stack.
type Panic struct {
	value any
	trace []byte
}

func (p *Panic) Error() string { return fmt.Sprint(p.value) }

// Trace returns the stack of the piece of work at the time of the panic.
func (p *Panic) Trace() []byte { return p.trace }

// Each calls work(0) to work(n-1), on all cores, and returns when all calls have returned.
// After a panic, Each starts no more calls and panics with a *Panic.
func Each(n int, work func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			work(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	var failure atomic.Pointer[Panic]
	for range workers {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					failure.CompareAndSwap(nil, panicOf(p))
				}
			}()
			for {
				i := int(next.Add(1)) - 1
				if i >= n || failure.Load() != nil {
					return
				}
				work(i)
			}
		})
	}
	wg.Wait()
	if p := failure.Load(); p != nil {
		panic(p)
	}
}

// panicOf returns a panic with its stack, unless it comes from a nested Each.
func panicOf(value any) *Panic {
	if p, ok := value.(*Panic); ok {
		return p
	}
	return &Panic{value, debug.Stack()}
}
