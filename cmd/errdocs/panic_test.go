package main

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
)

// TestPanic runs commands that panic: in the command and in a worker. They print one line,
// and the stack trace only with ERRDOCS_DEBUG.
func TestPanic(t *testing.T) {
	const line = "errdocs: internal error: boom; this is a bug, report it (set ERRDOCS_DEBUG=1 for a stack trace)\n"
	for name, bug := range map[string]func(){
		"command": inCommand,
		"worker":  func() { generator.Load(generator.Source{FS: faultyFS{}, Shown: "catalog"}) },
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

func inWorker() { panic("boom") }

// faultyFS is a catalog whose files panic when they are opened. Workers read them.
type faultyFS struct{}

func (faultyFS) Open(name string) (fs.File, error) {
	if path.Ext(name) == ".yaml" {
		inWorker()
	}
	file := &fstest.MapFile{}
	return fstest.MapFS{"errdocs.yaml": file, "401/a.yaml": file, "401/b.yaml": file}.Open(name)
}
