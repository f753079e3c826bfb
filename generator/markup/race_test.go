//go:build race

package markup

// slower is the factor by which the race detector slows down the tests.
const slower = 10
