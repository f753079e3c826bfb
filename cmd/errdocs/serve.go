package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
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
when a file of the catalog changes. Drafts are shown, and nothing is written.`,
		Example: `  errdocs serve
  errdocs serve --port 9000 --catalog ../api/catalog`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			src, c, l, err := o.load(cmd)
			if err != nil {
				return err
			}
			if err := generator.CheckBase(base); err != nil {
				return err
			}
			if l.HasErrors() {
				if err := o.report(cmd, l); err != nil {
					return err
				}
				return errFindings
			}
			listener, err := listen(host, port)
			if err != nil {
				return err
			}
			defer listener.Close()
			shown := shownAddress(listener.Addr())
			site := generator.SiteOptions{Base: base, Drafts: true, Theme: theme}
			if base == "" {
				site.Base = generator.OwnBase(shown, c.Base)
			}
			if err := o.date(cmd, src, c); err != nil {
				return err
			}
			files, err := generator.Site(c, site, l)
			if err != nil {
				return err
			}
			if err := o.report(cmd, l); err != nil {
				return err
			}
			if a, ok := listener.Addr().(*net.TCPAddr); ok && !a.IP.IsLoopback() {
				fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: warning: other machines can reach this server")
			}
			h := serve.NewHandler(listener.Addr().String(), serve.Site{Files: files, Base: site.Base}, host)
			ctx, cancel := context.WithCancel(cmd.Context())
			var watching sync.WaitGroup
			defer watching.Wait()
			defer cancel()
			if src.Dir != "" {
				watcher, err := serve.NewWatcher(src.Dir)
				if err != nil {
					return err
				}
				watching.Go(func() { watcher.Run(ctx, func() { o.rebuild(cmd, src, site, h) }) })
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s of %s at %s\n", plural(len(c.Entries), "entry"), c.Name, generator.OwnBase(shown, site.Base))
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

// listen opens the port.
func listen(host string, port int) (net.Listener, error) {
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
	return l, nil
}

// shownAddress returns an address that a browser on this machine can open.
func shownAddress(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(tcp.Port))
	}
	return a.String()
}

// rebuild loads the catalog again, whose folder may be another one by now. With errors
// the last good site stays.
func (o *options) rebuild(cmd *cobra.Command, src generator.Source, site generator.SiteOptions, h *serve.Handler) {
	defer func() { // a bug that one catalog brings to light ends no server
		if p := recover(); p != nil {
			internalError(cmd.ErrOrStderr(), p)
		}
	}()
	l := &diag.List{}
	now, err := generator.Find(src.Dir)
	if err != nil {
		l.Add(diag.NoCatalog, diag.Pos{File: src.Folder}, "the catalog folder is gone").WithHelp("restore it")
	} else {
		now.Folder = src.Folder
		var c *catalog.Catalog
		if c, l = generator.Load(now); !l.HasErrors() {
			_, _ = generator.Date(cmd.Context(), now, c, os.Getenv(sourceDate)) // was said at the start
			files, err := generator.Site(c, site, l)
			if err != nil {
				l.Add(diag.NoCatalog, diag.Pos{File: src.Folder}, "the site cannot be rendered: %v", err)
			} else {
				h.Replace(serve.Site{Files: files, Base: site.Base})
			}
		}
	}
	_ = o.report(cmd, l)
	errors, warnings := l.Count()
	state := "rebuilt"
	if errors > 0 {
		state = "the last good site stays"
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s, %s: %s\n", plural(errors, "error"), plural(warnings, "warning"), state)
}
