package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/dates"
	"github.com/errdocs/errdocs/generator/serve"
)

// defaultPort is a port that few other servers use.
const defaultPort = 8401

func serveCommand(o *options) *cobra.Command {
	var (
		port  int
		host  string
		base  string
		theme string
	)
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve the site locally; rebuild on change",
		Long: `Serve builds the site in memory, serves it for local use, and rebuilds it when
a catalog file changes. Open pages update themselves. Serve includes drafts and
writes nothing to disk. If the catalog has errors, it keeps serving the last
good site and shows the errors on its pages.

Pages are served at the path of the catalog's base or of --base, as HTML,
Markdown, JSON or a problem object: the Accept field of the request decides.`,
		Example: `  errdocs serve
  errdocs serve --port 9000 --catalog ../api/catalog`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := generator.CheckBase(base); err != nil {
				return err
			}
			src, err := o.locate(cmd)
			if err != nil {
				return err
			}
			listener, err := listen(cmd, host, port)
			if err != nil {
				return err
			}
			defer listener.Close()
			h := serve.NewHandler(listener.Addr().String(), serve.Site{}, host)
			live := &generator.Live{
				Source: src, Handler: h, Address: browserAddress(listener.Addr()),
				Options: generator.SiteOptions{Base: base, Drafts: true, Theme: theme}, Date: o.dates(cmd),
			}
			ctx, cancel := context.WithCancel(cmd.Context())
			var watching sync.WaitGroup
			defer watching.Wait()
			defer cancel()
			var watcher *serve.Watcher
			if src.Dir != "" {
				if watcher, err = serve.NewWatcher(src.Dir); err != nil {
					return err
				}
			}
			debug.SetGCPercent(50) // the site stays in memory while the server runs
			if err := o.firstBuild(cmd, live); err != nil {
				return err
			}
			if watcher != nil {
				watching.Go(func() { watcher.Run(ctx, func(changed []string) { o.rebuild(cmd, live, changed) }) })
			}
			return serve.Run(ctx, listener, h)
		},
	}
	f := cmd.Flags()
	f.IntVar(&port, "port", defaultPort, "port to listen on; 0 picks a free port")
	f.StringVar(&host, "host", "127.0.0.1", "address to listen on; other machines can connect unless it is loopback")
	f.StringVar(&base, "base", "", "base URL of the links (default: the address of the server)")
	f.StringVar(&theme, "theme", "", "directory with templates/ and static/ that override the built-in files")
	return cmd
}

// listen opens the port, and warns if other machines can reach it.
func listen(cmd *cobra.Command, host string, port int) (net.Listener, error) {
	addr := net.JoinHostPort(host, strconv.Itoa(port))
	if port < 0 || port > 65535 {
		return nil, withHelp(fmt.Errorf("%d is not a valid port", port), "use a port from 0 to 65535; 0 picks a free port")
	}
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, withHelp(fmt.Errorf("%s is in use by another program", addr), "choose a different port with --port; 0 picks a free port")
	}
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		err = op.Err
	}
	if err != nil {
		return nil, withHelp(fmt.Errorf("listen on %s: %w", addr, err), "choose a different address with --host, or a different port with --port")
	}
	if a, ok := l.Addr().(*net.TCPAddr); ok && !a.IP.IsLoopback() {
		fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: warning: other machines can reach this server")
	}
	return l, nil
}

// browserAddress returns an address that a browser on this machine can open.
func browserAddress(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(tcp.Port))
	}
	return a.String()
}

// firstBuild builds the site for the first time and prints its address. If the catalog has
// errors, the server still starts: its pages show the errors until they are fixed.
func (o *options) firstBuild(cmd *cobra.Command, live *generator.Live) error {
	c, l, err := live.Refresh(nil)
	if err != nil {
		return err
	}
	if err := o.report(cmd, l); err != nil {
		return err
	}
	base := live.Options.Base
	if c != nil {
		base = cmp.Or(base, c.Base)
	}
	address := generator.OwnBase(live.Address, base)
	if errors, _ := l.Count(); errors > 0 {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: fix the catalog, then open %s\n", plural(errors, "error"), address)
		return nil
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s of %s at %s\n", plural(len(c.Entries), "entry"), c.Name, address)
	return nil
}

// dates returns a function that sets the dates of the pages in each build. If it cannot, it
// prints a note with the reason, but only once.
func (o *options) dates(cmd *cobra.Command) func(generator.Source, *catalog.Catalog) error {
	noted := false
	return func(src generator.Source, c *catalog.Catalog) error {
		if !noted {
			noted = true
			return o.date(cmd, src, c)
		}
		_, err := dates.Set(cmd.Context(), src.Dir, src.Shown, c, os.Getenv(sourceDate))
		return err
	}
}

// rebuild builds the site again and prints the result.
func (o *options) rebuild(cmd *cobra.Command, live *generator.Live, changed []string) {
	defer func() { // a panic in one build must not end the server
		if p := recover(); p != nil {
			internalError(cmd.ErrOrStderr(), p)
		}
	}()
	_, l, _ := live.Refresh(changed) // errors are among the findings
	_ = o.report(cmd, l)
	errors, warnings := l.Count()
	state := "rebuilt"
	switch {
	case errors > 0 && live.Built:
		state = "still serving the last good site"
	case errors > 0:
		state = "no site yet"
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s, %s: %s\n", plural(errors, "error"), plural(warnings, "warning"), state)
}
