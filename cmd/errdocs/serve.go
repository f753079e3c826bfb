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
		Short: "build in memory, serve, rebuild on change",
		Long: `Serve builds the site in memory, serves it for local use, and builds it again
when a file of the catalog changes; open pages follow. Drafts are shown, and
nothing is written. While the catalog has errors, the last good site stays and
its pages show the findings.

A page answers as HTML, Markdown, JSON or problem object, as the Accept field
of the request prefers, at the path of the catalog's base or of --base.`,
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
				Source: src, Handler: h, Address: shownAddress(listener.Addr()),
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
			debug.SetGCPercent(50) // the site stays in memory for as long as someone works on it
			if err := o.present(cmd, live); err != nil {
				return err
			}
			if watcher != nil {
				watching.Go(func() { watcher.Run(ctx, func(changed []string) { o.rebuild(cmd, live, changed) }) })
			}
			return serve.Run(ctx, listener, h)
		},
	}
	f := cmd.Flags()
	f.IntVar(&port, "port", defaultPort, "port to listen on; 0 takes any that is free")
	f.StringVar(&host, "host", "127.0.0.1", "address; any but loopback lets other machines in")
	f.StringVar(&base, "base", "", "address that links begin with (default: that of the server)")
	f.StringVar(&theme, "theme", "", "folder whose templates/ and static/ replace built-in files")
	return cmd
}

// listen opens the port, and warns if other machines can reach it.
func listen(cmd *cobra.Command, host string, port int) (net.Listener, error) {
	addr := net.JoinHostPort(host, strconv.Itoa(port))
	if port < 0 || port > 65535 {
		return nil, withHelp(fmt.Errorf("there is no port %d", port), "give --port a number from 0 to 65535; 0 takes any that is free")
	}
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, withHelp(fmt.Errorf("%s is taken by another program", addr), "choose another port with --port; 0 takes any that is free")
	}
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		err = op.Err
	}
	if err != nil {
		return nil, withHelp(fmt.Errorf("listen on %s: %w", addr, err), "choose another address with --host, or another port with --port")
	}
	if a, ok := l.Addr().(*net.TCPAddr); ok && !a.IP.IsLoopback() {
		fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: warning: other machines can reach this server")
	}
	return l, nil
}

// shownAddress returns an address that a browser on this machine can open.
func shownAddress(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(tcp.Port))
	}
	return a.String()
}

// present builds the site for the first time and says where it is. A catalog with errors
// stops nothing: its readers see them, and then the site, once they are mended.
func (o *options) present(cmd *cobra.Command, live *generator.Live) error {
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
		fmt.Fprintf(cmd.OutOrStdout(), "%s: the site comes when the catalog is mended, at %s\n", plural(errors, "error"), address)
		return nil
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s of %s at %s\n", plural(len(c.Entries), "entry"), c.Name, address)
	return nil
}

// dates dates the pages of each build. Why it cannot is said once.
func (o *options) dates(cmd *cobra.Command) func(generator.Source, *catalog.Catalog) error {
	said := false
	return func(src generator.Source, c *catalog.Catalog) error {
		if !said {
			said = true
			return o.date(cmd, src, c)
		}
		_, err := dates.Set(cmd.Context(), src.Dir, src.Shown, c, os.Getenv(sourceDate))
		return err
	}
}

// rebuild builds the site again and says how that went.
func (o *options) rebuild(cmd *cobra.Command, live *generator.Live, changed []string) {
	defer func() { // a bug that one catalog brings to light ends no server
		if p := recover(); p != nil {
			internalError(cmd.ErrOrStderr(), p)
		}
	}()
	_, l, _ := live.Refresh(changed) // with an error among the findings
	_ = o.report(cmd, l)
	errors, warnings := l.Count()
	state := "rebuilt"
	switch {
	case errors > 0 && live.Built:
		state = "the last good site stays"
	case errors > 0:
		state = "there is no site yet"
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s, %s: %s\n", plural(errors, "error"), plural(warnings, "warning"), state)
}
