// Command errdocs compiles a YAML catalog of an API's errors into a documentation
// site, Markdown and JSON for agents, and a Go package.
//
// Run "errdocs help" to list its commands.
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
	exitOK       = 0
	exitFindings = 1 // problems found, or files out of date
	exitUsage    = 2 // usage error, I/O error, or bug
)

// errFindings ends a command that has printed findings.
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
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	}
	fmt.Fprintf(stderr, "errdocs: %s\n", err)
	if advice := (*diag.Advice)(nil); errors.As(err, &advice) && advice.Help != "" {
		fmt.Fprintf(stderr, "errdocs: help: %s\n", advice.Help)
	}
	return exitUsage
}

// internalError reports a panic, which is a bug in errdocs.
func internalError(w io.Writer, p any) {
	stack := debug.Stack()
	if worker, ok := p.(interface{ Trace() []byte }); ok { // the stack of the worker that panicked, not of the goroutine that waits for it
		stack = worker.Trace()
	}
	fmt.Fprintf(w, "errdocs: internal error: %v; this is a bug, report it (set ERRDOCS_DEBUG=1 for a stack trace)\n", p)
	if os.Getenv("ERRDOCS_DEBUG") != "" {
		fmt.Fprintf(w, "%s", stack)
	}
}
