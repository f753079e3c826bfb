package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator/diag"
)

var update = flag.Bool("update", false, "rewrite what the scripts expect")

const scripts = "testdata/script"

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"errdocs": main})
}

// tests are the tests of this package. They share the built command.
type tests struct{ *testing.M }

func (t tests) Run() int {
	defer func() { _ = os.RemoveAll(toolFolder) }()
	return t.M.Run()
}

// plainTool builds the command as users do, without the race detector, and returns its
// path.
var plainTool = sync.OnceValues(func() (tool string, err error) {
	if toolFolder, err = os.MkdirTemp("", "errdocs-tool"); err != nil {
		return "", err
	}
	tool = filepath.Join(toolFolder, "errdocs.exe")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", tool, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build errdocs: %w\n%s", err, out)
	}
	return tool, nil
})

var toolFolder string

// TestScripts runs the command as a user does. In addition to the commands of testscript,
// scripts can use those of scriptCommands.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                scripts,
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Cmds:               scriptCommands,
		Condition: func(cond string) (bool, error) {
			if cond == "root" { // permissions do not apply to root
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, ".home")
			for _, v := range []string{
				"GOPACKAGE=", "HOME=" + home, "USERPROFILE=" + home,
				"TZ=Asia/Kathmandu", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "GORACE=atexit_sleep_ms=0",
			} {
				name, value, _ := strings.Cut(v, "=")
				e.Setenv(name, value)
			}
			e.Values[stateKey{}] = &state{snapshots: map[string][]string{}}
			return os.Mkdir(home, 0o755)
		},
	})
}

// state is shared by the commands of one script.
type state struct {
	snapshots map[string][]string
	server    *server
}

type stateKey struct{}

func stateOf(ts *testscript.TestScript) *state { return ts.Value(stateKey{}).(*state) }

// scriptCommands are the commands that testscript does not have.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"write":     writeFile,
	"fill":      fillFile,
	"edit":      editFile,
	"snapshot":  snapshot,
	"untouched": untouched,
	"is-json":   isJSON,
	"nowhere":   nowhere,
	"serve":     startServer,
	"line":      waitForLine,
	"get":       get,
	"halt":      haltServer,
}

func usage(ts *testscript.TestScript, neg bool, ok bool, form string) {
	if neg || !ok {
		ts.Fatalf("usage: %s", form)
	}
}

// writeFile writes a file from a text with Go escapes, for bytes that an editor would not
// show.
func writeFile(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 2, "write FILE TEXT")
	text := unescape(ts, args[1])
	file := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	ts.Check(os.WriteFile(file, []byte(text), 0o644))
}

func unescape(ts *testscript.TestScript, s string) string {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	ts.Check(err)
	return text
}

// fillFile appends a text to a file many times.
func fillFile(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 3, "fill FILE TIMES TEXT")
	times, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := unescape(ts, args[2])
	file := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	ts.Check(err)
	_, err = f.WriteString(strings.Repeat(text, times))
	ts.Check(err)
	ts.Check(f.Close())
}

// editFile replaces a text that a file contains once. It does so atomically, as careful editors do.
func editFile(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 3, "edit FILE OLD NEW")
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, args[1]); n != 1 {
		ts.Fatalf("%s holds %q %d times", args[0], args[1], n)
	}
	file := ts.MkAbs(args[0])
	temporary := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".edit")
	ts.Check(os.WriteFile(temporary, []byte(strings.Replace(text, args[1], args[2], 1)), 0o644))
	ts.Check(os.Rename(temporary, file))
}

// snapshot records the state of a directory; untouched fails if anything differs: a name,
// a byte, a mode, a time or an inode.
func snapshot(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 1, "snapshot DIR")
	stateOf(ts).snapshots[args[0]] = look(ts, args[0])
}

func untouched(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 1, "untouched DIR")
	before, now := stateOf(ts).snapshots[args[0]], look(ts, args[0])
	for i := range max(len(before), len(now)) {
		if i >= len(before) || i >= len(now) || before[i] != now[i] {
			ts.Fatalf("%s was touched:\n%.300s\n%.300s", args[0], before[min(i, len(before)-1)], now[min(i, len(now)-1)])
		}
	}
}

// look describes a directory, with one line per name.
func look(ts *testscript.TestScript, dir string) []string {
	var lines []string
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		line := fmt.Sprintf("%s %s %d %s", filepath.ToSlash(rel), info.Mode(), info.ModTime().UnixNano(), inode.FindString(fmt.Sprintf("%+v", info.Sys())))
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			line += fmt.Sprintf(" %q", data)
		}
		lines = append(lines, line)
		return nil
	}))
	return lines
}

// inode distinguishes a file from one that replaced it.
var inode = regexp.MustCompile(`Ino:\w+`)

// isJSON checks that the last command printed one JSON value.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 0, "is-json")
	if !json.Valid([]byte(ts.ReadFile("stdout"))) {
		ts.Fatalf("not JSON")
	}
}

// nowhere checks that no file below a directory matches. With a suffix, it checks only the
// files that have it.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 2 || len(args) == 3, "nowhere REGEXP DIR [ENDING]")
	re, err := regexp.Compile(args[0])
	ts.Check(err)
	seen := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[1]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || len(args) == 3 && !strings.HasSuffix(name, args[2]) {
			return err
		}
		seen++
		data, err := os.ReadFile(name)
		if m := re.FindIndex(data); m != nil {
			return fmt.Errorf("%s: %s", name, data[max(m[0]-80, 0):min(m[1]+80, len(data))])
		}
		return err
	}))
	if seen == 0 {
		ts.Fatalf("there are no files to check")
	}
}

// TestEveryCheckIsShown checks that a script quotes the message of every check, word for
// word.
func TestEveryCheckIsShown(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	line := regexp.MustCompile(`(?m)^\S+:\d+:\d+: (error|warning): .* \(([A-Z]+\d+)\)$`)
	pattern := regexp.MustCompile(`(error|warning): .* \\\(([A-Z]+\d+)\\\)`)
	files, err := filepath.Glob(scripts + "/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllStringSubmatch(string(a.Comment), -1) {
			shown[m[2]+" "+m[1]] = true
		}
		for _, f := range a.Files {
			for _, m := range line.FindAllStringSubmatch(string(f.Data), -1) {
				shown[m[2]+" "+m[1]] = true
			}
		}
	}
	for _, c := range diag.Checks {
		if !shown[c.ID+" "+c.Severity.String()] {
			t.Errorf("%s (%s): no script shows its message", c.ID, c.Title)
		}
	}
}

// TestHelp checks that the help of every command fits the width of a terminal and has two
// examples.
func TestHelp(t *testing.T) {
	t.Parallel()
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		var b bytes.Buffer
		cmd.SetOut(&b)
		cmd.InitDefaultHelpFlag()
		if err := cmd.Help(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if len(line) > columns+1 {
				t.Errorf("%s: %d columns: %s", cmd.CommandPath(), len(line)-1, line)
			}
		}
		if cmd.HasParent() && cmd.Name() != "help" && strings.Count(cmd.Example, "\n") < 1 {
			t.Errorf("%s: fewer than two examples", cmd.CommandPath())
		}
		for _, c := range cmd.Commands() {
			visit(c)
		}
	}
	visit(rootCommand())
}
