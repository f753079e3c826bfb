// Command errdocs compiles one YAML catalog of an API's errors into a documentation
// site, Markdown and JSON for agents, and a Go package.
//
// Run "errdocs help" for its commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/vet"
)

func main() {
	if vet.IsUnit(os.Args[1:]) {
		vet.Main(os.Args[1:], catalogsOfUnits)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitFine     = 0
	exitFindings = 1 // errors in the catalog, files that are out of date
	exitUsage    = 2 // wrong use, a fault of the machine, a bug
)

// errFindings ends a command whose findings have been printed.
var errFindings = errors.New("findings")

// run executes a command line and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	return execute(rootCommand(), args, stdout, stderr)
}

func execute(root *cobra.Command, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			internalError(stderr, p)
			code = exitUsage
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	}
	fmt.Fprintf(stderr, "errdocs: %s\n", err)
	if advice := (*diag.Advice)(nil); errors.As(err, &advice) && advice.Help != "" {
		fmt.Fprintf(stderr, "errdocs: help: %s\n", advice.Help)
	}
	return exitUsage
}

// internalError reports a panic: a bug of ours.
func internalError(w io.Writer, p any) {
	stack := debug.Stack()
	if worker, ok := p.(interface{ Trace() []byte }); ok { // where a worker panicked, not where we waited for it
		stack = worker.Trace()
	}
	fmt.Fprintf(w, "errdocs: internal error: %v; this is a bug, please report it (with ERRDOCS_DEBUG=1 it says where)\n", p)
	if os.Getenv("ERRDOCS_DEBUG") != "" {
		fmt.Fprintf(w, "%s", stack)
	}
}
