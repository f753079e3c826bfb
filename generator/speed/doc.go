// Package speed contains only the test that measures the command against its limits and
// compares it with other programs.
package speed
