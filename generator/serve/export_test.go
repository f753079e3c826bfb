package serve

import (
	"context"
	"net"
	"time"
)

// RunBriefly is Run with short time-outs: a tenth of a second for each, but the given
// one for the answer.
func RunBriefly(ctx context.Context, l net.Listener, h *Handler, answer time.Duration) error {
	h.beat = answer / 4
	return run(ctx, l, h, limits{header: answer, read: answer, write: answer, idle: answer, grace: 2 * time.Second})
}

// MaxListeners is how many pages may listen.
const MaxListeners = maxListeners
