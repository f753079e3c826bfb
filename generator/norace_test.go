//go:build !race

package generator

// Slower is the factor by which the race detector slows everything down.
const Slower = 1
