package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// limits are how long a server waits.
type limits struct {
	header, read, write, idle time.Duration
	grace                     time.Duration // for answers under way when it stops
}

var patience = limits{
	header: 5 * time.Second,
	read:   10 * time.Second,
	write:  30 * time.Second,
	idle:   30 * time.Second,
	grace:  2 * time.Second,
}

// Run serves a handler on a listener until the context ends. Slow clients are cut
// off, since a browser tab of another site may be one of them.
func Run(ctx context.Context, l net.Listener, h http.Handler) error { return run(ctx, l, h, patience) }

func run(ctx context.Context, l net.Listener, h http.Handler, wait limits) error {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: wait.header,
		ReadTimeout:       wait.read,
		WriteTimeout:      wait.write,
		IdleTimeout:       wait.idle,
		MaxHeaderBytes:    16 << 10,

		DisableGeneralOptionsHandler: true,                                              // the handler has to see the host first
		BaseContext:                  func(net.Listener) context.Context { return ctx }, // ends streams of events
	}
	stopped := make(chan struct{})
	defer context.AfterFunc(ctx, func() {
		defer close(stopped)
		graceful, cancel := context.WithTimeout(context.Background(), wait.grace)
		defer cancel()
		if s.Shutdown(graceful) != nil {
			_ = s.Close() // a client that hangs does not keep us
		}
	})()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	<-stopped
	return nil
}
