package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator/workers"
)

// TestPanic runs commands with a bug: in the command, and in a worker. There is one line,
// and the trace of where it happened only for who asks.
func TestPanic(t *testing.T) {
	const line = "errdocs: internal error: boom; this is a bug, please report it (with ERRDOCS_DEBUG=1 it says where)\n"
	for name, bug := range map[string]func(){
		"command": inCommand,
		"worker":  func() { workers.Each(100, inWorker) },
	} {
		crash := func() (int, string) {
			root := rootCommand()
			root.AddCommand(&cobra.Command{Use: "crash", Run: func(*cobra.Command, []string) { bug() }})
			var stderr bytes.Buffer
			return execute(root, []string{"crash"}, io.Discard, &stderr), stderr.String()
		}
		t.Setenv("ERRDOCS_DEBUG", "")
		if code, text := crash(); code != exitUsage || text != line {
			t.Errorf("%s: exit code %d, %q", name, code, text)
		}
		t.Setenv("ERRDOCS_DEBUG", "1")
		place := map[string]string{"command": "errdocs.inCommand", "worker": "errdocs.inWorker"}[name]
		if _, text := crash(); !strings.HasPrefix(text, line) || !strings.Contains(text, place) {
			t.Errorf("%s: the trace does not show %s:\n%s", name, place, text)
		}
	}
}

func inCommand() { panic("boom") }

func inWorker(int) { panic("boom") }
