package main

import (
	"testing"
	"time"
)

// TestUnits words numbers of all sizes.
func TestUnits(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		grouped(0):                          "0",
		grouped(999):                        "999",
		grouped(1_000):                      "1,000",
		grouped(12_345_678):                 "12,345,678",
		size(999):                           "999 B",
		size(1_500):                         "1.5 kB",
		size(85_240_000):                    "85.2 MB",
		size(3_000_000_000):                 "3.0 GB",
		duration(0):                         "0.0 ms",
		duration(1_230 * time.Microsecond):  "1.2 ms",
		duration(83_456 * time.Millisecond): "83.46 s",
	} {
		if got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
