package main

import (
	"os/exec"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// Scripts about vet run the go command.
func init() { scriptCommands["go-env"] = goEnv }

// goEnv lets the go command work in a script: offline, and with the cache that built
// the test, since a new one would compile net/http for each script. VETTOOL becomes
// the path of the command, as which(1) prints it.
func goEnv(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 0, "go-env")
	cache, err := goCache()
	ts.Check(err)
	tool, err := exec.LookPath("errdocs")
	ts.Check(err)
	for name, value := range map[string]string{
		"GOCACHE": cache, "GOENV": "off", "GOFLAGS": "-mod=mod", "GOPROXY": "off",
		"GOTOOLCHAIN": "local", "GOWORK": "off", "VETTOOL": tool,
	} {
		ts.Setenv(name, value)
	}
}

var goCache = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	return strings.TrimSpace(string(out)), err
})
