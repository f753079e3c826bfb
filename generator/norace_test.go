//go:build !race

package generator

// slower is how much longer everything takes under the race detector.
const slower = 1
