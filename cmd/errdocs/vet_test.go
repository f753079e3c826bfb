package main

import (
	"os/exec"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// Scripts about vet run the go command.
func init() {
	scriptCommands["go-env"] = goEnv
	scriptCommands["vettool"] = setVettool
}

// goEnv sets up the go command in a script: offline, and with the cache that built the
// test, because an empty cache would compile net/http for each script.
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

// setVettool sets VETTOOL to the path of the command as users build it. The go command runs
// it for every standard package that a server needs. With the race detector, that would take
// half a minute.
func setVettool(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 0, "vettool")
	tool, err := plainTool()
	ts.Check(err)
	ts.Setenv("VETTOOL", tool)
}
