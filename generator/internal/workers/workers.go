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

// Panic is what a piece of work has panicked with, and where: the trace of Each itself
// says nothing of that.
type Panic struct {
	value any
	trace []byte
}

func (p *Panic) Error() string { return fmt.Sprint(p.value) }

// Trace returns the stack of the piece of work at the time of the panic.
func (p *Panic) Trace() []byte { return p.trace }

// Each calls work(0) to work(n-1), as many at once as there are cores, and returns
// when all have returned. A panic of one ends the others, and becomes a *Panic of Each.
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

// panicOf remembers where a panic came from, unless it comes from another Each.
func panicOf(value any) *Panic {
	if p, ok := value.(*Panic); ok {
		return p
	}
	return &Panic{value, debug.Stack()}
}
