package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/mcp"
	"github.com/errdocs/errdocs/generator/serve"
)

func mcpCommand(o *options) *cobra.Command {
	var address string
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "serve the catalog to agents (MCP)",
		Long: `Mcp serves the catalog to agents over the Model Context Protocol: tools that
identify the error behind a response, search the pages and list the errors, and
each page as a resource. It uses standard input and output, or, with --http,
HTTP at the path /mcp for local use.`,
		Example: `  errdocs mcp                           # an agent starts this
  errdocs mcp --catalog ../api/catalog
  errdocs mcp --http 127.0.0.1:8081     # http://127.0.0.1:8081/mcp`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, c, l, err := o.load(cmd)
			if err != nil {
				return err
			}
			if l.HasErrors() { // standard output is reserved for the protocol
				if err := diag.Print(cmd.ErrOrStderr(), diag.FormatText, l); err != nil {
					return err
				}
				return errFindings
			}
			site, err := generator.NewSite(c, generator.SiteOptions{})
			if err != nil {
				return err
			}
			server, err := mcp.New(site, version())
			if err != nil {
				return err
			}
			if address == "" {
				return serveStdio(cmd.Context(), server, cmd.InOrStdin(), cmd.OutOrStdout())
			}
			return serveMCP(cmd, server, address)
		},
	}
	cmd.Flags().StringVar(&address, "http", "", "serve over HTTP at this address, such as 127.0.0.1:8081")
	return cmd
}

// serveStdio serves one client until it disconnects or the context ends.
func serveStdio(ctx context.Context, server *sdk.Server, in io.Reader, out io.Writer) error {
	closer, ok := in.(io.ReadCloser)
	if !ok {
		closer = io.NopCloser(in)
	}
	err := server.Run(ctx, &sdk.IOTransport{Reader: closer, Writer: keepOpen{out}, MaxLineLength: 2 * mcp.MaxRequest})
	if ctx.Err() != nil || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// keepOpen is a writer whose Close does nothing, so that the protocol does not close the stream.
type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }

// serveMCP serves clients over HTTP.
func serveMCP(cmd *cobra.Command, server *sdk.Server, address string) error {
	host, number, err := net.SplitHostPort(address)
	if err != nil {
		return withHelp(fmt.Errorf("%s is not a valid value for --http", diag.Quote(address)), "use an address and a port, such as 127.0.0.1:8081")
	}
	port, err := strconv.Atoi(number)
	if err != nil {
		return withHelp(fmt.Errorf("%s is not a valid value for --http", diag.Quote(address)), "write the port as a number")
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := listen(cmd, host, port)
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Fprintf(cmd.OutOrStdout(), "MCP at http://%s%s\n", browserAddress(l.Addr()), mcp.Path)
	return serve.Run(cmd.Context(), l, mcp.Handler(server, serve.Hosts(l.Addr().String(), host)))
}
