package format

import (
	"fmt"
	"strings"
	"testing"
)

// If the parser panics, the message contains the file name.
func TestI01InternalError(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "catalog/409/x.yaml:1:1: while reading YAML: runtime error: index out of range") {
			t.Errorf("the panic says %q", got)
		}
	}()
	d := decoder{file: "catalog/409/x.yaml"}
	defer d.guard()
	_ = d.data[len(d.data)]
}
