package speed

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes programs of the test binary, which are measured beside the command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"minimal": minimalMain, "measured": measuredMain})
}
