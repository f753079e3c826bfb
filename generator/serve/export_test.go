package serve

import (
	"context"
	"net"
	"time"
)

// RunWithTimeout is Run with the given timeout instead of the default ones.
func RunWithTimeout(ctx context.Context, l net.Listener, h *Handler, timeout time.Duration) error {
	h.beat = timeout / 4
	return run(ctx, l, h, limits{header: timeout, read: timeout, write: timeout, idle: timeout, grace: 2 * time.Second})
}

// MaxListeners is the maximum number of listening pages.
const MaxListeners = maxListeners
