package speed

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary run as the programs that the command is compared with.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"minimal": minimalMain, "measured": measuredMain})
}
