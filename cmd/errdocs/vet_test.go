package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// Scripts about vet run the go command.
func init() {
	scriptCommands["go-env"] = goEnv
	scriptCommands["vettool"] = buildVettool
}

// goEnv lets the go command work in a script: offline, and with the cache that built
// the test, since a new one would compile net/http for each script.
func goEnv(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 0, "go-env")
	cache, err := goCache()
	ts.Check(err)
	for name, value := range map[string]string{
		"GOCACHE": cache, "GOENV": "off", "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off",
	} {
		ts.Setenv(name, value)
	}
}

var goCache = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	return strings.TrimSpace(string(out)), err
})

// buildVettool sets VETTOOL to the path of the command, as users build it: the go
// command runs it for every package of the standard library that a server needs, which
// would take half a minute with the race detector.
func buildVettool(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 0, "vettool")
	tool := filepath.Join(ts.MkAbs(".home"), "errdocs.exe")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", tool, ".").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, out)
	}
	ts.Check(err)
	ts.Setenv("VETTOOL", tool)
}
