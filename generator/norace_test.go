//go:build !race

package generator

// Slower is how much longer everything takes under the race detector.
const Slower = 1
